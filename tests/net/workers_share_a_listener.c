// RUN: --net
/* Four processes and one port, as servers do it: each call is served once and all are, whether the
 * workers block in accept, wait in sets of their own (exclusively), in one set that was there
 * before they were (edges, one shot), or listen each for itself. */
#include "say.h"

#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 4, CALLS = 200, ROUND = 20 };
enum how { BLOCK, EXCLUSIVE, ONE_SET_EDGE, ONE_SET_ONCE, OWN_PORT, HOW_COUNT };

static const char *const NAMES[] = { "accept", "exclusive", "one set, edges", "one set, one shot",
	"listeners of their own" };

static struct sockaddr_in server;
static int stop[2], ready[2];

static int
listener(int flags)
{
	int on = 1, l = socket(AF_INET, SOCK_STREAM | flags, 0);
	socklen_t n = sizeof server;

	setsockopt(l, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
	if (bind(l, (struct sockaddr *)&server, sizeof server) || listen(l, CALLS))
		perror("listen");
	getsockname(l, (struct sockaddr *)&server, &n);
	return l;
}

/* Says which of the calls it was; 0 if there was none. */
static int
serve(int l)
{
	uint16_t number;
	int c = accept(l, NULL, NULL);

	if (c < 0)
		return 0;
	if (recv(c, &number, sizeof number, MSG_WAITALL) == sizeof number)
		send(c, &number, sizeof number, 0);
	close(c);
	return 1;
}

static int
add(int set, int fd, uint32_t events)
{
	struct epoll_event e = { .events = events, .data.fd = fd };
	return epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
}

static void
arm(int set, int l)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLONESHOT, .data.fd = l };
	epoll_ctl(set, EPOLL_CTL_MOD, l, &e);
}

/* How many calls it served. */
static int
work(enum how how, int l, int set)
{
	struct epoll_event e;
	int served = 0;

	if (how == BLOCK) {
		while (serve(l))
			served++;
		return served;
	}
	if (how == OWN_PORT)
		l = listener(SOCK_NONBLOCK);
	if (how == OWN_PORT || how == EXCLUSIVE) {
		set = epoll_create1(0);
		if (add(set, stop[0], EPOLLIN) || add(set, l, EPOLLIN | EPOLLEXCLUSIVE))
			perror("epoll_ctl");
	}
	if (how == OWN_PORT) /* all are there before anybody calls */
		write(ready[1], "r", 1);
	for (;;) {
		if (epoll_wait(set, &e, 1, -1) != 1)
			continue;
		if (e.data.fd == stop[0])
			return served;
		if (how == ONE_SET_EDGE)
			while (serve(l))
				served++;
		else
			served += serve(l);
		if (how == ONE_SET_ONCE)
			arm(set, l);
	}
}

/* Calls come in bursts, so that workers rest in between. */
static int
call_all(void)
{
	int fds[ROUND], good = 0;

	for (int first = 0; first < CALLS; first += ROUND) {
		for (int i = 0; i < ROUND; i++) {
			uint16_t number = (uint16_t)(first + i);
			fds[i] = socket(AF_INET, SOCK_STREAM, 0);
			if (connect(fds[i], (struct sockaddr *)&server, sizeof server))
				perror("connect");
			send(fds[i], &number, sizeof number, 0);
		}
		for (int i = 0; i < ROUND; i++) {
			uint16_t number = 0;
			good += recv(fds[i], &number, sizeof number, MSG_WAITALL) == 2 &&
				number == first + i;
			close(fds[i]);
		}
		usleep(2000);
	}
	return good;
}

static void
all(enum how how)
{
	int counts[2], set = -1, served = 0, n;
	pid_t workers[WORKERS];
	char byte;

	pipe(stop), pipe(ready);
	pipe(counts);
	server = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int l = listener(how == BLOCK ? 0 : SOCK_NONBLOCK);
	if (how == OWN_PORT)
		listen(l, 0), close(l);
	if (how == ONE_SET_EDGE || how == ONE_SET_ONCE) {
		set = epoll_create1(0);
		add(set, stop[0], EPOLLIN);
		add(set, l, EPOLLIN | (how == ONE_SET_EDGE ? EPOLLET : EPOLLONESHOT));
	}
	for (int i = 0; i < WORKERS; i++) {
		workers[i] = fork();
		if (workers[i])
			continue;
		n = work(how, l, set);
		write(counts[1], &n, sizeof n);
		_exit(0);
	}
	for (int i = 0; how == OWN_PORT && i < WORKERS; i++)
		read(ready[0], &byte, 1);
	int good = call_all();
	if (how == BLOCK)
		shutdown(l, SHUT_RD);
	else
		write(stop[1], "s", 1);
	for (int i = 0; i < WORKERS; i++) {
		read(counts[0], &n, sizeof n);
		served += n;
		waitpid(workers[i], NULL, 0);
	}
	printf("%s: %d calls, %d answered, %d served\n", NAMES[how], CALLS, good, served);
	close(l), close(set), close(stop[0]), close(stop[1]), close(counts[0]), close(counts[1]);
	close(ready[0]), close(ready[1]);
}

int
main(void)
{
	alarm(60);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (enum how how = 0; how < HOW_COUNT; how++)
		all(how);
	return 0;
}
