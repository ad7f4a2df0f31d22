/* fork_locks.h -- locks of the port's that a fork takes, so that no child finds one held by a
 * thread that it does not have.
 *
 * They are taken in front of malloc's, so who holds one may allocate; nobody holds two.
 */
#ifndef SYS_FORK_LOCKS_H
#define SYS_FORK_LOCKS_H

/* Beside the definition of a lock for LOCK. The linker makes one list of all that are linked. */
#define HELD_OVER_FORK(lock) \
	__attribute__((      \
		used, section("wasix_fork_locks"))) static volatile int *const fork_##lock = lock

#endif
