/* sock_address.c -- addresses between guest and kernel: struct sockaddr as it is, and the ABI's
 * variant.
 *
 *   addr_port   tag @0, port @2, then 4 or 16 bytes; UNIX: the path @2
 *
 * NOTE: programs were compiled with variants of several sizes, so no more is read or written than
 * the tag's case needs; flow and scope of IPv6 are left out. A port comes as a number and leaves in
 * network order, as in Wasmer, which libcs are tuned to.
 */
#include "sock.h"

#include "guest.h"

#include <arpa/inet.h>
#include <errno.h>

int
sock_address_read(struct wasix_caller *c, wasix_gptr ptr, int64_t len, struct sock_address *out)
{
	memset(out, 0, sizeof *out);
	if ((int)len < 0 || (size_t)(int)len > sizeof out->storage)
		return -EINVAL;
	out->len = (socklen_t)len;
	return guest_read(c, &out->storage, ptr, out->len) ? -EFAULT : 0;
}

int
sock_address_write(struct wasix_caller *c, const struct sock_address *address, wasix_gptr ptr,
	wasix_gptr len_ptr)
{
	int room;

	if (guest_read(c, &room, len_ptr, sizeof room))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	size_t len = (size_t)room < address->len ? (size_t)room : address->len;
	if (guest_write(c, ptr, &address->storage, len) ||
		guest_write_u32(c, len_ptr, address->len))
		return -EFAULT;
	return 0;
}

void
sock_address_for_guest(struct wasix_process *p, const char *name, struct sock_address *address)
{
	if (address->len == 0)
		return;
	if (address->any.sa_family == AF_INET)
		address->in.sin_port = net_port_to_guest(p, address->in.sin_port);
	else if (address->any.sa_family == AF_INET6)
		address->in6.sin6_port = net_port_to_guest(p, address->in6.sin6_port);
	if (address->any.sa_family != AF_UNIX || address->len <= sizeof(sa_family_t) ||
		!address->un.sun_path[0])
		return;
	/* what the kernel has is a name of the host's, which tells the guest nothing */
	char kernel[SOCK_PATH_BYTES] = "", found[SOCK_PATH_BYTES] = "";
	if (!name || !*name) {
		memcpy(kernel, address->un.sun_path, address->len - sizeof(sa_family_t));
		if (!sock_names_find(p, kernel, found))
			(void)sock_outside_find(p, kernel, found);
		name = found;
	}
	size_t len = strlen(name);
	memset(address->un.sun_path, 0, sizeof address->un.sun_path);
	if (len)
		memcpy(address->un.sun_path, name, len);
	address->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + (len > 0));
}

/* --- the ABI's --- */

enum {
	ADDRESS_IP4_BYTES = 2 + sizeof(struct abi_addr_ip4_port),
	ADDRESS_IP6_BYTES = 2 + offsetof(struct abi_addr_ip6_port, addr.flow_info1),
};

static wasix_errno
from_inet4(struct wasix_caller *c, wasix_gptr ptr, struct sock_address *out)
{
	struct abi_addr_port a;

	GUEST_TRY(guest_read(c, &a, ptr, ADDRESS_IP4_BYTES));
	out->in.sin_family = AF_INET;
	out->in.sin_port = htons(a.u.inet4.port);
	memcpy(&out->in.sin_addr, a.u.inet4.addr.octs, sizeof out->in.sin_addr);
	out->len = sizeof out->in;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
from_inet6(struct wasix_caller *c, wasix_gptr ptr, struct sock_address *out)
{
	struct abi_addr_port a;

	GUEST_TRY(guest_read(c, &a, ptr, ADDRESS_IP6_BYTES));
	out->in6.sin6_family = AF_INET6;
	out->in6.sin6_port = htons(a.u.inet6.port);
	memcpy(&out->in6.sin6_addr, a.u.inet6.addr.segs, sizeof out->in6.sin6_addr);
	out->len = sizeof out->in6;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
from_path(struct wasix_caller *c, wasix_gptr ptr, struct sock_address *out)
{
	struct abi_addr_port a;

	GUEST_TRY(guest_read(c, &a, ptr, sizeof a));
	size_t len = strnlen((const char *)a.u.un.path, sizeof a.u.un.path);
	if (len == 0)
		return ABI_ERRNO_INVAL;
	out->un.sun_family = AF_UNIX;
	memcpy(out->un.sun_path, a.u.un.path, len);
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
sock_address_from_abi(struct wasix_caller *c, wasix_gptr ptr, struct sock_address *out)
{
	uint8_t tag;

	memset(out, 0, sizeof *out);
	GUEST_TRY(guest_read(c, &tag, ptr, sizeof tag));
	switch (tag) {
	case ABI_ADDRESS_FAMILY_INET4:
		return from_inet4(c, ptr, out);
	case ABI_ADDRESS_FAMILY_INET6:
		return from_inet6(c, ptr, out);
	case ABI_ADDRESS_FAMILY_UNIX:
		return from_path(c, ptr, out);
	default:
		return ABI_ERRNO_INVAL;
	}
}

wasix_errno
sock_address_to_abi(struct wasix_caller *c, const struct sock_address *address, wasix_gptr ptr)
{
	struct abi_addr_port a = { 0 };
	size_t len = 2;

	if (address->len >= sizeof(sa_family_t)) {
		switch (address->any.sa_family) {
		case AF_INET:
			a.tag = ABI_ADDRESS_FAMILY_INET4;
			a.u.inet4.port = address->in.sin_port;
			memcpy(a.u.inet4.addr.octs, &address->in.sin_addr,
				sizeof address->in.sin_addr);
			len = ADDRESS_IP4_BYTES;
			break;
		case AF_INET6:
			a.tag = ABI_ADDRESS_FAMILY_INET6;
			a.u.inet6.port = address->in6.sin6_port;
			memcpy(a.u.inet6.addr.segs, &address->in6.sin6_addr,
				sizeof address->in6.sin6_addr);
			len = ADDRESS_IP6_BYTES;
			break;
		case AF_UNIX:
			a.tag = ABI_ADDRESS_FAMILY_UNIX;
			/* the longest has no NUL here */
			size_t path = address->len - offsetof(struct sockaddr_un, sun_path);
			if (path > sizeof a.u.un.path)
				path = sizeof a.u.un.path;
			memcpy(a.u.un.path, address->un.sun_path, path);
			len += path < sizeof a.u.un.path ? path + 1 : path;
			break;
		}
	}
	return guest_write(c, ptr, &a, len);
}
