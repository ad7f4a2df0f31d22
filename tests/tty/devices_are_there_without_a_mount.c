// Programs expect a few devices; the native run says how they behave.
// STDIN: typed
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
device(const char *path)
{
	char buf[64];
	struct stat s;

	memset(buf, 1, sizeof buf);
	int fd = open(path, O_RDWR);
	printf("%s: open %d", path, fd < 0 ? errno : 0);
	printf(" stat %d char %d", stat(path, &s), S_ISCHR(s.st_mode) != 0);
	printf(" fstat %d char %d", fstat(fd, &s), S_ISCHR(s.st_mode) != 0);
	ssize_t n = read(fd, buf, sizeof buf);
	int same = 1;
	for (int i = 1; i < 64; i++)
		same &= buf[i] == buf[0];
	printf(" read %zd of one kind %d (%d)", n, same, n > 0 && same ? buf[0] : 0);
	n = write(fd, buf, 3);
	printf(" write %zd %d", n, n < 0 ? errno : 0);
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLOUT };
	n = poll(&p, 1, 0);
	printf(" poll %zd %x", n, p.revents);
	printf(" tty %d seek %d\n", isatty(fd), (int)lseek(fd, 0, SEEK_SET));
	close(fd);
}

int
main(void)
{
	char buf[64] = "";
	struct stat a, b;

	setvbuf(stdout, NULL, _IOLBF, 0);
	device("/dev/null");
	device("/dev/zero");
	device("/dev/full");
	device("/dev/urandom");
	int fd = open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	printf("as a shell does %d, access %d\n", fd > 2, access("/dev/null", R_OK | W_OK));
	printf("exclusively %d\n",
		open("/dev/null", O_WRONLY | O_CREAT | O_EXCL, 0666) < 0 ? errno : 0);
	printf("below it %d, as a directory %d\n", open("/dev/null/x", O_RDONLY) < 0 ? errno : 0,
		open("/dev/null", O_RDONLY | O_DIRECTORY) < 0 ? errno : 0);
	printf("nothing %d\n", open("/dev/nothing", O_RDONLY) < 0 ? errno : 0);

	/* other names of descriptors */
	fd = open("/dev/stdin", O_RDONLY);
	printf("stdin %d\n", fd > 2);
	fstat(0, &a);
	stat("/dev/stdin", &b);
	printf("same %d\n", a.st_ino == b.st_ino && a.st_dev == b.st_dev);
	FILE *in = fdopen(fd, "r");
	printf("%s", fgets(buf, sizeof buf, in));
	printf("stdout %d\n", open("/dev/stdout", O_WRONLY) > 2);
	int p[2];
	pipe(p);
	snprintf(buf, sizeof buf, "/dev/fd/%d", p[1]);
	fd = open(buf, O_WRONLY);
	close(p[1]);
	printf("by number %zd", write(fd, "abc", 3));
	printf(" %zd\n", read(p[0], buf, sizeof buf));
	snprintf(buf, sizeof buf, "/dev/fd/%d", p[0]);
	printf("closed %d, no number %d\n", open("/dev/fd/77", O_RDONLY) < 0 ? errno : 0,
		open("/dev/fd/x", O_RDONLY) < 0 ? errno : 0);
	printf("there %d, not there %d\n", access(buf, F_OK),
		access("/dev/fd/77", F_OK) < 0 ? errno : 0);
	DIR *d = opendir("/dev/fd");
	int seen = 0;
	for (struct dirent *e; (e = readdir(d));)
		seen += !strcmp(e->d_name, "0") || !strcmp(e->d_name, "1") ||
			!strcmp(e->d_name, "2");
	printf("listed %d\n", seen);
}
