// RUN: --net
/* A handler without SA_RESTART ends a wait for a socket; one with it does not, unless the socket
 * has a time limit. */
#include "say.h"

#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int pair[2], rounds;

/* The second round lets the wait end. */
static void
on_alarm(int sig)
{
	if (++rounds == 2)
		write(pair[1], "x", 1);
}

static void
ring(int flags, int times)
{
	struct sigaction a = { .sa_handler = on_alarm, .sa_flags = flags };
	struct itimerval t = { .it_value = { 0, 50000 },
		.it_interval = { 0, times > 1 ? 50000 : 0 } };

	rounds = 0;
	sigaction(SIGALRM, &a, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
}

static void
quiet(void)
{
	struct itimerval t = { 0 };

	setitimer(ITIMER_REAL, &t, NULL);
}

int
main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	struct timeval limit = { 20, 0 }, none = { 0 };
	struct iovec v;
	char b;
	int l = socket(AF_INET, SOCK_STREAM, 0);

	v = (struct iovec){ &b, 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 1);
	ring(0, 1);
	SAY(recv(pair[0], &b, 1, 0));
	ring(0, 1);
	SAY(recvmsg(pair[0], &m, 0));
	ring(0, 1);
	SAY(accept(l, NULL, NULL));
	ring(SA_RESTART, 2);
	SAY(recv(pair[0], &b, 1, 0));
	quiet();
	printf("%d rounds\n", rounds);
	ring(SA_RESTART, 2);
	SAY(recvmsg(pair[0], &m, 0));
	quiet();
	printf("%d rounds\n", rounds);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	ring(SA_RESTART, 1);
	SAY(recv(pair[0], &b, 1, 0));
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &none, sizeof none);
	ring(SA_RESTART, 2);
	SAY(recv(pair[0], &b, 1, 0));
	quiet();
	printf("%d rounds\n", rounds);
	return 0;
}
