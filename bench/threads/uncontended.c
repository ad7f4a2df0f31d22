/* uncontended.c -- a mutex locked and unlocked by the one thread that uses it, while another exists; 50 million times. */
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;

static void *
waits(void *p)
{
	pthread_mutex_lock(&held);
	return p;
}

int
main(void)
{
	pthread_t t;

	pthread_mutex_lock(&held);
	if (pthread_create(&t, NULL, waits, NULL))
		return 1;
	for (int i = 0; i < 50000000; i++) {
		pthread_mutex_lock(&mutex);
		pthread_mutex_unlock(&mutex);
	}
	pthread_mutex_unlock(&held);
	return pthread_join(t, NULL);
}
