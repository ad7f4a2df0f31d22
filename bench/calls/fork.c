/* fork.c -- fork, exit, wait of a process that has written nothing yet. */
#define CALLS 1 /* it is long enough */
#include "least.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
fork_once(void)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
		abort();
}

int
main(void)
{
	PRINT_LEAST(fork_once());
	return 0;
}
