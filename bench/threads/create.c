/* create.c -- a thread made and joined, 20,000 times. */
#include <pthread.h>
#include <stdlib.h>

static void *
run(void *p)
{
	return p;
}

int
main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 20000;
	pthread_t t;

	for (int i = 0; i < count; i++)
		if (pthread_create(&t, NULL, run, NULL) || pthread_join(t, NULL))
			return 1;
}
