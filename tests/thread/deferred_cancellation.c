// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* pthread_cancel of threads that wait in each kind of cancellation point, that compute up to one,
 * that refuse for a while. */
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

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static sem_t ready, none;
static int cleaned, fds[2], owned;
static pthread_t sleeper;

static void
clean(void *p)
{
	cleaned++;
	owned = pthread_mutex_trylock(&mutex) == EBUSY;
	pthread_mutex_unlock(&mutex);
}

static void *
waits(void *how)
{
	char c;
	pthread_cleanup_push(clean, NULL);
	sem_post(&ready);
	switch ((long)how) {
	case 0:
		read(fds[0], &c, 1);
		break;
	case 1:
		sleep(100);
		break;
	case 2:
		pthread_mutex_lock(&mutex);
		pthread_cond_wait(&never, &mutex);
		break;
	case 3:
		sem_wait(&none);
		break;
	case 4:
		for (;;)
			pthread_testcancel();
	case 5:
		pthread_join(sleeper, NULL);
		break;
	case 6:
		pause();
		break;
	}
	pthread_cleanup_pop(0);
	return how;
}

static void *
sleeps(void *p)
{
	sleep(100);
	return p;
}

static volatile int step;
static void *
refuses(void *p)
{
	int old;
	SAME(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old), 0);
	SAME(old, PTHREAD_CANCEL_ENABLE);
	sem_post(&ready);
	while (!step)
		;
	usleep(1000); /* a cancellation point that is not one now */
	step = 2;
	SAME(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL), 0);
	pthread_testcancel();
	step = 3;
	return p;
}

int
main(void)
{
	pthread_t t;
	void *result;

	SAME(pipe(fds), 0);
	sem_init(&ready, 0, 0);
	sem_init(&none, 0, 0);
	pthread_create(&sleeper, NULL, sleeps, NULL);
	for (long how = 0; how < 7; how++) {
		SAME(pthread_create(&t, NULL, waits, (void *)how), 0);
		sem_wait(&ready);
		if (how != 4)
			usleep(20000);
		SAME(pthread_cancel(t), 0);
		SAME(pthread_join(t, &result), 0);
		SAME(result == PTHREAD_CANCELED, 1);
		SAME(cleaned, how + 1);
		SAME(owned, how == 2); /* pthread_cond_wait gives the mutex back first */
	}
	SAME(pthread_cancel(sleeper), 0);
	SAME(pthread_join(sleeper, &result), 0);
	SAME(result == PTHREAD_CANCELED, 1);
	SAME(pthread_create(&t, NULL, refuses, NULL), 0);
	sem_wait(&ready);
	SAME(pthread_cancel(t), 0);
	step = 1;
	SAME(pthread_join(t, &result), 0);
	SAME(result == PTHREAD_CANCELED, 1);
	SAME(step, 2);
	puts(failed ? "failed" : "ok");
	return failed;
}
