/* socket_pair.c -- a pair of Unix sockets, which is the process's own as a pipe is. */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "socket_address.h"

#include <errno.h>
#include <sys/socket.h>

USES_EXTENSION(socketpair);

static long
pair_by_import(long domain, long type, int pair[2])
{
	abi_fd fds[2];

	if (domain != AF_UNIX)
		return -EAFNOSUPPORT;
	if ((type & 0xf) != SOCK_STREAM && (type & 0xf) != SOCK_DGRAM)
		return -ESOCKTNOSUPPORT;
	uint32_t e = __import_wasix_sock_pair(ABI_ADDRESS_FAMILY_UNIX,
		(type & 0xf) == SOCK_STREAM ? ABI_SOCK_TYPE_STREAM : ABI_SOCK_TYPE_DGRAM, 0,
		&fds[0], &fds[1]);
	if (e & 0xffff)
		return __wasix_net_result(e);
	for (int i = 0; i < 2; i++) {
		if (type & SOCK_NONBLOCK)
			__import_preview1_fd_fdstat_set_flags(fds[i], ABI_FDFLAGS_NONBLOCK);
		pair[i] = (int)fds[i];
	}
	return 0;
}

long
__wasix_sys_socketpair(long domain, long type, long protocol, long fds)
{
	int *pair = (int *)fds;
	long r = (long)EXTENSION(socketpair, domain, type & ~SOCK_CLOEXEC, protocol, fds);

	if (r == -ENOSYS)
		r = pair_by_import(domain, type & ~SOCK_CLOEXEC, pair);
	if (r == 0) {
		cloexec_mark(pair[0], type & SOCK_CLOEXEC);
		cloexec_mark(pair[1], type & SOCK_CLOEXEC);
	}
	return r;
}
