// RUN: --net --dir=.
/* A pointer outside of memory in each argument that the other tests leave out, but those that C
 * libraries look at themselves: EFAULT, nothing is taken or lost by it. */
#include "say.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#define BAD ((void *)-4096)

static void
messages(int pair[2])
{
	char b[64] = "";
	_Alignas(struct cmsghdr) char control[64];
	struct iovec v = { b, 4 }, bad = { BAD, 4 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };

	send(pair[0], "abcd", 4, 0);
	m.msg_iov = BAD;
	SAY(recvmsg(pair[1], &m, MSG_PEEK));
	m.msg_iov = &bad;
	SAY(recvmsg(pair[1], &m, MSG_PEEK));
	SAY(readv(pair[1], BAD, 1));
	SAY(readv(pair[1], &bad, 1));
	SAY(writev(pair[1], BAD, 1));
	SAY(writev(pair[1], &bad, 1));
	SAY(recv(pair[1], BAD, 4, MSG_PEEK));
	SAY(read(pair[1], BAD, 4));
	SAY(send(pair[1], BAD, 4, 0));
	/* the bytes are still there */
	m.msg_iov = &v;
	m.msg_control = control;
	m.msg_controllen = sizeof control;
	SAY(recvmsg(pair[1], &m, MSG_DONTWAIT));
	puts(b);
}

static void
connections(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a, minus = (socklen_t)-1;
	int l = socket(AF_INET, SOCK_STREAM, 0), s = socket(AF_INET, SOCK_STREAM, 0);
	int free_before = dup(0);

	close(free_before);
	bind(l, (struct sockaddr *)&a, n);
	listen(l, 5);
	getsockname(l, (struct sockaddr *)&a, &n);
	connect(s, (struct sockaddr *)&a, n);
	SAY(accept(l, BAD, &n)); /* the connection is gone then, as natively */
	close(s);
	s = socket(AF_INET, SOCK_STREAM, 0);
	connect(s, (struct sockaddr *)&a, sizeof a);
	SAY(accept(l, (struct sockaddr *)&a, BAD));
	close(s);
	s = socket(AF_INET, SOCK_STREAM, 0);
	connect(s, (struct sockaddr *)&a, sizeof a);
	SAY(accept(l, (struct sockaddr *)&a, &minus));
	close(s);
	s = socket(AF_INET, SOCK_STREAM, 0);
	connect(s, (struct sockaddr *)&a, sizeof a);
	int c = accept(l, NULL, BAD); /* without an address its length is not looked at */
	SAY(c >= 0);
	SAY(getpeername(c, BAD, &n));
	SAY(getpeername(c, (struct sockaddr *)&a, BAD));
	SAY(getpeername(c, (struct sockaddr *)&a, &minus));
	SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, BAD));
	SAY(pipe(BAD));
	close(l), close(s), close(c);
	SAY(dup(0) - free_before <= 0);
}

static void
readiness(int pair[2])
{
	int set = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, 0);
	struct epoll_event e = { .events = EPOLLIN };
	struct timeval t = { 0 };
	fd_set fds;

	SAY(poll(BAD, 1, 0));
	SAY(poll(BAD, 0, 0));
	SAY(ppoll(BAD, 1, NULL, NULL));
	SAY(select(1, BAD, NULL, NULL, &t));
	SAY(select(1, NULL, NULL, BAD, &t));
	FD_ZERO(&fds);
	SAY(epoll_ctl(set, EPOLL_CTL_ADD, pair[0], BAD));
	SAY(epoll_ctl(set, EPOLL_CTL_ADD, pair[0], &e));
	SAY(epoll_ctl(set, EPOLL_CTL_MOD, pair[0], BAD));
	send(pair[1], "x", 1, 0);
	SAY(epoll_wait(set, BAD, 1, 0));
	SAY(epoll_wait(set, &e, 1, 0));
	SAY(epoll_pwait(set, &e, 1, 0, BAD));
	SAY(timerfd_gettime(timer, BAD));
	SAY(signalfd(-1, BAD, 0));
	SAY(read(eventfd(1, EFD_NONBLOCK), BAD, 8));
	SAY(write(eventfd(1, EFD_NONBLOCK), BAD, 8));
}

int
main(void)
{
	int pair[2];

	alarm(30);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	messages(pair);
	connections();
	readiness(pair);
	return 0;
}
