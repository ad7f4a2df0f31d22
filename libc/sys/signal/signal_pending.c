/* signal_pending.c -- what waits for being unblocked. */
#include "extension.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>

USES_EXTENSION(rt_sigpending);

long
__wasix_sys_rt_sigpending(long result, long size)
{
	(void)size;
	long r = (long)EXTENSION(rt_sigpending, result);
	if (r != -ENOSYS)
		return r;
	__wasix_signal_pending((struct signal_mask *)result);
	return 0;
}
