/* sock_import.c -- the imports that open, name, connect and accept sockets. */
#include "sock.h"

#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>

/* ABI enums; 0 where the kernel has none. */
static const int FAMILIES[] = { [ABI_ADDRESS_FAMILY_INET4] = AF_INET,
	[ABI_ADDRESS_FAMILY_INET6] = AF_INET6,
	[ABI_ADDRESS_FAMILY_UNIX] = AF_UNIX };
static const int TYPES[] = { [ABI_SOCK_TYPE_STREAM] = SOCK_STREAM,
	[ABI_SOCK_TYPE_DGRAM] = SOCK_DGRAM,
	[ABI_SOCK_TYPE_RAW] = SOCK_RAW,
	[ABI_SOCK_TYPE_SEQPACKET] = SOCK_SEQPACKET };

enum {
	FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES,
	TYPE_COUNT = sizeof TYPES / sizeof *TYPES
};

static wasix_errno
kind_from_abi(uint32_t family, uint32_t type, int *host_family, int *host_type)
{
	family &= 0xff;
	type &= 0xff;
	if (family >= FAMILY_COUNT || !FAMILIES[family])
		return ABI_ERRNO_AFNOSUPPORT;
	if (type >= TYPE_COUNT || !TYPES[type])
		return ABI_ERRNO_NOTSUP;
	*host_family = FAMILIES[family];
	*host_type = TYPES[type];
	return ABI_ERRNO_SUCCESS;
}

/* WASIX, sock_open. NOTE: what does not fit together is NOTSUP, as in Wasmer. */
wasix_errno
host_sock_open(struct wasix_caller *c, uint32_t af, uint32_t ty, uint32_t proto, wasix_gptr ret_fd)
{
	int family, type;

	GUEST_TRY(kind_from_abi(af, ty, &family, &type));
	if (!guest_in_bounds(c->memory, ret_fd, sizeof(abi_fd)))
		return ABI_ERRNO_FAULT;
	int64_t fd = sock_open(c, family, type, family == AF_UNIX ? 0 : (int)(proto & 0xffff));
	if (fd == -EPROTONOSUPPORT || fd == -ESOCKTNOSUPPORT)
		return ABI_ERRNO_NOTSUP;
	return fd < 0 ? errno_to_wasi((int)-fd) : guest_write_u32(c, ret_fd, (uint32_t)fd);
}

/* WASIX, sock_pair: of Unix sockets, whatever family is asked for, as in Wasmer */
wasix_errno
host_sock_pair(struct wasix_caller *c, uint32_t af, uint32_t ty, uint32_t proto, wasix_gptr ret_fd1,
	wasix_gptr ret_fd2)
{
	int family, type;
	uint32_t fds[2];

	(void)proto;
	GUEST_TRY(kind_from_abi(af, ty, &family, &type));
	if (!guest_in_bounds(c->memory, ret_fd1, sizeof(abi_fd)) ||
		!guest_in_bounds(c->memory, ret_fd2, sizeof(abi_fd)))
		return ABI_ERRNO_FAULT;
	int e = sock_pair(c, AF_UNIX, type, 0, fds);
	if (e)
		return errno_to_wasi(-e);
	GUEST_TRY(guest_write_u32(c, ret_fd1, fds[0]));
	return guest_write_u32(c, ret_fd2, fds[1]);
}

/* WASIX, sock_bind */
wasix_errno
host_sock_bind(struct wasix_caller *c, uint32_t fd, wasix_gptr addr)
{
	struct sock_address a;

	GUEST_TRY(sock_address_from_abi(c, addr, &a));
	int e = sock_bind(c, fd, &a);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

/* WASIX, sock_connect */
wasix_errno
host_sock_connect(struct wasix_caller *c, uint32_t fd, wasix_gptr addr)
{
	struct sock_address a;

	GUEST_TRY(sock_address_from_abi(c, addr, &a));
	int e = sock_connect(c, fd, &a);
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}

static wasix_errno
name_out(struct wasix_caller *c, uint32_t fd, bool local, wasix_gptr ret)
{
	struct sock_address a;

	int e = sock_name(c, fd, local, &a);
	return e ? errno_to_wasi(-e) : sock_address_to_abi(c, &a, ret);
}

/* WASIX, sock_addr_local */
wasix_errno
host_sock_addr_local(struct wasix_caller *c, uint32_t fd, wasix_gptr ret_addr)
{
	return name_out(c, fd, true, ret_addr);
}

/* WASIX, sock_addr_peer */
wasix_errno
host_sock_addr_peer(struct wasix_caller *c, uint32_t fd, wasix_gptr ret_addr)
{
	return name_out(c, fd, false, ret_addr);
}

/* The new one does not wait if it is told so or the listener does not. */
static int
accept_flags(struct wasix_caller *c, uint32_t fd, uint32_t flags)
{
	struct fd_ref f;
	int status = 0;

	if (flags & ABI_FDFLAGS_NONBLOCK)
		return SOCK_NONBLOCK;
	if (sock_get(c, fd, &f))
		return 0;
	status = fcntl(f.host, F_GETFL);
	fd_put(&f);
	return status > 0 && status & O_NONBLOCK ? SOCK_NONBLOCK : 0;
}

static wasix_errno
accept_out(struct wasix_caller *c, uint32_t fd, uint32_t flags, wasix_gptr ret_fd,
	struct sock_address *peer)
{
	if (!guest_in_bounds(c->memory, ret_fd, sizeof(abi_fd)))
		return ABI_ERRNO_FAULT;
	int64_t got = sock_accept(c, fd, accept_flags(c, fd, flags), peer);
	return got < 0 ? errno_to_wasi((int)-got) : guest_write_u32(c, ret_fd, (uint32_t)got);
}

/* WASI preview1, sock_accept */
wasix_errno
host_sock_accept(struct wasix_caller *c, uint32_t fd, uint32_t flags, wasix_gptr conn_fd)
{
	struct sock_address peer;

	return accept_out(c, fd, flags, conn_fd, &peer);
}

/* WASIX, sock_accept_v2 */
wasix_errno
host_sock_accept_v2(
	struct wasix_caller *c, uint32_t fd, uint32_t flags, wasix_gptr ret_fd, wasix_gptr ret_addr)
{
	struct sock_address peer;

	GUEST_TRY(accept_out(c, fd, flags, ret_fd, &peer));
	return sock_address_to_abi(c, &peer, ret_addr);
}

/* Where a stream stands, by what poll and the kernel's state say. */
static uint8_t
status_of(int host)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof peer;
	struct pollfd p = { .fd = host, .events = POLLOUT };

	if (poll(&p, 1, 0) < 0 || p.revents & POLLERR)
		return ABI_SOCK_STATUS_FAILED;
	if (getpeername(host, (struct sockaddr *)&peer, &len) == 0)
		return p.revents & POLLHUP ? ABI_SOCK_STATUS_CLOSED : ABI_SOCK_STATUS_OPENED;
	return p.revents & POLLHUP ? ABI_SOCK_STATUS_CLOSED : ABI_SOCK_STATUS_OPENING;
}

/* WASIX, sock_status */
wasix_errno
host_sock_status(struct wasix_caller *c, uint32_t fd, wasix_gptr ret_status)
{
	struct fd_ref f;
	int type;
	socklen_t len = sizeof type;

	int e = sock_get(c, fd, &f);
	if (e)
		return errno_to_wasi(-e);
	wasix_errno result = errno_of(getsockopt(f.host, SOL_SOCKET, SO_TYPE, &type, &len));
	if (!result) {
		uint8_t status = type == SOCK_DGRAM ? ABI_SOCK_STATUS_OPENED : status_of(f.host);
		result = guest_write(c, ret_status, &status, sizeof status);
	}
	fd_put(&f);
	return result;
}

/* WASI preview1, sock_shutdown */
wasix_errno
host_sock_shutdown(struct wasix_caller *c, uint32_t fd, uint32_t how)
{
	static const int HOW[] = { -1, SHUT_RD, SHUT_WR, SHUT_RDWR };
	struct fd_ref f;

	how &= 0xff;
	if (how == 0 || how > (ABI_SDFLAGS_RD | ABI_SDFLAGS_WR))
		return ABI_ERRNO_INVAL;
	GUEST_TRY(sock_get_with(c, fd, ABI_RIGHTS_SOCK_SHUTDOWN, &f));
	wasix_errno result = errno_of(shutdown(f.host, HOW[how]));
	fd_put(&f);
	return result;
}
