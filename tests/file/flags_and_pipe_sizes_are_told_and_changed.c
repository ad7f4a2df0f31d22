/* F_GETFL and F_SETFL know O_DIRECT and O_NOATIME, which come and go; a pipe tells its size */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void
flags(const char *what, int fd)
{
	int f = fcntl(fd, F_GETFL);
	printf("%s: access %d direct %d noatime %d append %d\n", what, f & O_ACCMODE,
		!!(f & O_DIRECT), !!(f & O_NOATIME), !!(f & O_APPEND));
}

static void
size(const char *what, int result)
{
	printf("%s %d %d\n", what, result, result < 0 ? errno : 0);
}

int
main(void)
{
	int p[2];

	int fd = open("f", O_RDWR | O_CREAT | O_NOATIME | O_APPEND, 0600);
	flags("opened", fd);
	printf("%d\n", fcntl(fd, F_SETFL, O_APPEND));
	flags("without", fd);
	printf("%d\n", fcntl(fd, F_SETFL, O_NOATIME));
	flags("with", fd);
	int copy = dup(fd);
	flags("a copy", copy);
	printf("%d\n", fcntl(copy, F_SETFL, fcntl(copy, F_GETFL) | O_DIRECT | O_NONBLOCK));
	flags("direct", fd);
	printf("%d\n", fcntl(fd, F_SETFL, 0));
	flags("none", copy);
	printf("write at an odd place %zd\n", write(copy, "abc", 3));
	fd = open("f", O_RDONLY);
	printf("%d\n", fcntl(fd, F_SETFL, O_NOATIME));
	flags("opened without", fd);
	printf("closed %d\n", fcntl(99, F_SETFL, O_DIRECT) < 0 ? errno : 0);

	pipe(p);
	size("pipe", fcntl(p[0], F_GETPIPE_SZ));
	size("larger", fcntl(p[1], F_SETPIPE_SZ, 200000));
	size("told at the other end", fcntl(p[0], F_GETPIPE_SZ));
	size("negative", fcntl(p[0], F_SETPIPE_SZ, -1));
	size("a file", fcntl(fd, F_GETPIPE_SZ));
	flags("pipe", p[1]);
	return 0;
}
