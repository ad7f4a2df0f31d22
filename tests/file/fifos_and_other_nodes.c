/* mkfifo, mknod: what is made, who waits for whom, what is refused */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
result(const char *what, int r)
{
	printf("%s %d\n", what, r < 0 ? errno : 0);
}

int
main(void)
{
	struct stat s;
	char buf[16] = { 0 };

	umask(027);
	result("mkfifo", mkfifo("fifo", 0666));
	stat("fifo", &s);
	printf("%06o\n", s.st_mode);
	result("again", mkfifo("fifo", 0666));
	result("in nothing", mkfifo("missing/fifo", 0666));
	result("slash", mkfifo("new/", 0666));
	result("mknod of a file", mknod("file", S_IFREG | 0640, 0));
	stat("file", &s);
	printf("%06o\n", s.st_mode);
	result("mknod of no type", mknod("file2", 0600, 0));
	result("mknodat", mknodat(AT_FDCWD, "fifo2", S_IFIFO | 0600, 0));

	result("no reader", open("fifo", O_WRONLY | O_NONBLOCK));
	int r = open("fifo", O_RDONLY | O_NONBLOCK);
	result("reader", r);
	printf("nothing yet %d\n", (int)read(r, buf, 1));
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		int w = open("fifo", O_WRONLY);
		write(w, "through", 7);
		_exit(0);
	}
	struct pollfd p = { r, POLLIN };
	poll(&p, 1, 5000);
	printf("%d %s\n", (int)read(r, buf, sizeof buf), buf);
	waitpid(child, NULL, 0);
	close(r);

	/* each open waits for the other */
	child = fork();
	if (child == 0) {
		int w = open("fifo2", O_WRONLY);
		write(w, "met", 4);
		_exit(0);
	}
	r = open("fifo2", O_RDONLY);
	printf("%d %s\n", (int)read(r, buf, sizeof buf), buf);
	printf("end %d\n", (int)read(r, buf, sizeof buf));
	waitpid(child, NULL, 0);
}
