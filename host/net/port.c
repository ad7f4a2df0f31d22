/* port.c -- the extension that lists interfaces, and the imports port_*: what the host has is told,
 * nothing of it is changed, and there is no network but the host's. */
#include "extension.h"
#include "guest.h"
#include "interfaces.h"
#include "net.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>

/* The list, and the bytes that it takes, whether they fit or not. */
int64_t
host_ext_netinterfaces(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	size_t count;
	struct abi_net_interface *list = interfaces_read(&count);

	if (!list)
		return -ENOBUFS;
	size_t bytes = count * sizeof *list;
	int64_t result = (uint64_t)a[1] >= bytes && guest_write(c, (wasix_gptr)a[0], list, bytes)
				 ? -EFAULT
				 : (int64_t)bytes;
	free(list);
	return result;
}

/* --- lists: *count is the room, then how many there are; OVERFLOW when they do not fit --- */

/* NOTE: elements are as far apart as in the C headers; Wasmer's lie closer. */
static wasix_errno
element_write(
	struct wasix_caller *c, wasix_gptr list, uint32_t index, const void *element, size_t size)
{
	uint64_t at = list + (uint64_t)index * size;

	return at > UINT32_MAX ? ABI_ERRNO_FAULT : guest_write(c, (wasix_gptr)at, element, size);
}

static wasix_errno
list_end(struct wasix_caller *c, wasix_gptr count_at, uint32_t count, uint32_t room)
{
	GUEST_TRY(guest_write_u32(c, count_at, count));
	return count > room ? ABI_ERRNO_OVERFLOW : ABI_ERRNO_SUCCESS;
}

/* False for what is no IP address. */
static bool
cidr_fill(unsigned family, const uint8_t *address, uint8_t prefix, struct abi_addr_cidr *out)
{
	*out = (struct abi_addr_cidr){ 0 };
	switch (family) {
	case AF_INET:
		out->tag = ABI_ADDRESS_FAMILY_INET4;
		memcpy(out->u.inet4.addr.octs, address, 4);
		out->u.inet4.prefix = prefix;
		return true;
	case AF_INET6:
		out->tag = ABI_ADDRESS_FAMILY_INET6;
		memcpy(out->u.inet6.addr.segs, address, 16);
		out->u.inet6.prefix = prefix;
		return true;
	default:
		return false;
	}
}

static wasix_errno
addresses_write(struct wasix_caller *c, const struct abi_net_interface *list, size_t list_count,
	wasix_gptr addrs, uint32_t room, uint32_t *count)
{
	struct abi_addr_cidr cidr;

	*count = 0;
	for (size_t i = 0; i < list_count; i++) {
		if (!cidr_fill(list[i].family, list[i].address, list[i].prefix, &cidr))
			continue;
		if (*count < room)
			GUEST_TRY(element_write(c, addrs, *count, &cidr, sizeof cidr));
		++*count;
	}
	return ABI_ERRNO_SUCCESS;
}

/* WASIX, port_addr_list */
wasix_errno
host_port_addr_list(struct wasix_caller *c, wasix_gptr addrs, wasix_gptr naddrs)
{
	uint32_t room, count;
	size_t list_count;

	GUEST_TRY(guest_read(c, &room, naddrs, sizeof room));
	struct abi_net_interface *list = interfaces_read(&list_count);
	if (!list)
		return ABI_ERRNO_NOTSUP;
	wasix_errno e = addresses_write(c, list, list_count, addrs, room, &count);
	free(list);
	return e ? e : list_end(c, naddrs, count, room);
}

/* WASIX, port_mac: of the first interface that is up and has one */
wasix_errno
host_port_mac(struct wasix_caller *c, wasix_gptr ret_mac)
{
	wasix_errno e = ABI_ERRNO_NOTSUP;
	size_t count = 0;
	struct abi_net_interface *list = interfaces_read(&count);

	for (size_t i = 0; i < count && e == ABI_ERRNO_NOTSUP; i++)
		if (list[i].family == AF_PACKET && list[i].address_len == 6 &&
			list[i].flags & IFF_UP && !(list[i].flags & IFF_LOOPBACK))
			e = guest_write(c, ret_mac, list[i].address, 6);
	free(list);
	return e;
}

static void
route_to_abi(const struct interfaces_route *from, struct abi_route *out)
{
	*out = (struct abi_route){ .preferred_until.tag = ABI_OPTION_NONE,
		.expires_at.tag = ABI_OPTION_NONE };
	(void)cidr_fill(from->family, from->net, from->prefix, &out->cidr);
	/* without a router: the unspecified address */
	out->via_router.tag = out->cidr.tag;
	if (from->has_router)
		memcpy(&out->via_router.u, from->router, from->family == AF_INET ? 4 : 16);
}

/* WASIX, port_route_list: of the main table */
wasix_errno
host_port_route_list(struct wasix_caller *c, wasix_gptr routes, wasix_gptr nroutes)
{
	enum { ROUTES_MAX = 256 };
	struct interfaces_route found[ROUTES_MAX];
	struct abi_route route;
	uint32_t room;

	GUEST_TRY(guest_read(c, &room, nroutes, sizeof room));
	int64_t count = interfaces_routes(found, ROUTES_MAX);
	if (count < 0)
		return ABI_ERRNO_NOTSUP;
	for (uint32_t i = 0; i < count && i < room && i < ROUTES_MAX; i++) {
		route_to_abi(&found[i], &route);
		GUEST_TRY(element_write(c, routes, i, &route, sizeof route));
	}
	return list_end(c, nroutes, (uint32_t)count, room < ROUTES_MAX ? room : ROUTES_MAX);
}

/* --- what would change the network --- */

/* WASIX, port_bridge */
wasix_errno
host_port_bridge(struct wasix_caller *c, wasix_gptr network, uint32_t network_len, wasix_gptr token,
	uint32_t token_len, uint32_t security)
{
	(void)c, (void)network, (void)network_len, (void)token, (void)token_len, (void)security;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_unbridge */
wasix_errno
host_port_unbridge(struct wasix_caller *c)
{
	(void)c;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_dhcp_acquire */
wasix_errno
host_port_dhcp_acquire(struct wasix_caller *c)
{
	(void)c;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_addr_add */
wasix_errno
host_port_addr_add(struct wasix_caller *c, wasix_gptr addr)
{
	(void)c, (void)addr;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_addr_remove */
wasix_errno
host_port_addr_remove(struct wasix_caller *c, wasix_gptr addr)
{
	(void)c, (void)addr;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_addr_clear */
wasix_errno
host_port_addr_clear(struct wasix_caller *c)
{
	(void)c;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_gateway_set */
wasix_errno
host_port_gateway_set(struct wasix_caller *c, wasix_gptr addr)
{
	(void)c, (void)addr;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_route_add */
wasix_errno
host_port_route_add(struct wasix_caller *c, wasix_gptr cidr, wasix_gptr via_router,
	wasix_gptr preferred_until, wasix_gptr expires_at)
{
	(void)c, (void)cidr, (void)via_router, (void)preferred_until, (void)expires_at;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_route_remove */
wasix_errno
host_port_route_remove(struct wasix_caller *c, wasix_gptr addr)
{
	(void)c, (void)addr;
	return ABI_ERRNO_NOTSUP;
}

/* WASIX, port_route_clear */
wasix_errno
host_port_route_clear(struct wasix_caller *c)
{
	(void)c;
	return ABI_ERRNO_NOTSUP;
}
