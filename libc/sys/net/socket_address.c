/* socket_address.c -- struct sockaddr and the ABI's address.
 *
 * A port goes to the host as a number, and comes from it in network order: so it is everywhere that
 * this is needed (hosts of ours have extensions that take struct sockaddr as it is).
 */
#include "socket_address.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

static uint16_t
swapped(uint16_t port)
{
	return (uint16_t)(port << 8 | port >> 8);
}

static long
inet_to_abi(const struct sockaddr_in *in, struct abi_addr_port *out)
{
	out->tag = ABI_ADDRESS_FAMILY_INET4;
	out->u.inet4.port = swapped(in->sin_port);
	memcpy(out->u.inet4.addr.octs, &in->sin_addr, sizeof in->sin_addr);
	return 0;
}

/* Flow and scope are left out: hosts do not read them. */
static long
inet6_to_abi(const struct sockaddr_in6 *in, struct abi_addr_port *out)
{
	out->tag = ABI_ADDRESS_FAMILY_INET6;
	out->u.inet6.port = swapped(in->sin6_port);
	memcpy(out->u.inet6.addr.segs, &in->sin6_addr, sizeof in->sin6_addr);
	return 0;
}

static long
path_to_abi(const struct sockaddr_un *un, size_t len, struct abi_addr_port *out)
{
	len -= sizeof(sa_family_t);
	if (len == 0 || !un->sun_path[0]) /* no name, or one of the abstract space */
		return -EAFNOSUPPORT;
	out->tag = ABI_ADDRESS_FAMILY_UNIX;
	memcpy(out->u.un.path, un->sun_path, strnlen(un->sun_path, len));
	return 0;
}

long
__wasix_address_to_abi(long address, long length, struct abi_addr_port *out)
{
	const struct sockaddr *any = (const void *)address;
	size_t len = (size_t)length;

	memset(out, 0, sizeof *out);
	if (len < sizeof any->sa_family || len > sizeof(struct sockaddr_storage))
		return -EINVAL;
	switch (any->sa_family) {
	case AF_INET:
		return len < sizeof(struct sockaddr_in) ? -EINVAL
							: inet_to_abi((const void *)any, out);
	case AF_INET6:
		return len < sizeof(struct sockaddr_in6) ? -EINVAL
							 : inet6_to_abi((const void *)any, out);
	case AF_UNIX:
		return len > sizeof(struct sockaddr_un) ? -EINVAL
							: path_to_abi((const void *)any, len, out);
	default:
		return -EAFNOSUPPORT;
	}
}

void
__wasix_address_from_abi(const struct abi_addr_port *in, long address, socklen_t *length)
{
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	} a = { 0 };
	socklen_t len = sizeof a.any.sa_family;

	switch (in->tag) {
	case ABI_ADDRESS_FAMILY_INET4:
		a.in.sin_family = AF_INET;
		a.in.sin_port = in->u.inet4.port;
		memcpy(&a.in.sin_addr, in->u.inet4.addr.octs, sizeof a.in.sin_addr);
		len = sizeof a.in;
		break;
	case ABI_ADDRESS_FAMILY_INET6:
		a.in6.sin6_family = AF_INET6;
		a.in6.sin6_port = in->u.inet6.port;
		memcpy(&a.in6.sin6_addr, in->u.inet6.addr.segs, sizeof a.in6.sin6_addr);
		len = sizeof a.in6;
		break;
	case ABI_ADDRESS_FAMILY_UNIX:
		a.un.sun_family = AF_UNIX;
		memcpy(a.un.sun_path, in->u.un.path, sizeof a.un.sun_path);
		size_t name = strnlen(a.un.sun_path, sizeof a.un.sun_path);
		len += name ? (socklen_t)name + 1 : 0;
		break;
	}
	if (!address || !length)
		return;
	memcpy((void *)address, &a, len < *length ? len : *length);
	*length = len;
}

long
__wasix_net_result(uint32_t error)
{
	return (error & 0xffff) == ABI_ERRNO_NOTCAPABLE ? -EACCES : __wasix_result(error);
}
