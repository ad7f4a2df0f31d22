// RUN: --net
/* Queued errors, times, addresses and hop limits beside the bytes; groups of IPv6; segments. */
#include "say.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/* As linux/errqueue.h has it; the offender's address follows. */
struct queued_error {
	unsigned number;
	unsigned char origin, type, code, pad;
	unsigned info, data;
};

static union {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
} a, from;

static int
bound(int family)
{
	socklen_t n = sizeof a;
	int fd = socket(family, SOCK_DGRAM, 0);

	memset(&a, 0, sizeof a);
	a.any.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		a.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		a.in6.sin6_addr = (struct in6_addr)IN6ADDR_LOOPBACK_INIT;
	n = family == AF_INET ? sizeof a.in : sizeof a.in6;
	bind(fd, &a.any, n);
	getsockname(fd, &a.any, &n);
	return fd;
}

static socklen_t
length(void)
{
	return a.any.sa_family == AF_INET ? sizeof a.in : sizeof a.in6;
}

/* One message, and each thing that came along. */
static void
take(int fd, int flags)
{
	_Alignas(struct cmsghdr) char control[512];
	char b[100] = "";
	struct iovec v = { b, sizeof b };
	struct msghdr m = { .msg_name = &from,
		.msg_namelen = sizeof from,
		.msg_iov = &v,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control };
	struct timespec now;
	int number;

	ssize_t n = recvmsg(fd, &m, flags);
	printf("%zd bytes, errno %d\n", n, n < 0 ? errno : 0);
	if (n < 0)
		return;
	printf("'%s' flags %x, family %d\n", b, m.msg_flags, from.any.sa_family);
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		void *data = CMSG_DATA(c);
		size_t len = c->cmsg_len - CMSG_LEN(0);
		printf("  %d %d, %zu bytes:", c->cmsg_level,
			c->cmsg_level == SOL_SOCKET ? 0 : c->cmsg_type, len);
		if (c->cmsg_level == SOL_SOCKET && len == sizeof now) {
			clock_gettime(CLOCK_REALTIME, &now);
			long long sent = ((struct timespec *)data)->tv_sec;
			printf(" %d\n", sent <= now.tv_sec && sent > now.tv_sec - 20);
		} else if (len == sizeof number) {
			memcpy(&number, data, sizeof number);
			printf(" %d\n", number);
		} else {
			struct queued_error *e = data;
			if (len >= sizeof *e && flags & MSG_ERRQUEUE)
				printf(" %u %u %u %u, offender %d", e->number, e->origin, e->type,
					e->code, ((struct sockaddr *)(e + 1))->sa_family);
			for (size_t i = 0; i < len && !(flags & MSG_ERRQUEUE); i++)
				printf(" %02x", ((unsigned char *)data)[i]);
			puts("");
		}
	}
}

static void
along(int family)
{
	int level = family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6, on = 1, hops = 7, class = 16;
	int one = bound(family), two = socket(family, SOCK_DGRAM, 0), three;

	SAY(setsockopt(one, level, family == AF_INET ? IP_PKTINFO : IPV6_RECVPKTINFO, &on, 4));
	SAY(setsockopt(one, level, family == AF_INET ? IP_RECVTTL : IPV6_RECVHOPLIMIT, &on, 4));
	SAY(setsockopt(one, level, family == AF_INET ? IP_RECVTOS : IPV6_RECVTCLASS, &on, 4));
	SAY(setsockopt(one, SOL_SOCKET, SO_TIMESTAMPNS, &on, 4));
	SAY(setsockopt(two, level, family == AF_INET ? IP_TTL : IPV6_UNICAST_HOPS, &hops, 4));
	SAY(setsockopt(two, level, family == AF_INET ? IP_TOS : IPV6_TCLASS, &class, 4));
	SAY(sendto(two, "hello", 5, 0, &a.any, length()));
	take(one, 0);
	/* nobody is there: the error says who told */
	close(one);
	three = socket(family, SOCK_DGRAM, 0);
	SAY(setsockopt(three, level, family == AF_INET ? IP_RECVERR : IPV6_RECVERR, &on, 4));
	SAY(sendto(three, "lost", 4, 0, &a.any, length()));
	struct pollfd p = { .fd = three, .events = 0 };
	SAY(poll(&p, 1, 5000));
	SAY(p.revents);
	take(three, MSG_ERRQUEUE);
	SAY(recv(three, &on, 4, MSG_ERRQUEUE));
	close(two), close(three);
}

static void
group_of_ipv6(void)
{
	struct ipv6_mreq group = { .ipv6mr_interface = if_nametoindex("lo") };
	int one = socket(AF_INET6, SOCK_DGRAM, 0), two = socket(AF_INET6, SOCK_DGRAM, 0), on = 1;
	unsigned lo = group.ipv6mr_interface;
	socklen_t n = sizeof a.in6;

	memset(&a, 0, sizeof a);
	a.in6.sin6_family = AF_INET6;
	bind(one, &a.any, sizeof a.in6);
	getsockname(one, &a.any, &n);
	inet_pton(AF_INET6, "ff01::7:7", &group.ipv6mr_multiaddr);
	SAY(setsockopt(one, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group, sizeof group));
	SAY(setsockopt(one, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group, sizeof group));
	SAY(setsockopt(two, IPPROTO_IPV6, IPV6_MULTICAST_IF, &lo, sizeof lo));
	SAY(setsockopt(two, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &on, sizeof on));
	a.in6.sin6_addr = group.ipv6mr_multiaddr;
	SAY(sendto(two, "all", 3, 0, &a.any, sizeof a.in6));
	struct pollfd p = { .fd = one, .events = POLLIN };
	(void)poll(&p, 1, 200); /* where there is a route for groups */
	take(one, MSG_DONTWAIT);
	SAY(setsockopt(one, IPPROTO_IPV6, IPV6_LEAVE_GROUP, &group, sizeof group));
	SAY(setsockopt(one, IPPROTO_IPV6, IPV6_LEAVE_GROUP, &group, sizeof group));
	group.ipv6mr_interface = 9999;
	SAY(setsockopt(one, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group, sizeof group));
	close(one), close(two);
}

/* One call, several datagrams. */
static void
segments(void)
{
	int one = bound(AF_INET), two = socket(AF_INET, SOCK_DGRAM, 0), size = 4;

	SAY(setsockopt(two, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof size));
	SAY(sendto(two, "onetwothree!", 12, 0, &a.any, sizeof a.in));
	for (int i = 0; i < 3; i++)
		take(one, MSG_DONTWAIT);
	SAY(recv(one, &size, 4, MSG_DONTWAIT));
	close(one), close(two);
}

int
main(void)
{
	alarm(30);
	along(AF_INET);
	along(AF_INET6);
	group_of_ipv6();
	segments();
	return 0;
}
