/* signal_wasix.c -- signals as WASIX's own libcs have them: one exported function for all, named by
 * callback_signal, which keeps dispositions for itself. */
#include "guest.h"
#include "process_table.h"
#include "signals.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- the callback --- */

/* What such a libc can handle: all that would end the process, unless it is ignored. */
static void
take_over(void)
{
	static const struct signal_action HANDLE = { .disposition = DISPOSITION_HANDLER };

	for (int sig = 1; sig < SIGNALS; sig++)
		if (sig != SIGNAL_RUNTIME && signal_would_end(sig))
			(void)signal_set_action(sig, &HANDLE);
}

static bool
names_a_callback(struct wasix_caller *c, const char *name)
{
	wasix_extern item;

	return wasix_instance_export(c->instance, name, &item) && item.kind == WASIX_EXTERN_FUNC;
}

/* WASIX, callback_signal. Libcs name an export that does not exist to hold signals back: they wait
 * in the kernel then, and arrive before the call with the right name returns. */
void
host_callback_signal(struct wasix_caller *c, wasix_gptr name, uint32_t name_len)
{
	struct wasix_process *p = caller_process(c);
	char copy[sizeof p->signal_handler] = { 0 };

	if (name_len >= sizeof copy || guest_read(c, copy, name, name_len))
		return;
	if (!names_a_callback(c, copy)) {
		signal_mask_change(SIG_BLOCK, signals_handled());
		return;
	}
	bool first = !p->signal_handler[0];
	memcpy(p->signal_handler, copy, sizeof copy);
	if (first)
		take_over();
	signal_mask_change(SIG_UNBLOCK, signals_handled());
}

/* --- sending --- */

static wasix_errno
wasi_result(int result)
{
	return result < 0 ? errno_to_wasi(-result) : ABI_ERRNO_SUCCESS;
}

static bool
is_signal(uint32_t sig)
{
	return sig < SIGNALS && sig != SIGNAL_RUNTIME;
}

/* WASI preview1, proc_raise */
wasix_errno
host_proc_raise(struct wasix_caller *c, uint32_t sig)
{
	sig &= 0xff;
	return is_signal(sig) ? wasi_result(signal_self(c, (int)sig, false)) : ABI_ERRNO_INVAL;
}

/* WASIX, proc_signal */
wasix_errno
host_proc_signal(struct wasix_caller *c, uint32_t pid, uint32_t sig)
{
	bool self = false;
	int result =
		process_signal(caller_process(c), (int32_t)pid, (int)(sig & 0xff), NULL, &self);

	return self && !result ? host_proc_raise(c, sig) : wasi_result(result);
}

/* WASIX, thread_signal: a thread that is gone is no error */
wasix_errno
host_thread_signal(struct wasix_caller *c, uint32_t tid, uint32_t sig)
{
	sig &= 0xff;
	if (!is_signal(sig))
		return ABI_ERRNO_INVAL;
	int result = signal_thread(c, tid, (int)sig);
	return result == -ESRCH ? ABI_ERRNO_SUCCESS : wasi_result(result);
}

/* WASIX, proc_raise_interval: nanoseconds; 0 ends it */
wasix_errno
host_proc_raise_interval(struct wasix_caller *c, uint32_t sig, uint64_t interval, uint32_t repeat)
{
	(void)c;
	sig &= 0xff;
	if (!sig || !is_signal(sig) || interval > INT64_MAX)
		return ABI_ERRNO_INVAL;
	return wasi_result(timer_raise((int)sig, (int64_t)interval, repeat != 0));
}

/* --- what was inherited --- */

static bool
is_ignored(int sig)
{
	return sig != SIGKILL && sig != SIGSTOP && sig != SIGNAL_RUNTIME &&
	       signal_disposition(sig) == DISPOSITION_IGNORE;
}

/* WASIX, proc_signals_get: those that the process was started with, ignored ones */
wasix_errno
host_proc_signals_get(struct wasix_caller *c, wasix_gptr buf)
{
	for (int sig = 1; sig < SIGNALS; sig++) {
		struct abi_signal_disposition d = { (abi_signal)sig, ABI_DISPOSITION_IGNORE };
		if (!is_ignored(sig))
			continue;
		GUEST_TRY(guest_write(c, buf, &d, sizeof d));
		buf += (uint32_t)sizeof d;
	}
	return ABI_ERRNO_SUCCESS;
}

/* WASIX, proc_signals_sizes_get */
wasix_errno
host_proc_signals_sizes_get(struct wasix_caller *c, wasix_gptr ret_count)
{
	uint32_t count = 0;

	for (int sig = 1; sig < SIGNALS; sig++)
		count += is_ignored(sig);
	return guest_write_u32(c, ret_count, count);
}
