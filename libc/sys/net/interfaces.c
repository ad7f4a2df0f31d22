/* interfaces.c -- getifaddrs, if_nameindex and the like, from the host's list: one record for each
 * link and one for each address (struct abi_net_interface). */
#include "extension.h"
#include "imports.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

USES_EXTENSION(netinterfaces);

enum { RECORDS_FEW = 32 };

/* The list and its length; NULL with errno. */
static struct abi_net_interface *
fetch(size_t *count)
{
	size_t room = RECORDS_FEW * sizeof(struct abi_net_interface);

	for (;;) {
		struct abi_net_interface *list = malloc(room);
		if (!list)
			return NULL;
		long bytes = (long)EXTENSION(netinterfaces, (long)list, room);
		if (bytes >= 0 && (size_t)bytes <= room) {
			*count = (size_t)bytes / sizeof *list;
			return list;
		}
		free(list);
		if (bytes < 0) {
			errno = (int)-bytes;
			return NULL;
		}
		room = (size_t)bytes;
	}
}

/* --- names and numbers --- */

unsigned
if_nametoindex(const char *name)
{
	size_t count;
	unsigned index = 0;
	struct abi_net_interface *list = fetch(&count);

	if (!list)
		return 0;
	for (size_t i = 0; i < count && !index; i++)
		if (strncmp((char *)list[i].name, name, IF_NAMESIZE) == 0)
			index = list[i].index;
	free(list);
	if (!index)
		errno = ENODEV;
	return index;
}

char *
if_indextoname(unsigned index, char *name)
{
	size_t count;
	char *found = NULL;
	struct abi_net_interface *list = fetch(&count);

	if (!list)
		return NULL;
	for (size_t i = 0; i < count && !found; i++)
		if (list[i].family == AF_PACKET && list[i].index == index)
			found = memcpy(name, list[i].name, IF_NAMESIZE);
	free(list);
	if (!found)
		errno = ENXIO;
	return found;
}

/* One block: the array, then the names. */
struct if_nameindex *
if_nameindex(void)
{
	size_t count, links = 0;
	struct abi_net_interface *list = fetch(&count);
	struct if_nameindex *out = list ? malloc((count + 1) * (sizeof *out + IF_NAMESIZE)) : NULL;

	if (!out) {
		free(list);
		errno = ENOBUFS;
		return NULL;
	}
	char *names = (char *)(out + count + 1);
	for (size_t i = 0; i < count; i++) {
		if (list[i].family != AF_PACKET)
			continue;
		out[links].if_index = list[i].index;
		out[links].if_name = memcpy(names, list[i].name, IF_NAMESIZE);
		names += IF_NAMESIZE;
		links++;
	}
	out[links] = (struct if_nameindex){ 0 };
	free(list);
	return out;
}

/* --- addresses --- */

union any_address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_ll link;
};

struct entry {
	struct ifaddrs of;
	union any_address address, mask, other;
	char name[IF_NAMESIZE];
};

static struct sockaddr *
address_of(union any_address *a, const struct abi_net_interface *from, const uint8_t *bytes)
{
	a->any.sa_family = from->family;
	switch (from->family) {
	case AF_INET:
		memcpy(&a->in.sin_addr, bytes, sizeof a->in.sin_addr);
		break;
	case AF_INET6:
		memcpy(&a->in6.sin6_addr, bytes, sizeof a->in6.sin6_addr);
		if (IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr) ||
			IN6_IS_ADDR_MC_LINKLOCAL(&a->in6.sin6_addr))
			a->in6.sin6_scope_id = from->index;
		break;
	default:
		a->link.sll_ifindex = (int)from->index;
		a->link.sll_hatype = from->hardware;
		a->link.sll_halen = from->address_len;
		memcpy(a->link.sll_addr, bytes, sizeof a->link.sll_addr);
	}
	return &a->any;
}

static struct sockaddr *
mask_of(union any_address *a, const struct abi_net_interface *from)
{
	uint8_t bytes[16] = { 0 };

	if (from->family == AF_PACKET)
		return NULL;
	for (unsigned i = 0; i < from->prefix && i < 8 * sizeof bytes; i++)
		bytes[i / 8] |= (uint8_t)(0x80 >> i % 8);
	return address_of(a, from, bytes);
}

static void
entry_fill(struct entry *e, const struct abi_net_interface *from)
{
	static const uint8_t none[16];

	memcpy(e->name, from->name, sizeof e->name);
	e->of.ifa_name = e->name;
	e->of.ifa_flags = from->flags;
	if (from->address_len)
		e->of.ifa_addr = address_of(&e->address, from, from->address);
	e->of.ifa_netmask = mask_of(&e->mask, from);
	if (memcmp(from->other, none, sizeof none) != 0 || from->family == AF_PACKET)
		e->of.ifa_broadaddr = address_of(&e->other, from, from->other);
}

/* One block, which begins with the first entry. */
int
getifaddrs(struct ifaddrs **out)
{
	size_t count;
	struct abi_net_interface *list = fetch(&count);
	struct entry *entries = list ? calloc(count + 1, sizeof *entries) : NULL;

	if (!entries) {
		free(list);
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		entry_fill(&entries[i], &list[i]);
		entries[i].of.ifa_next = i + 1 < count ? &entries[i + 1].of : NULL;
	}
	free(list);
	*out = count ? &entries[0].of : NULL;
	if (!count)
		free(entries);
	return 0;
}

void
freeifaddrs(struct ifaddrs *list)
{
	free(list);
}
