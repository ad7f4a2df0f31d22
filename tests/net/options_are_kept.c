// RUN: --net
/* Each option is set, read back and compared with what a native program gets. */
#include "say.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int fds[4];
static const char *const KINDS[] = { "tcp", "udp", "tcp6", "unix" };

static void
number(const char *name, int which, int level, int option, int value)
{
	socklen_t len = sizeof value;
	int got = -1;
	int r = setsockopt(fds[which], level, option, &value, sizeof value) ? errno : 0;
	int s = getsockopt(fds[which], level, option, &got, &len) ? errno : 0;
	printf("%s %s: %d, %d: %d in %d bytes\n", KINDS[which], name, r, s, got, (int)len);
}

#define NUMBER(which, level, option, value) number(#option, which, level, option, value)

/* A socket may keep to one interface. */
static void
interfaces(void)
{
	static const char *const NAMES[] = { "nosuch", "lo", "lo", "" };
	char got[32] = "";

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		socklen_t len = sizeof got;
		SAY(setsockopt(fds[1], SOL_SOCKET, SO_BINDTODEVICE, NAMES[i], strlen(NAMES[i])));
		SAY(getsockopt(fds[1], SOL_SOCKET, SO_BINDTODEVICE, got, &len));
		printf("%.*s %d\n", (int)len, got, (int)len);
		len = 3;
		SAY(getsockopt(fds[1], SOL_SOCKET, SO_BINDTODEVICE, got, &len));
	}
}

int
main(void)
{
	struct linger l = { 1, 7 };
	struct timeval t = { 3, 250000 };
	socklen_t len;
	char name[32] = "";

	alarm(30);
	fds[0] = socket(AF_INET, SOCK_STREAM, 0);
	fds[1] = socket(AF_INET, SOCK_DGRAM, 0);
	fds[2] = socket(AF_INET6, SOCK_STREAM, 0);
	fds[3] = socket(AF_UNIX, SOCK_STREAM, 0);
	for (int i = 0; i < 4; i++) {
		NUMBER(i, SOL_SOCKET, SO_REUSEADDR, 1);
		NUMBER(i, SOL_SOCKET, SO_REUSEADDR, 0);
		NUMBER(i, SOL_SOCKET, SO_REUSEPORT, 1);
		NUMBER(i, SOL_SOCKET, SO_KEEPALIVE, 1);
		NUMBER(i, SOL_SOCKET, SO_BROADCAST, 1);
		NUMBER(i, SOL_SOCKET, SO_OOBINLINE, 1);
		NUMBER(i, SOL_SOCKET, SO_DONTROUTE, 1);
		NUMBER(i, SOL_SOCKET, SO_RCVBUF, 30000);
		NUMBER(i, SOL_SOCKET, SO_SNDBUF, 40000);
		NUMBER(i, SOL_SOCKET, SO_RCVLOWAT, 3);
		NUMBER(i, SOL_SOCKET, SO_SNDLOWAT, 3);
		NUMBER(i, SOL_SOCKET, SO_PRIORITY, 4);
		NUMBER(i, SOL_SOCKET, SO_TIMESTAMP, 1);
		NUMBER(i, SOL_SOCKET, SO_PASSCRED, 1);
		NUMBER(i, SOL_SOCKET, SO_TYPE, 1);
		NUMBER(i, SOL_SOCKET, SO_DOMAIN, 1);
		NUMBER(i, SOL_SOCKET, SO_PROTOCOL, 1);
		NUMBER(i, SOL_SOCKET, SO_ERROR, 1);
		NUMBER(i, SOL_SOCKET, SO_ACCEPTCONN, 1);
		NUMBER(i, IPPROTO_TCP, TCP_NODELAY, 1);
		NUMBER(i, IPPROTO_TCP, TCP_KEEPIDLE, 77);
		NUMBER(i, IPPROTO_TCP, TCP_KEEPINTVL, 8);
		NUMBER(i, IPPROTO_TCP, TCP_KEEPCNT, 5);
		NUMBER(i, IPPROTO_TCP, TCP_CORK, 1);
		NUMBER(i, IPPROTO_TCP, TCP_USER_TIMEOUT, 5000);
		NUMBER(i, IPPROTO_TCP, TCP_DEFER_ACCEPT, 3);
		NUMBER(i, IPPROTO_IP, IP_TTL, 33);
		NUMBER(i, IPPROTO_IP, IP_TOS, 16);
		NUMBER(i, IPPROTO_IP, IP_MULTICAST_TTL, 3);
		NUMBER(i, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
		NUMBER(i, IPPROTO_IP, IP_PKTINFO, 1);
		NUMBER(i, IPPROTO_IP, IP_MTU_DISCOVER, 2);
		NUMBER(i, IPPROTO_IPV6, IPV6_V6ONLY, 1);
		NUMBER(i, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 44);
		NUMBER(i, IPPROTO_IPV6, IPV6_TCLASS, 8);
		NUMBER(i, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
		l = (struct linger){ 1, 7 };
		SAY(setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &l, sizeof l));
		l = (struct linger){ 0 };
		len = sizeof l;
		SAY(getsockopt(fds[i], SOL_SOCKET, SO_LINGER, &l, &len));
		printf("%d %d %d\n", l.l_onoff, l.l_linger, (int)len);
		t = (struct timeval){ 3, 252000 };
		SAY(setsockopt(fds[i], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
		SAY(setsockopt(fds[i], SOL_SOCKET, 21, &t, sizeof t));
		t = (struct timeval){ 0 };
		len = sizeof t;
		SAY(getsockopt(fds[i], SOL_SOCKET, SO_RCVTIMEO, &t, &len));
		printf("%d %d %d\n", (int)t.tv_sec, (int)t.tv_usec, (int)len);
		t = (struct timeval){ 0 };
		SAY(getsockopt(fds[i], SOL_SOCKET, SO_SNDTIMEO, &t, &len));
		printf("%d %d\n", (int)t.tv_sec, (int)t.tv_usec);
		t.tv_usec = 1000000;
		SAY(setsockopt(fds[i], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
		t = (struct timeval){ 0 };
		SAY(setsockopt(fds[i], SOL_SOCKET, SO_RCVTIMEO, &t, 5));
	}
	SAY(setsockopt(fds[0], IPPROTO_TCP, TCP_CONGESTION, "reno", 4));
	len = sizeof name;
	SAY(getsockopt(fds[0], IPPROTO_TCP, TCP_CONGESTION, name, &len));
	printf("%s\n", name);
	interfaces();
	return 0;
}
