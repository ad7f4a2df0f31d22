// EXPECT: shared offset 6 abcdef
// EXPECT: dup2 9 1
// EXPECT: at least 20 1
// EXPECT: cloexec 1 0 1
// EXPECT: flags 1 1 0
// EXPECT: errors 9 9 22
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	char buf[16] = "";
	int fd = open("f", O_CREAT | O_RDWR | O_CLOEXEC, 0644);
	int copy = dup(fd);
	write(fd, "abc", 3);
	write(copy, "def", 3);
	long at = lseek(fd, 0, SEEK_CUR);
	pread(copy, buf, 15, 0);
	printf("shared offset %ld %s\n", at, buf);
	int r = dup2(fd, 9);
	close(copy);
	printf("dup2 %d %d\n", r, write(9, "x", 1) == 1);
	int d = fcntl(fd, F_DUPFD, 20);
	printf("at least 20 %d\n", d >= 20);
	int e = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	printf("cloexec %d %d %d\n", fcntl(fd, F_GETFD), fcntl(9, F_GETFD), fcntl(e, F_GETFD));
	int fl = fcntl(fd, F_GETFL);
	fcntl(fd, F_SETFL, fl | O_APPEND);
	printf("flags %d %d %d\n", (fl & O_ACCMODE) == O_RDWR, (fcntl(fd, F_GETFL) & O_APPEND) != 0,
		(fl & O_APPEND) != 0);
	int e1 = dup(77) < 0 ? errno : 0;
	int e2 = close(77) < 0 ? errno : 0;
	int e3 = dup3(fd, fd, 0) < 0 ? errno : 0;
	printf("errors %d %d %d\n", e1, e2, e3);
}
