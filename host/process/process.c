/* process.c -- args_*, environ_*, proc_*, futex_*. Numbers of processes are process_table.c's. */
#include "guest.h"
#include "launch.h"
#include "process_table.h"
#include "signals.h"
#include "thread.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

TEXT_TOGETHER

enum {
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
	struct wasix_process *p = caller_process(c);

	if (p->vfork) {
		vfork_exit(c, (int)(code & 0xff));
		return;
	}
	atomic_store(&p->failed, (code & 0xff) != 0);
	process_leave_child_at_once(p, (int)(code & 0xff));
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

/* WASIX, proc_parent: 0 for the first process, as for one whose parent is outside of a namespace of
 * Linux */
wasix_errno
host_proc_parent(struct wasix_caller *c, uint32_t pid, wasix_gptr ret_parent)
{
	uint32_t parent = process_parent(caller_process(c), pid);

	if (!parent)
		return ABI_ERRNO_SRCH;
	return guest_write_u32(c, ret_parent, pid == PID_FIRST ? 0 : parent);
}

/* --- signals: signal.c, signal_wasix.c --- */

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

/* WASIX, proc_snapshot. NOTE: no capability allows this, so the row's gate refuses it before. */
wasix_errno
host_proc_snapshot(struct wasix_caller *c)
{
	(void)c;
	return ABI_ERRNO_NOTCAPABLE;
}

/* --- futex --- */

/* A word lies at a multiple of its size, and in the memory. */
static wasix_errno
futex_check(struct wasix_caller *c, wasix_gptr futex)
{
	if (futex % 4)
		return ABI_ERRNO_INVAL;
	return guest_in_bounds(c->memory, futex, 4) ? 0 : ABI_ERRNO_FAULT;
}

/* WASIX, futex_wait: libcs treat every errno as fatal, so none is returned for a good address.
 * *ret_woken is 0 only after the timeout. */
wasix_errno
host_futex_wait(struct wasix_caller *c, wasix_gptr futex, uint32_t expected, wasix_gptr timeout,
	wasix_gptr ret_woken)
{
	struct abi_option_timestamp t;
	uint8_t woken = 1;

	GUEST_TRY(futex_check(c, futex));
	GUEST_TRY(guest_read(c, &t, timeout, sizeof t));
	int64_t ns = t.tag != ABI_OPTION_SOME ? -1
		     : t.u.some > INT64_MAX   ? INT64_MAX
					      : (int64_t)t.u.some;
	if (signal_waits_are_refused())
		return ABI_ERRNO_INTR;
	enum wait_result result =
		memory_wait32(c->memory, futex, expected, ns, caller_attention(c));
	/* a libc that has one entry for all signals cannot take EINTR: it was woken, then */
	if (result == WAIT_INTERRUPTED && !caller_process(c)->signal_handler[0]) {
		signal_interrupted(ns < 0 ? RESTARTS : RESTARTS_NEVER, false);
		return ABI_ERRNO_INTR;
	}
	if (result == WAIT_TIMED_OUT)
		woken = 0;
	return guest_write(c, ret_woken, &woken, sizeof woken);
}

static wasix_errno
futex_wake(struct wasix_caller *c, wasix_gptr futex, uint32_t count, wasix_gptr ret_woken)
{
	const uint8_t yes = 1; /* also when nobody waited: callers look at the word, not at this */

	GUEST_TRY(futex_check(c, futex));
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
