/* interfaces.c -- network interfaces: for the extension that lists them, and the port_* imports.
 *
 * They are read once, before the second wall is raised: asking later takes a socket that could also
 * change them.
 */
#include "interfaces.h"

#include "extension.h"
#include "guest.h"
#include "net.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdlib.h>

/* --- reading --- */

static size_t
address_copy(const struct sockaddr *from, uint8_t to[16])
{
	const struct sockaddr_ll *link = (const void *)from;

	if (!from)
		return 0;
	switch (from->sa_family) {
	case AF_INET:
		memcpy(to, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
		return 4;
	case AF_INET6:
		memcpy(to, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 16);
		return 16;
	case AF_PACKET:
		memcpy(to, link->sll_addr, sizeof link->sll_addr);
		return link->sll_halen <= sizeof link->sll_addr ? link->sll_halen : 0;
	default:
		return 0;
	}
}

static uint8_t
prefix_of(const struct sockaddr *mask)
{
	uint8_t bytes[16] = { 0 };
	size_t len = address_copy(mask, bytes);
	uint8_t prefix = 0;

	while (prefix < 8 * len && bytes[prefix / 8] >> (7 - prefix % 8) & 1)
		prefix++;
	return prefix;
}

static void
record_fill(struct abi_net_interface *out, const struct ifaddrs *from)
{
	*out = (struct abi_net_interface){ .index = if_nametoindex(from->ifa_name),
		.flags = from->ifa_flags,
		.family = from->ifa_addr->sa_family };
	memcpy(out->name, from->ifa_name, strnlen(from->ifa_name, sizeof out->name - 1));
	out->address_len = (uint8_t)address_copy(from->ifa_addr, out->address);
	if (from->ifa_broadaddr)
		(void)address_copy(from->ifa_broadaddr, out->other);
	if (out->family == AF_PACKET)
		out->hardware =
			((const struct sockaddr_ll *)(const void *)from->ifa_addr)->sll_hatype;
	else
		out->prefix = prefix_of(from->ifa_netmask);
}

struct abi_net_interface *
interfaces_read(size_t *count)
{
	struct ifaddrs *all, *i;
	size_t room = 0;

	*count = 0;
	if (getifaddrs(&all) < 0)
		return NULL;
	for (i = all; i; i = i->ifa_next)
		room += i->ifa_addr != NULL;
	struct abi_net_interface *list = calloc(room + 1, sizeof *list);
	for (i = all; i && list; i = i->ifa_next)
		if (i->ifa_addr)
			record_fill(&list[(*count)++], i);
	freeifaddrs(all);
	return list;
}

/* --- handing out --- */

static const struct net *
net_prepared(struct wasix_process *p)
{
	if (!p->net->interfaces)
		net_prepare_interfaces(p);
	return p->net->interfaces ? p->net : NULL;
}

/* The list, and the bytes that it takes, whether they fit or not. */
int64_t
host_ext_netinterfaces(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	const struct net *net = net_prepared(caller_process(c));

	if (!net)
		return -ENOBUFS;
	size_t bytes = net->interface_count * sizeof *net->interfaces;
	if ((uint64_t)a[1] >= bytes && guest_write(c, (wasix_gptr)a[0], net->interfaces, bytes))
		return -EFAULT;
	return (int64_t)bytes;
}

static bool
cidr_fill(const struct abi_net_interface *from, struct abi_addr_cidr *out)
{
	*out = (struct abi_addr_cidr){ 0 };
	switch (from->family) {
	case AF_INET:
		out->tag = ABI_ADDRESS_FAMILY_INET4;
		memcpy(out->u.inet4.addr.octs, from->address, 4);
		out->u.inet4.prefix = from->prefix;
		return true;
	case AF_INET6:
		out->tag = ABI_ADDRESS_FAMILY_INET6;
		memcpy(out->u.inet6.addr.segs, from->address, 16);
		out->u.inet6.prefix = from->prefix;
		return true;
	default:
		return false;
	}
}

/* WASIX, port_addr_list: *naddrs is the room, then how many there are; OVERFLOW when they do not
 * fit. NOTE: elements are as far apart as in the C headers (28 bytes); Wasmer's are 19. */
wasix_errno
host_port_addr_list(struct wasix_caller *c, wasix_gptr addrs, wasix_gptr naddrs)
{
	const struct net *net = net_prepared(caller_process(c));
	struct abi_addr_cidr cidr;
	uint32_t room, count = 0;

	GUEST_TRY(guest_read(c, &room, naddrs, sizeof room));
	if (!net)
		return ABI_ERRNO_NOTSUP;
	for (size_t i = 0; i < net->interface_count; i++) {
		if (!cidr_fill(&net->interfaces[i], &cidr))
			continue;
		uint64_t at = addrs + (uint64_t)count * sizeof cidr;
		if (count < room)
			GUEST_TRY(at > UINT32_MAX
					  ? ABI_ERRNO_FAULT
					  : guest_write(c, (wasix_gptr)at, &cidr, sizeof cidr));
		count++;
	}
	GUEST_TRY(guest_write_u32(c, naddrs, count));
	return count > room ? ABI_ERRNO_OVERFLOW : ABI_ERRNO_SUCCESS;
}

/* WASIX, port_mac: of the first interface that is up and has one */
wasix_errno
host_port_mac(struct wasix_caller *c, wasix_gptr ret_mac)
{
	const struct net *net = net_prepared(caller_process(c));

	for (size_t i = 0; net && i < net->interface_count; i++) {
		const struct abi_net_interface *n = &net->interfaces[i];
		if (n->family == AF_PACKET && n->address_len == 6 && n->flags & IFF_UP &&
			!(n->flags & IFF_LOOPBACK))
			return guest_write(c, ret_mac, n->address, 6);
	}
	return ABI_ERRNO_NOTSUP;
}
