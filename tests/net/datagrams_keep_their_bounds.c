// RUN: --net
/* UDP over IPv4 and IPv6: senders, sizes, several messages at once, groups. */
#include "say.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
pair_of(int family, struct sockaddr *a, socklen_t len)
{
	struct sockaddr_storage from, own;
	socklen_t n = len;
	char buf[16] = "";
	int one = socket(family, SOCK_DGRAM, 0), two = socket(family, SOCK_DGRAM, IPPROTO_UDP);

	SAY(bind(one, a, len));
	SAY(getsockname(one, a, &n));
	SAY(sendto(two, "hello", 5, 0, a, len));
	n = sizeof from;
	SAY(recvfrom(one, buf, sizeof buf, 0, (struct sockaddr *)&from, &n));
	printf("%s, %d, %d\n", buf, (int)n, from.ss_family);
	n = sizeof own;
	getsockname(two, (struct sockaddr *)&own, &n);
	/* the sender's port is the one that it got */
	printf("%d\n", memcmp((char *)&from + 2, (char *)&own + 2, 2));
	SAY(sendto(one, "back", 4, 0, (struct sockaddr *)&from, len));
	SAY(recv(two, buf, sizeof buf, 0));
	/* cut */
	SAY(sendto(two, "0123456789", 10, 0, a, len));
	SAY(recv(one, buf, 4, MSG_PEEK));
	SAY(recv(one, buf, 4, MSG_TRUNC));
	/* an empty one */
	SAY(sendto(two, "", 0, 0, a, len));
	SAY(recv(one, buf, 4, 0));
	SAY(recv(one, buf, 4, MSG_DONTWAIT));
	SAY(send(two, "x", 1, 0));
	SAY(connect(two, a, len));
	SAY(send(two, "x", 1, 0));
	SAY(recv(one, buf, 4, 0));
	struct sockaddr none = { .sa_family = AF_UNSPEC };
	SAY(connect(two, &none, sizeof none));
	SAY(send(two, "x", 1, 0));
	/* one that nobody has: the refusal comes back */
	close(one);
	SAY(connect(two, a, len));
	SAY(send(two, "x", 1, 0));
	struct pollfd p = { .fd = two, .events = POLLIN };
	SAY(poll(&p, 1, 5000));
	SAY(recv(two, buf, 4, 0));
	static char large[70000];
	SAY(send(two, large, sizeof large, 0));
	close(two);
}

static void
several(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in from[4];
	socklen_t n = sizeof a;
	char bufs[4][8] = { 0 };
	struct iovec v[4];
	struct mmsghdr m[4] = { 0 };
	int one = socket(AF_INET, SOCK_DGRAM, 0), two = socket(AF_INET, SOCK_DGRAM, 0);

	bind(one, (struct sockaddr *)&a, sizeof a);
	getsockname(one, (struct sockaddr *)&a, &n);
	const char *texts[] = { "a", "bc", "def" };
	for (int i = 0; i < 3; i++) {
		v[i] = (struct iovec){ (void *)texts[i], strlen(texts[i]) };
		m[i].msg_hdr = (struct msghdr){
			.msg_name = &a, .msg_namelen = sizeof a, .msg_iov = &v[i], .msg_iovlen = 1
		};
	}
	SAY(sendmmsg(two, m, 3, 0));
	printf("%u %u %u\n", m[0].msg_len, m[1].msg_len, m[2].msg_len);
	for (int i = 0; i < 4; i++) {
		v[i] = (struct iovec){ bufs[i], 2 };
		m[i].msg_hdr = (struct msghdr){ .msg_name = &from[i],
			.msg_namelen = sizeof from[i],
			.msg_iov = &v[i],
			.msg_iovlen = 1 };
	}
	struct timespec t = { 5, 0 };
	SAY(recvmmsg(one, m, 4, MSG_WAITFORONE, &t));
	for (int i = 0; i < 3; i++)
		printf("%s %u %d %d\n", bufs[i], m[i].msg_len, (int)m[i].msg_hdr.msg_namelen,
			m[i].msg_hdr.msg_flags == MSG_TRUNC);
	SAY(recvmmsg(one, m, 4, MSG_DONTWAIT, NULL));
	t.tv_nsec = 1000000000;
	SAY(recvmmsg(one, m, 4, MSG_DONTWAIT, &t));
	close(one), close(two);
}

/* What came with a datagram: where it was sent to, when, how many hops it had left. */
static void
control(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	char buf[8], data[256];
	int one = socket(AF_INET, SOCK_DGRAM, 0), two = socket(AF_INET, SOCK_DGRAM, 0), on = 1;

	bind(one, (struct sockaddr *)&a, sizeof a);
	getsockname(one, (struct sockaddr *)&a, &n);
	SAY(setsockopt(one, IPPROTO_IP, IP_PKTINFO, &on, sizeof on));
	SAY(setsockopt(one, IPPROTO_IP, IP_RECVTTL, &on, sizeof on));
	SAY(setsockopt(one, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on));
	int ttl = 7;
	SAY(setsockopt(two, IPPROTO_IP, IP_TTL, &ttl, sizeof ttl));
	SAY(sendto(two, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	struct iovec v = { buf, sizeof buf };
	struct msghdr m = {
		.msg_iov = &v, .msg_iovlen = 1, .msg_control = data, .msg_controllen = sizeof data
	};
	SAY(recvmsg(one, &m, 0));
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS)
			printf("time: %s\n", ((struct timespec *)CMSG_DATA(c))->tv_sec > 1600000000
						     ? "good"
						     : "bad");
		else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TTL)
			printf("hops: %d\n", *(int *)CMSG_DATA(c));
		else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO)
			printf("to %s\n", inet_ntoa(((struct in_pktinfo *)CMSG_DATA(c))->ipi_addr));
		else
			printf("level %d type %d\n", c->cmsg_level, c->cmsg_type);
	}
	close(one), close(two);
}

static void
groups(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	struct ip_mreq group = { .imr_interface.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	char buf[8];
	int one = socket(AF_INET, SOCK_DGRAM, 0), two = socket(AF_INET, SOCK_DGRAM, 0);

	inet_aton("239.1.2.3", &group.imr_multiaddr);
	bind(one, (struct sockaddr *)&a, sizeof a);
	getsockname(one, (struct sockaddr *)&a, &n);
	SAY(setsockopt(one, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
	SAY(setsockopt(two, IPPROTO_IP, IP_MULTICAST_IF, &group.imr_interface, 4));
	a.sin_addr = group.imr_multiaddr;
	SAY(sendto(two, "all", 3, 0, (struct sockaddr *)&a, sizeof a));
	struct pollfd p = { .fd = one, .events = POLLIN };
	SAY(poll(&p, 1, 5000));
	SAY(recv(one, buf, sizeof buf, MSG_DONTWAIT));
	SAY(setsockopt(one, IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
	SAY(setsockopt(one, IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
	struct group_req r = { .gr_interface = if_nametoindex("lo") };
	memcpy(&r.gr_group, &a, sizeof a);
	SAY(setsockopt(one, IPPROTO_IP, MCAST_JOIN_GROUP, &r, sizeof r));
	SAY(setsockopt(one, IPPROTO_IP, MCAST_LEAVE_GROUP, &r, sizeof r));
	a.sin_addr.s_addr = htonl(INADDR_BROADCAST);
	SAY(sendto(two, "all", 3, 0, (struct sockaddr *)&a, sizeof a));
	close(one), close(two);
}

int
main(void)
{
	struct sockaddr_in four = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	alarm(30);
	pair_of(AF_INET, (struct sockaddr *)&four, sizeof four);
	pair_of(AF_INET6, (struct sockaddr *)&six, sizeof six);
	several();
	control();
	groups();
	return 0;
}
