/* small.c -- slots of one size in spans of pages, spans in chunks of 64 KiB.
 *
 * A chunk's first 512 bytes describe its pages and spans; the rest of its first page is a span for
 * slots up to 512 bytes. A span counts the slots that it has given out, to threads' lists too; with
 * none it is pages again, which any class may take, and a chunk without spans goes back to mmap.c
 * but for a few. Slots that were never given out have never been written: only what is used is
 * touched.
 */
#include "slots.h"

enum {
	PAGES = CHUNK / PAGE,
	HEADER = 512,
	SMALL_FREE_CHUNKS = 2, /* empty ones that are kept, and an eighth of all */
};

struct span {
	struct span *next, *prev; /* spans of the class with free slots */
	struct slot *free;
	uint16_t used, carved, count; /* slots: given out, ever given out, that there are */
	uint8_t class, pages;
};

struct chunk {
	struct page page[PAGES];
	struct span span[PAGES]; /* at the index of its first page */
	struct chunk *next, *prev;
	uint16_t free; /* pages */
	uint16_t run;  /* the longest row of them: the list it is in */
};

_Static_assert(sizeof(struct chunk) <= HEADER, "chunk");

volatile int __wasix_heap_lock[1];
uint32_t __wasix_chunks[CHUNKS / 32];

const uint8_t __wasix_class_by_units[1024 / UNIT + 1] = { 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 9, 10,
	10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15, 16, 16, 16, 16,
	16, 16, 16, 16, 17, 17, 17, 17, 17, 17, 17, 17, 18, 18, 18, 18, 18, 18, 18, 18, 19, 19, 19,
	19, 19, 19, 19, 19 };

#define CLASS(size, room, pages) { NULL, room },
_Thread_local struct bin __wasix_bins[CLASSES] = {
#include "classes.def"
};
#undef CLASS

#define CLASS(size, room, pages) { room, pages },
static const struct {
	uint8_t room, pages;
} classes[CLASSES] = {
#include "classes.def"
};
#undef CLASS

#define CLASS(size, room, pages) \
	_Static_assert((pages) * PAGE >= (size) && ((pages) > 1 || (size) <= HEADER), "class");
#include "classes.def"
#undef CLASS

static struct span *spans[CLASSES]; /* with free slots */
static struct chunk *chunks[PAGES]; /* by their longest row of free pages */
static size_t chunk_count, free_count;

static struct chunk *
chunk_of(const void *p)
{
	return (struct chunk *)((uintptr_t)p & -(uintptr_t)CHUNK);
}

/* --- chunks --- */

/* The first page takes part in no longer row: it is not whole. */
static unsigned
longest_run(unsigned free)
{
	unsigned run = free & 1;

	free &= ~1u;
	for (unsigned n = 1; free; n++, free &= free >> 1)
		run = n;
	return run;
}

static void
chunk_unlink(struct chunk *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		chunks[c->run] = c->next;
	if (c->next)
		c->next->prev = c->prev;
}

static void
chunk_link(struct chunk *c)
{
	c->run = (uint16_t)longest_run(c->free);
	c->prev = NULL;
	c->next = chunks[c->run];
	if (c->next)
		c->next->prev = c;
	chunks[c->run] = c;
}

/* A page without a span says that a slot in it lies elsewhere. */
static void
pages_free(struct chunk *c, unsigned first, unsigned count)
{
	for (unsigned i = first; i < first + count; i++)
		c->page[i] = (struct page){ .start = i ? 0 : PAGE, .inverse = 1 };
	c->free |= (uint16_t)(((1u << count) - 1) << first);
}

static void
chunk_mark(const struct chunk *c)
{
	__wasix_chunks[(uintptr_t)c / CHUNK / 32] ^= 1u << ((uintptr_t)c / CHUNK % 32);
}

static struct chunk *
chunk_new(void)
{
	bool zero;
	struct chunk *c = __wasix_pages_take(CHUNK, CHUNK, &zero);

	if (!c)
		return NULL;
	c->free = 0;
	pages_free(c, 0, PAGES);
	chunk_mark(c);
	chunk_link(c);
	chunk_count++;
	free_count++;
	return c;
}

static bool
is_empty(const struct chunk *c)
{
	return c->free == (1u << PAGES) - 1;
}

static void
chunk_delete(struct chunk *c)
{
	chunk_unlink(c);
	chunk_mark(c);
	chunk_count--;
	free_count--;
	__wasix_pages_give((char *)c, (char *)c + CHUNK);
}

/* The tightest chunk, so that the others become empty. */
static struct chunk *
chunk_with(unsigned pages)
{
	for (unsigned run = pages; run < PAGES; run++)
		if (chunks[run])
			return chunks[run];
	return chunk_new();
}

/* --- spans --- */

static void
span_link(struct span *s)
{
	s->prev = NULL;
	s->next = spans[s->class];
	if (s->next)
		s->next->prev = s;
	spans[s->class] = s;
}

static void
span_unlink(struct span *s)
{
	if (s->prev)
		s->prev->next = s->next;
	else
		spans[s->class] = s->next;
	if (s->next)
		s->next->prev = s->prev;
}

static char *
span_start(const struct span *s)
{
	struct chunk *c = chunk_of(s);
	return (char *)c + (c->page[s - c->span].start & ~15u);
}

static unsigned
first_page_for(unsigned free, unsigned pages)
{
	if (pages == 1)
		return (unsigned)__builtin_ctz(free);
	free &= ~1u;
	for (unsigned n = pages; n > 1; n--)
		free &= free >> 1;
	return (unsigned)__builtin_ctz(free);
}

/* What all pages of a span say of it; size is odd times a power of two. */
static struct page
page_describing(unsigned class, unsigned start, unsigned count)
{
	static const uint32_t inverses[4] = { 1, 0xaaaaaaab, 0xcccccccd,
		0xb6db6db7 }; /* of 1, 3, 5, 7 */
	unsigned size = (unsigned)class_size(class), shift = (unsigned)__builtin_ctz(size);

	return (struct page){ .start = (uint16_t)(start | shift),
		.class = (uint8_t)class,
		.last = (uint8_t)(count - 1),
		.inverse = inverses[size >> shift >> 1] };
}

static struct span *
span_new(unsigned class)
{
	unsigned pages = classes[class].pages;
	struct chunk *c = chunk_with(pages);
	if (!c)
		return NULL;
	unsigned first = first_page_for(c->free, pages);
	unsigned start = first ? first * PAGE : HEADER;
	unsigned count = ((first + pages) * PAGE - start) / (unsigned)class_size(class);
	struct page page = page_describing(class, start, count);
	struct span *s = &c->span[first];

	chunk_unlink(c);
	free_count -= is_empty(c);
	c->free &= (uint16_t)~(((1u << pages) - 1) << first);
	chunk_link(c);
	for (unsigned i = first; i < first + pages; i++)
		c->page[i] = page;
	*s = (struct span){
		.count = (uint16_t)count, .class = (uint8_t)class, .pages = (uint8_t)pages
	};
	span_link(s);
	return s;
}

static void
span_delete(struct span *s)
{
	struct chunk *c = chunk_of(s);

	span_unlink(s);
	chunk_unlink(c);
	pages_free(c, (unsigned)(s - c->span), s->pages);
	chunk_link(c);
	if (is_empty(c) && ++free_count > SMALL_FREE_CHUNKS + chunk_count / 8)
		chunk_delete(c);
}

static struct span *
span_of(void *slot)
{
	struct chunk *c = chunk_of(slot);
	unsigned start = page_of(slot).start;
	return &c->span[start / PAGE];
}

static void
span_give(struct slot *slot)
{
	struct span *s = span_of(slot);
	bool full = s->used == s->count;

	slot->next = s->free;
	s->free = slot;
	if (full)
		span_link(s);
	if (--s->used == 0)
		span_delete(s);
}

/* --- a thread's lists --- */

/* Up to count slots of the span, the last linked to what *list was. */
static unsigned
span_take(struct span *s, unsigned count, struct slot ***end)
{
	unsigned taken = 0;

	for (; taken < count && s->free; taken++) {
		**end = s->free;
		*end = &s->free->next;
		s->free = s->free->next;
	}
	size_t size = class_size(s->class);
	char *fresh = span_start(s) + s->carved * size;
	for (; taken < count && s->carved < s->count; taken++, s->carved++, fresh += size) {
		struct slot *slot = (struct slot *)fresh;
		slot->key = FREE_KEY;
		**end = slot;
		*end = &slot->next;
	}
	s->used += (uint16_t)taken;
	if (s->used == s->count)
		span_unlink(s);
	return taken;
}

void *
__wasix_small_refill(unsigned class)
{
	struct bin *bin = &__wasix_bins[class];
	struct slot *list = NULL, **end = &list;
	unsigned want = classes[class].room / 2u, taken = 0;

	heap_lock();
	while (taken < want && (spans[class] || (taken == 0 && span_new(class))))
		taken += span_take(spans[class], want - taken, &end);
	heap_unlock();
	*end = NULL;
	if (!list)
		return NULL;
	bin->first = list->next;
	bin->room -= taken - 1;
	list->key = 0;
	return list;
}

static void
give_all(struct slot *slot)
{
	for (struct slot *next; slot; slot = next) {
		next = slot->next;
		span_give(slot);
	}
}

/* What was freed last stays. */
void
__wasix_small_flush(unsigned class)
{
	struct bin *bin = &__wasix_bins[class];
	struct slot *slot = bin->first;
	unsigned keep = classes[class].room / 2u;

	for (unsigned i = 1; i < keep; i++)
		slot = slot->next;
	struct slot *rest = slot->next;
	slot->next = NULL;
	bin->room = classes[class].room - keep;
	heap_lock();
	give_all(rest);
	heap_unlock();
}

void
__wasix_heap_leave(void)
{
	for (unsigned class = 0; class < CLASSES; class++) {
		struct slot *list = __wasix_bins[class].first;
		__wasix_bins[class] = (struct bin){ NULL, classes[class].room };
		if (!list)
			continue;
		heap_lock();
		give_all(list);
		heap_unlock();
	}
}

void
__wasix_small_trim(void)
{
	__wasix_heap_leave();
	heap_lock();
	for (struct chunk *c = chunks[PAGES - 1], *next; c; c = next) {
		next = c->next;
		if (is_empty(c))
			chunk_delete(c);
	}
	heap_unlock();
}

/* A slot that was freed twice is in a list; another thread's is not looked at. */
void
__wasix_small_check(void *p, unsigned class)
{
	struct slot *slot = __wasix_bins[class].first;

	while (slot && slot != p)
		slot = slot->next;
	heap_lock();
	if (!slot)
		slot = span_of(p)->free;
	while (slot && slot != p)
		slot = slot->next;
	heap_unlock();
	if (slot)
		__builtin_trap();
}

void
__malloc_atfork(int who)
{
	if (who < 0)
		LOCK(__wasix_heap_lock);
	else if (who == 0)
		UNLOCK(__wasix_heap_lock);
	else
		__wasix_heap_lock[0] = 0;
}
