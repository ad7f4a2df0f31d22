/* rusage.c -- what the process used. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <time.h>

USES_EXTENSION(getrusage);

/* The first words of what musl calls the kernel's rusage; 14 more follow. */
struct kernel_rusage {
	long user_s, user_us, system_s, system_us, rest[14];
};

/* Hosts that know the ABI alone do not tell user and system time apart: all of it is user time. */
static long
by_clock(long who, struct kernel_rusage *to)
{
	abi_timestamp ns = 0;

	memset(to, 0, sizeof *to);
	if (who != RUSAGE_CHILDREN)
		(void)__import_preview1_clock_time_get(ABI_CLOCKID_PROCESS_CPUTIME_ID, 1, &ns);
	to->user_s = (long)(ns / 1000000000);
	to->user_us = (long)(ns % 1000000000 / 1000);
	return 0;
}

long
__wasix_sys_getrusage(long who, long result)
{
	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != 1 /* RUSAGE_THREAD */)
		return -EINVAL;
	long r = (long)EXTENSION(getrusage, who, result);
	return r == -ENOSYS ? by_clock(who, (struct kernel_rusage *)result) : r;
}

static clock_t
ticks(long s, long us)
{
	return (clock_t)(s * 100 + us / 10000);
}

long
__wasix_sys_times(long result)
{
	struct timespec now;
	struct tms *t = (struct tms *)result;
	struct kernel_rusage self = { 0 }, children = { 0 };

	long r = __wasix_sys_clock_gettime64(CLOCK_MONOTONIC, (long)&now);
	if (r < 0)
		return r;
	__wasix_sys_getrusage(RUSAGE_SELF, (long)&self);
	__wasix_sys_getrusage(RUSAGE_CHILDREN, (long)&children);
	if (t)
		*t = (struct tms){ ticks(self.user_s, self.user_us),
			ticks(self.system_s, self.system_us),
			ticks(children.user_s, children.user_us),
			ticks(children.system_s, children.system_us) };
	return (long)((unsigned long)now.tv_sec * 100 + (unsigned long)now.tv_nsec / 10000000) &
	       0x7fffffff;
}
