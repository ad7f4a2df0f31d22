// EXPECT: 2 9 17 20 21 22 28 34 38 39 40
// EXPECT: 11 11 95 110 115
// EXPECT: No such file or directory
// EXPECT: x: Bad file descriptor
// EXPECT: 0 2
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
main(void)
{
	printf("%d %d %d %d %d %d %d %d %d %d %d\n", ENOENT, EBADF, EEXIST, ENOTDIR, EISDIR, EINVAL, ENOSPC, ERANGE,
		ENOSYS, ENOTEMPTY, ELOOP);
	printf("%d %d %d %d %d\n", EAGAIN, EWOULDBLOCK, EOPNOTSUPP, ETIMEDOUT, EINPROGRESS);
	printf("%s\n", strerror(ENOENT));
	fflush(stdout);
	dup2(1, 2);
	close(99);
	perror("x");
	errno = 0;
	close(open("f", O_CREAT | O_RDWR, 0644));
	int none = errno;
	open("nothing", O_RDONLY);
	printf("%d %d\n", none, errno);
}
