/* guard.c -- see guard.h. */
#include "guard.h"

#include "extension.h"

#include <stdbool.h>
#include <stdint.h>

USES_EXTENSION(guard);

enum { GUARD_WORDS = 4, GUARD_MARK = 0x5afe57ac, PAGE = 4096 };

static uintptr_t
guard_end(const struct pthread *thread)
{
	return (uintptr_t)thread->stack - thread->stack_size;
}

static uint32_t *
mark(const struct pthread *thread, int i)
{
	return (uint32_t *)guard_end(thread) - 1 - i;
}

/* Whether the host did it. */
static bool
protect(const struct pthread *thread, bool on)
{
	uintptr_t end = guard_end(thread);

	return end % PAGE == 0 && thread->guard_size % PAGE == 0 &&
	       EXTENSION(guard, (long)(end - thread->guard_size), (long)thread->guard_size, on) ==
		       0;
}

/* Only of a thread that pthread_create gave one to. */
void
__wasix_guard_set(struct pthread *thread)
{
	if (!thread->guard_size || protect(thread, true))
		return;
	for (int i = 0; i < GUARD_WORDS; i++)
		*mark(thread, i) = GUARD_MARK;
}

int
__wasix_guard_take_away(struct pthread *thread)
{
	if (!thread->guard_size || protect(thread, false))
		return true;
	for (int i = 0; i < GUARD_WORDS; i++)
		if (*mark(thread, i) != GUARD_MARK)
			return false;
	return true;
}
