// RUN: --net --dir=.
/* Resets, ends, refusals, times that are over, ports in use, no descriptor left: what each side is
 * told, and that the next connection is served. */
#include "say.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_in server;
static int listener;
static volatile int pipes;

static void
on_pipe(int signal)
{
	pipes++;
}

static int
called(void)
{
	int s = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(s, (struct sockaddr *)&server, sizeof server))
		printf("connect: errno %d\n", errno);
	return s;
}

/* What poll says within a second. */
static int
events_of(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLOUT | POLLRDHUP };

	/* loopback tells at once, but not in the same call */
	for (int i = 0; i < 1000 && poll(&p, 1, 10) == 1 && p.revents == POLLOUT; i++)
		usleep(1000);
	return p.revents;
}

static void
reset(int fd)
{
	struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}

static void
resets(void)
{
	char b[10];
	int value;
	socklen_t n = sizeof value;
	int s = called(), c = accept(listener, NULL, NULL);

	reset(s);
	SAY(events_of(c));
	SAY(getsockopt(c, SOL_SOCKET, SO_ERROR, &value, &n));
	SAY(value);
	SAY(recv(c, b, 1, 0));
	SAY(send(c, "x", 1, 0));
	printf("signals %d\n", pipes);
	close(c);
	s = called(), c = accept(listener, NULL, NULL);
	send(s, "unread", 6, 0);
	reset(c);
	SAY(events_of(s));
	SAY(recv(s, b, 1, 0));
	SAY(recv(s, b, 1, 0));
	SAY(send(s, "x", 1, MSG_NOSIGNAL));
	SAY(write(s, "x", 1));
	printf("signals %d\n", pipes);
	close(s);
	/* gone before it was accepted */
	s = called();
	send(s, "hi", 2, 0);
	reset(s);
	c = accept(listener, NULL, NULL);
	SAY(recv(c, b, 10, 0));
	close(c);
}

static void
ends(void)
{
	char b[10];
	int s = called(), c = accept(listener, NULL, NULL);

	send(s, "last", 4, 0);
	close(s);
	SAY(events_of(c));
	SAY(recv(c, b, 10, 0));
	SAY(recv(c, b, 10, 0));
	SAY(send(c, "x", 1, 0)); /* is answered by a reset */
	SAY(events_of(c));
	SAY(send(c, "x", 1, 0));
	printf("signals %d\n", pipes);
	close(c);
	s = called(), c = accept(listener, NULL, NULL);
	SAY(shutdown(s, SHUT_WR));
	SAY(events_of(c));
	SAY(recv(c, b, 10, 0));
	SAY(send(c, "back", 4, 0));
	SAY(recv(s, b, 10, 0));
	SAY(send(s, "x", 1, MSG_NOSIGNAL));
	SAY(shutdown(c, SHUT_RDWR));
	SAY(events_of(s));
	SAY(events_of(c));
	SAY(shutdown(c, SHUT_RDWR));
	close(s), close(c);
}

static void
refusals(void)
{
	struct sockaddr_in a = server;
	struct sockaddr_in6 far = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "gone" };
	socklen_t n = sizeof a;
	int value, s = socket(AF_INET, SOCK_STREAM, 0), t = socket(AF_INET, SOCK_STREAM, 0);

	SAY(bind(s, (struct sockaddr *)&server, sizeof server));
	value = 1;
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value);
	SAY(bind(s, (struct sockaddr *)&server, sizeof server)); /* a listener has it */
	a.sin_port = 0;
	bind(s, (struct sockaddr *)&a, sizeof a);
	getsockname(s, (struct sockaddr *)&a, &n);
	SAY(connect(t, (struct sockaddr *)&a, sizeof a));
	SAY(connect(t, (struct sockaddr *)&a, sizeof a));
	int u = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	SAY(connect(u, (struct sockaddr *)&a, sizeof a));
	SAY(events_of(u));
	n = sizeof value;
	SAY(getsockopt(u, SOL_SOCKET, SO_ERROR, &value, &n));
	SAY(value);
	SAY(getsockopt(u, SOL_SOCKET, SO_ERROR, &value, &n));
	SAY(value);
	SAY(listen(s, 1));
	SAY(connect(s, (struct sockaddr *)&a, sizeof a));
	close(s), close(t), close(u);
	/* nowhere */
	u = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	a.sin_addr.s_addr = htonl(INADDR_BROADCAST);
	SAY(connect(u, (struct sockaddr *)&a, sizeof a));
	a.sin_addr.s_addr = inet_addr("224.0.0.77");
	SAY(connect(u, (struct sockaddr *)&a, sizeof a));
	close(u);
	u = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
	inet_pton(AF_INET6, "2001:db8::77", &far.sin6_addr);
	SAY(connect(u, (struct sockaddr *)&far, sizeof far));
	inet_pton(AF_INET6, "fe80::77", &far.sin6_addr); /* of which link? */
	SAY(connect(u, (struct sockaddr *)&far, sizeof far));
	close(u);
	u = socket(AF_INET, SOCK_DGRAM, 0);
	a.sin_addr.s_addr = htonl(INADDR_BROADCAST);
	SAY(sendto(u, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	close(u);
	u = socket(AF_UNIX, SOCK_STREAM, 0);
	SAY(connect(u, (struct sockaddr *)&un, sizeof un));
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	SAY(bind(s, (struct sockaddr *)&un, sizeof un));
	SAY(connect(u, (struct sockaddr *)&un, sizeof un)); /* nobody listens */
	close(s);
	SAY(connect(u, (struct sockaddr *)&un, sizeof un)); /* nobody is there */
	unlink("gone");
	close(u);
}

static void
times(void)
{
	struct timeval t = { .tv_usec = 20000 };
	static char large[1 << 16];
	char b;
	int s = called(), c = accept(listener, NULL, NULL), full;

	SAY(setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
	SAY(setsockopt(c, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t));
	SAY(recv(c, &b, 1, 0));
	SAY(read(c, &b, 1));
	while ((full = (int)send(c, large, sizeof large, 0)) == sizeof large)
		;
	SAY(full < (int)sizeof large);
	SAY(send(c, large, sizeof large, 0));
	SAY(setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
	SAY(accept(listener, NULL, NULL));
	t.tv_usec = 0;
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	close(s), close(c);
}

/* A server without a descriptor to spare: told so, and goes on with the first that is free. */
static void
exhaustion(void)
{
	enum { CLIENTS = 12 };
	struct rlimit limit, was;
	struct epoll_event e = { .events = EPOLLIN };
	int clients[CLIENTS], taken[CLIENTS], got = 0, served = 0, set = epoll_create1(0);
	char b[3];

	epoll_ctl(set, EPOLL_CTL_ADD, listener, &e);
	for (int i = 0; i < CLIENTS; i++)
		clients[i] = called();
	getrlimit(RLIMIT_NOFILE, &was);
	limit = was;
	limit.rlim_cur = (rlim_t)dup(0) + 5;
	close((int)limit.rlim_cur - 5);
	setrlimit(RLIMIT_NOFILE, &limit);
	while (got < CLIENTS && (taken[got] = accept(listener, NULL, NULL)) >= 0)
		got++;
	printf("%d accepted, errno %d\n", got, errno);
	SAY(socket(AF_INET, SOCK_STREAM, 0));
	SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){ 0 }));
	SAY(epoll_create1(0));
	SAY(dup(0));
	SAY(open("never", O_CREAT | O_WRONLY | O_TRUNC, 0600));
	SAY(access("never", F_OK));
	for (int at = 0; served < CLIENTS; served++, at = (at + 1) % got) {
		close(taken[at]);
		if (served + got >= CLIENTS)
			continue;
		if (epoll_wait(set, &e, 1, 1000) != 1)
			printf("the listener is forgotten\n");
		taken[at] = accept(listener, NULL, NULL);
		if (taken[at] < 0)
			printf("accept: errno %d\n", errno);
		if (accept(listener, NULL, NULL) >= 0)
			printf("one too many\n");
	}
	setrlimit(RLIMIT_NOFILE, &was);
	for (int i = 0; i < CLIENTS; i++) {
		if (recv(clients[i], b, 1, 0) != 0)
			printf("client %d: errno %d\n", i, errno);
		close(clients[i]);
	}
	close(set);
}

static void
serves(void)
{
	char b[3] = "";
	int s = called(), c = accept(listener, NULL, NULL);

	send(s, "ok", 2, 0);
	SAY(recv(c, b, 2, MSG_WAITALL));
	puts(b);
	close(s), close(c);
}

int
main(void)
{
	socklen_t n = sizeof server;

	alarm(60);
	signal(SIGPIPE, on_pipe);
	server.sin_family = AF_INET;
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	bind(listener, (struct sockaddr *)&server, sizeof server);
	listen(listener, 64);
	getsockname(listener, (struct sockaddr *)&server, &n);
	resets();
	serves();
	ends();
	serves();
	refusals();
	times();
	serves();
	exhaustion();
	serves();
	return 0;
}
