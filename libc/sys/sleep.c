/* sleep.c -- sleeping, by poll_oneoff. */
#include "clock.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <time.h>

static uint64_t
now(abi_clockid clock)
{
	abi_timestamp ns = 0;
	__import_preview1_clock_time_get(clock, 1, &ns);
	return ns;
}

/* Time spans are given relative to now, which every host counts alike; 0 would mean for ever to
 * some, so that "at once" is 1. Hosts that count in milliseconds wake early. */
long
__wasix_sleep_ns(long clock, unsigned long long ns, int absolute)
{
	struct abi_event event;
	abi_usize count;
	uint64_t at = now((abi_clockid)clock);
	uint64_t deadline = absolute ? ns : ns > UINT64_MAX - at ? UINT64_MAX : at + ns;

	do {
		uint64_t left = deadline > at ? deadline - at : 1;
		struct abi_subscription s = {
			.u.tag = ABI_EVENTTYPE_CLOCK,
			.u.u.clock = { .id = (abi_clockid)clock, .timeout = left },
		};
		uint32_t e = __import_preview1_poll_oneoff(&s, &event, 1, &count);
		if (e & 0xffff)
			return __wasix_result(e);
		at = now((abi_clockid)clock);
	} while (at < deadline);
	return 0;
}

/* CPU-time clocks cannot be slept on, as on Linux for the thread's. */
long
__wasix_sys_clock_nanosleep_time64(long clock, long flags, long request, long remaining)
{
	const long long *t = (const long long *)request;
	long id = __wasix_clock(clock);

	if (id < 0)
		return id;
	if (id != ABI_CLOCKID_REALTIME && id != ABI_CLOCKID_MONOTONIC)
		return -EOPNOTSUPP;
	if (t[1] < 0 || t[1] > 999999999 || (t[0] < 0 && !(flags & TIMER_ABSTIME)))
		return -EINVAL;
	if (t[0] < 0)
		return 0;
	uint64_t ns = t[0] > (long long)(UINT64_MAX / 1000000000) - 1
			      ? UINT64_MAX
			      : (uint64_t)t[0] * 1000000000 + (uint64_t)t[1];
	uint64_t start = now(ABI_CLOCKID_MONOTONIC);
	long r = __wasix_sleep_ns(id, ns, flags & TIMER_ABSTIME);
	if (r == -EINTR && remaining && !(flags & TIMER_ABSTIME)) {
		uint64_t slept = now(ABI_CLOCKID_MONOTONIC) - start;
		uint64_t left = slept < ns ? ns - slept : 0;
		struct timespec *rest = (struct timespec *)remaining;
		rest->tv_sec = (time_t)(left / 1000000000);
		rest->tv_nsec = (long)(left % 1000000000);
	}
	return r;
}

long
__wasix_sys_nanosleep(long request, long remaining)
{
	const struct timespec *t = (const struct timespec *)request;
	long long wide[2] = { t->tv_sec, t->tv_nsec };
	return __wasix_sys_clock_nanosleep_time64(CLOCK_REALTIME, 0, (long)wide, remaining);
}
