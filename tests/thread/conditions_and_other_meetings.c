// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* Condition variables and their clocks, read-write locks, barriers, unnamed semaphores, between
 * threads. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
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
enum { THREADS = 4, ROUNDS = 200 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, waiting, woken;

static void
with_threads(void *(*run)(void *))
{
	pthread_t t[THREADS];
	for (long i = 0; i < THREADS; i++)
		SAME(pthread_create(&t[i], NULL, run, (void *)i), 0);
	for (int i = 0; i < THREADS; i++)
		SAME(pthread_join(t[i], NULL), 0);
}

static void *
takes_turns(void *p)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		while (turn % THREADS != (long)p)
			pthread_cond_wait(&changed, &mutex);
		turn++;
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&mutex);
	}
	return p;
}

static void *
waits_to_be_woken(void *p)
{
	pthread_mutex_lock(&mutex);
	int now = ++waiting;
	while (woken < now)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
	return p;
}

static void
signals_wake(void)
{
	pthread_t t[THREADS];
	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, waits_to_be_woken, NULL);
	for (int all = 0; !all; usleep(1000)) {
		pthread_mutex_lock(&mutex);
		all = waiting == THREADS;
		pthread_mutex_unlock(&mutex);
	}
	pthread_mutex_lock(&mutex);
	woken = THREADS;
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < THREADS; i++)
		pthread_cond_signal(&changed); /* each wakes another */
	for (int i = 0; i < THREADS; i++)
		SAME(pthread_join(t[i], NULL), 0);
}

static void
times_out(clockid_t clock)
{
	pthread_condattr_t a;
	pthread_cond_t never;
	clockid_t is = -1;
	struct timespec before, until, after;

	SAME(pthread_condattr_init(&a), 0);
	SAME(pthread_condattr_setclock(&a, clock), 0);
	SAME(pthread_condattr_getclock(&a, &is), 0);
	SAME(is, clock);
	SAME(pthread_cond_init(&never, &a), 0);
	clock_gettime(clock, &before);
	until = before;
	if ((until.tv_nsec += 30000000) >= 1000000000)
		until.tv_sec++, until.tv_nsec -= 1000000000;
	pthread_mutex_lock(&mutex);
	SAME(pthread_cond_timedwait(&never, &mutex, &until), ETIMEDOUT);
	until.tv_nsec = -1;
	SAME(pthread_cond_timedwait(&never, &mutex, &until), EINVAL);
	pthread_mutex_unlock(&mutex);
	clock_gettime(clock, &after);
	long ms =
		(after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
	SAME(ms >= 29 && ms < 3000, 1);
	SAME(pthread_cond_destroy(&never), 0);
}

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static long a, b;
static void *
reads_and_writes(void *p)
{
	for (int i = 0; i < ROUNDS * 10; i++) {
		if (i % 4 == (long)p) {
			pthread_rwlock_wrlock(&rwlock);
			a++, b++;
		} else {
			pthread_rwlock_rdlock(&rwlock);
			if (a != b)
				failed = 1;
		}
		pthread_rwlock_unlock(&rwlock);
	}
	return p;
}
static void *
tries_to_write(void *p)
{
	SAME(pthread_rwlock_trywrlock(&rwlock), EBUSY);
	SAME(pthread_rwlock_tryrdlock(&rwlock), 0);
	SAME(pthread_rwlock_unlock(&rwlock), 0);
	return p;
}

static pthread_barrier_t barrier;
static _Atomic int arrived, serial;
static void *
meets(void *p)
{
	for (int i = 1; i <= ROUNDS; i++) {
		arrived++;
		if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
			serial++;
		if (arrived < i * THREADS)
			failed = 1;
		pthread_barrier_wait(&barrier);
	}
	return p;
}

static sem_t full, empty;
static int slot;
static long sum;
static void *
produces(void *p)
{
	for (int i = 1; i <= 1000; i++) {
		sem_wait(&empty);
		slot = i;
		sem_post(&full);
	}
	return p;
}
static void
semaphores(void)
{
	pthread_t t;
	struct timespec until;
	int value;

	SAME(sem_init(&full, 0, 0), 0);
	SAME(sem_init(&empty, 0, 1), 0);
	pthread_create(&t, NULL, produces, NULL);
	for (int i = 0; i < 1000; i++) {
		sem_wait(&full);
		sum += slot;
		sem_post(&empty);
	}
	pthread_join(t, NULL);
	SAME(sum, 500500);
	SAME(sem_getvalue(&empty, &value), 0);
	SAME(value, 1);
	SAME(sem_trywait(&full), -1);
	SAME(errno, EAGAIN);
	clock_gettime(CLOCK_REALTIME, &until);
	if ((until.tv_nsec += 20000000) >= 1000000000)
		until.tv_sec++, until.tv_nsec -= 1000000000;
	SAME(sem_timedwait(&full, &until), -1);
	SAME(errno, ETIMEDOUT);
	SAME(sem_destroy(&full), 0);
}

int
main(void)
{
	with_threads(takes_turns);
	SAME(turn, THREADS * ROUNDS);
	signals_wake();
	times_out(CLOCK_REALTIME);
	times_out(CLOCK_MONOTONIC);
	with_threads(reads_and_writes);
	SAME(a, THREADS * ROUNDS * 10 / 4);
	pthread_rwlock_rdlock(&rwlock);
	with_threads(tries_to_write);
	pthread_rwlock_unlock(&rwlock);
	SAME(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	with_threads(meets);
	SAME(serial, ROUNDS);
	SAME(pthread_barrier_destroy(&barrier), 0);
	semaphores();
	puts(failed ? "failed" : "ok");
	return failed;
}
