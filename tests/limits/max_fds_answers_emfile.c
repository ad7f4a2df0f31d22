// RUN: --max-fds 20
// EXPECT: 17 No file descriptors available
// EXPECT: 17 No file descriptors available
// EXPECT: Bad file descriptor
// EXPECT: Invalid argument
// EXPECT-ERR: the guest has 20 descriptors, as many as it may (--max-fds)
// NATIVE: no, the limit is of wasix run
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
main(void)
{
	for (int round = 0; round < 2; round++) {
		int opened = 0, fds[64];
		while ((fds[opened] = open("/f", O_RDWR | O_CREAT, 0600)) >= 0)
			opened++;
		printf("%d %s\n", opened, strerror(errno));
		while (opened > 0)
			close(fds[--opened]);
	}
	dup2(1, 20);
	puts(strerror(errno));
	fcntl(1, F_DUPFD, 20);
	puts(strerror(errno));
}
