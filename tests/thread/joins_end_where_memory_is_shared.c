// RUN: --enable-threads --timeout=20
// CFLAGS: -pthread
// EXPECT: 3000 joins
/* A program that maps shared memory waits for words of other processes too; the word that the end
 * of a thread wakes is none of them. */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>

static void *
nothing(void *p)
{
	return p;
}

int
main(void)
{
	pthread_t threads[3];
	int joins = 0;

	if (mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) ==
		MAP_FAILED)
		return 1;
	for (int round = 0; round < 1000; round++) {
		for (int i = 0; i < 3; i++)
			if (pthread_create(&threads[i], NULL, nothing, NULL))
				return 2;
		for (int i = 0; i < 3; i++)
			joins += pthread_join(threads[i], NULL) == 0;
	}
	printf("%d joins\n", joins);
}
