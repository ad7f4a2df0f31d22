/* mprotect.c -- calls about pages that have little to do: memory is always there, readable and
 * writable. */
#include "lowered.h"
#include "mmap_shared.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

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
	size_t size = ((size_t)len + PAGE - 1) & (size_t)-PAGE;

	if (addr & (PAGE - 1))
		return -EINVAL;
	if (size == 0)
		return 0;
	size_t last = (size_t)addr + size - 1;
	if (last < (size_t)addr || last >> 16 >= __builtin_wasm_memory_size(0))
		return -ENOMEM;
	/* Linux's: such pages are zero again */
	if (advice == MADV_DONTNEED &&
		!(__wasix_share_hooks && __wasix_share_hooks->covers((char *)addr, size)))
		memset((char *)addr, 0, size);
	return 0;
}

/* Whatever the kernel does with them, pages of linear memory are there. */
long
__wasix_sys_mincore(long addr, long len, long result)
{
	size_t pages = ((size_t)len + PAGE - 1) / PAGE;

	if (addr & (PAGE - 1))
		return -EINVAL;
	if ((size_t)addr / PAGE + pages > __builtin_wasm_memory_size(0) * (65536ull / PAGE))
		return -ENOMEM;
	memset((char *)result, 1, pages);
	return 0;
}

long
__wasix_sys_msync(long addr, long len, long flags)
{
	if (addr & (PAGE - 1) || flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) ||
		(flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC))
		return -EINVAL;
	if (!__wasix_share_hooks)
		return 0;
	size_t size = ((size_t)len + PAGE - 1) & (size_t)-PAGE;
	return __wasix_share_hooks->sync((char *)addr, size, flags ? flags : MS_ASYNC);
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
