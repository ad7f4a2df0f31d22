/* fork.c -- fork: the host's, so memory, native frames, descriptors and offsets are as POSIX says
 * without a line of ours. What is shared between threads of the runtime is held across it. */
#include "dl.h"
#include "extension.h"
#include "guest.h"
#include "launch.h"
#include "net.h"
#include "process_table.h"
#include "raw_syscall.h"
#include "signals.h"
#include "thread.h"
#include "trace.h"

#include <errno.h>
#include <sys/single_threaded.h>
#include <sys/syscall.h>
#include <unistd.h>

TEXT_TOGETHER

/* Where there is one thread nobody can have them, and each page that is not written is one that is
 * not copied (bench/README, row "fork-0"). */
static bool
is_shared(const struct wasix_process *p)
{
	return p->threads.first;
}

static void
hold(struct wasix_process *p)
{
	if (p->trace)
		trace_hold(p->trace);
	if (!is_shared(p))
		return;
	dynamic_hold(p);
	threads_hold(p);
	pthread_mutex_lock(&p->fds.lock);
	pthread_mutex_lock(&p->cwd_lock);
	net_hold(p);
	unwind_hold();
}

static void
let_go(struct wasix_process *p)
{
	if (p->trace)
		trace_let_go(p->trace);
	if (!is_shared(p))
		return;
	unwind_let_go();
	net_let_go(p);
	pthread_mutex_unlock(&p->cwd_lock);
	pthread_mutex_unlock(&p->fds.lock);
	threads_let_go(p);
	dynamic_let_go(p);
}

/* fork(3) also puts right what other threads may have been at in the C library, and each word that
 * it writes for that is a page for the child. */
static pid_t
fork_host(const struct wasix_process *p)
{
	return p->forked && __libc_single_threaded ? _Fork() : fork();
}

static void
cursors_forked(const struct fd_table *t)
{
	for (uint32_t fd = 0; fd < t->count; fd++)
		if (t->entries[fd].file && t->entries[fd].file->cursor)
			cursor_forked(t->entries[fd].file->cursor);
}

/* What was said is said by the parent; what was changed is put back by it. Nothing is called, and
 * nothing written, that there is no reason to: each page of the child's is a page fault. */
static void
child_begin(struct wasix_process *p, uint32_t pid)
{
	if (is_shared(p)) {
		cursors_forked(&p->fds);
		threads_forked(p);
	}
	process_become(p, pid);
	p->is_child = true;
	signals_forked(p);
	if (p->compiling.ru_maxrss) /* else nothing was compiled */
		p->compiling = (struct rusage){ 0 };
	if (atomic_load(&p->has_noted)) {
		atomic_store(&p->has_noted, false);
		memset((void *)p->noted, 0, abi_row_count() + extension_count());
	}
	if (p->trace)
		trace_forked(p->trace);
	if (p->forked)
		p->forked();
}

wasix_errno
process_fork_as(struct wasix_process *p, uint32_t child, uint32_t *pid)
{
	hold(p);
	pid_t host = fork_host(p);
	int error = host < 0 ? errno : 0;
	let_go(p);
	if (host < 0) {
		process_slot_give_back(p, child);
		return errno_to_wasi(error);
	}
	if (host == 0)
		child_begin(p, child);
	else
		process_slot_started(p, child, host);
	*pid = host == 0 ? 0 : child;
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
process_fork(struct wasix_process *p, bool keeps_memory, uint32_t *pid)
{
	uint32_t child;

	GUEST_TRY(process_slot_reserve(p, keeps_memory, &child));
	GUEST_TRY(process_fork_as(p, child, pid));
	// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): no error, so it is set
	if (*pid == 0 && p->vfork)
		vfork_forked(p);
	return ABI_ERRNO_SUCCESS;
}

/* WASIX, proc_fork: 0 in the child. NOTE: without copy_memory (vfork) the child gets a copy all the
 * same, and the parent goes on at once, as POSIX.1-2001 allows. */
wasix_errno
host_proc_fork(struct wasix_caller *c, uint32_t copy_memory, wasix_gptr ret_pid)
{
	uint32_t pid;

	(void)copy_memory;
	if (!guest_in_bounds(c->memory, ret_pid, sizeof pid))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(process_fork(caller_process(c), true, &pid));
	return guest_write_u32(c, ret_pid, pid);
}

void
wasix_process_on_fork(wasix_process *p, void (*child)(void))
{
	p->forked = child;
}

void
wasix_process_exit_children_at_once(wasix_process *p, bool at_once)
{
	p->children_exit_at_once = at_once;
}

void
process_leave_child_at_once(struct wasix_process *p, int code)
{
	if (!p->is_child || !p->children_exit_at_once || p->threads.first || p->trace)
		return;
	process_report_refusals(p);
	for (;;)
		raw_syscall4(SYS_exit_group, code, 0, 0, 0);
}

bool
wasix_process_leave_child(wasix_process *p)
{
	if (!p->is_child || p->next.module)
		return false;
	tty_restore(p);
	trace_delete(p->trace);
	p->trace = NULL;
	process_report_refusals(p);
	return true;
}
