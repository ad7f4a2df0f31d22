/* cloexec.c -- the marks of close-on-exec. */
#include "cloexec.h"

#include "lowered.h"

#include <fcntl.h>

volatile int __wasix_cloexec_bits[CLOEXEC_FDS / 32];

long
__wasix_set_cloexec(long fd, long flags)
{
	cloexec_mark(fd, flags & FD_CLOEXEC);
	return 0;
}
