/* timer.c -- interval timers, and timers with a number; alarm() is one of the former. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>

USES_EXTENSION(timer_create);
USES_EXTENSION(timer_settime);
USES_EXTENSION(timer_gettime);
USES_EXTENSION(timer_getoverrun);
USES_EXTENSION(timer_delete);

/* As musl hands it over. */
struct event {
	union sigval value;
	int signal, notify, tid;
};

enum { VALUE_IS_NUMBER = -1 };

#define NS_PER_S 1000000000ll

long
__wasix_sys_timer_create(long clock, long event, long result)
{
	static const struct event ALARM = {
		.signal = SIGALRM, .notify = SIGEV_SIGNAL, .tid = VALUE_IS_NUMBER
	};
	const struct event *e = event ? (const struct event *)event : &ALARM;

	long long r = EXTENSION(
		timer_create, clock, e->notify, e->signal, (unsigned)e->value.sival_int, e->tid);
	if (r < 0)
		return (long)r;
	*(int *)result = (int)r;
	return 0;
}

/* A number of seconds with nanoseconds, -1: not a valid time. */
static long long
span(const long long *t)
{
	int ns = (int)t[1];

	if (t[0] < 0 || ns < 0 || ns >= NS_PER_S)
		return -1;
	return t[0] > LLONG_MAX / NS_PER_S - 1 ? LLONG_MAX : t[0] * NS_PER_S + ns;
}

/* struct itimerspec has 16 bytes a time. */
static void
spans_give(const long long *spans, long long *out)
{
	for (int i = 0; out && i < 2; i++) {
		out[2 * i] = spans[i] / NS_PER_S;
		out[2 * i + 1] = spans[i] % NS_PER_S;
	}
}

long
__wasix_sys_timer_settime64(long timer, long flags, long new, long old)
{
	const long long *t = (const long long *)new;
	long long spans[2] = { 0 }, interval = span(t), value = span(t + 2);

	if (interval < 0 || value < 0)
		return -EINVAL;
	long r = (long)EXTENSION(timer_settime, timer, flags, interval, value, (long)spans);
	if (r == 0)
		spans_give(spans, (long long *)old);
	return r;
}

long
__wasix_sys_timer_gettime64(long timer, long result)
{
	long long spans[2] = { 0 };

	long r = (long)EXTENSION(timer_gettime, timer, (long)spans);
	if (r == 0)
		spans_give(spans, (long long *)result);
	return r;
}

long
__wasix_sys_timer_getoverrun(long timer)
{
	return (long)EXTENSION(timer_getoverrun, timer);
}

long
__wasix_sys_timer_delete(long timer)
{
	return (long)EXTENSION(timer_delete, timer);
}
