/* socket_messages.c -- sendmmsg and recvmmsg. Where the host has no call for several messages, one
 * call goes out for each. */
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <sys/socket.h>

USES_EXTENSION(sendmmsg);
USES_EXTENSION(recvmmsg);

long
__wasix_sys_sendmmsg(long fd, long messages, long count, long flags)
{
	struct mmsghdr *m = (struct mmsghdr *)messages;
	long r = (long)EXTENSION(sendmmsg, fd, messages, count, flags);

	if (r != -ENOSYS)
		return r;
	for (long i = 0; i < count; i++) {
		r = __wasix_sys_sendmsg(fd, (long)&m[i].msg_hdr, flags);
		if (r < 0)
			return i ? i : r;
		m[i].msg_len = (unsigned)r;
	}
	return count;
}

long
__wasix_sys_recvmmsg_time64(long fd, long messages, long count, long flags, long timeout)
{
	struct mmsghdr *m = (struct mmsghdr *)messages;
	long r = (long)EXTENSION(recvmmsg, fd, messages, count, flags, timeout);

	if (r != -ENOSYS)
		return r;
	for (long i = 0; i < count; i++) {
		r = __wasix_sys_recvmsg(fd, (long)&m[i].msg_hdr, flags & ~MSG_WAITFORONE);
		if (r < 0)
			return i ? i : r;
		m[i].msg_len = (unsigned)r;
		if (flags & MSG_WAITFORONE)
			flags |= MSG_DONTWAIT;
	}
	return count;
}
