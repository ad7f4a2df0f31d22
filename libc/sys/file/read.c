/* read.c -- read, in place of musl's: no function stands between it and the import, since returning
 * through one is what costs most behind a system call (bench row "write"). */
#include "fd_io.h"

#include <unistd.h>

ssize_t
read(int fd, void *buf, size_t len)
{
	struct iovec iov = { (void *)buf, len };
	long r = __wasix_cancellation_point(1, read_into(fd, &iov, 1));
	return (unsigned long)r > -4096UL ? __wasix_syscall_ret((unsigned long)r) : r;
}
