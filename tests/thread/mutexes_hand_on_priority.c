// RUN: --enable-threads
// CFLAGS: -pthread
/* PTHREAD_PRIO_INHERIT: mutexes of all kinds, contended, with time limits, after a death, with conditions and
 * between processes. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 5000 };

static pthread_mutex_t m;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static long counter;
static int turn;

static int
make(pthread_mutex_t *mutex, int type, int robust, int shared)
{
	pthread_mutexattr_t a;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_settype(&a, type);
	pthread_mutexattr_setrobust(&a, robust);
	pthread_mutexattr_setpshared(&a, shared);
	int e = pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
	if (e)
		return e;
	int got;
	pthread_mutexattr_getprotocol(&a, &got);
	return got == PTHREAD_PRIO_INHERIT ? pthread_mutex_init(mutex, &a) : -1;
}

static void *
counts(void *p)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&m);
		long seen = counter;
		if (i % 64 == 0)
			sched_yield();
		counter = seen + 1;
		pthread_mutex_unlock(&m);
	}
	return p;
}

static void *
dies(void *p)
{
	pthread_mutex_lock(&m);
	return p;
}

static void *
takes_turns(void *p)
{
	int id = (int)(long)p;

	for (int i = 0; i < 500; i++) {
		pthread_mutex_lock(&m);
		while (turn != id)
			pthread_cond_wait(&condition, &m);
		turn = !id;
		pthread_cond_broadcast(&condition);
		pthread_mutex_unlock(&m);
	}
	return p;
}

static void *
tries(void *p)
{
	struct timespec at;

	printf("other: try %d", pthread_mutex_trylock(&m));
	clock_gettime(CLOCK_REALTIME, &at);
	at.tv_nsec += 10000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	printf(" timed %d", pthread_mutex_timedlock(&m, &at) == ETIMEDOUT);
	printf(" unlock %d\n", pthread_mutex_unlock(&m));
	return p;
}

static void
run(void *(*f)(void *), int count)
{
	pthread_t t[THREADS];

	for (int i = 0; i < count; i++)
		pthread_create(&t[i], NULL, f, (void *)(long)i);
	for (int i = 0; i < count; i++)
		pthread_join(t[i], NULL);
}

int
main(void)
{
	static const int types[] = { PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_RECURSIVE };

	for (int i = 0; i < 3; i++) {
		printf("make %d\n", make(&m, types[i], PTHREAD_MUTEX_STALLED, 0));
		counter = 0;
		run(counts, THREADS);
		printf("counted %d\n", counter == THREADS * ROUNDS);
		turn = 0;
		run(takes_turns, 2);
		printf("turns %d\n", turn == 0);
		if (i == 0)
			continue;
		printf("lock %d again %d\n", pthread_mutex_lock(&m), pthread_mutex_lock(&m));
		run(tries, 1);
		printf("unlock %d twice %d\n", pthread_mutex_unlock(&m), pthread_mutex_unlock(&m));
	}
	for (int i = 0; i < 3; i++) {
		make(&m, types[i], PTHREAD_MUTEX_ROBUST, 0);
		run(dies, 1);
		printf("owner died %d", pthread_mutex_lock(&m) == EOWNERDEAD);
		if (i != 1)
			pthread_mutex_consistent(&m);
		printf(" unlock %d", pthread_mutex_unlock(&m));
		printf(" then %d\n", pthread_mutex_lock(&m));
	}
	pthread_mutex_t *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long *sum = (long *)(shared + 1);
	printf("shared %d\n", make(shared, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED, 1));
	fflush(stdout);
	for (int k = 0; k < 3; k++)
		if (fork() == 0) {
			for (int i = 0; i < ROUNDS; i++) {
				pthread_mutex_lock(shared);
				long seen = *sum;
				if (i % 64 == 0)
					sched_yield();
				*sum = seen + 1;
				pthread_mutex_unlock(shared);
			}
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	printf("sum %d\n", *sum == 3 * ROUNDS);
}
