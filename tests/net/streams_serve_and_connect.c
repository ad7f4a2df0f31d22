// RUN: --net
/* TCP over IPv4 and IPv6: names, half-closing, flags, non-blocking connects, broken connections. */
#include "say.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int pipes;

static void
on_pipe(int sig)
{
	pipes++;
}

static int
listener(int family, void *address, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, address, len) < 0 || listen(fd, 8) < 0 || getsockname(fd, address, &len) < 0)
		perror("listener");
	return fd;
}

/* The other side: answers in capitals until the end, then says how much it got. */
static void
child(int family, void *address, socklen_t len)
{
	char buf[100];
	ssize_t n, all = 0;
	int s = socket(family, SOCK_STREAM, 0);

	if (connect(s, address, len) < 0)
		_exit(1);
	while ((n = read(s, buf, sizeof buf)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			buf[i] = (char)(buf[i] - 32);
		all += n;
		if (write(s, buf, (size_t)n) != n)
			_exit(2);
	}
	n = sprintf(buf, "<%zd>", all);
	if (send(s, buf, (size_t)n, 0) != n)
		_exit(3);
	_exit(0);
}

static void
conversation(int family, void *address, socklen_t len)
{
	struct sockaddr_storage a;
	socklen_t n = sizeof a;
	char buf[100];
	int status, l = listener(family, address, len);

	fflush(stdout);
	if (fork() == 0)
		child(family, address, len);
	int c = accept4(l, (struct sockaddr *)&a, &n, SOCK_CLOEXEC);
	printf("family %d, length %d, close-on-exec %d\n", a.ss_family, (int)n, fcntl(c, F_GETFD));
	n = sizeof a;
	SAY(getpeername(c, (struct sockaddr *)&a, &n));
	SAY(memcmp(&a, address, 2));
	SAY(send(c, "hello", 5, 0));
	SAY(recv(c, buf, 2, MSG_PEEK | MSG_WAITALL));
	SAY(recv(c, buf, 5, MSG_WAITALL));
	printf("%.5s\n", buf);
	SAY(recv(c, buf, 5, MSG_DONTWAIT));
	struct iovec v[2] = { { "ab", 2 }, { "cd", 2 } };
	SAY(writev(c, v, 2));
	SAY(recv(c, buf, 4, MSG_WAITALL | MSG_TRUNC));
	SAY(shutdown(c, SHUT_WR));
	SAY(recv(c, buf, 3, MSG_WAITALL));
	printf("%.3s\n", buf);
	SAY(recv(c, buf, 9, 0));
	SAY(send(c, "x", 1, MSG_NOSIGNAL));
	SAY(send(c, "x", 1, 0));
	SAY(write(c, "x", 1));
	printf("%d signals\n", pipes);
	pipes = 0;
	close(c);
	wait(&status);
	printf("child %d\n", status);
	/* a port in use */
	int other = socket(family, SOCK_STREAM, 0);
	SAY(bind(other, address, len));
	close(other);
	close(l);
	/* nobody listens there now */
	other = socket(family, SOCK_STREAM, 0);
	SAY(connect(other, address, len));
	SAY(getpeername(other, (struct sockaddr *)&a, &n));
	close(other);
}

static int
pending_error(int fd)
{
	int error = -1;
	socklen_t len = sizeof error;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len);
	return error;
}

static void
without_waiting(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int l = listener(AF_INET, &a, sizeof a);
	int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	fcntl(l, F_SETFL, O_NONBLOCK);
	SAY(accept(l, NULL, NULL));
	int r = connect(s, (struct sockaddr *)&a, sizeof a);
	printf("%s\n", r == 0 || errno == EINPROGRESS ? "on its way" : "failed");
	struct pollfd p = { .fd = s, .events = POLLOUT };
	SAY(poll(&p, 1, 5000));
	printf("then %d\n", pending_error(s));
	SAY(connect(s, (struct sockaddr *)&a, sizeof a));
	int c = accept4(l, NULL, NULL, SOCK_NONBLOCK);
	char b;
	SAY(read(c, &b, 1));
	SAY(fcntl(c, F_GETFL) & O_NONBLOCK ? 1 : 0);
	/* a reset: linger 0 */
	struct linger now = { 1, 0 };
	setsockopt(c, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(c);
	p = (struct pollfd){ .fd = s, .events = POLLIN };
	poll(&p, 1, 5000);
	SAY(read(s, &b, 1));
	SAY(read(s, &b, 1));
	close(s);
	close(l);
	s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	r = connect(s, (struct sockaddr *)&a, sizeof a);
	p = (struct pollfd){ .fd = s, .events = POLLOUT };
	poll(&p, 1, 5000);
	printf("refused: %d\n", r < 0 && errno == ECONNREFUSED ? errno : pending_error(s));
	close(s);
}

/* A time limit ends a wait. */
static void
time_limits(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval t = { 0, 50000 };
	int l = listener(AF_INET, &a, sizeof a), pair[2];
	char b;

	SAY(setsockopt(l, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
	SAY(accept(l, NULL, NULL));
	int s = socket(AF_INET, SOCK_STREAM, 0);
	SAY(connect(s, (struct sockaddr *)&a, sizeof a));
	SAY(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
	SAY(recv(s, &b, 1, 0));
	close(s);
	close(l);
}

/* Urgent data. */
static void
urgent(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int l = listener(AF_INET, &a, sizeof a), s = socket(AF_INET, SOCK_STREAM, 0);
	char b[4];

	connect(s, (struct sockaddr *)&a, sizeof a);
	int c = accept(l, NULL, NULL);
	SAY(send(s, "ab", 2, 0));
	SAY(send(s, "!", 1, MSG_OOB));
	struct pollfd p = { .fd = c, .events = POLLPRI };
	SAY(poll(&p, 1, 5000));
	SAY(recv(c, b, 4, MSG_OOB));
	printf("%c\n", b[0]);
	SAY(recv(c, b, 4, 0));
	close(c), close(s), close(l);
}

int
main(void)
{
	struct sockaddr_in four = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	alarm(30);
	signal(SIGPIPE, on_pipe);
	conversation(AF_INET, &four, sizeof four);
	conversation(AF_INET6, &six, sizeof six);
	without_waiting();
	time_limits();
	urgent();
	return 0;
}
