/* arena.h -- memory with one lifetime: many allocations, all freed at once.
 *
 * Memory comes zeroed and aligned to 16. One arena belongs to one thread at a time.
 */
#ifndef ENGINE_ARENA_H
#define ENGINE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* NULL when memory is short. */
struct arena *arena_new(void);
void arena_delete(struct arena *arena);

/* Zeroed memory for count elements of size bytes each; NULL when memory is short or the product
 * overflows. A count of 0 gives a pointer that must not be read. */
void *arena_array(struct arena *arena, size_t count, size_t size);
void *arena_alloc(struct arena *arena, size_t size);
/* A copy with a NUL after it. */
char *arena_string(struct arena *arena, const void *bytes, size_t len);

/* Bytes given out so far. */
size_t arena_used(const struct arena *arena);

/* For tests: the n-th allocation from now on (1: the next one) and all after it fail; 0 switches
 * this off. */
void arena_fail_after(struct arena *arena, uint64_t n);

#endif
