/* signal_wait.c -- waiting for signals: sigsuspend and sigtimedwait.
 *
 * A host without our extensions runs handlers inside of a wait and may go on waiting, so a wait is
 * cut into slices there.
 */
#include "clock.h"
#include "extension.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

USES_EXTENSION(rt_sigsuspend);
USES_EXTENSION(rt_sigtimedwait);

static const unsigned long long SLICE_NS = 20000000;

static long long
set_of(long set)
{
	const struct signal_mask *s = (const struct signal_mask *)set;
	return (long long)((unsigned long long)s->bits[1] << 32 | s->bits[0]);
}

long
__wasix_sys_rt_sigsuspend(long mask, long size)
{
	struct signal_mask saved;
	unsigned before = __wasix_signal_handled();

	(void)size;
	long r = (long)EXTENSION(rt_sigsuspend, set_of(mask));
	if (r != -ENOSYS)
		return r;
	__wasix_signal_mask_swap((const struct signal_mask *)mask, &saved);
	while (__wasix_signal_handled() == before)
		__wasix_sleep_ns(CLOCK_MONOTONIC, SLICE_NS, 0);
	__wasix_signal_mask_swap(&saved, NULL);
	return -EINTR;
}

/* Nanoseconds, -1 for ever, -2: no valid time. */
static long long
span_of(const long long *t)
{
	if (!t)
		return -1;
	if (t[0] < 0 || t[1] < 0 || t[1] > 999999999)
		return -2;
	return t[0] > LLONG_MAX / 1000000000 - 1 ? LLONG_MAX : t[0] * 1000000000 + t[1];
}

static long
wait_here(long set, long info, const long long *t)
{
	unsigned long long left = (unsigned long long)span_of(t);
	unsigned before = __wasix_signal_handled();

	for (;;) {
		int signal = __wasix_signal_take((const struct signal_mask *)set);
		if (signal) {
			if (info)
				*(siginfo_t *)info = (siginfo_t){ .si_signo = signal };
			return signal;
		}
		if (__wasix_signal_handled() != before)
			return -EINTR;
		if (left == 0)
			return -EAGAIN;
		unsigned long long slice = left < SLICE_NS ? left : SLICE_NS;
		__wasix_sleep_ns(CLOCK_MONOTONIC, slice, 0);
		if (t)
			left -= slice;
	}
}

long
__wasix_sys_rt_sigtimedwait_time64(long set, long info, long timeout, long size)
{
	const long long *t = (const long long *)timeout;

	(void)size;
	if (span_of(t) < -1)
		return -EINVAL;
	long r = (long)EXTENSION(rt_sigtimedwait, set_of(set), info, span_of(t));
	return r == -ENOSYS ? wait_here(set, info, t) : r;
}
