/* tkill.c -- raise(). In a program without threads there is one thread to send to. */
#include "extension.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>

USES_EXTENSION(tkill);

long
__wasix_sys_tkill(long tid, long signal)
{
	if (signal < 0 || signal >= SIGNALS)
		return -EINVAL;
	long long r = EXTENSION(tkill, tid == __wasix_sys_gettid() ? 0 : tid, signal);
	if (r != -ENOSYS)
		return (long)r;
	if (tid != __wasix_sys_gettid())
		return -ESRCH;
	if (signal)
		__wasix_signal_deliver((int)signal, SI_TKILL);
	return 0;
}
