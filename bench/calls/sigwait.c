/* sigwait.c -- a signal to a child and one back, both taken by sigwait, 20,000 times. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(void)
{
	pid_t parent = getpid(), child;
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	child = fork();
	for (int i = 0; i < 20000; i++) {
		if (child)
			kill(child, SIGUSR1);
		sigwait(&set, &signal);
		if (!child)
			kill(parent, SIGUSR1);
	}
	if (child)
		waitpid(child, NULL, 0);
	return 0;
}
