// RUN: --net
// EXPECT: raw 1 1, packet 97 97, netlink 97, other protocol 93
// EXPECT-ERR: raw sockets are not given to guests
// NATIVE: no, root gets them there
/* What would see more than the guest's own traffic, or is no IP. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

static int
refusal(int domain, int type, int protocol)
{
	errno = 0;
	return socket(domain, type, protocol) < 0 ? errno : 0;
}

int
main(void)
{
	printf("raw %d %d, ", refusal(AF_INET, SOCK_RAW, IPPROTO_ICMP),
		refusal(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
	printf("packet %d %d, ", refusal(AF_PACKET, SOCK_RAW, 0),
		refusal(AF_PACKET, SOCK_DGRAM, 0));
	printf("netlink %d, ", refusal(AF_NETLINK, SOCK_RAW, 0));
	printf("other protocol %d\n", refusal(AF_INET, SOCK_STREAM, IPPROTO_SCTP));
}
