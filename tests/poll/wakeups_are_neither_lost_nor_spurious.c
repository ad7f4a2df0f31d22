// EXPECT: bytes 8000 counter 800 spurious 0 empty 0 timer 1 ends 8
// EXPECT: ping-pong 3000 3000
// EXPECT: idle 1
//
// Eight children write into pipes and a counter while a timer runs; half of the pipes are
// registered by edge. Then single bytes go to and fro between two processes that wait in poll and
// in epoll: one that is lost would hang. Then nothing happens, and that costs nothing.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILDREN = 8, BYTES = 1000, PINGS = 3000 };

static void
child(int out, int counter)
{
	for (int i = 0; i < BYTES; i++) {
		if (write(out, "x", 1) != 1)
			_exit(1);
		if (i % 10 == 0)
			eventfd_write(counter, 1);
		if (i % 100 == 50)
			poll(NULL, 0, 1);
	}
	_exit(0);
}

static void
many(void)
{
	struct itimerspec t = { .it_value.tv_nsec = 1000000, .it_interval.tv_nsec = 1000000 };
	int set = epoll_create1(0), counter = eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK),
	    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	int pipes[CHILDREN][2], ends = 0, bytes = 0, counted = 0, spurious = 0, empty = 0,
				ticks = 0;
	struct epoll_event e = { .events = EPOLLIN };

	for (int i = 0; i < CHILDREN; i++) {
		pipe(pipes[i]);
		if (fork() == 0) {
			for (int k = 0; k <= i; k++)
				close(pipes[k][0]); /* they would stay registered */
			child(pipes[i][1], counter);
		}
		close(pipes[i][1]);
		fcntl(pipes[i][0], F_SETFL, O_NONBLOCK);
		e = (struct epoll_event){ .events = i % 2 ? EPOLLIN : EPOLLIN | EPOLLET,
			.data.u32 = (uint32_t)i };
		epoll_ctl(set, EPOLL_CTL_ADD, pipes[i][0], &e);
	}
	e = (struct epoll_event){ .events = EPOLLIN, .data.u32 = 100 };
	epoll_ctl(set, EPOLL_CTL_ADD, counter, &e);
	e.data.u32 = 101;
	epoll_ctl(set, EPOLL_CTL_ADD, timer, &e);
	timerfd_settime(timer, 0, &t, NULL);
	while (ends < CHILDREN || counted < CHILDREN * BYTES / 10 || ticks < 20) {
		struct epoll_event got[4];
		int n = epoll_wait(set, got, 4, -1);
		empty += n == 0;
		for (int i = 0; i < n; i++) {
			uint64_t value = 0;
			char buf[64];
			uint32_t who = got[i].data.u32;
			if (who >= 100) {
				if (read(who == 100 ? counter : timer, &value, 8) != 8)
					spurious++;
				*(who == 100 ? &counted : &ticks) += (int)value;
				continue;
			}
			ssize_t r, first = 1;
			while ((r = read(pipes[who][0], buf, who % 2 ? 7 : sizeof buf)) > 0) {
				bytes += (int)r;
				first = 0;
				if (who % 2)
					break; /* level: told again */
			}
			if (r == 0) {
				ends++;
				close(pipes[who][0]);
			} else if (r < 0 && first) {
				spurious += !(got[i].events & EPOLLET) && who % 2;
			}
		}
	}
	printf("bytes %d counter %d spurious %d empty %d timer %d ends %d\n", bytes, counted,
		spurious, empty, ticks >= 20, ends);
	while (wait(NULL) > 0)
		;
	close(set);
}

static void
ping_pong(void)
{
	int to[2], fro[2], count = 0, status;
	char c;

	pipe(to);
	pipe(fro);
	if (fork() == 0) {
		int n = 0, set = epoll_create1(0);
		struct epoll_event e = { .events = EPOLLIN | EPOLLET };
		close(to[1]);
		epoll_ctl(set, EPOLL_CTL_ADD, to[0], &e);
		while (epoll_wait(set, &e, 1, -1) == 1 && read(to[0], &c, 1) == 1) {
			n++;
			write(fro[1], &c, 1);
		}
		_exit(n == PINGS ? 0 : 1);
	}
	close(to[0]);
	struct pollfd p = { .fd = fro[0], .events = POLLIN };
	for (int i = 0; i < PINGS; i++) {
		write(to[1], "p", 1);
		if (i % 2) {
			if (poll(&p, 1, -1) != 1)
				break;
		} else {
			fd_set r;
			FD_ZERO(&r);
			FD_SET(fro[0], &r);
			if (select(fro[0] + 1, &r, NULL, NULL, NULL) != 1)
				break;
		}
		count += read(fro[0], &c, 1) == 1;
	}
	close(to[1]);
	wait(&status);
	printf("ping-pong %d %d\n", count, status == 0 ? PINGS : -1);
}

static long
ms(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
idle(void)
{
	int set = epoll_create1(0), fd = eventfd(0, 0);
	struct epoll_event e = { .events = EPOLLIN };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct timeval t = { .tv_usec = 100000 };
	fd_set r;
	long cpu = ms(CLOCK_PROCESS_CPUTIME_ID), real = ms(CLOCK_MONOTONIC);

	epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
	FD_ZERO(&r);
	FD_SET(fd, &r);
	epoll_wait(set, &e, 1, 100);
	poll(&p, 1, 100);
	select(fd + 1, &r, NULL, NULL, &t);
	cpu = ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	real = ms(CLOCK_MONOTONIC) - real;
	printf("idle %d\n", cpu <= 30 && real >= 300);
}

int
main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	many();
	ping_pong();
	idle();
}
