/* futex_priority.h -- FUTEX_LOCK_PI and FUTEX_UNLOCK_PI: mutexes that hand their owner the priority
 * of who waits. Everybody here is SCHED_OTHER, where there is none to hand on, so these are locks.
 *
 * The word is 0 or the owner's number, with a bit while somebody may wait and one when an owner
 * has died; musl takes and gives it without a call where nobody waits.
 */
#ifndef THREAD_FUTEX_PRIORITY_H
#define THREAD_FUTEX_PRIORITY_H

#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>

#include "futex.h"

enum { OWNER = 0x3fffffff, OWNER_DIED = 0x40000000, HAS_WAITERS = -0x7fffffff - 1 };

/* What is left until a time of day: 0 or -ETIMEDOUT. */
static inline long
futex_time_left(const long long *limit, long long left[2])
{
	struct timespec now;

	__wasix_sys_clock_gettime64(CLOCK_REALTIME, (long)&now);
	left[0] = limit[0] - now.tv_sec;
	left[1] = limit[1] - now.tv_nsec;
	if (left[1] < 0) {
		left[0]--;
		left[1] += 1000000000;
	}
	return left[0] < 0 ? -ETIMEDOUT : 0;
}

/* futex is the lowering that waits. limit is a time of day or NULL. */
static inline long
futex_lock_priority(long (*futex)(long, long, long, long, long, long), volatile int *word,
	long private, const long long *limit)
{
	int tid = __pthread_self()->tid, waited = 0;
	long long left[2];

	for (;;) {
		int seen = *word;
		if (!(seen & OWNER)) {
			int flags = seen & (OWNER_DIED | HAS_WAITERS);
			if (a_cas(word, seen, flags | waited | tid) == seen)
				return 0;
			continue;
		}
		if ((seen & OWNER) == tid)
			return -EDEADLK;
		int marked = seen | HAS_WAITERS;
		if (seen != marked && a_cas(word, seen, marked) != seen)
			continue;
		long r = limit ? futex_time_left(limit, left) : 0;
		if (r == 0)
			r = futex((long)word, FUTEX_WAIT | private, marked, limit ? (long)left : 0,
				0, 0);
		if (r == -ETIMEDOUT)
			return r;
		waited = HAS_WAITERS; /* others may wait too: who takes it has to wake them */
	}
}

static inline long
futex_unlock_priority(
	long (*futex)(long, long, long, long, long, long), volatile int *word, long private)
{
	a_swap(word, 0);
	return futex((long)word, FUTEX_WAKE | private, 1, 0, 0, 0);
}

#endif
