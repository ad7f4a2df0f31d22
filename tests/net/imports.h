/* imports.h -- what WASIX's imports can say of sockets, for
 * other_hosts_serve_sockets_by_imports.sh. */
#include "say.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static void
show(const struct sockaddr *a, socklen_t n, int port)
{
	const struct sockaddr_in *in = (const void *)a;
	const struct sockaddr_in6 *in6 = (const void *)a;
	char text[64];

	inet_ntop(a->sa_family,
		a->sa_family == AF_INET ? (void *)&in->sin_addr : (void *)&in6->sin6_addr, text,
		sizeof text);
	printf("%d bytes, %s, %s\n", (int)n, text,
		ntohs(in->sin_port) == port ? "its port" : "another port");
}

static int
port_of(int fd)
{
	struct sockaddr_in6 a;
	socklen_t n = sizeof a;

	return getsockname(fd, (struct sockaddr *)&a, &n) ? -1 : ntohs(a.sin6_port);
}

static void
stream(int family, struct sockaddr *a, socklen_t len)
{
	struct sockaddr_storage b;
	socklen_t n = len;
	char buf[16];
	int l = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), s = socket(family, SOCK_STREAM, 0);

	SAY(bind(l, a, len));
	SAY(getsockname(l, a, &n));
	SAY(listen(l, 4));
	SAY(connect(s, a, len));
	n = sizeof b;
	int c = accept(l, (struct sockaddr *)&b, &n);
	show((struct sockaddr *)&b, n, port_of(s));
	n = sizeof b;
	SAY(getpeername(s, (struct sockaddr *)&b, &n));
	show((struct sockaddr *)&b, n, port_of(l));
	SAY(send(s, "hello", 5, 0));
	SAY(recv(c, buf, 3, MSG_PEEK));
	SAY(recv(c, buf, 16, 0));
	SAY(recv(c, buf, 16, MSG_DONTWAIT));
	SAY(shutdown(s, SHUT_WR));
	SAY(recv(c, buf, 16, 0));
	close(c), close(s), close(l);
	s = socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	SAY(fcntl(s, F_GETFL) & O_NONBLOCK ? 1 : 0);
	close(s);
	s = socket(family, SOCK_STREAM, 0);
	SAY(connect(s, a, len));
	close(s);
}

static void
datagrams(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) },
			   b;
	socklen_t n = sizeof a;
	char buf[16];
	int one = socket(AF_INET, SOCK_DGRAM, 0), two = socket(AF_INET, SOCK_DGRAM, 0);

	SAY(bind(one, (struct sockaddr *)&a, sizeof a));
	getsockname(one, (struct sockaddr *)&a, &n);
	SAY(sendto(two, "datagram", 8, 0, (struct sockaddr *)&a, sizeof a));
	n = sizeof b;
	SAY(recvfrom(one, buf, 16, 0, (struct sockaddr *)&b, &n));
	show((struct sockaddr *)&b, n, port_of(two));
	close(one), close(two);
}

static void
options(void)
{
	struct linger l = { 1, 5 };
	struct timeval t = { 2, 500000 };
	int s = socket(AF_INET, SOCK_STREAM, 0), on = 1, got = 0;
	socklen_t n = sizeof got;

	SAY(setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
	SAY(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
	SAY(getsockopt(s, SOL_SOCKET, SO_REUSEADDR, &got, &n));
	printf("%d\n", got);
	SAY(getsockopt(s, SOL_SOCKET, SO_TYPE, &got, &n));
	printf("%d\n", got);
	SAY(getsockopt(s, SOL_SOCKET, SO_ERROR, &got, &n));
	printf("%d\n", got);
	SAY(setsockopt(s, SOL_SOCKET, SO_LINGER, &l, sizeof l));
	SAY(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
	l = (struct linger){ 0 };
	n = sizeof l;
	SAY(getsockopt(s, SOL_SOCKET, SO_LINGER, &l, &n));
	printf("%d %d\n", l.l_onoff, l.l_linger);
	t = (struct timeval){ 0 };
	n = sizeof t;
	SAY(getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, &n));
	printf("%d %d\n", (int)t.tv_sec, (int)t.tv_usec);
	got = 77;
	SAY(setsockopt(s, IPPROTO_IP, IP_TTL, &got, sizeof got));
	got = 0;
	n = sizeof got;
	SAY(getsockopt(s, IPPROTO_IP, IP_TTL, &got, &n));
	printf("%d\n", got);
	close(s);
}

static void
paths(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "by_import" };
	int l = socket(AF_UNIX, SOCK_STREAM, 0), s = socket(AF_UNIX, SOCK_STREAM, 0), pair[2];
	char buf[8];

	unlink("by_import");
	SAY(bind(l, (struct sockaddr *)&a, sizeof a));
	SAY(listen(l, 1));
	SAY(connect(s, (struct sockaddr *)&a, sizeof a));
	int c = accept(l, NULL, NULL);
	SAY(send(c, "abc", 3, 0));
	SAY(read(s, buf, 8));
	close(l), close(s), close(c);
	unlink("by_import");
	SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	SAY(write(pair[0], "pair", 4));
	SAY(read(pair[1], buf, 8));
}

int
main(void)
{
	struct sockaddr_in four = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	alarm(30);
	stream(AF_INET, (struct sockaddr *)&four, sizeof four);
	stream(AF_INET6, (struct sockaddr *)&six, sizeof six);
	datagrams();
	options();
	paths();
	return 0;
}
