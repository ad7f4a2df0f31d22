/* clock.c -- reading clocks. Linux's further clocks are the ABI's two, without what sets them
 * apart. */
#include "clock.h"

#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/time.h>
#include <time.h>

enum { TICK_NS = 10000000 }; /* of 100 Hz, the longest that Linux has */

long
__wasix_clock(long clock)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
		return ABI_CLOCKID_REALTIME;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
		return ABI_CLOCKID_MONOTONIC;
	case CLOCK_PROCESS_CPUTIME_ID:
		return ABI_CLOCKID_PROCESS_CPUTIME_ID;
	case CLOCK_THREAD_CPUTIME_ID:
		return ABI_CLOCKID_THREAD_CPUTIME_ID;
	default:
		return -EINVAL;
	}
}

static void
split(uint64_t ns, struct timespec *to)
{
	to->tv_sec = (time_t)(ns / 1000000000);
	to->tv_nsec = (long)(ns % 1000000000);
}

long
__wasix_sys_clock_gettime64(long clock, long result)
{
	abi_timestamp ns;
	long id = __wasix_clock(clock);
	if (id < 0)
		return id;
	bool coarse = clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC_COARSE;
	uint32_t e = __import_preview1_clock_time_get((abi_clockid)id, coarse ? TICK_NS : 1, &ns);
	if (e & 0xffff)
		return __wasix_result(e);
	split(ns, (struct timespec *)result);
	return 0;
}

/* The clock's value as it was at the last tick is what Linux's time gives; a host that has such a
 * clock takes it for a precision that coarse. */
time_t
time(time_t *result)
{
	abi_timestamp ns = 0;

	__import_preview1_clock_time_get(ABI_CLOCKID_REALTIME, TICK_NS, &ns);
	time_t now = (time_t)(ns / 1000000000);
	if (result)
		*result = now;
	return now;
}

/* Programs read the zone: it is none (musl leaves it as it is). */
int
gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	abi_timestamp ns = 0;

	if (zone)
		*(struct timezone *)zone = (struct timezone){ 0 };
	if (!now)
		return 0;
	__import_preview1_clock_time_get(ABI_CLOCKID_REALTIME, 1, &ns);
	now->tv_sec = (time_t)(ns / 1000000000);
	now->tv_usec = (suseconds_t)(ns % 1000000000 / 1000);
	return 0;
}

long
__wasix_sys_clock_getres_time64(long clock, long result)
{
	abi_timestamp ns;
	long id = __wasix_clock(clock);
	if (id < 0)
		return id;
	uint32_t e = __import_preview1_clock_res_get((abi_clockid)id, &ns);
	if (e & 0xffff)
		return __wasix_result(e);
	if (result)
		split(ns, (struct timespec *)result);
	return 0;
}

long
__wasix_sys_clock_settime64(long clock, long time)
{
	const long long *t = (const long long *)time;
	long id = __wasix_clock(clock);
	if (id < 0)
		return id;
	if (t[0] < 0 || t[1] < 0 || t[1] > 999999999)
		return -EINVAL;
	return __wasix_result(__import_wasix_clock_time_set(
		(abi_clockid)id, (abi_timestamp)t[0] * 1000000000 + (abi_timestamp)t[1]));
}
