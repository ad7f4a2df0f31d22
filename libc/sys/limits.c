/* limits.c -- getrlimit and setrlimit: the host's, and what it has no word for. */
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <sys/resource.h>

USES_EXTENSION(prlimit);

/* Limits that programs size their tables by. */
static rlim_t
fixed(long resource)
{
	switch (resource) {
	case RLIMIT_NOFILE:
		return 1024;
	case RLIMIT_STACK:
		return 8 << 20;
	case RLIMIT_CORE:
		return 0;
	case RLIMIT_AS:
	case RLIMIT_DATA:
		return 1ull << 32;
	default:
		return RLIM_INFINITY;
	}
}

long
__wasix_sys_prlimit64(long pid, long resource, long new, long old)
{
	const struct rlimit *want = (const struct rlimit *)new;

	if (pid != 0 && pid != __wasix_sys_getpid())
		return -ESRCH;
	if (resource < 0 || resource >= RLIM_NLIMITS)
		return -EINVAL;
	long r = (long)EXTENSION(prlimit, resource, new, old);
	if (r != -ENOSYS)
		return r;
	rlim_t limit = fixed(resource);
	if (want && (want->rlim_cur != limit || want->rlim_max != limit))
		return -EPERM;
	if (old)
		*(struct rlimit *)old = (struct rlimit){ limit, limit };
	return 0;
}
