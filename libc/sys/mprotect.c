/* mprotect.c -- calls about pages that have little to do: memory is always there, readable and
 * writable. */
#include "lowered.h"
#include "mmap_shared.h"

#include <errno.h>

enum { PAGE = 4096 };

long
__wasix_sys_mprotect(long addr, long len, long prot)
{
	(void)len, (void)prot;
	return addr & (PAGE - 1) ? -EINVAL : 0;
}

long
__wasix_sys_madvise(long addr, long len, long advice)
{
	(void)len, (void)advice;
	return addr & (PAGE - 1) ? -EINVAL : 0;
}

long
__wasix_sys_msync(long addr, long len, long flags)
{
	(void)flags;
	if (__wasix_share_hooks) {
		long r = __wasix_share_hooks->sync((char *)addr, (size_t)len);
		if (r < 0)
			return r;
	}
	return addr & (PAGE - 1) ? -EINVAL : 0;
}

long
__wasix_sys_mlock(long addr, long len)
{
	(void)addr, (void)len;
	return 0;
}

long
__wasix_sys_munlock(long addr, long len)
{
	(void)addr, (void)len;
	return 0;
}

long
__wasix_sys_mlockall(long flags)
{
	(void)flags;
	return 0;
}

long
__wasix_sys_munlockall(void)
{
	return 0;
}
