/* storage.c -- what lies on the disk: written through, reserved. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>

USES_EXTENSION(fallocate);

static uint64_t
join(long low, long high)
{
	return (unsigned long)low | (uint64_t)(unsigned long)high << 32;
}

long
__wasix_sys_fallocate(long fd, long mode, long low, long high, long len_low, long len_high)
{
	uint64_t offset = join(low, high), len = join(len_low, len_high);

	if (mode == 0)
		return __wasix_result(__import_preview1_fd_allocate((abi_fd)fd, offset, len));
	long r = (long)EXTENSION(fallocate, fd, mode, (long long)offset, (long long)len);
	return r == -ENOSYS ? -EOPNOTSUPP : r;
}
