/* hand.c -- 25 million blocks that one thread allocates and another frees, 512 at a time. */
#include <pthread.h>
#include <stdlib.h>

enum { BATCH = 512, RING = 4, BATCHES = 50000 };

static void *ring[RING][BATCH];
static unsigned made, taken;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

/* One thread waits while there is nothing, or no room, for it. */
static void
wait_while(const unsigned *counter, unsigned value)
{
	pthread_mutex_lock(&mutex);
	while (*counter == value)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
}

static void
count(unsigned *counter)
{
	pthread_mutex_lock(&mutex);
	++*counter;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&mutex);
}

static void *
consume(void *p)
{
	for (unsigned i = 0; i < BATCHES; i++) {
		wait_while(&made, i);
		for (int k = 0; k < BATCH; k++)
			free(ring[i % RING][k]);
		count(&taken);
	}
	return p;
}

int
main(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, consume, NULL))
		return 1;
	for (unsigned i = 0; i < BATCHES; i++) {
		wait_while(&taken, i - RING);
		for (unsigned k = 0; k < BATCH; k++) {
			char *b = malloc(16 + (i * 7 + k * 13) % 240);
			if (!b)
				return 1;
			b[0] = 1;
			ring[i % RING][k] = b;
		}
		count(&made);
	}
	return pthread_join(t, NULL);
}
