// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* A thread forks while others are in the midst of getting and giving back memory: the child gets some. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 150, THREADS = 3, LARGE = 300000 };

static volatile int stop;

static void *
uses_memory(void *p)
{
	for (unsigned i = 0; !stop; i++) {
		char *a = malloc(LARGE + i % 7 * 10000), *b = malloc(i % 1000 + 1);
		void *m = mmap(NULL, (2 << 20) + i % 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (a)
			a[i % LARGE] = 1;
		munmap(m, (2 << 20) + i % 5 * 4096);
		free(b);
		free(a);
	}
	return p;
}

int
main(void)
{
	pthread_t t[THREADS];
	int bad = 0, status;

	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&t[i], NULL, uses_memory, NULL))
			return 2;
	for (int i = 0; i < CHILDREN; i++) {
		pid_t child = fork();
		if (child == 0) {
			alarm(5);
			char *p = malloc(LARGE * 2), *q = malloc(100);
			if (!p || !q)
				_exit(1);
			memset(p, 1, LARGE * 2);
			free(p);
			free(q);
			_exit(0);
		}
		if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
			bad++;
	}
	stop = 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	if (bad)
		printf("bad %d, status %x\n", bad, status);
	else
		puts("ok");
}
