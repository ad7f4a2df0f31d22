/* fork.c -- a copy of the process, by the host: what musl's fork asks of clone. Threads are made by
 * another way (threads/clone.c). */
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <signal.h>

long
__wasix_sys_clone(long flags, long stack)
{
	abi_pid pid = 0;

	if (flags != SIGCHLD || stack)
		return -ENOSYS;
	uint32_t e = __import_wasix_proc_fork(1, &pid);
	return e & 0xffff ? __wasix_result(e) : (long)pid;
}
