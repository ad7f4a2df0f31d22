/* signal_action.c -- dispositions: the kernel's, with our handler in place of the guest's.
 *
 * By plain system calls, since the C library keeps two signals of the kernel's for itself, and the
 * guest's library wants them. SIGSEGV, SIGBUS and SIGILL stay with engine/fault.c, which hands on
 * what a process sent.
 */
#include "signals.h"

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

TEXT_TOGETHER

#define SA_RESTORER 0x04000000u

/* struct sigaction as the kernel has it. */
struct kernel_action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	signal_set mask;
};

/* As they were before the guest changed any; set once. */
static struct kernel_action before[SIGNALS];
static pthread_once_t before_is_known = PTHREAD_ONCE_INIT;

/* The guest's. Read by the handler, so each part is atomic. */
static _Atomic uint32_t flags_of[SIGNALS];
static _Atomic signal_set mask_of[SIGNALS];
static _Atomic signal_set handled;

static void
kernel_get(int sig, struct kernel_action *out)
{
	(void)syscall(SYS_rt_sigaction, sig, NULL, out, sizeof out->mask);
}

static int
kernel_set(int sig, const struct kernel_action *action)
{
	return syscall(SYS_rt_sigaction, sig, action, NULL, sizeof action->mask) < 0 ? -errno : 0;
}

static void
remember(void)
{
	for (int sig = 1; sig < SIGNALS; sig++)
		kernel_get(sig, &before[sig]);
}

static bool
is_fault(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGILL;
}

static bool
ignored_by_default(int sig)
{
	return sig == SIGCHLD || sig == SIGCONT || sig == SIGURG || sig == SIGWINCH;
}

static bool
stops_by_default(int sig)
{
	return sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU;
}

signal_set
signals_blockable(void)
{
	return ~(signal_bit(SIGSEGV) | signal_bit(SIGBUS) | signal_bit(SIGILL) |
		 signal_bit(SIGNAL_RUNTIME));
}

/* Our handler runs with everything blocked, and sets the guest's mask itself. */
static struct kernel_action
kernel_action_of(int sig, const struct signal_action *action)
{
	struct kernel_action k = { .mask = signals_blockable() };

	if (action->disposition == DISPOSITION_IGNORE) {
		k.handler = SIG_IGN;
	} else if (action->disposition == DISPOSITION_DEFAULT) {
		/* the runtime may have one that puts the terminal back first */
		k.handler = SIG_DFL;
		if (before[sig].handler != SIG_IGN && before[sig].handler != SIG_DFL)
			return before[sig];
	} else {
		k.handler = (void (*)(int))(void (*)(void))signal_arrived;
		k.flags = SA_SIGINFO | (action->flags & SA_RESETHAND);
	}
	k.flags |= (action->flags & (SA_NOCLDSTOP | SA_NOCLDWAIT)) | SA_RESTORER;
	k.restorer = before[SIGSEGV].restorer;
	return k;
}

/* Faults: fault.c passes on to what was there before it. */
static int
fault_set(int sig, const struct signal_action *action)
{
	struct sigaction s = { .sa_handler = SIG_DFL };

	if (action->disposition == DISPOSITION_IGNORE)
		s.sa_handler = SIG_IGN;
	if (action->disposition == DISPOSITION_HANDLER) {
		stop_prepare_when_handled(signal_due);
		s.sa_sigaction = signal_arrived;
		s.sa_flags = SA_SIGINFO;
	}
	fault_set_previous(sig, &s);
	return 0;
}

int
signal_set_action(int sig, const struct signal_action *action)
{
	if (sig <= 0 || sig >= SIGNALS || sig == SIGKILL || sig == SIGSTOP || sig == SIGNAL_RUNTIME)
		return -EINVAL;
	pthread_once(&before_is_known, remember);
	struct kernel_action k = kernel_action_of(sig, action);
	if (action->disposition == DISPOSITION_HANDLER) {
		atomic_store(&flags_of[sig], action->flags);
		atomic_store(&mask_of[sig], action->mask);
		atomic_fetch_or(&handled, signal_bit(sig));
	}
	int e = is_fault(sig) ? fault_set(sig, action) : kernel_set(sig, &k);
	if (action->disposition != DISPOSITION_HANDLER)
		atomic_fetch_and(&handled, ~signal_bit(sig));
	return e;
}

enum disposition
signal_disposition(int sig)
{
	struct kernel_action k = { 0 };

	if (atomic_load(&handled) & signal_bit(sig))
		return DISPOSITION_HANDLER;
	kernel_get(sig, &k);
	return k.handler == SIG_IGN ? DISPOSITION_IGNORE : DISPOSITION_DEFAULT;
}

struct signal_action
signal_action_of(int sig)
{
	return (struct signal_action){ .disposition = DISPOSITION_HANDLER,
		.flags = atomic_load(&flags_of[sig]),
		.mask = atomic_load(&mask_of[sig]) };
}

signal_set
signals_handled(void)
{
	return atomic_load(&handled);
}

bool
signal_ends_by_default(int sig)
{
	return sig > 0 && sig < SIGNALS && !ignored_by_default(sig) && !stops_by_default(sig);
}

bool
signal_would_end(int sig)
{
	return signal_ends_by_default(sig) && signal_disposition(sig) == DISPOSITION_DEFAULT;
}

bool
signal_ends(int sig)
{
	return signal_would_end(sig) && (sig == SIGKILL || !(signal_mask() & signal_bit(sig)));
}

/* The kernel did it already. */
void
signal_handler_spent(int sig)
{
	atomic_fetch_and(&handled, ~signal_bit(sig));
}

void
signal_actions_reset(void)
{
	static const struct signal_action DEFAULT = { .disposition = DISPOSITION_DEFAULT };
	signal_set set = signals_handled();

	for (int sig = 1; sig < SIGNALS; sig++)
		if (set & signal_bit(sig))
			(void)signal_set_action(sig, &DEFAULT);
}

void
signals_of_child(signal_set ignored, signal_set defaulted)
{
	static const struct signal_action IGNORE = { .disposition = DISPOSITION_IGNORE },
					  DEFAULT = { .disposition = DISPOSITION_DEFAULT };

	for (int sig = 1; sig < SIGNALS; sig++)
		if (ignored & signal_bit(sig))
			(void)signal_set_action(sig, &IGNORE);
		else if (defaulted & signal_bit(sig))
			(void)signal_set_action(sig, &DEFAULT);
}
