// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* pthread_kill: the handler runs in that thread, whether it waits or computes; a semaphore's wait
 * ends with EINTR unless SA_RESTART was said, a condition's and a join go on. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
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

static sem_t sem;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static volatile pthread_t handled_by;
static volatile int handled, waiting, flag, own_mask_holds;

static void
handle(int sig)
{
	handled_by = pthread_self();
	handled++;
}

static void
set(int flags)
{
	struct sigaction a = { .sa_handler = handle, .sa_flags = flags };
	sigaction(SIGUSR1, &a, NULL);
}

static void *
waits_for_sem(void *p)
{
	waiting = 1;
	int r = sem_wait(&sem);
	return (void *)(long)(r ? errno : 0);
}

static void *
waits_for_cond(void *p)
{
	pthread_mutex_lock(&mutex);
	waiting = 1;
	while (!flag)
		SAME(pthread_cond_wait(&cond, &mutex), 0);
	pthread_mutex_unlock(&mutex);
	return NULL;
}

static void *
computes(void *p)
{
	waiting = 1;
	while (!handled)
		;
	return NULL;
}

static void *
blocks(void *p)
{
	sigset_t s, pending;
	sigemptyset(&s);
	sigaddset(&s, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &s, NULL);
	waiting = 1;
	while (!flag)
		usleep(1000);
	sigpending(&pending);
	own_mask_holds = handled == 0 && sigismember(&pending, SIGUSR1);
	pthread_sigmask(SIG_UNBLOCK, &s, NULL);
	SAME(handled, 1);
	return NULL;
}

static pthread_t
start(void *(*run)(void *))
{
	pthread_t t;
	handled = waiting = flag = 0;
	SAME(pthread_create(&t, NULL, run, NULL), 0);
	while (!waiting)
		usleep(1000);
	usleep(20000);
	SAME(pthread_kill(t, 0), 0);
	SAME(pthread_kill(t, SIGUSR1), 0);
	return t;
}

static void
handled_in(pthread_t t)
{
	for (int i = 0; i < 2000 && !handled; i++)
		usleep(1000);
	SAME(handled, 1);
	SAME(pthread_equal(handled_by, t) != 0, 1);
}

int
main(void)
{
	void *result;
	sigset_t mask;

	sem_init(&sem, 0, 0);
	set(0);
	pthread_t t = start(waits_for_sem);
	handled_in(t);
	SAME(pthread_join(t, &result), 0);
	SAME((long)result, EINTR);

	set(SA_RESTART);
	t = start(waits_for_sem);
	handled_in(t);
	sem_post(&sem);
	SAME(pthread_join(t, &result), 0);
	SAME((long)result, 0);

	set(0);
	t = start(waits_for_cond);
	handled_in(t);
	pthread_mutex_lock(&mutex);
	flag = 1;
	pthread_cond_signal(&cond);
	pthread_mutex_unlock(&mutex);
	SAME(pthread_join(t, NULL), 0);

	t = start(computes);
	SAME(pthread_join(t, NULL), 0);
	SAME(pthread_equal(handled_by, t) != 0, 1);

	t = start(blocks);
	SAME(handled, 0);
	flag = 1;
	SAME(pthread_join(t, NULL), 0);
	SAME(own_mask_holds, 1);
	SAME(pthread_sigmask(SIG_BLOCK, NULL, &mask), 0);
	SAME(sigismember(&mask, SIGUSR1), 0);
	SAME(pthread_kill(pthread_self(), 99), EINVAL);
	puts(failed ? "failed" : "ok");
	return failed;
}
