/* run_limits.c -- the time limit of a run, signals that end one, the host's limit on descriptors.
 */
#include "run_limits.h"

#include "commands.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { FDS_OF_OURS = 64 };

/* What SIGPIPE did when we were started: the guest's own, while it runs. */
static void (*pipe_signal)(int) = SIG_DFL;

/* Whose terminal a signal handler puts back. */
static wasix_process *volatile running;

/* When the time is over, and whether it was said; the guest's processes share the latter. */
static struct timespec deadline;
static atomic_bool *said;

/* libwasix keeps the first real-time signal from its guests; who else sends it means nothing. */
static void
on_timeout(int signal_number, siginfo_t *info, void *context)
{
	static const char TEXT[] = "wasix run: the guest was ended: its time (--timeout) is over\n";
	(void)signal_number, (void)context;
	if (info->si_code != SI_TIMER)
		return;
	if (running)
		// NOLINTNEXTLINE(bugprone-signal-handler,cert-*): tcsetattr is all it calls
		wasix_process_restore_terminal(running);
	if (!said || !atomic_exchange(said, true))
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
start_timer(int signal_number)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = signal_number };
	const struct itimerspec when = { .it_value = deadline };
	timer_t timer;

	if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
		timer_settime(timer, TIMER_ABSTIME, &when, NULL);
}

/* fork copies no timer: each process of the guest has its own, for the same moment. One that was
 * stopped goes on then, since only who runs can end. */
static void
start_timers(void)
{
	if (!deadline.tv_sec)
		return;
	start_timer(SIGCONT);
	start_timer(SIGRTMIN);
}

static void
limit_time(double seconds)
{
	const long NS = 1000000000;
	const struct sigaction action = { .sa_sigaction = on_timeout,
		.sa_flags = SA_SIGINFO | SA_RESTART };

	void *page =
		mmap(NULL, sizeof *said, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	said = page == MAP_FAILED ? NULL : page;
	clock_gettime(CLOCK_MONOTONIC, &deadline);
	long ns = deadline.tv_nsec + (long)((seconds - (double)(time_t)seconds) * (double)NS);
	deadline.tv_sec += (time_t)seconds + ns / NS;
	deadline.tv_nsec = ns % NS;
	sigaction(SIGRTMIN, &action, NULL);
	start_timers();
}

void
run_watch(wasix_process *process, double timeout_s)
{
	running = process;
	wasix_process_on_fork(process, start_timers);
	signal(SIGPIPE, pipe_signal);
	watch_signals();
	if (timeout_s > 0)
		limit_time(timeout_s);
}

void
run_watch_end(void)
{
	running = NULL;
	signal(SIGPIPE, SIG_IGN);
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

void
run_ignore_pipes(void)
{
	pipe_signal = signal(SIGPIPE, SIG_IGN);
}
