/* socket.c -- opening, binding, listening, accepting, connecting.
 *
 * The extensions take Linux's arguments and check them as Linux does. Where the host does not have
 * them, the ABI's imports do what they can say.
 */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "socket_address.h"

#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

USES_EXTENSION(socket);
USES_EXTENSION(bind);
USES_EXTENSION(accept4);
USES_EXTENSION(connect);
USES_EXTENSION(getsockname);
USES_EXTENSION(getpeername);

enum { TYPE_FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK };

static long
open_by_import(long domain, long type, long protocol, abi_fd *fd)
{
	static const abi_sock_type TYPES[] = { [SOCK_STREAM] = ABI_SOCK_TYPE_STREAM,
		[SOCK_DGRAM] = ABI_SOCK_TYPE_DGRAM,
		[SOCK_SEQPACKET] = ABI_SOCK_TYPE_SEQPACKET };
	abi_address_family family = domain == AF_INET    ? ABI_ADDRESS_FAMILY_INET4
				    : domain == AF_INET6 ? ABI_ADDRESS_FAMILY_INET6
				    : domain == AF_UNIX  ? ABI_ADDRESS_FAMILY_UNIX
							 : 0;
	unsigned kind = (unsigned)type & 0xf;

	if (!family)
		return -EAFNOSUPPORT;
	if (kind >= sizeof TYPES / sizeof *TYPES || !TYPES[kind])
		return -ESOCKTNOSUPPORT;
	if (!protocol && family != ABI_ADDRESS_FAMILY_UNIX)
		protocol = kind == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
	return __wasix_net_result(
		__import_wasix_sock_open(family, TYPES[kind], (abi_sock_proto)protocol, fd));
}

long
__wasix_sys_socket(long domain, long type, long protocol)
{
	abi_fd fd;
	long r = (long)EXTENSION(socket, domain, type & ~SOCK_CLOEXEC, protocol);

	if (r == -ENOSYS) {
		r = open_by_import(domain, type & ~TYPE_FLAGS, protocol, &fd);
		if (r < 0)
			return r;
		r = (long)fd;
		if (type & SOCK_NONBLOCK)
			__import_preview1_fd_fdstat_set_flags(fd, ABI_FDFLAGS_NONBLOCK);
	}
	cloexec_mark(r, type & SOCK_CLOEXEC);
	return r;
}

long
__wasix_sys_bind(long fd, long address, long length)
{
	struct abi_addr_port a;
	long r = (long)EXTENSION(bind, fd, address, length);

	if (r != -ENOSYS)
		return r;
	r = __wasix_address_to_abi(address, length, &a);
	return r ? r : __wasix_net_result(__import_wasix_sock_bind((abi_fd)fd, &a));
}

long
__wasix_sys_connect(long fd, long address, long length)
{
	struct abi_addr_port a;
	long r = (long)EXTENSION(connect, fd, address, length);

	if (r != -ENOSYS)
		return r;
	r = __wasix_address_to_abi(address, length, &a);
	return r ? r : __wasix_net_result(__import_wasix_sock_connect((abi_fd)fd, &a));
}

long
__wasix_sys_listen(long fd, long backlog)
{
	return __wasix_net_result(__import_wasix_sock_listen((abi_fd)fd, (abi_usize)backlog));
}

long
__wasix_sys_accept4(long fd, long address, long length, long flags)
{
	struct abi_addr_port a = { 0 };
	abi_fd got;

	if (flags & ~TYPE_FLAGS)
		return -EINVAL;
	long r = (long)EXTENSION(accept4, fd, address, length, flags & ~SOCK_CLOEXEC);
	if (r == -ENOSYS) {
		uint32_t e = __import_wasix_sock_accept_v2(
			(abi_fd)fd, flags & SOCK_NONBLOCK ? ABI_FDFLAGS_NONBLOCK : 0, &got, &a);
		if (e & 0xffff)
			return __wasix_net_result(e);
		r = (long)got;
		__wasix_address_from_abi(&a, address, (socklen_t *)length);
	}
	cloexec_mark(r, flags & SOCK_CLOEXEC);
	return r;
}

long
__wasix_sys_accept(long fd, long address, long length)
{
	return __wasix_sys_accept4(fd, address, length, 0);
}

long
__wasix_sys_getsockname(long fd, long address, long length)
{
	struct abi_addr_port a = { 0 };
	long r = (long)EXTENSION(getsockname, fd, address, length);

	if (r != -ENOSYS)
		return r;
	r = __wasix_net_result(__import_wasix_sock_addr_local((abi_fd)fd, &a));
	if (!r)
		__wasix_address_from_abi(&a, address, (socklen_t *)length);
	return r;
}

long
__wasix_sys_getpeername(long fd, long address, long length)
{
	struct abi_addr_port a = { 0 };
	long r = (long)EXTENSION(getpeername, fd, address, length);

	if (r != -ENOSYS)
		return r;
	r = __wasix_net_result(__import_wasix_sock_addr_peer((abi_fd)fd, &a));
	if (!r)
		__wasix_address_from_abi(&a, address, (socklen_t *)length);
	return r;
}

long
__wasix_sys_shutdown(long fd, long how)
{
	static const abi_sdflags HOW[] = { [SHUT_RD] = ABI_SDFLAGS_RD,
		[SHUT_WR] = ABI_SDFLAGS_WR,
		[SHUT_RDWR] = ABI_SDFLAGS_RD | ABI_SDFLAGS_WR };

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	return __wasix_net_result(__import_preview1_sock_shutdown((abi_fd)fd, HOW[how]));
}
