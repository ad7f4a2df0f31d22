// RUN: --max-open-bytes 1M
// EXPECT: 1048576 No space left on device
// EXPECT: 1048576 after removing the first
// EXPECT-ERR: the guest's private root is full: 1048576 bytes (--max-open-bytes)
// NATIVE: no, the limit is of wasix run
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static long
fill(const char *path)
{
	static char block[4096];
	long total = 0;
	ssize_t n;
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	while ((n = write(fd, block, sizeof block)) > 0)
		total += n;
	return total;
}

int
main(void)
{
	long total = fill("/first");
	printf("%ld %s\n", total, strerror(errno));
	remove("/first");
	close(3);
	printf("%ld after removing the first\n", fill("/second"));
}
