/* arena.c -- chunks from calloc, filled from the front.
 *
 * Allocations above a quarter of a chunk get a chunk of their own, so that big arrays stay lazily
 * zeroed pages and waste nothing.
 */
#include "arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_FIRST ((size_t)2 * 1024) /* a page fault each 4 KiB: small modules start sooner */
#define CHUNK_SIZE  ((size_t)64 * 1024)
#define ALIGNMENT   ((size_t)16)

struct chunk {
	_Alignas(16) struct chunk *next;
	size_t size; /* of data */
	unsigned char data[];
};

struct arena {
	struct chunk *chunks; /* the first one is being filled */
	size_t filled;        /* bytes of the first chunk */
	size_t chunk_size;    /* of the last one made to be filled; 0: none */
	size_t used;
	uint64_t fail_countdown; /* 0: off */
};

struct arena *
arena_new(void)
{
	return calloc(1, sizeof(struct arena));
}

void
arena_delete(struct arena *a)
{
	if (!a)
		return;
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

static struct chunk *
chunk_new(size_t size)
{
	struct chunk *c;

	if (size > SIZE_MAX / 2)
		return NULL;
	c = calloc(1, sizeof *c + size);
	if (c)
		c->size = size;
	return c;
}

/* Each is twice the one before, up to CHUNK_SIZE. */
static bool
chunk_add(struct arena *a, size_t size)
{
	size_t chunk_size = a->chunk_size ? a->chunk_size * 2 : CHUNK_FIRST;

	while (chunk_size < size)
		chunk_size *= 2;
	if (chunk_size > CHUNK_SIZE)
		chunk_size = CHUNK_SIZE;
	struct chunk *c = chunk_new(chunk_size);
	if (!c)
		return false;
	c->next = a->chunks;
	a->chunks = c;
	a->filled = 0;
	a->chunk_size = chunk_size;
	return true;
}

/* A chunk of its own goes second, so that the one being filled stays first. */
static void *
alloc_large(struct arena *a, size_t size)
{
	struct chunk *c = chunk_new(size);

	if (!c)
		return NULL;
	if (a->chunks) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		a->chunks = c;
		a->filled = size;
	}
	return c->data;
}

static bool
fails_by_test(struct arena *a)
{
	if (!a->fail_countdown)
		return false;
	if (a->fail_countdown == 1)
		return true;
	a->fail_countdown--;
	return false;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (fails_by_test(a) || size > SIZE_MAX / 2)
		return NULL;
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	a->used += size;
	if (size > CHUNK_SIZE / 4)
		return alloc_large(a, size);
	if ((!a->chunks || a->chunks->size - a->filled < size) && !chunk_add(a, size))
		return NULL;
	p = a->chunks->data + a->filled;
	a->filled += size;
	assert(a->filled <= a->chunks->size);
	return p;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	return arena_alloc(a, bytes);
}

char *
arena_string(struct arena *a, const void *bytes, size_t len)
{
	char *s = len < SIZE_MAX ? arena_alloc(a, len + 1) : NULL;

	if (s && len)
		memcpy(s, bytes, len);
	return s;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

void
arena_fail_after(struct arena *a, uint64_t n)
{
	a->fail_countdown = n;
}
