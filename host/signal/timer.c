/* timer.c -- interval timers and timers with a number: the kernel's. The guest has numbers of its
 * own, since the runtime has a timer as well. */
#include "extension.h"
#include "guest.h"
#include "process_table.h"
#include "signals.h"
#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

TEXT_TOGETHER

enum { TIMERS_MAX = 256, NS_PER_US = 1000, VALUE_IS_NUMBER = -1 };

#define NS_PER_S INT64_C(1000000000)

/* 146 years. With more the kernel's sums of clocks of processor time overflow, and so would ours of
 * what it answers. */
#define LONGEST_NS (INT64_MAX / 2)

/* Kernel's numbers + 1, by the guest's; 0: free. Atomic, since a handler looks one up. */
static _Atomic int timers[TIMERS_MAX];

/* Those of proc_raise_interval, by signal. */
static _Atomic int raisers[SIGNALS];

/* Two spans as the guest has them. */
struct spans {
	int64_t interval, value;
};

/* --- interval timers --- */

static int64_t
at_most_longest(int64_t ns)
{
	return ns < LONGEST_NS ? ns : LONGEST_NS;
}

static struct timeval
to_timeval(int64_t ns)
{
	int64_t us = (at_most_longest(ns) + NS_PER_US - 1) / NS_PER_US;
	return (struct timeval){ us / 1000000, us % 1000000 };
}

static int64_t
from_timeval(struct timeval t)
{
	return t.tv_sec * NS_PER_S + t.tv_usec * NS_PER_US;
}

static int64_t
give(struct wasix_caller *c, wasix_gptr to, struct spans spans)
{
	return to && guest_write(c, to, &spans, sizeof spans) ? -EFAULT : 0;
}

/* setitimer(2) */
int64_t
host_ext_setitimer(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct itimerval old, new = { to_timeval(a[1]), to_timeval(a[2]) };

	if (a[1] < 0 || a[2] < 0 || a[0] < ITIMER_REAL || a[0] > ITIMER_PROF)
		return -EINVAL;
	if (setitimer((__itimer_which_t)a[0], &new, &old) < 0)
		return -errno;
	return give(c, (wasix_gptr)a[3],
		(struct spans){ from_timeval(old.it_interval), from_timeval(old.it_value) });
}

/* getitimer(2) */
int64_t
host_ext_getitimer(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct itimerval now;

	if (a[0] < ITIMER_REAL || a[0] > ITIMER_PROF)
		return -EINVAL;
	if (getitimer((__itimer_which_t)a[0], &now) < 0)
		return -errno;
	return give(c, (wasix_gptr)a[1],
		(struct spans){ from_timeval(now.it_interval), from_timeval(now.it_value) });
}

/* --- timers with a number --- */

int
timer_of_host(int id)
{
	for (int i = 0; i < TIMERS_MAX; i++)
		if (atomic_load(&timers[i]) == id + 1)
			return i;
	return -1;
}

/* -1: there is none. */
static int
timer_to_host(int64_t timer)
{
	return timer >= 0 && timer < TIMERS_MAX ? atomic_load(&timers[timer]) - 1 : -1;
}

static void
forget(_Atomic int *list, int count, bool delete)
{
	for (int i = 0; i < count; i++) {
		if (!atomic_load(
			    &list[i])) /* a page that is not written is not copied after fork */
			continue;
		int id = atomic_exchange(&list[i], 0);
		if (id > 0 && delete)
			(void)syscall(SYS_timer_delete, id - 1);
	}
}

void
timers_forget(void)
{
	forget(timers, TIMERS_MAX, false);
	forget(raisers, SIGNALS, false);
}

void
timers_delete(void)
{
	forget(timers, TIMERS_MAX, true);
	forget(raisers, SIGNALS, true);
}

/* A free number, marked as taken; -1: none. */
static int
timer_take(void)
{
	for (int i = 0; i < TIMERS_MAX; i++) {
		int free_one = 0;
		if (atomic_compare_exchange_strong(&timers[i], &free_one, -1))
			return i;
	}
	return -1;
}

/* Clocks of the guest's libc, which are Linux's; those of other processes are none. */
static bool
is_clock(int64_t clock)
{
	return clock >= CLOCK_REALTIME && clock <= CLOCK_TAI && clock != CLOCK_MONOTONIC_RAW &&
	       clock != CLOCK_REALTIME_COARSE && clock != CLOCK_MONOTONIC_COARSE;
}

/* timer_create(2) */
int64_t
host_ext_timer_create(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct sigevent event = { .sigev_notify = (int)a[1], .sigev_signo = (int)a[2] };
	int id;

	if (!is_clock(a[0]) ||
		(a[1] != SIGEV_SIGNAL && a[1] != SIGEV_NONE && a[1] != SIGEV_THREAD_ID) ||
		(a[1] != SIGEV_NONE && (a[2] <= 0 || a[2] >= SIGNALS || a[2] == SIGNAL_RUNTIME)))
		return -EINVAL;
	if (a[1] == SIGEV_THREAD_ID) {
		event._sigev_un._tid = thread_host_of(caller_process(c), (uint32_t)a[4]);
		if (event._sigev_un._tid <= 0)
			return -EINVAL;
	}
	int timer = timer_take();
	if (timer < 0)
		return -EAGAIN;
	uint32_t value = a[4] == VALUE_IS_NUMBER ? (uint32_t)timer : (uint32_t)a[3];
	event.sigev_value.sival_ptr = (void *)(uintptr_t)value;
	if (syscall(SYS_timer_create, (int)a[0], &event, &id) < 0) {
		int error = errno;
		atomic_store(&timers[timer], 0);
		return -error;
	}
	atomic_store(&timers[timer], id + 1);
	return timer;
}

static struct timespec
to_timespec(int64_t ns)
{
	int64_t span = at_most_longest(ns);
	return (struct timespec){ span / NS_PER_S, span % NS_PER_S };
}

static struct spans
from_itimerspec(const struct itimerspec *t)
{
	return (struct spans){ t->it_interval.tv_sec * NS_PER_S + t->it_interval.tv_nsec,
		t->it_value.tv_sec * NS_PER_S + t->it_value.tv_nsec };
}

/* timer_settime(2) */
int64_t
host_ext_timer_settime(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct itimerspec old = { 0 }, new = { to_timespec(a[2]), to_timespec(a[3]) };
	int id = timer_to_host(a[0]);

	if (id < 0 || a[2] < 0 || a[3] < 0)
		return -EINVAL;
	if (syscall(SYS_timer_settime, id, (int)a[1] & TIMER_ABSTIME, &new, &old) < 0)
		return -errno;
	return give(c, (wasix_gptr)a[4], from_itimerspec(&old));
}

/* timer_gettime(2) */
int64_t
host_ext_timer_gettime(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct itimerspec now;
	int id = timer_to_host(a[0]);

	if (id < 0)
		return -EINVAL;
	if (syscall(SYS_timer_gettime, id, &now) < 0)
		return -errno;
	return give(c, (wasix_gptr)a[1], from_itimerspec(&now));
}

/* timer_getoverrun(2) */
int64_t
host_ext_timer_getoverrun(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	int id = timer_to_host(a[0]);

	(void)c;
	if (id < 0)
		return -EINVAL;
	long overrun = syscall(SYS_timer_getoverrun, id);
	return overrun < 0 ? -errno : overrun;
}

/* timer_delete(2) */
int64_t
host_ext_timer_delete(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	int id = timer_to_host(a[0]);

	(void)c;
	if (id < 0)
		return -EINVAL;
	atomic_store(&timers[a[0]], 0);
	return syscall(SYS_timer_delete, id) < 0 ? -errno : 0;
}

/* --- WASIX's --- */

int
timer_raise(int sig, int64_t interval_ns, bool repeat)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = sig };
	struct timespec t = to_timespec(interval_ns);
	struct itimerspec when = { .it_value = t };
	int id = atomic_load(&raisers[sig]) - 1;

	if (id < 0) {
		if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &id) < 0)
			return -errno;
		atomic_store(&raisers[sig], id + 1);
	}
	if (repeat)
		when.it_interval = t;
	return syscall(SYS_timer_settime, id, 0, &when, NULL) < 0 ? -errno : 0;
}
