/* tkill.c -- signals to threads. */
#include "extension.h"
#include "imports.h"
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
		return __wasix_result(
			__import_wasix_thread_signal((abi_tid)tid, (abi_signal)signal));
	if (signal)
		__wasix_signal_deliver((int)signal, SI_TKILL);
	return 0;
}
