/* ext_signal.c -- extensions about signals: what the guest's libc makes of sigaction, sigprocmask
 * and so on. */
#include "extension.h"
#include "guest.h"
#include "process_table.h"
#include "signals.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

TEXT_TOGETHER

enum { HOW_NO_CHANGE = -1 };

static bool
is_signal(int64_t sig)
{
	return sig > 0 && sig < SIGNALS;
}

/* sigaction(2), but that the handler is always the export __wasm_signal. */
int64_t
host_ext_rt_sigaction(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct signal_action action = { .disposition = (enum disposition)a[1],
		.flags = (uint32_t)a[2],
		.mask = (signal_set)a[3] };
	wasix_extern item;

	if (!is_signal(a[0]) || a[1] < HOW_NO_CHANGE || a[1] > DISPOSITION_HANDLER)
		return -EINVAL;
	if (a[1] == DISPOSITION_HANDLER &&
		!wasix_instance_export(c->instance, "__wasm_signal", &item))
		return -ENOSYS;
	int old = (int)signal_disposition((int)a[0]);
	int e = a[1] == HOW_NO_CHANGE ? 0 : signal_set_action((int)a[0], &action);
	return e ? e : old;
}

/* A waiting signal that the change lets through and that would end the first process ends it here,
 * in order. */
static void
end_by_pending(struct wasix_caller *c, int how, signal_set set)
{
	signal_set pending = 0, open = how == SIG_UNBLOCK ? set : how == SIG_SETMASK ? ~set : 0;

	if (caller_process(c)->is_child || !open)
		return;
	(void)syscall(SYS_rt_sigpending, &pending, sizeof pending);
	for (int sig = 1; pending & open && sig < SIGNALS; sig++)
		if (pending & open & signal_bit(sig) && signal_would_end(sig))
			process_die(c, (uint32_t)sig);
}

/* sigprocmask(2) */
int64_t
host_ext_rt_sigprocmask(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	wasix_gptr set = (wasix_gptr)a[1], old = (wasix_gptr)a[2];
	signal_set new, before;

	if (old && !guest_in_bounds(c->memory, old, sizeof before))
		return -EFAULT;
	if (set && guest_read(c, &new, set, sizeof new))
		return -EFAULT;
	if (set && a[0] != SIG_BLOCK && a[0] != SIG_UNBLOCK && a[0] != SIG_SETMASK)
		return -EINVAL;
	if (set) {
		end_by_pending(c, (int)a[0], new);
		before = signal_mask_change((int)a[0], new);
	} else {
		before = signal_mask();
	}
	return old && guest_write(c, old, &before, sizeof before) ? -EFAULT : 0;
}

/* sigpending(2) */
int64_t
host_ext_rt_sigpending(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	signal_set pending = 0;

	if (syscall(SYS_rt_sigpending, &pending, sizeof pending) < 0)
		return -errno;
	pending &= signal_mask(); /* what merely waits for the end of this call is none */
	return guest_write(c, (wasix_gptr)a[0], &pending, sizeof pending) ? -EFAULT : 0;
}

/* sigsuspend(2) */
int64_t
host_ext_rt_sigsuspend(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	signal_set mask = (signal_set)a[0] & signals_blockable();

	return block_syscall(
		c, RESTARTS_NEVER, SYS_rt_sigsuspend, (long)&mask, sizeof mask, 0, 0, 0, 0);
}

/* sigtimedwait(2) */
int64_t
host_ext_rt_sigtimedwait(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	signal_set set = (signal_set)a[0] & signals_blockable();
	wasix_gptr to = (wasix_gptr)a[1];
	struct timespec t = { .tv_sec = (time_t)(a[2] / 1000000000),
		.tv_nsec = (long)(a[2] % 1000000000) };
	struct guest_siginfo out;
	siginfo_t info;

	if (to && !guest_in_bounds(c->memory, to, sizeof out))
		return -EFAULT;
	long sig = block_syscall(c, RESTARTS_NEVER, SYS_rt_sigtimedwait, (long)&set, (long)&info,
		a[2] < 0 ? 0 : (long)&t, sizeof set, 0, 0);
	if (sig > 0 && to) {
		siginfo_to_guest(caller_process(c), &info, &out);
		if (guest_write(c, to, &out, sizeof out))
			return -EFAULT;
	}
	return sig;
}

/* sigqueue(3), and what a message queue sends. */
int64_t
host_ext_rt_sigqueueinfo(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	siginfo_t info = { .si_signo = (int)a[1], .si_code = a[3] ? SI_MESGQ : SI_QUEUE };
	bool self = false;

	if ((a[1] != 0 && !is_signal(a[1])) || (a[3] != 0 && a[3] != SI_MESGQ))
		return -EINVAL;
	if (a[0] <= 0)
		return -ESRCH;
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value.sival_ptr = (void *)(uintptr_t)(uint32_t)a[2];
	int result = process_signal(caller_process(c), (int32_t)a[0], (int)a[1], &info, &self);
	if (!self)
		return result;
	if (a[1] && !caller_process(c)->is_child && signal_ends((int)a[1]))
		process_die(c, (uint32_t)a[1]);
	return syscall(SYS_rt_sigqueueinfo, getpid(), (int)a[1], &info) < 0 ? -errno : 0;
}

/* kill(2); the process itself comes last, since it may be its end. */
int64_t
host_ext_kill(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	bool self = false;
	int result = process_signal(caller_process(c), (int32_t)a[0], (int)a[1], NULL, &self);

	return self && !result ? signal_self(c, (int)a[1], false) : result;
}

/* tkill(2) */
int64_t
host_ext_tkill(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	if (a[1] < 0 || a[1] >= SIGNALS || a[1] == SIGNAL_RUNTIME)
		return -EINVAL;
	return signal_thread(c, (uint32_t)a[0], (int)a[1]);
}

/* What a handler with SA_SIGINFO gets. */
int64_t
host_ext_signal_info(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	const siginfo_t *info = signal_being_handled();
	struct guest_siginfo out;
	signal_set after;

	if (!info || !signal_return_mask(&after, NULL))
		return -EINVAL;
	siginfo_to_guest(caller_process(c), info, &out);
	return guest_write(c, (wasix_gptr)a[0], &out, sizeof out) ||
			       guest_write(c, (wasix_gptr)a[1], &after, sizeof after)
		       ? -EFAULT
		       : 0;
}

/* What it leaves in uc_sigmask. */
int64_t
host_ext_signal_mask(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	signal_set mask;

	if (guest_read(c, &mask, (wasix_gptr)a[0], sizeof mask))
		return -EFAULT;
	return signal_return_mask(NULL, &mask) ? 0 : -EINVAL;
}

/* For cancellation: no wake-up is lost between a test of the guest's and its call. */
int64_t
host_ext_refuse_waits(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)c;
	signal_refuse_waits(a[0] != 0);
	return 0;
}
