/* guard.h -- the guard below a thread's stack.
 *
 * A page of linear memory has no protection, so the guard is space that belongs to nobody, with a
 * mark at its upper end. Running over it is only seen when the thread ends; what a frame skips is
 * not.
 */
#ifndef THREADS_GUARD_H
#define THREADS_GUARD_H

#include "pthread_impl.h"

#include <stdint.h>

enum { GUARD_WORDS = 4, GUARD_MARK = 0x5afe57ac };

static inline uint32_t *
guard_end(const struct pthread *thread)
{
	return (uint32_t *)((uintptr_t)thread->stack - thread->stack_size);
}

static inline void
guard_set(struct pthread *thread)
{
	for (int i = 1; thread->guard_size && i <= GUARD_WORDS; i++)
		guard_end(thread)[-i] = GUARD_MARK;
}

/* Of a thread that pthread_create gave a guard to. */
static inline int
guard_holds(const struct pthread *thread)
{
	for (int i = 1; thread->guard_size && i <= GUARD_WORDS; i++)
		if (guard_end(thread)[-i] != GUARD_MARK)
			return 0;
	return 1;
}

#endif
