/* handler.c -- a signal to oneself, whose handler runs before kill returns, 300,000 times. */
#include <signal.h>
#include <unistd.h>

static volatile int count;

static void
on_signal(int signal)
{
	count++;
}

int
main(void)
{
	pid_t self = getpid();

	signal(SIGUSR1, on_signal);
	for (int i = 0; i < 300000; i++)
		kill(self, SIGUSR1);
	return count != 300000;
}
