// EXPECT: cleanup
// EXIT: 0
/* Without another thread a cancellation point is a plain call; a handler may cancel in it all the same. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void
on_alarm(int signal)
{
	(void)signal;
	pthread_cancel(pthread_self());
}

static void
cleanup(void *unused)
{
	(void)unused;
	puts("cleanup");
	fflush(stdout);
}

int
main(void)
{
	struct sigaction action = { .sa_handler = on_alarm };
	int fd[2];
	char c;

	if (pipe(fd) || sigaction(SIGALRM, &action, NULL))
		return 1;
	pthread_cleanup_push(cleanup, NULL);
	alarm(1);
	read(fd[0], &c, 1);
	read(fd[0], &c, 1);
	puts("not cancelled");
	pthread_cleanup_pop(0);
	return 2;
}
