/* condition.c -- two threads that take turns by a condition variable, 100,000 turns each. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long turn;

static void *
run(void *own)
{
	for (int i = 0; i < 100000; i++) {
		pthread_mutex_lock(&mutex);
		while (turn % 2 != (long)own)
			pthread_cond_wait(&changed, &mutex);
		turn++;
		pthread_cond_signal(&changed);
		pthread_mutex_unlock(&mutex);
	}
	return own;
}

int
main(void)
{
	pthread_t t;
	void *own;

	if (pthread_create(&t, NULL, run, (void *)1))
		return 1;
	run((void *)0);
	return pthread_join(t, &own) || turn != 200000;
}
