/* signalfd.c -- signals as a descriptor, where the host has them. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <sys/signalfd.h>

USES_EXTENSION(signalfd4);

long
__wasix_sys_signalfd4(long fd, long mask, long mask_size, long flags)
{
	if (mask_size != 8)
		return -EINVAL;
	long r = (long)EXTENSION(signalfd4, fd, mask, flags);
	if (r >= 0 && fd == -1)
		cloexec_mark(r, flags & SFD_CLOEXEC);
	return r;
}
