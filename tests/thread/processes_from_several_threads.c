// RUN: --enable-threads --dir=..::/up
// CFLAGS: -pthread
// EXPECT: ok
/* Threads that fork and start programs at the same time, each waiting for its own children, while
 * others come and go. */
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
enum { THREADS = 3, ROUNDS = 8 };
static char *self;
static volatile int failed, stop;

static int
status_of(pid_t pid)
{
	int status;
	if (pid <= 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void *
starts(void *p)
{
	char wanted[16];
	int number = (int)(long)p;

	for (int i = 0; i < ROUNDS; i++) {
		int code = 10 * number + i;
		snprintf(wanted, sizeof wanted, "%d", code);
		char *argv[] = { self, wanted, NULL };
		pid_t pid;
		if (posix_spawn(&pid, self, NULL, NULL, argv, environ) || status_of(pid) != code)
			failed = 1;
		pid = fork();
		if (pid == 0) {
			free(malloc(1000));
			_exit(code);
		}
		if (status_of(pid) != code)
			failed = 2;
		if (i % 4 == 3) {
			pid = fork();
			if (pid == 0) {
				execv(self, argv);
				_exit(99);
			}
			if (status_of(pid) != code)
				failed = 3;
		}
	}
	return p;
}

static void *
nothing(void *p)
{
	return p;
}

static void *
comes_and_goes(void *p)
{
	pthread_t t;
	while (!stop)
		if (pthread_create(&t, NULL, nothing, NULL) || pthread_join(t, NULL))
			failed = 4;
	return p;
}

int
main(int argc, char **argv)
{
	pthread_t t[THREADS + 1];

	if (argc > 1)
		return atoi(argv[1]);
	self = argv[0];
#ifdef __wasm__
	self = "/up/guest.wasm";
#endif
	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, starts, (void *)(long)(i + 1));
	pthread_create(&t[THREADS], NULL, comes_and_goes, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	stop = 1;
	pthread_join(t[THREADS], NULL);
	if (failed)
		printf("failed %d\n", failed);
	else
		puts("ok");
	return failed;
}
