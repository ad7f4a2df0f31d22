/* umask.c -- the file mode creation mask: kept, read back, and without effect, since the host takes
 * no modes. */
#include "lowered.h"

static long mask = 022;

long
__wasix_sys_umask(long new_mask)
{
	long old = mask;
	mask = new_mask & 0777;
	return old;
}
