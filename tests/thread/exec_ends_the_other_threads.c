// RUN: --enable-threads --dir=..::/up
// CFLAGS: -pthread
// EXPECT: first
// EXPECT: second
// EXIT: 5
/* A thread replaces the program while the first one computes and another waits in a call; the new
 * program has threads of its own. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *self;

static void *
computes(void *p)
{
	for (volatile int i = 0;; i++)
		;
	return p;
}

static void *
waits(void *p)
{
	int fds[2];
	char c;
	pipe(fds);
	read(fds[0], &c, 1);
	puts("came back");
	return p;
}

static void *
executes(void *p)
{
	usleep(20000);
	execl("/up/nothing", self, "second", NULL); /* fails, and nothing has ended */
	execl(self, self, "second", NULL);
	puts("still here");
	_exit(9);
	return p;
}

int
main(int argc, char **argv)
{
	pthread_t t;

	setvbuf(stdout, NULL, _IOLBF, 0);
	puts(argc > 1 ? argv[1] : "first");
	self = argv[0];
#ifdef __wasm__
	self = "/up/guest.wasm";
#endif
	pthread_create(&t, NULL, computes, NULL);
	pthread_create(&t, NULL, waits, NULL);
	if (argc > 1) {
		usleep(10000);
		return 5;
	}
	pthread_create(&t, NULL, executes, NULL);
	computes(NULL);
}
