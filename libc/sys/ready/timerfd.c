/* timerfd.c -- timers that are descriptors, where the host has them. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <sys/timerfd.h>

USES_EXTENSION(timerfd_create);
USES_EXTENSION(timerfd_settime);
USES_EXTENSION(timerfd_gettime);

long
__wasix_sys_timerfd_create(long clock, long flags)
{
	if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK))
		return -EINVAL;
	long fd = (long)EXTENSION(timerfd_create, clock, flags);
	if (fd >= 0)
		cloexec_mark(fd, flags & TFD_CLOEXEC);
	return fd;
}

long
__wasix_sys_timerfd_settime64(long fd, long flags, long new, long old)
{
	return (long)EXTENSION(timerfd_settime, fd, flags, new, old);
}

long
__wasix_sys_timerfd_gettime64(long fd, long now)
{
	return (long)EXTENSION(timerfd_gettime, fd, now);
}
