/* stop.c -- ending the calls of other threads (Linux, x86-64).
 *
 * A signal that the guest's libc keeps for itself, so that no guest can ask for it, is sent to the
 * thread. Its handler leaves compiled code at once, at any instruction: such code holds nothing.
 * Host code goes on, though what it waits for is interrupted, and its return to compiled code is
 * the end (attention.c).
 *
 * The same signal carries what a handler on the alternate stack cannot do there
 * (stop_when_handled).
 */
#include "activation.h"
#include "runtime.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

_Thread_local volatile bool thread_stops [[gnu::tls_model("initial-exec")]];

static pthread_once_t installed = PTHREAD_ONCE_INIT;
static struct sigaction previous;
static void (*_Atomic when_handled)(void *context);

static int
stop_signal(void)
{
	return SIGRTMIN; /* 34: musl's SIGSYNCCALL */
}

/* The embedder may have a timer that uses it: `wasix run` does. */
static void
pass_on(int signal_number, siginfo_t *info, void *context)
{
	if (previous.sa_flags & SA_SIGINFO)
		previous.sa_sigaction(signal_number, info, context);
}

static bool
is_own(const siginfo_t *info, int code)
{
	return info->si_code == code && info->si_pid == getpid();
}

static void
on_stop(int signal_number, siginfo_t *info, void *context)
{
	const ucontext_t *at = context;
	const struct activation *a = activation_current();
	const void *pc = (const void *)at->uc_mcontext.gregs[REG_RIP];

	if (is_own(info, SI_QUEUE) && when_handled) {
		when_handled(context);
		return;
	}
	if (!is_own(info, SI_TKILL)) {
		pass_on(signal_number, info, context);
		return;
	}
	if (!a || !a->store->end || !atomic_load(&a->store->end->said))
		return;
	thread_stops = true;
	attention_want(); /* host code goes on until it returns */
	attention_leave_syscall(context);
	if (!activation_code_at(pc))
		return;
	/* The jump keeps the signal mask. */
	pthread_sigmask(SIG_SETMASK, &at->uc_sigmask, NULL);
	activation_stop(WASIX_EXIT);
}

static void
install(void)
{
	/* No SA_RESTART: what waits is to end. Where the stack has no room for it, that is a trap.
	 */
	struct sigaction action = { .sa_sigaction = on_stop, .sa_flags = SA_SIGINFO };

	sigemptyset(&action.sa_mask);
	sigaction(stop_signal(), &action, &previous);
}

void
thread_stop_prepare(void)
{
	pthread_once(&installed, install);
}

void
stop_prepare_when_handled(void (*call)(void *context))
{
	thread_stop_prepare();
	when_handled = call;
}

void
stop_when_handled(void)
{
	siginfo_t info = { .si_signo = stop_signal(), .si_code = SI_QUEUE, .si_pid = getpid() };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, stop_signal());
	pthread_sigmask(SIG_BLOCK, &set, NULL); /* until the calling handler is over */
	(void)syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), stop_signal(), &info);
}

bool
thread_stop(int host_tid)
{
	return syscall(SYS_tgkill, getpid(), host_tid, stop_signal()) == 0;
}
