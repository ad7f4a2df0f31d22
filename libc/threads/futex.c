/* futex.c -- waiting and waking, by the host. */
#include "clock.h"
#include "imports.h"
#include "lowered.h"
#include "mmap_shared.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <time.h>

#include "futex.h"
#include "futex_priority.h"

/* The host compares first: a word that differs is reported as woken. */
static long
wait_while(volatile int *word, int value, const struct abi_option_timestamp *limit)
{
	abi_bool woken = 0;

	if (*word != value)
		return -EAGAIN;
	uint32_t e = __import_wasix_futex_wait((const void *)word, (abi_u32)value, limit, &woken);
	if (e & 0xffff)
		return __wasix_result(e);
	return !woken && limit->tag && *word == value ? -ETIMEDOUT : 0;
}

/* FUTEX_WAIT_BITSET's limit is a time of day, FUTEX_WAIT's a span. */
static uint64_t
span_ns(const long long *t, long op)
{
	uint64_t ns = (uint64_t)t[0] * 1000000000 + (uint64_t)t[1];
	struct timespec now;

	if ((op & ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME)) != FUTEX_WAIT_BITSET)
		return ns;
	__wasix_sys_clock_gettime64(
		op & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC, (long)&now);
	uint64_t at = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	return ns > at ? ns - at : 0;
}

static long
wake(const void *word, long count)
{
	abi_bool woken;

	if (count == INT_MAX)
		return __wasix_result(__import_wasix_futex_wake_all(word, &woken));
	for (long i = 0; i < count; i++) {
		uint32_t e = __import_wasix_futex_wake(word, &woken);
		if (e & 0xffff)
			return __wasix_result(e);
	}
	return 0;
}

long
__wasix_sys_futex_time64(long addr, long op, long value, long timeout, long addr2, long value3)
{
	long what = op & ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME);

	/* the list's lock is woken by the end of a thread, by the import alone (exit.c) */
	if (!(op & FUTEX_PRIVATE) && __wasix_share_hooks && what != FUTEX_LOCK_PI &&
		what != FUTEX_UNLOCK_PI && addr != (long)&__thread_list_lock) {
		long r = __wasix_share_hooks->futex(addr, op, value, timeout);
		if (r != -ENOSYS)
			return r;
	}
	const long long *t = (const long long *)timeout;
	struct abi_option_timestamp limit = { .tag = t != NULL };

	(void)addr2, (void)value3;
	switch (what) {
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
		if (t)
			limit.u.some = span_ns(t, op);
		return wait_while((volatile int *)addr, (int)value, &limit);
	case FUTEX_WAKE:
		return wake((const void *)addr, value);
	case FUTEX_REQUEUE:
	case FUTEX_CMP_REQUEUE:
		return wake((const void *)addr, INT_MAX);
	case FUTEX_LOCK_PI:
		return futex_lock_priority(
			__wasix_sys_futex_time64, (volatile int *)addr, op & FUTEX_PRIVATE, t);
	case FUTEX_UNLOCK_PI:
		return futex_unlock_priority(
			__wasix_sys_futex_time64, (volatile int *)addr, op & FUTEX_PRIVATE);
	default:
		return -ENOSYS;
	}
}

long
__wasix_futex_cp(long addr, long op, long value, long timeout, long addr2, long value3)
{
	return __wasix_sys_futex_time64(addr, op, value, timeout, addr2, value3);
}
