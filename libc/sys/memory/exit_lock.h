/* exit_lock.h -- a lock for what a thread does while it ends.
 *
 * musl's LOCK does nothing while there is one thread, and a thread that ends is counted out before
 * it gives its stack back: two would be inside.
 */
#ifndef MEMORY_EXIT_LOCK_H
#define MEMORY_EXIT_LOCK_H

#include "pthread_impl.h"

/* 1 locked, 2 locked and somebody may wait */
static inline void
exit_lock(volatile int *lock)
{
	if (a_cas(lock, 0, 1) == 0)
		return;
	while (a_swap(lock, 2) != 0)
		__futexwait(lock, 2, 1);
}

static inline void
exit_unlock(volatile int *lock)
{
	if (a_swap(lock, 0) == 2)
		__wake(lock, 1, 1);
}

#endif
