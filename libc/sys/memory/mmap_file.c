/* mmap_file.c -- mmap with all its forms: a private mapping of a file is a copy of it, a shared one
 * is the host's, or a copy too where the host has none (sys/memory/mmap_shared.c).
 *
 * A fixed address works inside
 * memory that the program owns already; a fixed mapping of a file there is read into place.
 */
#include "imports.h"
#include "lowered.h"
#include "memory.h"
#include "mmap_shared.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

/* Reads from offset on until len or the end of the file. */
static long
read_all(long fd, char *to, size_t len, uint64_t offset)
{
	while (len > 0) {
		long n = __wasix_sys_pread64(
			fd, (long)to, (long)len, (long)offset, (long)(offset >> 32), 0);
		if (n <= 0)
			return n;
		to += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return 0;
}

static bool
is_shared(long flags)
{
	return (flags & MAP_TYPE) != MAP_PRIVATE;
}

static long
check_file(long fd, long prot, long flags)
{
	struct abi_fdstat stat;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	if (stat.fs_filetype != ABI_FILETYPE_REGULAR_FILE)
		return -ENODEV;
	if (!(stat.fs_rights_base & ABI_RIGHTS_FD_READ))
		return -EACCES;
	if (is_shared(flags) && prot & PROT_WRITE && !(stat.fs_rights_base & ABI_RIGHTS_FD_WRITE))
		return -EACCES;
	return 0;
}

/* Puts into the pages what they are to show. */
static long
fill(char *p, size_t len, long prot, long flags, long fd, uint64_t offset)
{
	size_t size = (len + PAGE - 1) & (size_t)-PAGE;
	bool anonymous = flags & MAP_ANON;

	if (is_shared(flags)) {
		long r = __wasix_share(p, size, prot, anonymous ? -1 : fd, anonymous ? 0 : offset);
		if (r != -ENOSYS)
			return r;
	}
	if (anonymous)
		return 0;
	long r = read_all(fd, p, len, offset);
	return r == 0 && is_shared(flags) && prot & PROT_WRITE
		       ? __wasix_share_copy(p, size, fd, offset)
		       : r;
}

long
__wasix_sys_mmap2(long addr, long len, long prot, long flags, long fd, long page)
{
	char *p = (char *)addr;

	if (len == 0 || (flags & MAP_TYPE) == 0 || (flags & MAP_TYPE) > MAP_SHARED_VALIDATE)
		return -EINVAL;
	if (!(flags & MAP_ANON)) {
		long r = check_file(fd, prot, flags);
		if (r < 0)
			return r;
	}
	if (flags & MAP_FIXED) {
		if (addr & (PAGE - 1))
			return -EINVAL;
		size_t end = (size_t)addr + (size_t)len;
		if (end - 1 < (size_t)addr || (end - 1) >> 16 >= __builtin_wasm_memory_size(0))
			return -ENOMEM;
		if (__wasix_share_hooks)
			__wasix_share_hooks->end(p, (size_t)len);
		memset(p, 0, (size_t)len);
	} else {
		long r = __wasix_map_pages((size_t)len);
		if ((unsigned long)r > (unsigned long)-PAGE)
			return r;
		p = (char *)r;
	}
	long r = fill(p, (size_t)len, prot, flags, fd, (uint64_t)(unsigned long)page * PAGE);
	if (r < 0 && !(flags & MAP_FIXED))
		__wasix_sys_munmap((long)p, len);
	return r < 0 ? r : (long)p;
}
