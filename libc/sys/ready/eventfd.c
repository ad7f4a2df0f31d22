/* eventfd.c -- event counters. */
#include "cloexec.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <sys/eventfd.h>

long
__wasix_sys_eventfd2(long count, long flags)
{
	abi_fd fd;

	if (flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	uint32_t e = __import_wasix_fd_event((abi_u64)(unsigned long)count,
		flags & EFD_SEMAPHORE ? ABI_EVENTFDFLAGS_SEMAPHORE : 0, &fd);
	if (e & 0xffff)
		return __wasix_result(e);
	if (flags & EFD_NONBLOCK)
		__import_preview1_fd_fdstat_set_flags(fd, ABI_FDFLAGS_NONBLOCK);
	cloexec_mark((long)fd, flags & EFD_CLOEXEC);
	return (long)fd;
}
