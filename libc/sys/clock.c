/* clock.c -- reading clocks. Linux's further clocks are the ABI's two, without what sets them
 * apart. */
#include "clock.h"

#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>

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
	uint32_t e = __import_preview1_clock_time_get((abi_clockid)id, 1, &ns);
	if (e & 0xffff)
		return __wasix_result(e);
	split(ns, (struct timespec *)result);
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

static uint64_t
cpu_ns(void)
{
	abi_timestamp ns;
	return __import_preview1_clock_time_get(ABI_CLOCKID_PROCESS_CPUTIME_ID, 1, &ns) & 0xffff
		       ? 0
		       : ns;
}

/* The host does not tell user and system time apart: all of it is user time. */
long
__wasix_sys_getrusage(long who, long result)
{
	struct {
		long tv_sec, tv_usec;
	} *times = (void *)result; /* the first words of what musl calls the kernel's rusage */
	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != 1 /* RUSAGE_THREAD */)
		return -EINVAL;
	uint64_t ns = who == RUSAGE_CHILDREN ? 0 : cpu_ns();
	for (long i = 0; i < 18; i++)
		((long *)result)[i] = 0;
	times[0].tv_sec = (long)(ns / 1000000000);
	times[0].tv_usec = (long)(ns % 1000000000 / 1000);
	return 0;
}

long
__wasix_sys_times(long result)
{
	struct timespec now;
	struct tms *t = (struct tms *)result;
	long r = __wasix_sys_clock_gettime64(CLOCK_MONOTONIC, (long)&now);
	if (r < 0)
		return r;
	if (t)
		*t = (struct tms){ .tms_utime = (clock_t)(cpu_ns() / 10000000) };
	return (long)((unsigned long)now.tv_sec * 100 + (unsigned long)now.tv_nsec / 10000000) &
	       0x7fffffff;
}
