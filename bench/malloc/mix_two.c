/* mix_two.c -- 10 million blocks by each of two threads (mix.h). */
#include "mix.h"

#include <pthread.h>

static void *
run(void *failed)
{
	return mix(10000000) ? failed : NULL;
}

int
main(void)
{
	pthread_t t[2];
	void *failed[2];

	for (int i = 0; i < 2; i++)
		if (pthread_create(&t[i], NULL, run, t))
			return 1;
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], &failed[i]);
	return failed[0] || failed[1];
}
