/* umask.c -- the file mode creation mask: the host's, or kept here where it has none. */
#include "extension.h"
#include "lowered.h"

#include <errno.h>

USES_EXTENSION(umask);

static long mask = 022;

long
__wasix_sys_umask(long new_mask)
{
	long old = (long)EXTENSION(umask, new_mask);

	if (old != -ENOSYS)
		return old;
	old = mask;
	mask = new_mask & 0777;
	return old;
}
