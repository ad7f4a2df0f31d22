/* recv.c -- recv, in place of musl's: see send.c. */
#include "socket_io.h"

ssize_t
recv(int fd, void *buf, size_t len, int flags)
{
	struct iovec iov = { buf, len };
	long r = __wasix_cancellation_point(
		1, __wasix_receive_is_plain(flags)
			   ? __wasix_receive_plain(fd, &iov, flags)
			   : __wasix_sys_recvfrom(fd, (long)buf, (long)len, flags, 0, 0));
	return (unsigned long)r > -4096UL ? __wasix_syscall_ret((unsigned long)r) : r;
}
