// RUN: --enable-threads
// CFLAGS: -pthread
/* Joins that try or wait for a while, locks of C11 with limits, scheduling of a thread, its processors and its clock, and
 * what attributes say. */
// EXPECT: try join: busy, then 7; timed join: timed out, then 8
// EXPECT: mtx_timedlock: timed out, then got it; trylock busy
// EXPECT: policy 0 priority 0; same again 0; no such policy 22
// EXPECT: processors of the thread are those of the process 1
// EXPECT: clock of the thread runs 1
// EXPECT: guard 12288, stack 262144, detached 1, inherits 1, scope 22 or 95
// EXPECT: a policy in attributes: 1, priority 5
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>
#include <time.h>

static sem_t go;

static void *
waits(void *value)
{
	while (sem_wait(&go) < 0)
		;
	return value;
}

static struct timespec
soon(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += 20000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

static void
joins(void)
{
	pthread_t a, b;
	void *value = NULL;

	pthread_create(&a, NULL, waits, (void *)7);
	printf("try join: %s,", pthread_tryjoin_np(a, &value) == EBUSY ? "busy" : "?");
	sem_post(&go);
	while (pthread_tryjoin_np(a, &value) == EBUSY)
		thrd_yield();
	printf(" then %d;", (int)(long)value);
	pthread_create(&b, NULL, waits, (void *)8);
	struct timespec t = soon();
	printf(" timed join: %s,", pthread_timedjoin_np(b, &value, &t) == ETIMEDOUT ? "timed out" : "?");
	sem_post(&go);
	t.tv_sec += 20;
	pthread_timedjoin_np(b, &value, &t);
	printf(" then %d\n", (int)(long)value);
}

static mtx_t m;

static int
locks(void *unused)
{
	struct timespec t = soon();
	int late = mtx_timedlock(&m, &t) == thrd_timedout;
	int busy = mtx_trylock(&m) == thrd_busy;
	(void)unused;
	sem_post(&go);
	t.tv_sec += 20;
	int got = mtx_timedlock(&m, &t) == thrd_success;
	mtx_unlock(&m);
	return late | busy << 1 | got << 2;
}

static void
c11(void)
{
	thrd_t t;
	int result;

	mtx_init(&m, mtx_timed);
	mtx_lock(&m);
	thrd_create(&t, locks, NULL);
	while (sem_wait(&go) < 0)
		;
	mtx_unlock(&m);
	thrd_join(t, &result);
	printf("mtx_timedlock: %s, then %s; trylock %s\n", result & 1 ? "timed out" : "?", result & 4 ? "got it" : "?",
		result & 2 ? "busy" : "?");
}

static void
scheduling(void)
{
	struct sched_param p = { .sched_priority = -1 }, same = { 0 };
	cpu_set_t own, process;
	int policy = -1;

	pthread_getschedparam(pthread_self(), &policy, &p);
	printf("policy %d priority %d; same again %d; no such policy %d\n", policy, p.sched_priority,
		pthread_setschedparam(pthread_self(), SCHED_OTHER, &same), pthread_setschedparam(pthread_self(), 77, &same));
	CPU_ZERO(&own);
	CPU_ZERO(&process);
	pthread_getaffinity_np(pthread_self(), sizeof own, &own);
	sched_getaffinity(0, sizeof process, &process);
	printf("processors of the thread are those of the process %d\n", CPU_COUNT(&own) > 0 && CPU_EQUAL(&own, &process));

	struct timespec before, after;
	clockid_t clock;
	int e = pthread_getcpuclockid(pthread_self(), &clock);
	e |= clock_gettime(clock, &before);
	for (volatile int i = 0; i < 3000000; i++)
		;
	e |= clock_gettime(clock, &after);
	printf("clock of the thread runs %d\n", !e && (after.tv_sec > before.tv_sec || after.tv_nsec > before.tv_nsec));
}

static void
attributes(void)
{
	pthread_attr_t a;
	struct sched_param p = { .sched_priority = 5 }, got;
	size_t guard, stack;
	int detached, inherits, policy;

	pthread_attr_init(&a);
	pthread_attr_setguardsize(&a, 12288);
	pthread_attr_setstacksize(&a, 262144);
	pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
	pthread_attr_setinheritsched(&a, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_getguardsize(&a, &guard);
	pthread_attr_getstacksize(&a, &stack);
	pthread_attr_getdetachstate(&a, &detached);
	pthread_attr_getinheritsched(&a, &inherits);
	int e = pthread_attr_setscope(&a, PTHREAD_SCOPE_PROCESS);
	printf("guard %zu, stack %zu, detached %d, inherits %d, scope %s\n", guard, stack, detached == PTHREAD_CREATE_DETACHED,
		inherits == PTHREAD_EXPLICIT_SCHED, e == EINVAL || e == ENOTSUP ? "22 or 95" : strerror(e));
	pthread_attr_setschedpolicy(&a, SCHED_FIFO);
	pthread_attr_setschedparam(&a, &p);
	pthread_attr_getschedpolicy(&a, &policy);
	pthread_attr_getschedparam(&a, &got);
	printf("a policy in attributes: %d, priority %d\n", policy, got.sched_priority);
}

int
main(void)
{
	sem_init(&go, 0, 0);
	joins();
	c11();
	scheduling();
	attributes();
}
