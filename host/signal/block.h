/* block.h -- system calls that may wait, which signals for the guest interrupt. */
#ifndef HOST_BLOCK_H
#define HOST_BLOCK_H

#include "host.h"

/* What a handler of the guest that was set with SA_RESTART does to the call; one that was set
 * without always ends it. As Linux, signal(7). */
enum restart {
	RESTARTS,       /* goes on: read, write, wait4, accept, flock... */
	RESTARTS_NEVER, /* ends: poll, nanosleep, sigsuspend, what has a time-out */
};

/* syscall(2), but for the result: -errno of Linux on failure. -EINTR: give back all that is held
 * and end with EINTR. The guest's handlers run when the host function is over; if they wish, or the
 * system call had not begun, the guest's call is made again, else it ends with EINTR. */
long block_syscall(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long a4, long a5);

/* When a call with a time span began, in ns of the monotonic clock: now, or if it is made again
 * after a signal, what it was told then. */
uint64_t block_began(uint64_t now);

#endif
