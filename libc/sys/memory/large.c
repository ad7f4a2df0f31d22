/* large.c -- allocations of more than a few KiB: blocks with a header in front, each knowing its
 * neighbours.
 *
 * Blocks lie in regions of pages, closed by a fence: a header without a block. Free neighbours are
 * one block; what becomes MAPPED_MIN bytes of free pages so goes back to mmap.c, and what is that
 * large is taken from there. Free blocks are in lists by size, eight for each doubling; the first
 * that surely fits is taken, and what it has too much stays.
 */
#include "heap.h"

#include <string.h>

enum {
	GRAIN = 32 * 1024, /* of a region's growth */
	REST_MIN = 256,    /* less than that is not split off */
	BLOCK_MIN = 32,
	DOUBLINGS = 15, /* from 32 bytes on; all of the last and above are in one list */
	LISTS = DOUBLINGS * 8,
};

enum : uint32_t {
	USED = 1,
	MAPPED = 2, /* has pages of its own, the first of which it starts in */
	ZERO = 4,   /* free, and all zero but for header and links */
	FLAGS = 15,
	MAGIC = 0x7be1c58d,
};

struct block {
	uint32_t before; /* size of the block in front; 0: the first of a region */
	uint32_t size;   /* with the header; flags below. A fence has none */
	uint32_t check;  /* the address, mixed; only in a block that is used */
	uint32_t unused;
	struct block *next, *prev; /* of a free one: in its list */
};

enum { HEADER = 16 };
_Static_assert(offsetof(struct block, next) == HEADER, "header");

static struct block *lists[LISTS];
static uint32_t filled[(LISTS + 31) / 32];
static char *last_end; /* of the region that was made last: the next may adjoin */

static uint32_t
size_of(const struct block *b)
{
	return b->size & ~FLAGS;
}

static struct block *
at_offset(void *b, ptrdiff_t offset)
{
	return (struct block *)((char *)b + offset);
}

static struct block *
after(struct block *b)
{
	return at_offset(b, (ptrdiff_t)size_of(b));
}

static uint32_t
check_of(const struct block *b)
{
	return (uint32_t)(uintptr_t)b ^ MAGIC;
}

/* --- lists --- */

static unsigned
list_of(uint32_t size)
{
	unsigned top = 31 - (unsigned)__builtin_clz(size);
	unsigned list = (top - 5) * 8 + (size >> (top - 3) & 7);
	return list < LISTS ? list : LISTS - 1;
}

static void
unlink_free(struct block *b)
{
	unsigned list = list_of(size_of(b));

	if (b->prev)
		b->prev->next = b->next;
	else if (!(lists[list] = b->next))
		filled[list / 32] &= ~(1u << list % 32);
	if (b->next)
		b->next->prev = b->prev;
}

/* A free block of this size, which its neighbour is told. */
static void
make_free(struct block *b, uint32_t size, uint32_t zero)
{
	unsigned list = list_of(size);

	b->size = size | zero;
	b->check = 0;
	b->prev = NULL;
	b->next = lists[list];
	if (b->next)
		b->next->prev = b;
	lists[list] = b;
	filled[list / 32] |= 1u << list % 32;
	after(b)->before = size;
}

static struct block *
first_that_fits(uint32_t size)
{
	unsigned list = list_of(size), tries = 8;

	for (struct block *b = lists[list]; b && tries > 0; b = b->next, tries--)
		if (b->size >= size)
			return b;
	list++;
	for (unsigned i = list / 32; i < sizeof filled / sizeof *filled; i++) {
		uint32_t bits = filled[i] & (i == list / 32 ? ~0u << list % 32 : ~0u);
		if (bits)
			return lists[i * 32 + (unsigned)__builtin_ctz(bits)];
	}
	return NULL;
}

/* --- regions --- */

static void
put_fence(struct block *fence)
{
	fence->size = USED;
	fence->check = 0;
}

/* Adds a free block of that size at least. */
static bool
grow(uint32_t size)
{
	size_t len = (size + 2 * HEADER + GRAIN - 1) & -(size_t)GRAIN;
	bool zero;
	char *start = __wasix_pages_take(len, PAGE, &zero);

	if (!start)
		start = __wasix_pages_take(
			len = (size + 2 * HEADER + PAGE - 1) & -(size_t)PAGE, PAGE, &zero);
	if (!start)
		return false;
	struct block *b = (struct block *)start;
	uint32_t free = (uint32_t)len - HEADER;
	if (start == last_end) {
		b = at_offset(b, -HEADER); /* the fence that was there */
		free += HEADER;
		if (b->before) {
			struct block *front = at_offset(b, -(ptrdiff_t)b->before);
			if (!(front->size & USED)) {
				unlink_free(front);
				free += size_of(front);
				zero = false;
				b = front;
			}
		}
	} else {
		b->before = 0;
	}
	last_end = start + len;
	put_fence(at_offset(b, free));
	make_free(b, free, zero ? ZERO : 0);
	return true;
}

/* Gives the whole pages of a free block that is in no list back, with what is left of it as blocks.
 */
static void
give_pages(struct block *b, uint32_t size)
{
	char *from = (char *)b, *to = from + size, *end = to;
	struct block *behind = (struct block *)to;

	/* a fence in front of the pages, unless the region begins with them */
	if (b->before || (uintptr_t)b % PAGE) {
		from = (char *)(((uintptr_t)b + HEADER + PAGE - 1) & -(uintptr_t)PAGE);
		struct block *fence = at_offset(from, -HEADER);
		uint32_t rest = (uint32_t)((char *)fence - (char *)b);
		if (rest && rest < BLOCK_MIN) {
			from += PAGE;
			fence = at_offset(from, -HEADER);
			rest += PAGE;
		}
		put_fence(fence);
		if (rest)
			make_free(b, rest, 0);
	}
	if (behind->size == USED) { /* the fence of the region goes with them */
		to += HEADER;
		if (to == last_end)
			last_end = from == (char *)b ? NULL : from;
	} else {
		to = (char *)((uintptr_t)to & -(uintptr_t)PAGE);
		if (to != end && end - to < BLOCK_MIN)
			to -= PAGE;
		behind->before = 0;
		((struct block *)to)->before = 0;
		if (to != end)
			make_free((struct block *)to, (uint32_t)(end - to), 0);
	}
	__wasix_pages_give(from, to);
}

/* --- blocks of a region --- */

static void
free_block(struct block *b)
{
	uint32_t size = size_of(b);
	struct block *behind = after(b);

	b->check = 0;
	if (!(behind->size & USED)) {
		unlink_free(behind);
		size += size_of(behind);
	}
	struct block *front = at_offset(b, -(ptrdiff_t)b->before);
	if (b->before && !(front->size & USED)) {
		unlink_free(front);
		size += size_of(front);
		b = front;
	}
	if (size >= MAPPED_MIN + 2 * PAGE)
		give_pages(b, size);
	else
		make_free(b, size, 0);
}

/* The block is used, of this size; what of its own size is more becomes free. */
static void
use(struct block *b, uint32_t size, uint32_t has)
{
	uint32_t zero = b->size & ZERO;

	if (has - size >= REST_MIN) {
		struct block *rest = at_offset(b, size), *behind = at_offset(b, has);
		uint32_t more = has - size;
		if (!(behind->size & USED)) {
			unlink_free(behind);
			more += size_of(behind);
			zero = 0;
		}
		rest->before = size;
		make_free(rest, more, zero);
	} else {
		size = has;
		at_offset(b, size)->before = size;
	}
	b->size = size | USED;
	b->check = check_of(b);
}

static struct block *
take_block(uint32_t size, bool *zero)
{
	heap_lock();
	struct block *b = first_that_fits(size);
	if (!b && grow(size))
		b = first_that_fits(size);
	if (b) {
		unlink_free(b);
		*zero = b->size & ZERO;
		use(b, size, size_of(b));
	}
	heap_unlock();
	if (b && *zero)
		b->next = b->prev = NULL;
	return b;
}

/* --- pages of their own --- */

static struct block *
take_pages(size_t n, size_t align, bool *zero)
{
	size_t skip = align > HEADER ? PAGE : HEADER;
	size_t len = (n + skip + PAGE - 1) & -(size_t)PAGE, slack = align > PAGE ? align : 0;
	char *start = __wasix_pages_take(len + slack, PAGE, zero);

	if (!start)
		return NULL;
	char *p = (char *)(((uintptr_t)start + skip + slack - (slack != 0)) &
			   (slack ? -(uintptr_t)align : ~(uintptr_t)0));
	char *from = p - skip, *to = from + len;
	if (start < from)
		__wasix_pages_give(start, from);
	if (to < start + len + slack)
		__wasix_pages_give(to, start + len + slack);
	struct block *b = (struct block *)(p - HEADER);
	b->size = (uint32_t)(to - (char *)b) | USED | MAPPED;
	b->check = check_of(b);
	return b;
}

static void
give_mapped(struct block *b)
{
	char *end = (char *)after(b);

	b->check = 0;
	__wasix_pages_give((char *)((uintptr_t)b & -(uintptr_t)PAGE), end);
}

static bool
resize_mapped(struct block *b, size_t n)
{
	char *end = (char *)after(b);
	size_t keep = ((uintptr_t)b % PAGE + HEADER + n + PAGE - 1) & -(size_t)PAGE;
	char *new_end = (char *)((uintptr_t)b & -(uintptr_t)PAGE) + keep;
	bool zero;

	if (n < MAPPED_MIN / 2)
		return false;
	if (new_end > end && !__wasix_pages_extend(end, (size_t)(new_end - end), &zero))
		return false;
	if (new_end < end && (size_t)(end - new_end) <= n / 4)
		return true; /* it has grown in steps, and may go on */
	if (new_end < end)
		__wasix_pages_give(new_end, end);
	b->size = (uint32_t)(new_end - (char *)b) | USED | MAPPED;
	return true;
}

/* --- for malloc.c --- */

static struct block *
block_of(void *p)
{
	struct block *b = at_offset(p, -HEADER);

	if ((uintptr_t)p % UNIT || b->check != check_of(b) || !(b->size & USED))
		__builtin_trap();
	return b;
}

static uint32_t
block_size(size_t n)
{
	uint32_t size = (uint32_t)((n + HEADER + UNIT - 1) & -(size_t)UNIT);
	return size < BLOCK_MIN ? BLOCK_MIN : size;
}

void *
__wasix_large_get(size_t n, bool *zero)
{
	struct block *b =
		n < MAPPED_MIN ? take_block(block_size(n), zero) : take_pages(n, UNIT, zero);
	return b ? (char *)b + HEADER : NULL;
}

/* Cuts what is in front of the aligned address off, as a block of its own. */
static void *
align_block(struct block *b, size_t align, size_t n)
{
	char *start = (char *)b + HEADER;
	char *p = (char *)(((uintptr_t)start + align - 1) & -(uintptr_t)align);

	if (p != start && p - start < BLOCK_MIN)
		p += align;
	heap_lock();
	if (p != start) {
		uint32_t skip = (uint32_t)(p - start), size = size_of(b);
		struct block *aligned = at_offset(b, (ptrdiff_t)skip);
		aligned->before = skip;
		aligned->size = (size - skip) | USED;
		aligned->check = check_of(aligned);
		after(aligned)->before = size - skip;
		b->size = skip | USED;
		free_block(b);
		b = aligned;
	}
	use(b, block_size(n), size_of(b));
	heap_unlock();
	return p;
}

void *
__wasix_large_get_aligned(size_t align, size_t n)
{
	size_t most = n + align + BLOCK_MIN;
	bool zero;

	if (most < n || most > PTRDIFF_MAX)
		return NULL;
	struct block *b = most < MAPPED_MIN ? take_block(block_size(most), &zero)
					    : take_pages(n, align, &zero);
	if (!b)
		return NULL;
	return most < MAPPED_MIN ? align_block(b, align, n) : (char *)b + HEADER;
}

void
__wasix_large_give(void *p)
{
	heap_lock();
	struct block *b = block_of(p);
	if (b->size & MAPPED)
		give_mapped(b);
	else
		free_block(b);
	heap_unlock();
}

bool
__wasix_large_resize(void *p, size_t n)
{
	heap_lock();
	struct block *b = block_of(p);
	bool done;
	if (b->size & MAPPED) {
		done = resize_mapped(b, n);
	} else {
		uint32_t size = block_size(n), has = size_of(b);
		struct block *behind = after(b);
		if (size > has && !(behind->size & USED) && has + size_of(behind) >= size) {
			unlink_free(behind);
			has += size_of(behind);
			after(behind)->before = has;
		}
		done = n < MAPPED_MIN && size <= has && n > SMALL_MAX / 2;
		if (done || has != size_of(b))
			use(b, done ? size : has, has);
	}
	heap_unlock();
	return done;
}

size_t
__wasix_large_size(void *p)
{
	return size_of(block_of(p)) - HEADER;
}
