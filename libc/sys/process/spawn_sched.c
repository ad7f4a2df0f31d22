/* spawn_sched.c -- the scheduling that attributes of posix_spawn ask for. musl's functions of these
 * names are ENOSYS. Every process is SCHED_OTHER, so asking for that is all that succeeds. */
#include "spawn_sched.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>

static bool
is_policy(int policy)
{
	return policy == SCHED_OTHER || policy == SCHED_FIFO || policy == SCHED_RR;
}

int
posix_spawnattr_getschedparam(
	const posix_spawnattr_t *restrict attributes, struct sched_param *restrict param)
{
	*param = (struct sched_param){ .sched_priority = attributes->__prio };
	return 0;
}

int
posix_spawnattr_setschedparam(
	posix_spawnattr_t *restrict attributes, const struct sched_param *restrict param)
{
	attributes->__prio = param->sched_priority;
	return 0;
}

int
posix_spawnattr_getschedpolicy(const posix_spawnattr_t *restrict attributes, int *restrict policy)
{
	*policy = attributes->__pol;
	return 0;
}

int
posix_spawnattr_setschedpolicy(posix_spawnattr_t *attributes, int policy)
{
	if (!is_policy(policy))
		return EINVAL;
	attributes->__pol = policy;
	return 0;
}

int
__wasix_spawn_sched(const posix_spawnattr_t *attributes)
{
	int flags = attributes ? attributes->__flags : 0;

	if (!(flags & (POSIX_SPAWN_SETSCHEDULER | POSIX_SPAWN_SETSCHEDPARAM)))
		return 0;
	if (flags & POSIX_SPAWN_SETSCHEDULER && attributes->__pol != SCHED_OTHER)
		return EPERM;
	return attributes->__prio == 0 ? 0 : EINVAL;
}
