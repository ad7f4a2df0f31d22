/* process.c -- args_*, environ_*, proc_*, futex_*. Numbers of processes are process_table.c's. */
#include "guest.h"
#include "launch.h"
#include "process_table.h"
#include "thread.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	SIGNAL_MAX = 64,
	EXIT_SIGNALLED = 128,
};

/* --- arguments and environment --- */

static wasix_errno
list_sizes(struct wasix_caller *c, const struct string_list *l, wasix_gptr count, wasix_gptr bytes)
{
	GUEST_TRY(guest_write_u32(c, count, (uint32_t)l->count));
	return guest_write_u32(c, bytes, (uint32_t)l->bytes);
}

static wasix_errno
list_copy(
	struct wasix_caller *c, const struct string_list *l, wasix_gptr pointers, wasix_gptr bytes)
{
	uint32_t at = bytes;

	if (!guest_in_bounds(c->memory, pointers, l->count * sizeof(abi_ptr)) ||
		!guest_in_bounds(c->memory, bytes, l->bytes))
		return ABI_ERRNO_FAULT;
	for (size_t i = 0; i < l->count; i++) {
		uint32_t len = (uint32_t)strlen(l->items[i]) + 1;
		GUEST_TRY(guest_write_u32(c, pointers + (uint32_t)(i * sizeof(abi_ptr)), at));
		GUEST_TRY(guest_write(c, at, l->items[i], len));
		at += len;
	}
	return ABI_ERRNO_SUCCESS;
}

/* WASI preview1, args_get */
wasix_errno
host_args_get(struct wasix_caller *c, wasix_gptr argv, wasix_gptr argv_buf)
{
	return list_copy(c, &caller_process(c)->args, argv, argv_buf);
}

/* WASI preview1, args_sizes_get */
wasix_errno
host_args_sizes_get(struct wasix_caller *c, wasix_gptr argc, wasix_gptr argv_buf_size)
{
	return list_sizes(c, &caller_process(c)->args, argc, argv_buf_size);
}

/* WASI preview1, environ_get */
wasix_errno
host_environ_get(struct wasix_caller *c, wasix_gptr pointers, wasix_gptr bytes)
{
	return list_copy(c, &caller_process(c)->env, pointers, bytes);
}

/* WASI preview1, environ_sizes_get */
wasix_errno
host_environ_sizes_get(struct wasix_caller *c, wasix_gptr count, wasix_gptr buf_size)
{
	return list_sizes(c, &caller_process(c)->env, count, buf_size);
}

/* --- end --- */

/* WASI preview1, proc_exit: eight bits reach the parent, as of exit(3) */
void
host_proc_exit(struct wasix_caller *c, uint32_t code)
{
	if (caller_process(c)->vfork)
		vfork_exit(c, (int)(code & 0xff));
	else
		caller_exit(c, (int)(code & 0xff));
}

/* WASIX, proc_exit2: returns where it ends the child of proc_fork_env */
void
host_proc_exit2(struct wasix_caller *c, uint32_t code)
{
	host_proc_exit(c, code);
}

/* --- identity --- */

/* WASIX, proc_id */
wasix_errno
host_proc_id(struct wasix_caller *c, wasix_gptr ret_pid)
{
	struct wasix_process *p = caller_process(c);
	return guest_write_u32(c, ret_pid, p->vfork ? vfork_pid(p) : process_pid(p));
}

/* WASIX, proc_parent */
wasix_errno
host_proc_parent(struct wasix_caller *c, uint32_t pid, wasix_gptr ret_parent)
{
	uint32_t parent = process_parent(caller_process(c), pid);
	return parent ? guest_write_u32(c, ret_parent, parent) : ABI_ERRNO_SRCH;
}

/* --- signals --- */

/* POSIX, <signal.h>: what a signal does that nobody handles. */
static bool
ignored_by_default(uint32_t sig)
{
	return sig == ABI_SIGNAL_CHLD || sig == ABI_SIGNAL_URG || sig == ABI_SIGNAL_WINCH ||
	       sig == ABI_SIGNAL_CONT;
}

static bool
stops_by_default(uint32_t sig)
{
	return sig == ABI_SIGNAL_STOP || sig == ABI_SIGNAL_TSTP || sig == ABI_SIGNAL_TTIN ||
	       sig == ABI_SIGNAL_TTOU;
}

/* Calls the handler that callback_signal named; false if there is none to call. Does not return
 * when the handler ends the guest. */
static bool
signal_handle(struct wasix_caller *c, uint32_t sig)
{
	struct wasix_process *p = caller_process(c);
	wasix_extern item;
	wasix_error err = { 0 };
	wasix_value arg = { .kind = WASIX_I32, .of.i32 = (int32_t)sig };

	if (!p->signal_handler[0] || sig == ABI_SIGNAL_KILL || sig == ABI_SIGNAL_STOP ||
		!wasix_instance_export(c->instance, p->signal_handler, &item) ||
		item.kind != WASIX_EXTERN_FUNC)
		return false;
	wasix_result result = wasix_func_call(item.of.func, &arg, 1, NULL, 0, &err);
	if (result == WASIX_EXIT)
		caller_exit(c, err.exit_code);
	if (result != WASIX_OK)
		caller_trap(c, err.text[0] ? err.text : NULL);
	return true;
}

void
process_die(struct wasix_caller *c, uint32_t sig)
{
	struct wasix_process *p = caller_process(c);
	sigset_t set;

	if (p->is_child) {
		tty_restore(p);
		process_report_refusals(p);
		sigemptyset(&set);
		sigaddset(&set, (int)sig);
		signal((int)sig, SIG_DFL);
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
		raise((int)sig);
	}
	caller_exit(c, EXIT_SIGNALLED + (int)sig);
}

void
process_forked_end(struct wasix_process *p, wasix_result result, const wasix_error *err)
{
	bool exited = result == WASIX_OK || result == WASIX_EXIT;

	if (p->forked_end)
		p->forked_end(p->forked_end_env, result, err);
	tty_restore(p);
	process_report_refusals(p);
	for (;;)
		syscall(SYS_exit_group, exited ? err->exit_code : EXIT_SIGNALLED + SIGABRT);
}

wasix_errno
signal_raise(struct wasix_caller *c, uint32_t sig)
{
	if (sig > SIGNAL_MAX)
		return ABI_ERRNO_INVAL;
	if (sig == ABI_SIGNAL_NONE || signal_handle(c, sig) || ignored_by_default(sig))
		return ABI_ERRNO_SUCCESS;
	if (stops_by_default(sig))
		return errno_of(raise(SIGSTOP)); /* the host's job control sees it */
	process_die(c, sig);
}

/* WASI preview1, proc_raise */
wasix_errno
host_proc_raise(struct wasix_caller *c, uint32_t sig)
{
	return signal_raise(c, sig & 0xff);
}

/* WASIX, proc_signal */
wasix_errno
host_proc_signal(struct wasix_caller *c, uint32_t pid, uint32_t sig)
{
	struct wasix_process *p = caller_process(c);

	if (pid == process_pid(p))
		return signal_raise(c, sig & 0xff);
	int result = process_signal(p, (int32_t)pid, (int)(sig & 0xff));
	return result < 0 ? errno_to_wasi(-result) : ABI_ERRNO_SUCCESS;
}

/* WASIX, thread_signal: a thread that is gone is no error */
wasix_errno
host_thread_signal(struct wasix_caller *c, uint32_t tid, uint32_t sig)
{
	return tid == process_pid(caller_process(c)) || tid == TID_MAIN_OF_LIBC
		       ? signal_raise(c, sig & 0xff)
		       : ABI_ERRNO_SUCCESS;
}

/* WASIX, callback_signal. Libcs name an export that does not exist to hold signals back; that is
 * accepted, and until signals are queued it means: none handles. */
void
host_callback_signal(struct wasix_caller *c, wasix_gptr name, uint32_t name_len)
{
	struct wasix_process *p = caller_process(c);
	char copy[sizeof p->signal_handler] = { 0 };

	if (name_len < sizeof copy && guest_read(c, copy, name, name_len) == ABI_ERRNO_SUCCESS)
		memcpy(p->signal_handler, copy, sizeof copy);
}

/* WASIX, proc_signals_get: what the program was started with */
wasix_errno
host_proc_signals_get(struct wasix_caller *c, wasix_gptr buf)
{
	uint64_t ignored = caller_process(c)->ignored;

	for (unsigned sig = 1; sig <= SIGNAL_MAX; sig++) {
		struct abi_signal_disposition d = { (abi_signal)sig, ABI_DISPOSITION_IGNORE };
		if (!(ignored >> (sig - 1) & 1))
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
	return guest_write_u32(
		c, ret_count, (uint32_t)__builtin_popcountll(caller_process(c)->ignored));
}

/* WASIX, proc_snapshot. NOTE: no capability allows this, so the row's gate refuses it before. */
wasix_errno
host_proc_snapshot(struct wasix_caller *c)
{
	(void)c;
	return ABI_ERRNO_NOTCAPABLE;
}

/* --- futex --- */

/* WASIX, futex_wait: libcs treat every errno as fatal, so none is returned for a good address.
 * *ret_woken is 0 only after the timeout. */
wasix_errno
host_futex_wait(struct wasix_caller *c, wasix_gptr futex, uint32_t expected, wasix_gptr timeout,
	wasix_gptr ret_woken)
{
	struct abi_option_timestamp t;
	uint8_t woken = 1;

	if (futex % 4 != 0)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, futex, sizeof expected))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(guest_read(c, &t, timeout, sizeof t));
	int64_t ns = t.tag != ABI_OPTION_SOME ? -1
		     : t.u.some > INT64_MAX   ? INT64_MAX
					      : (int64_t)t.u.some;
	if (memory_wait32(c->memory, futex, expected, ns, caller_attention(c)) == WAIT_TIMED_OUT)
		woken = 0;
	return guest_write(c, ret_woken, &woken, sizeof woken);
}

static wasix_errno
futex_wake(struct wasix_caller *c, wasix_gptr futex, uint32_t count, wasix_gptr ret_woken)
{
	const uint8_t yes = 1; /* also when nobody waited: callers look at the word, not at this */

	if (!guest_in_bounds(c->memory, futex, 4))
		return ABI_ERRNO_FAULT;
	(void)memory_notify(c->memory, futex, count);
	return guest_write(c, ret_woken, &yes, sizeof yes);
}

/* WASIX, futex_wake */
wasix_errno
host_futex_wake(struct wasix_caller *c, wasix_gptr futex, wasix_gptr ret_woken)
{
	return futex_wake(c, futex, 1, ret_woken);
}

/* WASIX, futex_wake_all */
wasix_errno
host_futex_wake_all(struct wasix_caller *c, wasix_gptr futex, wasix_gptr ret_woken)
{
	return futex_wake(c, futex, UINT32_MAX, ret_woken);
}
