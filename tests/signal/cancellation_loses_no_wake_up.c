// A cancelled thread ends wherever it is: in a wait, on its way to one, computing with the asynchronous type; not while it
// is disabled, and what is no cancellation point is not disturbed.
// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: in waits: read 1 nanosleep 1 sem_wait 1 cond_wait 1 poll 1 sigwait 1 join 1
// EXPECT: 300 races 300
// EXPECT: computing 1
// EXPECT: cleanup ran 3
// EXPECT: disabled first: 1
// EXPECT: mutex is no cancellation point: 1
// EXPECT: killed 1
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int fds[2];
static sem_t never;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static volatile int cleaned, got_mutex;

static void
clean(void *by)
{
	cleaned += (int)(long)by;
}

static void *
reads(void *unused)
{
	char c;
	pthread_cleanup_push(clean, (void *)1);
	read(fds[0], &c, 1);
	pthread_cleanup_pop(0);
	return NULL;
}

static void *
sleeps(void *unused)
{
	struct timespec t = { 100, 0 };
	nanosleep(&t, NULL);
	return NULL;
}

static void *
waits_sem(void *unused)
{
	while (sem_wait(&never) < 0)
		;
	return NULL;
}

static void
unlock(void *m)
{
	pthread_mutex_unlock(m);
	cleaned += 2;
}

static void *
waits_cond(void *unused)
{
	pthread_mutex_lock(&mutex);
	pthread_cleanup_push(unlock, &mutex);
	for (;;)
		pthread_cond_wait(&cond, &mutex);
	pthread_cleanup_pop(1);
}

static void *
polls(void *unused)
{
	poll(NULL, 0, -1);
	return NULL;
}

static void *
waits_signal(void *unused)
{
	sigset_t set;
	int signal;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sigwait(&set, &signal);
	return NULL;
}

static void *
joins(void *other)
{
	pthread_join(*(pthread_t *)other, NULL);
	return NULL;
}

static volatile unsigned sum;

static void *
computes(void *unused)
{
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	for (;;)
		sum = sum * 3 + 1;
}

static volatile int enabled_again;

static void *
disables(void *unused)
{
	struct timespec t = { 0, 50000000 };
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	while (nanosleep(&t, &t) < 0)
		;
	enabled_again = 1;
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	pthread_testcancel();
	return NULL;
}

static void *
locks(void *unused)
{
	pthread_mutex_lock(&mutex);
	got_mutex = 1;
	pthread_mutex_unlock(&mutex);
	pthread_testcancel();
	return NULL;
}

static void
a_little(long us)
{
	struct timespec t = { 0, us * 1000 };
	nanosleep(&t, NULL);
}

static int
cancelled(void *(*does)(void *), void *argument, long us)
{
	pthread_t t;
	void *result = NULL;
	pthread_create(&t, NULL, does, argument);
	if (us)
		a_little(us);
	pthread_cancel(t);
	pthread_join(t, &result);
	return result == PTHREAD_CANCELED;
}

static volatile int killed;
static pthread_t self;

static void
note(int signal)
{
	killed = !pthread_equal(pthread_self(), self);
}

int
main(void)
{
	pthread_t other;
	int ended = 0;

	pipe(fds);
	sem_init(&never, 0, 0);
	printf("in waits: read %d ", cancelled(reads, NULL, 10000));
	printf("nanosleep %d ", cancelled(sleeps, NULL, 10000));
	printf("sem_wait %d ", cancelled(waits_sem, NULL, 10000));
	printf("cond_wait %d ", cancelled(waits_cond, NULL, 10000));
	printf("poll %d ", cancelled(polls, NULL, 10000));
	printf("sigwait %d ", cancelled(waits_signal, NULL, 10000));
	pthread_create(&other, NULL, sleeps, NULL);
	printf("join %d\n", cancelled(joins, &other, 10000));
	pthread_cancel(other);
	pthread_join(other, NULL);
	int before = cleaned;
	for (int i = 0; i < 300; i++)
		ended += cancelled(i % 2 ? sleeps : waits_sem, NULL, i % 3 ? i % 7 * 10 : 0);
	printf("300 races %d\n", ended);
	printf("computing %d\n", cancelled(computes, NULL, 10000));
	printf("cleanup ran %d\n", before);
	printf("disabled first: %d\n", cancelled(disables, NULL, 5000) && enabled_again);
	pthread_mutex_lock(&mutex);
	pthread_create(&other, NULL, locks, NULL);
	a_little(10000);
	pthread_cancel(other);
	a_little(10000);
	pthread_mutex_unlock(&mutex);
	pthread_join(other, NULL);
	printf("mutex is no cancellation point: %d\n", got_mutex);

	self = pthread_self();
	signal(SIGUSR1, note);
	pthread_create(&other, NULL, sleeps, NULL);
	a_little(10000);
	pthread_kill(other, SIGUSR1);
	pthread_join(other, NULL); /* its sleep ends with EINTR */
	printf("killed %d\n", killed);
}
