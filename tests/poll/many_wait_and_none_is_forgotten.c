// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: one-shot 12000, twice 0, spurious 0
// EXPECT: exclusive 12000, empty 0
// EXPECT: poll 12000, empty 0
// EXPECT: idle 1
/* Four threads write into eight pipes, four wait for them: in one set by one-shot events, where
 * each event is one thread's; each in a set of its own by exclusive, edge-triggered ones; in poll.
 * A wake-up that is lost would hang, one for nothing is counted. Then all wait and nothing happens,
 * which costs nothing. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { PIPES = 8, WRITERS = 4, READERS = 4, BYTES = 3000, TOTAL = WRITERS * BYTES };

static int pipes[PIPES][2], stop[2], shared;
static atomic_int got, twice, spurious, empty, busy[PIPES];

static void *
writer(void *env)
{
	int first = (int)(intptr_t)env;

	for (int i = 0; i < BYTES; i++) {
		if (write(pipes[(first + i) % PIPES][1], "x", 1) != 1)
			perror("write");
		if (i % 500 == 250) /* the readers come to rest */
			nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
	}
	return NULL;
}

/* All that is there; bytes. */
static int
drain(int fd)
{
	char buf[64];
	int n, all = 0;

	while ((n = (int)read(fd, buf, sizeof buf)) > 0)
		all += n;
	return all;
}

static void
took(int n)
{
	if (atomic_fetch_add(&got, n) + n == TOTAL)
		close(stop[1]); /* everybody is told, for good */
}

static void
add(int set, int fd, uint32_t events, int number)
{
	struct epoll_event e = { .events = events, .data.u32 = (uint32_t)number };

	if (epoll_ctl(set, EPOLL_CTL_ADD, fd, &e))
		perror("epoll_ctl");
}

static void *
one_shot(void *env)
{
	struct epoll_event e;

	for (;;) {
		if (epoll_wait(shared, &e, 1, -1) != 1)
			continue;
		int i = (int)e.data.u32;
		if (i == PIPES)
			return NULL;
		twice += atomic_fetch_add(&busy[i], 1) != 0;
		int n = drain(pipes[i][0]);
		spurious += n == 0;
		atomic_fetch_sub(&busy[i], 1);
		e.events = EPOLLIN | EPOLLONESHOT;
		epoll_ctl(shared, EPOLL_CTL_MOD, pipes[i][0], &e);
		took(n);
	}
}

static void *
exclusive(void *env)
{
	struct epoll_event e[3];
	int set = epoll_create1(0);

	for (int i = 0; i < PIPES; i++)
		add(set, pipes[i][0], EPOLLIN | EPOLLET | EPOLLEXCLUSIVE, i);
	add(set, stop[0], EPOLLIN, PIPES);
	for (;;) {
		int n = epoll_wait(set, e, 3, -1);
		empty += n == 0;
		for (int k = 0; k < n; k++) {
			if (e[k].data.u32 == PIPES) {
				close(set);
				return NULL;
			}
			took(drain(pipes[e[k].data.u32][0]));
		}
	}
}

static void *
polling(void *env)
{
	struct pollfd p[PIPES + 1];

	for (int i = 0; i <= PIPES; i++)
		p[i] = (struct pollfd){ .fd = i < PIPES ? pipes[i][0] : stop[0], .events = POLLIN };
	for (;;) {
		int n = poll(p, PIPES + 1, -1), told = 0;
		for (int i = 0; i < PIPES; i++)
			if (p[i].revents) {
				told++;
				took(drain(p[i].fd)); /* perhaps another was faster */
			}
		empty += n == 0 || (told == 0 && !p[PIPES].revents);
		if (p[PIPES].revents)
			return NULL;
	}
}

static void
round_of(void *(*reader)(void *))
{
	pthread_t threads[WRITERS + READERS];

	got = twice = spurious = empty = 0;
	pipe(stop);
	shared = epoll_create1(0);
	for (int i = 0; i < PIPES; i++) {
		pipe2(pipes[i], O_NONBLOCK);
		fcntl(pipes[i][1], F_SETFL, 0);
		add(shared, pipes[i][0], EPOLLIN | EPOLLONESHOT, i);
	}
	add(shared, stop[0], EPOLLIN, PIPES);
	for (int i = 0; i < READERS; i++)
		pthread_create(&threads[i], NULL, reader, NULL);
	for (int i = 0; i < WRITERS; i++)
		pthread_create(&threads[READERS + i], NULL, writer, (void *)(intptr_t)i);
	for (int i = 0; i < WRITERS + READERS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < PIPES; i++)
		close(pipes[i][0]), close(pipes[i][1]);
	close(shared);
	close(stop[0]);
}

static long
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
idle(void)
{
	pthread_t threads[3];
	void *(*readers[])(void *) = { one_shot, exclusive, polling };

	pipe(stop);
	shared = epoll_create1(0);
	for (int i = 0; i < PIPES; i++) {
		pipe2(pipes[i], O_NONBLOCK);
		add(shared, pipes[i][0], EPOLLIN | EPOLLONESHOT, i);
	}
	add(shared, stop[0], EPOLLIN, PIPES);
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, readers[i], NULL);
	nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
	long before = cpu_ms();
	nanosleep(&(struct timespec){ .tv_nsec = 300000000 }, NULL);
	printf("idle %d\n", cpu_ms() - before <= 30);
	close(stop[1]);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
}

int
main(void)
{
	alarm(60);
	round_of(one_shot);
	printf("one-shot %d, twice %d, spurious %d\n", got, twice, spurious);
	round_of(exclusive);
	printf("exclusive %d, empty %d\n", got, empty);
	round_of(polling);
	printf("poll %d, empty %d\n", got, empty);
	idle();
	return 0;
}
