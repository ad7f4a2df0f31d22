// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: sum 4000, keys gone 4, locals kept 4
// EXPECT: turns 2000
// EXPECT: once 1, barrier 1, timed out 1
/* Threads, locks, conditions, keys: what programs use them for, on whatever host this runs. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_barrier_t barrier;
static pthread_key_t key;
static _Thread_local int local = 7;
static int sum, whose, turns, called;
static atomic_int gone, kept, serial;

static void
call_once_only(void)
{
	called++;
}

static void
destroy(void *p)
{
	gone++;
}

static void *
add(void *p)
{
	pthread_once(&once, call_once_only);
	pthread_setspecific(key, p);
	local += (int)(long)p;
	for (int i = 0; i < 1000; i++) {
		pthread_mutex_lock(&lock);
		sum++;
		pthread_mutex_unlock(&lock);
	}
	kept += local == 7 + (int)(long)p;
	serial += pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
	return p;
}

static void *
take_turns(void *p)
{
	int me = (int)(long)p;

	pthread_mutex_lock(&lock);
	for (int i = 0; i < 1000; i++) {
		while (whose != me)
			pthread_cond_wait(&turn, &lock);
		whose = !me;
		turns++;
		pthread_cond_signal(&turn);
	}
	pthread_mutex_unlock(&lock);
	return NULL;
}

int
main(void)
{
	pthread_t t[4];
	void *result;

	pthread_key_create(&key, destroy);
	pthread_barrier_init(&barrier, NULL, 4);
	for (long i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, add, (void *)(i + 1));
	for (long i = 0; i < 4; i++) {
		pthread_join(t[i], &result);
		if (result != (void *)(i + 1))
			puts("wrong result");
	}
	printf("sum %d, keys gone %d, locals kept %d\n", sum, gone, kept);
	for (long i = 0; i < 2; i++)
		pthread_create(&t[i], NULL, take_turns, (void *)i);
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	printf("turns %d\n", turns);

	struct timespec soon;
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_nsec += 20000000;
	if (soon.tv_nsec >= 1000000000)
		soon.tv_sec++, soon.tv_nsec -= 1000000000;
	pthread_mutex_lock(&lock);
	int e = pthread_cond_timedwait(&turn, &lock, &soon);
	printf("once %d, barrier %d, timed out %d\n", called, serial, e == ETIMEDOUT);
}
