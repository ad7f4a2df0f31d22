/* heap.h -- the two parts of malloc, and the lock of what threads share of them.
 *
 * Up to SMALL_MAX bytes: slots of one size in spans of pages of a 64 KiB chunk (small.c), reached
 * through lists that each thread has for itself (slots.h). Above: blocks of any size, with a header
 * (large.c).
 */
#ifndef MEMORY_HEAP_H
#define MEMORY_HEAP_H

#include "libc.h"
#include "memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lock.h"

enum {
	PAGE = 4096,
	MAPPED_MIN = 256 * 1024,
	CHUNK = 65536,
	UNIT = 16,
	SMALL_MAX = 4096,
	CLASSES = 28,
	CHUNKS = 65536
};

extern hidden volatile int __wasix_heap_lock[1];

/* What is done within takes less than falling asleep and being woken, so who finds it taken looks
 * on for some hundred ns (bench row "mix_two"). */
enum { LOOKS = 300 };

/* A program with one thread takes no lock. Within it come those of the pages (mmap.c, break.c). */
static inline void
heap_lock(void)
{
	if (!libc.need_locks)
		return;
	for (int i = 0; __wasix_heap_lock[0] && i < LOOKS; i++)
		;
	LOCK(__wasix_heap_lock);
}

static inline void
heap_unlock(void)
{
	if (__wasix_heap_lock[0])
		UNLOCK(__wasix_heap_lock);
}

/* --- small.c --- */

/* A slot of the class: from the thread's list after it has been filled again; NULL: no memory. */
hidden void *__wasix_small_refill(unsigned class);

/* The thread's list of the class has become as long as it may: half of it goes back. */
hidden void __wasix_small_flush(unsigned class);

/* Traps if the slot is free: its key says so, which may be chance. */
hidden void __wasix_small_check(void *slot, unsigned class);

/* The thread ends: all that it has in its lists goes back. */
hidden void __wasix_heap_leave(void);

/* That too, and all chunks that are empty then. */
hidden void __wasix_small_trim(void);

/* --- large.c --- */

/* NULL: no memory. *zero: all bytes are known to be zero. */
hidden void *__wasix_large_get(size_t n, bool *zero);
hidden void *__wasix_large_get_aligned(size_t align, size_t n);
hidden void __wasix_large_give(void *p);

/* In place, as far as that is sensible: else false, and nothing has changed. */
hidden bool __wasix_large_resize(void *p, size_t n);
hidden size_t __wasix_large_size(void *p);

#endif
