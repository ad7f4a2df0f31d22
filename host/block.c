/* block.c -- system calls that may wait; see block.h. */
#include "block.h"

#include <errno.h>
#include <unistd.h>

/* Signals are not delivered to guests yet, so none ends a call. */
long
block_syscall(struct wasix_caller *c, enum restart restart, long number, long a0, long a1, long a2,
	long a3, long a4, long a5)
{
	(void)c;
	(void)restart;
	long result = RETRY(syscall(number, a0, a1, a2, a3, a4, a5));
	return result < 0 ? -errno : result;
}
