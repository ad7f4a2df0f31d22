/* signal_wait.c -- waiting for signals: sigsuspend and sigtimedwait.
 *
 * The host runs handlers inside of a wait and may go on waiting, so a wait is cut into slices.
 */
#include "clock.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

static const unsigned long long SLICE_NS = 20000000;

long
__wasix_sys_rt_sigsuspend(long mask, long size)
{
	struct signal_mask saved;
	unsigned before = __wasix_signal_handled();

	(void)size;
	__wasix_signal_mask_swap((const struct signal_mask *)mask, &saved);
	while (__wasix_signal_handled() == before)
		__wasix_sleep_ns(CLOCK_MONOTONIC, SLICE_NS, 0);
	__wasix_signal_mask_swap(&saved, NULL);
	return -EINTR;
}

long
__wasix_sys_rt_sigtimedwait_time64(long set, long info, long timeout, long size)
{
	const long long *t = (const long long *)timeout;
	unsigned long long left =
		t ? (unsigned long long)t[0] * 1000000000 + (unsigned long long)t[1] : ~0ull;
	unsigned before = __wasix_signal_handled();

	(void)size;
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
