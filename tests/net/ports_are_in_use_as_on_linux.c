// RUN: --net
/* Who may have a port that somebody has: both families, both kinds, every pair of addresses and of
 * SO_REUSEADDR, SO_REUSEPORT and IPV6_V6ONLY; what becomes of it when the first is gone; whose a
 * connection is that several listen for. */
#include "say.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REUSE = 1, SHARE = 2, ONLY = 4 };

static const struct {
	const char *address;
	int flags;
} KINDS[] = {
	{ "0.0.0.0", 0 },
	{ "0.0.0.0", REUSE },
	{ "127.0.0.1", 0 },
	{ "127.0.0.1", SHARE },
	{ "127.0.0.2", REUSE },
	{ "::", 0 },
	{ "::", ONLY },
	{ "::", SHARE },
	{ "::1", 0 },
	{ "::1", REUSE | SHARE },
	{ "::ffff:127.0.0.1", 0 },
};

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

static union {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
} a;
static socklen_t len;

static void
address(const char *text, in_port_t port)
{
	memset(&a, 0, sizeof a);
	if (strchr(text, ':')) {
		a.in6.sin6_family = AF_INET6;
		a.in6.sin6_port = port;
		inet_pton(AF_INET6, text, &a.in6.sin6_addr);
		len = sizeof a.in6;
	} else {
		a.in.sin_family = AF_INET;
		a.in.sin_port = port;
		inet_pton(AF_INET, text, &a.in.sin_addr);
		len = sizeof a.in;
	}
}

/* A socket of this kind at the port; -1 and errno. */
static int
bound(int kind, int type, in_port_t port)
{
	int on = 1, flags = KINDS[kind].flags;

	address(KINDS[kind].address, port);
	int s = socket(a.any.sa_family, type, 0);
	if (flags & REUSE)
		setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (flags & SHARE)
		setsockopt(s, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
	if (flags & ONLY)
		setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind(s, &a.any, len) == 0)
		return s;
	int e = errno;
	close(s);
	errno = e;
	return -1;
}

/* The port is the second field of both structures. */
static in_port_t
port_of(int s)
{
	len = sizeof a;
	getsockname(s, &a.any, &len);
	return a.in.sin_port;
}

static void
all_pairs(int type)
{
	for (int i = 0; i < KIND_COUNT; i++) {
		int first = bound(i, type, 0);
		if (first < 0) {
			printf("%s: errno %d\n", KINDS[i].address, errno);
			continue;
		}
		in_port_t port = port_of(first);
		printf("%-9s %d:", KINDS[i].address, KINDS[i].flags);
		for (int k = 0; k < KIND_COUNT; k++) {
			int second = bound(k, type, port);
			int e = second < 0 ? errno : 0;
			if (!e && type == SOCK_STREAM) { /* it may be had, but by one listener */
				e = listen(first, 1) ? 1000 + errno : 0;
				if (listen(second, 1))
					e += 2000 + errno;
				close(first);
				first = bound(i, type, 0);
				port = port_of(first);
			}
			printf(" %d", e);
			if (second >= 0)
				close(second);
		}
		puts("");
		close(first);
	}
}

/* Of several that share a port each connection is one's, and all are taken. */
static void
shared(void)
{
	enum { LISTENERS = 4, CALLS = 64 };
	int l[LISTENERS], c[CALLS], taken = 0, busy = 0;
	in_port_t port = 0;

	for (int i = 0; i < LISTENERS; i++) {
		l[i] = bound(3, SOCK_STREAM | SOCK_NONBLOCK, port);
		port = port_of(l[i]);
		listen(l[i], CALLS);
	}
	for (int i = 0; i < CALLS; i++) {
		c[i] = socket(AF_INET, SOCK_STREAM, 0);
		address("127.0.0.1", port);
		if (connect(c[i], &a.any, len))
			printf("connect: errno %d\n", errno);
	}
	for (int i = 0; i < LISTENERS; i++) {
		int fd, own = 0;
		struct pollfd p = { .fd = l[i], .events = POLLIN };
		while (poll(&p, 1, 20) > 0 && (fd = accept(l[i], NULL, NULL)) >= 0) {
			own++;
			close(fd);
		}
		taken += own;
		busy += own > 0;
		close(l[i]);
	}
	for (int i = 0; i < CALLS; i++)
		close(c[i]);
	printf("%d of %d, by several %d\n", taken, CALLS, busy > 1);
}

/* A port is free again when its listener is gone, and not while a connection of it lives, unless
 * both ask for it. */
static void
again(void)
{
	for (int kind = 0; kind < 2; kind++) {
		int l = bound(kind, SOCK_STREAM, 0);
		in_port_t port = port_of(l);
		listen(l, 3);
		int c = socket(AF_INET, SOCK_STREAM, 0);
		address("127.0.0.1", port);
		SAY(connect(c, &a.any, len));
		int s = accept(l, NULL, NULL);
		close(l);
		SAY(l = bound(kind, SOCK_STREAM, port) < 0 ? -1 : 0);
		shutdown(s, SHUT_WR);
		close(s);
		SAY(bound(kind, SOCK_STREAM, port) < 0 ? -1 : 0);
		close(c);
	}
	/* bound once for all */
	int s = bound(2, SOCK_DGRAM, 0);
	address("127.0.0.1", 0);
	SAY(bind(s, &a.any, len));
	address("198.51.100.9", 0); /* nobody's here */
	int t = socket(AF_INET, SOCK_DGRAM, 0);
	SAY(bind(t, &a.any, len));
	SAY(bind(t, &a.any, 4));
	a.any.sa_family = AF_INET6;
	SAY(bind(t, &a.any, len));
	close(s), close(t);
}

int
main(void)
{
	alarm(30);
	puts("streams");
	all_pairs(SOCK_STREAM);
	puts("datagrams");
	all_pairs(SOCK_DGRAM);
	shared();
	again();
	return 0;
}
