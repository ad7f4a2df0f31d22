/* flock.c -- locks of open files, by the host. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>

USES_EXTENSION(flock);

long
__wasix_sys_flock(long fd, long operation)
{
	struct abi_fdstat stat;

	long r = (long)EXTENSION(flock, fd, operation);
	if (r != -ENOSYS)
		return r;
	/* a host without locks has one process */
	return __wasix_result(__import_preview1_fd_fdstat_get((abi_fd)fd, &stat));
}
