/* contended.c -- a mutex that two threads take in turn, with little to do inside and as little outside; 10 million times each. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile unsigned shared;

static void *
run(void *p)
{
	volatile unsigned own = 0;

	for (int i = 0; i < 10000000; i++) {
		pthread_mutex_lock(&mutex);
		for (int k = 0; k < 20; k++)
			shared += 3;
		pthread_mutex_unlock(&mutex);
		for (int k = 0; k < 20; k++)
			own += 3;
	}
	return p;
}

int
main(void)
{
	pthread_t t[2];

	for (int i = 0; i < 2; i++)
		if (pthread_create(&t[i], NULL, run, NULL))
			return 1;
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	return shared != 1200000000;
}
