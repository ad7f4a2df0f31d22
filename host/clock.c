/* clock.c -- clock_*, random_get, sched_yield, thread_sleep. */
#include "block.h"
#include "guest.h"

#include "clock.h"

#include <errno.h>
#include <sched.h>
#include <sys/random.h>
#include <sys/syscall.h>

bool
clock_from_guest(uint32_t id, clockid_t *out)
{
	static const clockid_t CLOCKS[] = {
		[ABI_CLOCKID_REALTIME] = CLOCK_REALTIME,
		[ABI_CLOCKID_MONOTONIC] = CLOCK_MONOTONIC,
		[ABI_CLOCKID_PROCESS_CPUTIME_ID] = CLOCK_PROCESS_CPUTIME_ID,
		[ABI_CLOCKID_THREAD_CPUTIME_ID] = CLOCK_THREAD_CPUTIME_ID,
	};
	if (id >= sizeof CLOCKS / sizeof *CLOCKS)
		return false;
	*out = CLOCKS[id];
	return true;
}

uint64_t
clock_now_ns(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t); /* the four clocks exist everywhere */
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

struct timespec
clock_timespec(uint64_t ns)
{
	return (struct timespec){ (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S) };
}

/* WASI preview1, clock_res_get */
wasix_errno
host_clock_res_get(struct wasix_caller *c, uint32_t clock_id, wasix_gptr resolution)
{
	clockid_t clock;
	struct timespec t;

	if (!clock_from_guest(clock_id, &clock))
		return ABI_ERRNO_INVAL;
	if (clock_getres(clock, &t) < 0)
		return errno_to_wasi(errno);
	return guest_write_u64(c, resolution, (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec);
}

/* What the kernel writes down at each tick is read in a tenth of the time. */
static clockid_t
clock_of_precision(clockid_t clock, uint64_t precision_ns)
{
	enum { TICK_NS = 10000000 }; /* at 100 Hz, the fewest that there are */

	if (precision_ns < TICK_NS)
		return clock;
	switch (clock) {
	case CLOCK_REALTIME:
		return CLOCK_REALTIME_COARSE;
	case CLOCK_MONOTONIC:
		return CLOCK_MONOTONIC_COARSE;
	default:
		return clock;
	}
}

/* WASI preview1, clock_time_get: the precision asked for is always met */
wasix_errno
host_clock_time_get(struct wasix_caller *c, uint32_t clock_id, uint64_t precision, wasix_gptr time)
{
	clockid_t clock;

	if (!clock_from_guest(clock_id, &clock))
		return ABI_ERRNO_INVAL;
	return guest_write_u64(c, time, clock_now_ns(clock_of_precision(clock, precision)));
}

/* WASIX, clock_time_set. NOTE: no capability allows this yet, so the row's gate refuses it before.
 */
wasix_errno
host_clock_time_set(struct wasix_caller *c, uint32_t clock_id, uint64_t time)
{
	(void)c;
	(void)clock_id;
	(void)time;
	return ABI_ERRNO_NOTCAPABLE;
}

/* WASI preview1, random_get: the whole buffer or an error */
wasix_errno
host_random_get(struct wasix_caller *c, wasix_gptr buf, uint32_t buf_len)
{
	uint8_t *out;

	GUEST_TRY(guest_span(c, buf, buf_len, &out));
	for (size_t done = 0; done < buf_len;) {
		ssize_t n = RETRY(getrandom(out + done, buf_len - done, 0));
		if (n < 0)
			return errno_to_wasi(errno);
		done += (size_t)n;
	}
	return ABI_ERRNO_SUCCESS;
}

/* WASI preview1, sched_yield */
wasix_errno
host_sched_yield(struct wasix_caller *c)
{
	(void)c;
	return errno_of(sched_yield());
}

/* WASIX, thread_sleep: 0 yields */
wasix_errno
host_thread_sleep(struct wasix_caller *c, uint64_t duration)
{
	uint64_t began = block_began(clock_now_ns(CLOCK_MONOTONIC));
	uint64_t until = duration > UINT64_MAX / 2 ? UINT64_MAX / 2 : began + duration;
	struct timespec t = clock_timespec(until);

	if (duration == 0)
		return host_sched_yield(c);
	long result = block_syscall(c, RESTARTS_NEVER, SYS_clock_nanosleep, CLOCK_MONOTONIC,
		TIMER_ABSTIME, (long)&t, 0, 0, 0);
	return result < 0 ? errno_to_wasi((int)-result) : ABI_ERRNO_SUCCESS;
}
