/* sched.c -- scheduling: everybody is an ordinary process (SCHED_OTHER); nice values and processors
 * are the host's. */
#include "extension.h"
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>

USES_EXTENSION(getpriority);
USES_EXTENSION(setpriority);
USES_EXTENSION(sched_getaffinity);
USES_EXTENSION(sched_setaffinity);
USES_EXTENSION(sched_rr_get_interval);
USES_EXTENSION(getcpu);

static bool
is_self(long id)
{
	return id == 0 || id == __wasix_sys_getpid() || id == __pthread_self()->tid;
}

/* --- policies --- */

/* NOTE: in a program with several threads any other number counts as one of them; pthread_create
 * asks before the new one is in any list. */
static bool
is_of_process(long id)
{
	return is_self(id) || __libc.threads_minus_1 > 0;
}

long
__wasix_sys_sched_get_priority_max(long policy)
{
	switch (policy) {
	case SCHED_FIFO:
	case SCHED_RR:
		return 99;
	case SCHED_OTHER:
	case SCHED_BATCH:
	case SCHED_IDLE:
		return 0;
	default:
		return -EINVAL;
	}
}

long
__wasix_sys_sched_get_priority_min(long policy)
{
	return __wasix_sys_sched_get_priority_max(policy) == 99
		       ? 1
		       : __wasix_sys_sched_get_priority_max(policy);
}

long
__wasix_sys_sched_getscheduler(long pid)
{
	return pid < 0 ? -EINVAL : is_of_process(pid) ? SCHED_OTHER : -ESRCH;
}

long
__wasix_sys_sched_getparam(long pid, long result)
{
	if (pid < 0 || !result)
		return -EINVAL;
	if (!is_of_process(pid))
		return -ESRCH;
	memset((void *)result, 0, sizeof(struct sched_param));
	return 0;
}

long
__wasix_sys_sched_setscheduler(long pid, long policy, long param)
{
	if (pid < 0 || !param || __wasix_sys_sched_get_priority_max(policy) < 0)
		return -EINVAL;
	if (!is_of_process(pid))
		return -ESRCH;
	int priority = ((const struct sched_param *)param)->sched_priority;
	if (priority < __wasix_sys_sched_get_priority_min(policy) ||
		priority > __wasix_sys_sched_get_priority_max(policy))
		return -EINVAL;
	return policy == SCHED_OTHER ? 0 : -EPERM;
}

long
__wasix_sys_sched_setparam(long pid, long param)
{
	return __wasix_sys_sched_setscheduler(pid, SCHED_OTHER, param);
}

long
__wasix_sys_sched_rr_get_interval_time64(long pid, long result)
{
	if (pid < 0)
		return -EINVAL;
	return is_of_process(pid) ? (long)EXTENSION(sched_rr_get_interval, result) : -ESRCH;
}

/* musl's functions of these names fail without asking. */
int
sched_getscheduler(pid_t pid)
{
	return (int)__wasix_syscall_ret((unsigned long)__wasix_sys_sched_getscheduler(pid));
}

int
sched_setscheduler(pid_t pid, int policy, const struct sched_param *param)
{
	return (int)__wasix_syscall_ret(
		(unsigned long)__wasix_sys_sched_setscheduler(pid, policy, (long)param));
}

int
sched_getparam(pid_t pid, struct sched_param *param)
{
	return (int)__wasix_syscall_ret(
		(unsigned long)__wasix_sys_sched_getparam(pid, (long)param));
}

int
sched_setparam(pid_t pid, const struct sched_param *param)
{
	return (int)__wasix_syscall_ret(
		(unsigned long)__wasix_sys_sched_setparam(pid, (long)param));
}

/* --- nice values --- */

/* Of the process itself only: groups and users are the host's, and no business of a guest. */
static long
check_who(long which, long who)
{
	if (which == PRIO_PGRP || which == PRIO_USER)
		return -ENOSYS;
	if (which != PRIO_PROCESS)
		return -EINVAL;
	return is_self(who) ? 0 : -ESRCH;
}

long
__wasix_sys_getpriority(long which, long who)
{
	long r = check_who(which, who);
	return r < 0 ? r : (long)EXTENSION(getpriority);
}

long
__wasix_sys_setpriority(long which, long who, long value)
{
	long r = check_who(which, who);
	return r < 0 ? r : (long)EXTENSION(setpriority, value);
}

/* --- processors --- */

long
__wasix_sys_sched_getaffinity(long pid, long size, long mask)
{
	return is_self(pid) ? (long)EXTENSION(sched_getaffinity, size, mask) : -ESRCH;
}

long
__wasix_sys_sched_setaffinity(long pid, long size, long mask)
{
	return is_self(pid) ? (long)EXTENSION(sched_setaffinity, size, mask) : -ESRCH;
}

long
__wasix_sys_getcpu(long processor, long node, long unused)
{
	(void)unused;
	long long r = EXTENSION(getcpu);
	if (r < 0)
		return (long)r;
	if (processor)
		*(unsigned *)processor = (unsigned)r;
	if (node)
		*(unsigned *)node = (unsigned)(r >> 32);
	return 0;
}
