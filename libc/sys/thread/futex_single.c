/* futex_single.c -- waking and waiting where there is nobody else.
 *
 * Nobody can be woken. A wait with a time limit sleeps it out; one without could only end by a
 * signal's handler, so it sleeps in slices and lets the caller look again.
 */
#include "clock.h"
#include "lowered.h"
#include "mmap_shared.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>

#include "futex.h"
#include "futex_priority.h"

long
__wasix_sys_futex_time64(long addr, long op, long value, long timeout, long addr2, long value3)
{
	long what = op & ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME);

	if (!(op & FUTEX_PRIVATE) && __wasix_share_hooks && what != FUTEX_LOCK_PI &&
		what != FUTEX_UNLOCK_PI) {
		long r = __wasix_share_hooks->futex(addr, op, value, timeout);
		if (r != -ENOSYS)
			return r;
	}
	(void)addr2, (void)value3;
	switch (what) {
	case FUTEX_WAIT:
		return *(volatile int *)addr != value ? -EAGAIN : -EINTR;
	case FUTEX_WAKE:
	case FUTEX_REQUEUE:
		return 0;
	case FUTEX_LOCK_PI:
		return futex_lock_priority(__wasix_futex_cp, (volatile int *)addr,
			op & FUTEX_PRIVATE, (const long long *)timeout);
	case FUTEX_UNLOCK_PI:
		return futex_unlock_priority(
			__wasix_futex_cp, (volatile int *)addr, op & FUTEX_PRIVATE);
	default:
		return -ENOSYS;
	}
}

long
__wasix_futex_cp(long addr, long op, long value, long timeout, long addr2, long value3)
{
	const long long *t = (const long long *)timeout;
	long what = op & ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME);

	if (what != FUTEX_WAIT && what != FUTEX_WAIT_BITSET)
		return __wasix_sys_futex_time64(addr, op, value, timeout, addr2, value3);
	if (!(op & FUTEX_PRIVATE) && __wasix_share_hooks) {
		long r = __wasix_share_hooks->futex(addr, op, value, timeout);
		if (r != -ENOSYS)
			return r;
	}
	if (*(volatile int *)addr != value)
		return -EAGAIN;
	unsigned long long ns = 20000000;
	if (t)
		ns = (unsigned long long)t[0] * 1000000000 + (unsigned long long)t[1];
	long clock = op & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC;
	long r = __wasix_sleep_ns(clock, ns, t && what == FUTEX_WAIT_BITSET);
	if (r < 0)
		return r;
	return t ? -ETIMEDOUT : -EINTR;
}
