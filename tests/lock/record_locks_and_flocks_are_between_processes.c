/* record locks exclude other processes, are split and merged, and go when any descriptor of the file is closed; those of open files and flock go with the last */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t parent;

static struct flock
lock(short type, int start, int len)
{
	return (struct flock){ .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len };
}

/* What another process finds. */
static void
others_see(const char *what, int fd)
{
	int status;

	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		struct flock l = lock(F_WRLCK, 0, 0);
		int mine = open("f", O_RDWR);
		fcntl(mine, F_GETLK, &l);
		printf("%s:", what);
		if (l.l_type == F_UNLCK)
			printf(" free");
		else
			printf(" %s %d+%d by %s", l.l_type == F_RDLCK ? "read" : "write", (int)l.l_start, (int)l.l_len, l.l_pid == parent ? "the parent" : l.l_pid == -1 ? "an open file" : "?");
		printf(", flock %s", flock(mine, LOCK_EX | LOCK_NB) == 0 ? "free" : errno == EWOULDBLOCK ? "taken" : strerror(errno));
		if (fd >= 0)
			printf(", inherited %s", flock(fd, LOCK_EX | LOCK_NB) == 0 ? "free" : strerror(errno));
		puts("");
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, &status, 0);
}

int
main(void)
{
	struct flock l;
	int fd, other, status;

	parent = getpid();
	fd = open("f", O_CREAT | O_RDWR, 0644);
	write(fd, "0123456789", 10);
	others_see("nothing", -1);
	l = lock(F_WRLCK, 2, 4);
	printf("set %d\n", fcntl(fd, F_SETLK, &l));
	others_see("a record", -1);
	l = lock(F_UNLCK, 2, 1);
	fcntl(fd, F_SETLK, &l);
	others_see("cut", -1);
	l = lock(F_RDLCK, 0, 0);
	fcntl(fd, F_SETLK, &l);
	others_see("all, for reading", -1);
	l = lock(F_WRLCK, 0, 0);
	fcntl(fd, F_GETLK, &l);
	printf("one's own: %d\n", l.l_type == F_UNLCK);

	other = dup(fd);
	close(other);
	others_see("a duplicate closed", -1);
	l = lock(F_WRLCK, 0, 5);
	fcntl(fd, F_SETLK, &l);
	other = open("f", O_RDONLY);
	close(other);
	others_see("another open closed", -1);
	l = lock(F_WRLCK, 0, 5);
	fcntl(fd, F_SETLK, &l);
	other = open("g", O_CREAT | O_RDWR, 0644);
	dup2(fd, 20);
	dup2(other, 20);
	others_see("a duplicate replaced", -1);

	l = lock(F_WRLCK, 0, 5);
	l.l_pid = 0;
	printf("open file %d\n", fcntl(fd, F_OFD_SETLK, &l));
	close(dup(fd));
	others_see("of an open file", -1);
	l = lock(F_UNLCK, 0, 0);
	fcntl(fd, F_OFD_SETLK, &l);

	printf("flock %d\n", flock(fd, LOCK_EX));
	close(dup(fd));
	others_see("flock", fd);
	flock(fd, LOCK_UN);
	others_see("flock undone", -1);
	printf("lockf %d\n", lockf(fd, F_TLOCK, 3));
	others_see("lockf", -1);
	lockf(fd, F_ULOCK, 0);

	/* one waits for the other */
	int ready[2];
	pipe(ready);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		l = lock(F_WRLCK, 0, 0);
		fcntl(fd, F_SETLK, &l);
		write(ready[1], "x", 1);
		usleep(50000);
		pwrite(fd, "child", 5, 0);
		_exit(0);
	}
	char buf[11] = { 0 };
	read(ready[0], buf, 1);
	l = lock(F_WRLCK, 0, 0);
	printf("taken %d %d\n", fcntl(fd, F_SETLK, &l), errno == EAGAIN || errno == EACCES);
	printf("waited %d\n", fcntl(fd, F_SETLKW, &l));
	pread(fd, buf, 10, 0);
	printf("%s\n", buf);
	waitpid(child, &status, 0);

	/* of an end, none */
	fflush(stdout);
	child = fork();
	if (child == 0) {
		l = lock(F_UNLCK, 0, 0);
		_exit(0);
	}
	waitpid(child, &status, 0);
	others_see("not inherited, not lost", -1);
	other = open("f", O_RDONLY);
	l = lock(F_WRLCK, 0, 1);
	printf("write lock of what is read %d\n", fcntl(other, F_SETLK, &l) < 0 ? errno : 0);
	printf("bad type %d\n", (l.l_type = 9, fcntl(fd, F_SETLK, &l)) < 0 ? errno : 0);
	printf("bad operation %d\n", flock(fd, 77) < 0 ? errno : 0);
	printf("closed %d\n", flock(99, LOCK_SH) < 0 ? errno : 0);
}
