/* send.c -- send, in place of musl's: no function stands between it and the import, since returning
 * through one is what costs most behind a system call (bench row "send"). */
#include "socket_io.h"

ssize_t
send(int fd, const void *buf, size_t len, int flags)
{
	struct iovec iov = { (void *)buf, len };
	long r = __wasix_cancellation_point(1, __wasix_send_is_plain(flags)
						       ? __wasix_send_plain(fd, &iov, flags)
						       : __wasix_send_flagged(fd, &iov, flags));
	return (unsigned long)r > -4096UL ? __wasix_syscall_ret((unsigned long)r) : r;
}
