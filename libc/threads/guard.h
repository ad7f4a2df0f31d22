/* guard.h -- the guard below a thread's stack: pages that nobody may touch. On hosts without that
 * extension it is space that belongs to nobody, with a mark at its upper end: running over it is
 * only seen when the thread ends, and what a frame skips is not.
 */
#ifndef THREADS_GUARD_H
#define THREADS_GUARD_H

#include "pthread_impl.h"

hidden void __wasix_guard_set(struct pthread *thread);

/* The space is ordinary memory again. false: the thread ran over its stack. */
hidden int __wasix_guard_take_away(struct pthread *thread);

#endif
