/* pidfd.c -- a process as a descriptor, where the host has them. musl has no function for it. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"

USES_EXTENSION(pidfd_open);

long
__wasix_sys_pidfd_open(long pid, long flags)
{
	long fd = (long)EXTENSION(pidfd_open, pid, flags);
	if (fd >= 0)
		cloexec_mark(fd, true);
	return fd;
}
