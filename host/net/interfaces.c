/* interfaces.c -- network interfaces, as they are when somebody asks: the C library asks the kernel
 * by netlink, and so do we for routes. */
#include "interfaces.h"

#include <errno.h>
#include <ifaddrs.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

/* Of the link whose name it is; addresses may have a label behind a colon. */
static uint32_t
index_of(const struct ifaddrs *all, const char *name)
{
	size_t len = strcspn(name, ":");

	for (; all; all = all->ifa_next)
		if (all->ifa_addr && all->ifa_addr->sa_family == AF_PACKET &&
			strncmp(all->ifa_name, name, len) == 0 && !all->ifa_name[len])
			return (uint32_t)((const struct sockaddr_ll *)(const void *)all->ifa_addr)
				->sll_ifindex;
	return 0;
}

static void
record_fill(struct abi_net_interface *out, const struct ifaddrs *from, const struct ifaddrs *all)
{
	*out = (struct abi_net_interface){ .index = index_of(all, from->ifa_name),
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
			record_fill(&list[(*count)++], i, all);
	freeifaddrs(all);
	return list;
}

/* --- routes --- */

/* One message about a route: false if it is none that packets of this host take. */
static bool
route_fill(struct interfaces_route *out, struct nlmsghdr *m)
{
	struct rtmsg *r = NLMSG_DATA(m);
	unsigned left = (unsigned)RTM_PAYLOAD(m);

	if (m->nlmsg_type != RTM_NEWROUTE || r->rtm_type != RTN_UNICAST ||
		r->rtm_table != RT_TABLE_MAIN || r->rtm_flags & RTM_F_CLONED ||
		(r->rtm_family != AF_INET && r->rtm_family != AF_INET6))
		return false;
	*out = (struct interfaces_route){ .family = r->rtm_family, .prefix = r->rtm_dst_len };
	for (struct rtattr *a = RTM_RTA(r); RTA_OK(a, left); a = RTA_NEXT(a, left)) {
		uint8_t *to = a->rta_type == RTA_DST       ? out->net
			      : a->rta_type == RTA_GATEWAY ? out->router
							   : NULL;
		if (to && RTA_PAYLOAD(a) <= sizeof out->net)
			memcpy(to, RTA_DATA(a), RTA_PAYLOAD(a));
		out->has_router = out->has_router || a->rta_type == RTA_GATEWAY;
	}
	return true;
}

/* False at the end of the answer. */
static bool
routes_take(void *bytes, size_t len, struct interfaces_route *out, size_t room, size_t *count)
{
	struct interfaces_route route;

	for (struct nlmsghdr *m = bytes; NLMSG_OK(m, len); m = NLMSG_NEXT(m, len)) {
		if (m->nlmsg_type == NLMSG_DONE || m->nlmsg_type == NLMSG_ERROR)
			return false;
		if (!route_fill(&route, m))
			continue;
		if (*count < room)
			out[*count] = route;
		++*count;
	}
	return true;
}

/* The kernel answers at once: a signal of the guest's can wait for that. */
static ssize_t
receive(int fd, void *bytes, size_t room)
{
	ssize_t n;

	do
		n = recv(fd, bytes, room, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

int64_t
interfaces_routes(struct interfaces_route *out, size_t room)
{
	alignas(struct nlmsghdr) char answer[16384];
	struct {
		struct nlmsghdr head;
		struct rtmsg route;
	} ask = { .head = { .nlmsg_len = sizeof ask,
			  .nlmsg_type = RTM_GETROUTE,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP } };
	size_t count = 0;
	ssize_t n = 1;

	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd < 0)
		return -errno;
	if (send(fd, &ask, sizeof ask, 0) < 0)
		n = -1;
	while (n > 0 && (n = receive(fd, answer, sizeof answer)) > 0)
		if (!routes_take(answer, (size_t)n, out, room, &count))
			break;
	int64_t result = n < 0 ? -errno : (int64_t)count;
	close(fd);
	return result;
}
