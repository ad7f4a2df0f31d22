/* socket_message.c -- messages with control data, one or several. Hosts without the extensions
 * carry no control data. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"
#include "socket_io.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

USES_EXTENSION(sendmsg);
USES_EXTENSION(recvmsg);

long
__wasix_sys_sendmsg(long fd, long message, long flags)
{
	long r = (long)EXTENSION(sendmsg, fd, message, flags);
	return r == -ENOSYS ? __wasix_send_by_import(fd, (const struct msghdr *)message, flags) : r;
}

/* Close-on-exec is kept here, so descriptors that came along are marked. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wsign-compare" /* in CMSG_NXTHDR, which is musl's */
static void
mark_received(struct msghdr *m, bool on)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++)
			cloexec_mark(((const int *)CMSG_DATA(c))[i], on);
	}
}
#pragma clang diagnostic pop

long
__wasix_sys_recvmsg(long fd, long message, long flags)
{
	struct msghdr *m = (struct msghdr *)message;
	long r = (long)EXTENSION(recvmsg, fd, message, flags & ~MSG_CMSG_CLOEXEC);

	if (r == -ENOSYS)
		return __wasix_receive_by_import(fd, m, flags);
	if (r >= 0 && m->msg_controllen)
		mark_received(m, flags & MSG_CMSG_CLOEXEC);
	return r;
}
