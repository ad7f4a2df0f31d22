/* sigqueue.c -- signals with a value. */
#include "extension.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>

USES_EXTENSION(rt_sigqueueinfo);

long
__wasix_sys_rt_sigqueueinfo(long pid, long signal, long info)
{
	const siginfo_t *i = (const siginfo_t *)info;

	if (signal < 0 || signal >= SIGNALS)
		return -EINVAL;
	return (long)EXTENSION(rt_sigqueueinfo, pid, signal, (unsigned)i->si_value.sival_int);
}
