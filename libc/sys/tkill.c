/* tkill.c -- raise(). In a program without threads there is one thread to send to. */
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>

long
__wasix_sys_tkill(long tid, long signal)
{
	if (signal < 0 || signal >= SIGNALS)
		return -EINVAL;
	if (tid != __wasix_sys_gettid())
		return -ESRCH;
	if (signal)
		__wasix_signal_deliver((int)signal, SI_TKILL);
	return 0;
}
