/* random.c -- random bytes. */
#include "imports.h"
#include "lowered.h"

#include <errno.h>

long
__wasix_sys_getrandom(long buf, long len, long flags)
{
	if (flags & ~7L)
		return -EINVAL;
	uint32_t e = __import_preview1_random_get((void *)buf, (abi_usize)len);
	return e & 0xffff ? __wasix_result(e) : len;
}
