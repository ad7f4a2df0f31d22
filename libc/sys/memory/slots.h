/* slots.h -- the short way of small allocations: lists of free slots, one a class, that belong to
 * the thread.
 *
 * A slot's page is described in the header of its chunk, which the address tells. What is freed
 * must be the start of a slot: the offset in its span, times the inverse of the size's odd part,
 * without its factors of two, is the slot's number, and a number out of range for everything else.
 */
#ifndef MEMORY_SLOTS_H
#define MEMORY_SLOTS_H

#include "heap.h"

struct slot {
	struct slot *next;
	uint32_t key; /* FREE_KEY while the slot is free */
};

enum : uint32_t { FREE_KEY = 0xd3a94e57 };

struct bin {
	struct slot *first;
	uint32_t room; /* slots that it takes until half of it is flushed; never 0 between calls */
};

extern hidden _Thread_local struct bin __wasix_bins[CLASSES];

struct page {
	uint16_t start; /* of the span, in the chunk; the lower four bits: log2 of the size's factor
			 */
	uint8_t class;
	uint8_t last; /* number of the last slot */
	uint32_t inverse;
};

/* Bits: chunks of small slots, by address. */
extern hidden uint32_t __wasix_chunks[CHUNKS / 32];

/* Classes by size in units of 16: up to 128 each multiple, then four for each doubling. */
extern hidden const uint8_t __wasix_class_by_units[1024 / UNIT + 1];

static inline bool
is_small(const void *p)
{
	uintptr_t at = (uintptr_t)p;
	return __wasix_chunks[at / CHUNK / 32] >> (at / CHUNK % 32) & 1;
}

static inline unsigned
class_of(size_t n)
{
	if (n <= 1024)
		return __wasix_class_by_units[(n + UNIT - 1) / UNIT];
	unsigned top = 31 - (unsigned)__builtin_clz((unsigned)n - 1);
	return 8 + (top - 7) * 4 + ((n - 1) >> (top - 2) & 3);
}

static inline size_t
class_size(unsigned class)
{
	return class < 8 ? (class + 1) * UNIT : (size_t)(5 + class % 4) << (3 + class / 4);
}

static inline struct page
page_of(const void *p)
{
	uintptr_t at = (uintptr_t)p;
	return ((const struct page *)(at & -(uintptr_t)CHUNK))[at / PAGE % (CHUNK / PAGE)];
}

/* The class of a slot that starts at p; traps if none does. */
static inline unsigned
class_of_slot(const void *p)
{
	struct page page = page_of(p);
	uint32_t offset = ((uintptr_t)p & (CHUNK - 1)) - (page.start & ~15u);

	if (__builtin_rotateright32(offset * page.inverse, page.start & 15) > page.last)
		__builtin_trap();
	return page.class;
}

static inline void *
slot_take(unsigned class)
{
	struct bin *bin = &__wasix_bins[class];
	struct slot *slot = bin->first;

	if (__builtin_expect(!slot, 0))
		return __wasix_small_refill(class);
	bin->first = slot->next;
	bin->room++;
	slot->key = 0;
	return slot;
}

static inline void
slot_give(void *p, unsigned class)
{
	struct bin *bin = &__wasix_bins[class];
	struct slot *slot = p;

	if (__builtin_expect(slot->key == FREE_KEY, 0))
		__wasix_small_check(p, class);
	slot->next = bin->first;
	slot->key = FREE_KEY;
	bin->first = slot;
	if (__builtin_expect(--bin->room == 0, 0))
		__wasix_small_flush(class);
}

#endif
