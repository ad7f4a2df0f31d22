/* wait.c -- waiting for children. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { KERNEL_RUSAGE = 18 * sizeof(long) }; /* two times of two words, and 14 counts */

USES_EXTENSION(wait4);
USES_EXTENSION(waitid);

/* The word of waitpid. */
static int
status_word(const struct abi_join_status *s)
{
	switch (s->tag) {
	case ABI_JOIN_STATUS_TYPE_EXIT_SIGNAL:
		return s->u.exit_signal.signal;
	case ABI_JOIN_STATUS_TYPE_STOPPED:
		return s->u.stopped << 8 | 0x7f;
	default:
		return (s->u.exit_normal & 0xff) << 8;
	}
}

/* Of hosts that have no more than the ABI. */
static long
join(long pid, int *status, long options)
{
	struct abi_option_pid of = { .tag = pid > 0 ? ABI_OPTION_SOME : ABI_OPTION_NONE };
	struct abi_join_status s;
	abi_join_flags flags = (options & WNOHANG ? ABI_JOIN_FLAGS_NON_BLOCKING : 0) |
			       (options & WUNTRACED ? ABI_JOIN_FLAGS_WAKE_STOPPED : 0);

	of.u.some = pid > 0 ? (abi_pid)pid : 0;
	uint32_t e = __import_wasix_proc_join(&of, flags, &s);
	if (e & 0xffff)
		return __wasix_result(e);
	if (s.tag == ABI_JOIN_STATUS_TYPE_NOTHING)
		return 0;
	*status = status_word(&s);
	return (long)of.u.some;
}

long
__wasix_sys_wait4(long pid, long status, long options, long usage)
{
	long long both = EXTENSION(wait4, pid, options, usage);
	int word = (int)(both >> 32);
	long child = (long)both;

	if (both == -ENOSYS)
		child = join(pid, &word, options);
	else if (both < 0)
		return (long)both;
	if (child > 0 && status)
		*(int *)status = word;
	if (both == -ENOSYS && child > 0 && usage)
		memset((void *)usage, 0, KERNEL_RUSAGE);
	return child;
}

long
__wasix_sys_waitid(long type, long id, long info, long options, long usage)
{
	return (long)EXTENSION(waitid, type, id, info, options, usage);
}
