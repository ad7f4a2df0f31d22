// RUN: --net
/* getifaddrs, if_nameindex and the like: the same list as natively. */
#include "say.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const char *
text_of(struct sockaddr *a)
{
	static char buf[100];

	if (!a)
		return "none";
	if (a->sa_family == AF_PACKET) {
		struct sockaddr_ll *l = (void *)a;
		sprintf(buf, "link %d type %d, %d bytes", l->sll_ifindex, l->sll_hatype,
			l->sll_halen);
		return buf;
	}
	return inet_ntop(a->sa_family,
		a->sa_family == AF_INET ? (void *)&((struct sockaddr_in *)a)->sin_addr
					: (void *)&((struct sockaddr_in6 *)a)->sin6_addr,
		buf, sizeof buf);
}

int
main(void)
{
	struct ifaddrs *all;
	char name[IF_NAMESIZE];

	SAY(getifaddrs(&all));
	for (struct ifaddrs *i = all; i; i = i->ifa_next) {
		printf("%s %x %s ", i->ifa_name, i->ifa_flags & (IFF_UP | IFF_LOOPBACK),
			text_of(i->ifa_addr));
		printf("%s\n", text_of(i->ifa_netmask));
	}
	freeifaddrs(all);
	SAY(if_nametoindex("lo"));
	SAY(if_nametoindex("nosuch0"));
	printf("%s\n", if_indextoname(if_nametoindex("lo"), name));
	SAY(if_indextoname(9999, name) != NULL);
	struct if_nameindex *list = if_nameindex();
	for (int i = 0; list[i].if_index; i++)
		printf("%u %s\n", list[i].if_index, list[i].if_name);
	if_freenameindex(list);
	return 0;
}
