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

/* syscall(2), but for the result: -errno of Linux on failure. -EINTR: the guest's handlers have run
 * and the call is to end with EINTR. Nothing that a handler of the guest may want is held: no
 * lock. */
long block_syscall(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long a4, long a5);

#endif
