/* inotify.c -- changes of files as a descriptor, where the host has them. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>

USES_EXTENSION(inotify_init1);
USES_EXTENSION(inotify_add_watch);
USES_EXTENSION(inotify_rm_watch);

long
__wasix_sys_inotify_init1(long flags)
{
	if (flags & ~(IN_CLOEXEC | IN_NONBLOCK))
		return -EINVAL;
	long fd = (long)EXTENSION(inotify_init1, flags);
	if (fd >= 0)
		cloexec_mark(fd, flags & IN_CLOEXEC);
	return fd;
}

long
__wasix_sys_inotify_add_watch(long fd, long path, long mask)
{
	struct place place;
	long r = __wasix_locate(AT_FDCWD, (const char *)path, &place);

	if (r < 0)
		return r;
	return (long)EXTENSION(inotify_add_watch, fd, (long)place.fd, (long)place.path,
		(long)place.len, (unsigned long)mask);
}

long
__wasix_sys_inotify_rm_watch(long fd, long watch)
{
	return (long)EXTENSION(inotify_rm_watch, fd, watch);
}
