// RUN: --enable-threads
// CFLAGS: -pthread
/* setuid and its kind in a program with threads: to what the ids are. */
#include <grp.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *
waits(void *p)
{
	for (;;)
		pause();
	return p;
}

int
main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, waits, NULL);
	printf("%d %d", setuid(getuid()), setgid(getgid()));
	printf(" %d %d\n", setreuid(getuid(), geteuid()), setegid(getegid()));
	return 0;
}
