// RUN: --net
/* SIOCGIF*: each interface that SIOCGIFCONF lists, and what is asked of a wrong one, descriptor or
 * address; setting is refused. */
#include "say.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void
show(int fd, const char *what, unsigned long request, struct ifreq *r)
{
	char name[IFNAMSIZ];

	memcpy(name, r->ifr_name, sizeof name);
	int e = ioctl(fd, request, r) ? errno : 0;
	printf(" %s %d %s ", what, e, r->ifr_name);
	for (int i = 0; i < 16 && !e && request != SIOCGIFNAME; i++)
		printf("%02x", ((unsigned char *)&r->ifr_addr)[i]);
	memcpy(r->ifr_name, name, sizeof name);
}

int
main(void)
{
	struct ifreq all[64], r;
	struct ifconf conf = { .ifc_len = sizeof all, .ifc_req = all };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	memset(all, 0, sizeof all);
	SAY(ioctl(fd, SIOCGIFCONF, &conf));
	int count = conf.ifc_len / (int)sizeof *all;
	for (int i = 0; i < count; i++) {
		r = all[i];
		printf("%s %s:", r.ifr_name,
			inet_ntoa(((struct sockaddr_in *)&r.ifr_addr)->sin_addr));
		show(fd, "netmask", SIOCGIFNETMASK, &r);
		show(fd, "broadcast", SIOCGIFBRDADDR, &r);
		memset(&r.ifr_addr, 0, 16);
		show(fd, "flags", SIOCGIFFLAGS, &r);
		memset(&r.ifr_addr, 0, 16);
		show(fd, "mtu", SIOCGIFMTU, &r);
		show(fd, "hardware", SIOCGIFHWADDR, &r);
		memset(&r.ifr_addr, 0, 16);
		show(fd, "index", SIOCGIFINDEX, &r);
		show(fd, "name", SIOCGIFNAME, &r);
		puts("");
	}
	/* without a list: how long it is; with too short a one */
	conf = (struct ifconf){ 0 };
	SAY(ioctl(fd, SIOCGIFCONF, &conf));
	SAY(conf.ifc_len == count * (int)sizeof *all);
	conf = (struct ifconf){ .ifc_len = sizeof *all + 3, .ifc_req = all };
	SAY(ioctl(fd, SIOCGIFCONF, &conf));
	SAY(conf.ifc_len == (count ? (int)sizeof *all : 0));
	memset(&r, 0, sizeof r);
	strcpy(r.ifr_name, "nosuch0");
	SAY(ioctl(fd, SIOCGIFFLAGS, &r));
	SAY(ioctl(fd, SIOCGIFINDEX, &r));
	SAY(ioctl(fd, SIOCGIFFLAGS, (void *)-64));
	SAY(ioctl(fd, SIOCGIFCONF, (void *)-64));
	SAY(ioctl(999, SIOCGIFFLAGS, &r));
	SAY(ioctl(0, SIOCGIFFLAGS, &r));
	return 0;
}
