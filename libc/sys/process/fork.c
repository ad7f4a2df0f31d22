/* fork.c -- a copy of the process, by the host: what musl's fork asks of clone. Threads are made by
 * another way (threads/clone.c).
 *
 * A host without our extensions makes the copy by unwinding the stack, and ends a process that it
 * cannot unwind: so it is asked only if the module was linked with --asyncify (asyncify.c).
 */
#include "extension.h"
#include "fork_locks.h"
#include "imports.h"
#include "lowered.h"
#include "memory.h"

#include "pthread_impl.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>

#include "fork_impl.h"
#include "lock.h"

USES_EXTENSION(rt_sigpending);

extern weak const char __wasix_asyncify;

/* NULL where none is linked. */
extern weak hidden volatile int *const __start_wasix_fork_locks[], *const __stop_wasix_fork_locks[];

/* musl's fork calls it first with -1, then with 0 in the parent, 1 in the child. */
void
__ldso_atfork(int who)
{
	for (volatile int *const *lock = __start_wasix_fork_locks; lock < __stop_wasix_fork_locks;
		lock++) {
		if (who < 0)
			LOCK(*lock);
		else if (who == 0)
			UNLOCK(*lock);
		else
			**lock = 0;
	}
}

static bool
can_be_copied(void)
{
	long long pending;
	return &__wasix_asyncify || EXTENSION(rt_sigpending, (long)&pending) != -ENOSYS;
}

long
__wasix_sys_clone(long flags, long stack)
{
	abi_pid pid = 0;

	if (flags != SIGCHLD || stack || !can_be_copied())
		return -ENOSYS;
	__wasix_memory_hold();
	uint32_t e = __import_wasix_proc_fork(1, &pid);
	__wasix_memory_let_go();
	if (!(e & 0xffff) && !pid) {
		/* The caller is the child's first thread, whatever it was. */
		abi_tid tid;
		if (!(__import_wasix_thread_id(&tid) & 0xffff))
			__pthread_self()->tid = (int)tid;
	}
	return e & 0xffff ? __wasix_result(e) : (long)pid;
}
