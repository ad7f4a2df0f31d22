/* run_limits.c -- the time limit of a run, signals that end one, the host's limit on descriptors.
 */
#include "run_limits.h"

#include "commands.h"

#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { FDS_OF_OURS = 64 };

/* Whose terminal a signal handler puts back. */
static wasix_process *volatile running;

static void
on_timeout(int signal_number)
{
	static const char TEXT[] = "wasix run: the guest was ended: its time (--timeout) is over\n";
	(void)signal_number;
	if (running)
		// NOLINTNEXTLINE(bugprone-signal-handler,cert-*): tcsetattr is all it calls
		wasix_process_restore_terminal(running);
	(void)!write(STDERR_FILENO, TEXT, sizeof TEXT - 1);
	_exit(STATUS_TRAP);
}

/* Dies of the signal, as if there were no handler. */
static void
on_end(int signal_number)
{
	if (running)
		// NOLINTNEXTLINE(bugprone-signal-handler,cert-*): tcsetattr is all it calls
		wasix_process_restore_terminal(running);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* A guest that is stopped from outside leaves the terminal as it was, too. What was ignored when we
 * were started stays so. */
static void
watch_signals(void)
{
	static const int SIGNALS[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

	for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
		if (signal(SIGNALS[i], on_end) == SIG_IGN)
			signal(SIGNALS[i], SIG_IGN);
}

static void
start_timer(double seconds)
{
	timer_t timer;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGXCPU };
	struct itimerspec when = { .it_value.tv_sec = (time_t)seconds };
	when.it_value.tv_nsec = (long)((seconds - (double)when.it_value.tv_sec) * 1e9);
	if (!when.it_value.tv_sec && !when.it_value.tv_nsec)
		when.it_value.tv_nsec = 1;
	signal(SIGXCPU, on_timeout);
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
		timer_settime(timer, 0, &when, NULL);
}

void
run_watch(wasix_process *process, double timeout_s)
{
	running = process;
	watch_signals();
	if (timeout_s > 0)
		start_timer(timeout_s);
}

void
run_watch_end(void)
{
	running = NULL;
}

void
run_raise_fds(uint32_t count)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)count + FDS_OF_OURS; /* the runtime has some open, too */

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}
