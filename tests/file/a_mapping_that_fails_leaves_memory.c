// RUN: --dir=/proc
// EXPECT: open 1, mapped 0, EIO 1
// EXPECT: memory is there
/* Files of /proc refuse to be mapped when the kernel has made room for them already. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { SIZE = 1 << 20 };

int
main(void)
{
	int fd = open("/proc/version", O_RDONLY);
	void *p = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0);

	printf("open %d, mapped %d, EIO %d\n", fd >= 0, p != MAP_FAILED, errno == EIO);
	char *volatile block = malloc(SIZE);
	memset((char *)block, 1, SIZE);
	puts("memory is there");
}
