// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* Normal, recursive, error-checking, robust and timed mutexes, spin locks and call_once's cousin,
 * with two threads at each. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int failed;
#define SAME(a, b)                                                                       \
	do {                                                                             \
		long long x_ = (long long)(a), y_ = (long long)(b);                      \
		if (x_ != y_) {                                                          \
			printf("line %d: %s is %lld, not %lld\n", __LINE__, #a, x_, y_); \
			failed = 1;                                                      \
		}                                                                        \
	} while (0)

static pthread_mutex_t mutex;
static pthread_spinlock_t spin;
static long counter;

static void
make(pthread_mutex_t *m, int type, int robust)
{
	pthread_mutexattr_t a;
	int is;
	SAME(pthread_mutexattr_init(&a), 0);
	SAME(pthread_mutexattr_settype(&a, type), 0);
	SAME(pthread_mutexattr_gettype(&a, &is), 0);
	SAME(is, type);
	SAME(pthread_mutexattr_setrobust(&a, robust), 0);
	SAME(pthread_mutex_init(m, &a), 0);
	pthread_mutexattr_destroy(&a);
}

static void *
count(void *p)
{
	for (int i = 0; i < 20000; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
	}
	return p;
}

static void *
count_spinning(void *p)
{
	for (int i = 0; i < 2000; i++) {
		pthread_spin_lock(&spin);
		counter++;
		pthread_spin_unlock(&spin);
	}
	return p;
}

static void
contend(void *(*run)(void *), long wanted)
{
	pthread_t t[4];
	counter = 0;
	for (int i = 0; i < 4; i++)
		SAME(pthread_create(&t[i], NULL, run, NULL), 0);
	for (int i = 0; i < 4; i++)
		SAME(pthread_join(t[i], NULL), 0);
	SAME(counter, wanted);
}

/* What another thread gets for an operation, while this one holds the mutex or not. */
static void *
tries(void *p)
{
	return (void *)(long)pthread_mutex_trylock(p);
}

static void *
unlocks(void *p)
{
	return (void *)(long)pthread_mutex_unlock(p);
}

static void *
waits_50_ms(void *p)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	if ((t.tv_nsec += 50000000) >= 1000000000)
		t.tv_sec++, t.tv_nsec -= 1000000000;
	return (void *)(long)pthread_mutex_timedlock(p, &t);
}

static void *
dies_with(void *p)
{
	return (void *)(long)pthread_mutex_lock(p);
}

static long
elsewhere(void *(*run)(void *), void *p)
{
	pthread_t t;
	void *result;
	SAME(pthread_create(&t, NULL, run, p), 0);
	SAME(pthread_join(t, &result), 0);
	return (long)result;
}

static int once_count;
static void
once(void)
{
	usleep(10000);
	once_count++;
}
static pthread_once_t control = PTHREAD_ONCE_INIT;
static void *
calls_once(void *p)
{
	pthread_once(&control, once);
	return (void *)(long)once_count; /* it is over for everybody */
}

int
main(void)
{
	pthread_mutexattr_t a;

	make(&mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_STALLED);
	contend(count, 80000);
	SAME(pthread_mutex_lock(&mutex), 0);
	SAME(pthread_mutex_trylock(&mutex), EBUSY);
	SAME(elsewhere(tries, &mutex), EBUSY);
	SAME(elsewhere(waits_50_ms, &mutex), ETIMEDOUT);
	SAME(pthread_mutex_unlock(&mutex), 0);
	SAME(pthread_mutex_destroy(&mutex), 0);

	make(&mutex, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED);
	contend(count, 80000);
	for (int i = 0; i < 3; i++)
		SAME(pthread_mutex_lock(&mutex), 0);
	SAME(elsewhere(tries, &mutex), EBUSY);
	SAME(elsewhere(unlocks, &mutex), EPERM);
	for (int i = 0; i < 3; i++)
		SAME(pthread_mutex_unlock(&mutex), 0);
	SAME(pthread_mutex_unlock(&mutex), EPERM);

	make(&mutex, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED);
	contend(count, 80000);
	SAME(pthread_mutex_lock(&mutex), 0);
	SAME(pthread_mutex_lock(&mutex), EDEADLK);
	SAME(elsewhere(unlocks, &mutex), EPERM);
	SAME(elsewhere(waits_50_ms, &mutex), ETIMEDOUT);
	SAME(pthread_mutex_unlock(&mutex), 0);
	SAME(pthread_mutex_unlock(&mutex), EPERM);

	make(&mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST);
	contend(count, 80000);
	SAME(elsewhere(dies_with, &mutex), 0);
	SAME(pthread_mutex_lock(&mutex), EOWNERDEAD);
	SAME(pthread_mutex_consistent(&mutex), 0);
	SAME(pthread_mutex_unlock(&mutex), 0);
	SAME(pthread_mutex_lock(&mutex), 0);
	SAME(pthread_mutex_unlock(&mutex), 0);
	SAME(elsewhere(dies_with, &mutex), 0);
	SAME(pthread_mutex_trylock(&mutex), EOWNERDEAD);
	SAME(pthread_mutex_unlock(&mutex), 0);
	SAME(pthread_mutex_lock(&mutex), ENOTRECOVERABLE);

	SAME(pthread_mutexattr_init(&a), 0);
	SAME(pthread_mutexattr_settype(&a, 77), EINVAL);
	SAME(pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_NONE), 0);
	SAME(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE), 0);
	contend(count_spinning, 8000);
	SAME(pthread_spin_lock(&spin), 0);
	SAME(pthread_spin_trylock(&spin), EBUSY);
	SAME(pthread_spin_unlock(&spin), 0);

	pthread_t t[3];
	for (int i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, calls_once, NULL);
	for (int i = 0; i < 3; i++) {
		void *seen;
		pthread_join(t[i], &seen);
		SAME((long)seen, 1);
	}
	puts(failed ? "failed" : "ok");
	return failed;
}
