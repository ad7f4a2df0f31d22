/* itimer.c -- interval timers; alarm() is one. Hosts without our extensions have one that raises
 * SIGALRM, and tell nothing about it. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <sys/time.h>

USES_EXTENSION(setitimer);
USES_EXTENSION(getitimer);

#define NS_PER_S  1000000000ll
#define NS_PER_US 1000

/* Two seconds with microseconds, as musl hands them over. */
static void
give(const long long *spans, long *out)
{
	for (int i = 0; out && i < 2; i++) {
		out[2 * i] = (long)(spans[i] / NS_PER_S);
		out[2 * i + 1] = (long)(spans[i] % NS_PER_S / NS_PER_US);
	}
}

static long
raise_at_intervals(long which, long long interval, long long value)
{
	if (which != ITIMER_REAL)
		return -ENOSYS;
	return __wasix_result(__import_wasix_proc_raise_interval(
		ABI_SIGNAL_ALRM, (abi_timestamp)(interval ? interval : value), interval != 0));
}

long
__wasix_sys_setitimer(long which, long new, long old)
{
	const long *t = (const long *)new;
	long long spans[2] = { 0 };

	for (int i = 1; i < 4; i += 2)
		if (t[i - 1] < 0 || t[i] < 0 || t[i] > 999999)
			return -EINVAL;
	long long interval = t[0] * NS_PER_S + t[1] * NS_PER_US;
	long long value = t[2] * NS_PER_S + t[3] * NS_PER_US;
	long r = (long)EXTENSION(setitimer, which, interval, value, (long)spans);
	if (r == -ENOSYS)
		r = raise_at_intervals(which, interval, value);
	if (r == 0)
		give(spans, (long *)old);
	return r;
}

long
__wasix_sys_getitimer(long which, long result)
{
	long long spans[2] = { 0 };

	long r = (long)EXTENSION(getitimer, which, (long)spans);
	if (r == 0)
		give(spans, (long *)result);
	return r;
}
