// EXPECT: wrong 0
/* All functions that allocate, in a pseudo-random order, with sizes from 0 to MiBs: each block is aligned, has its size, holds what was written, and overlaps no other. */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 700, ROUNDS = 60000 };

static struct block {
	unsigned char *p;
	size_t n, align;
	unsigned char mark;
} blocks[BLOCKS];

static uint64_t state = 88172645463325252;
static int wrong;

static unsigned
next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 16);
}

static void
expect(int good, const char *what, size_t n)
{
	if (!good && wrong++ < 10)
		printf("%s, %zu bytes\n", what, n);
}

static size_t
some_size(void)
{
	unsigned kind = next() % 1000;

	if (kind < 700)
		return next() % 300;
	if (kind < 900)
		return next() % 10000;
	if (kind < 990)
		return next() % 100000;
	if (kind < 998)
		return next() % 600000;
	return next() % 3000000;
}

/* Large ones are written and looked at in places. */
static size_t
step(size_t n)
{
	return n > 20000 ? 997 : 1;
}

static void
fill(struct block *b)
{
	b->mark = (unsigned char)next();
	for (size_t i = 0; i < b->n; i += step(b->n))
		b->p[i] = (unsigned char)(b->mark + i);
	if (b->n)
		b->p[b->n - 1] = (unsigned char)(b->mark + b->n - 1);
}

static void
check(const struct block *b, size_t n, size_t steps)
{
	size_t bad = 0;

	for (size_t i = 0; i < n; i += steps)
		bad += b->p[i] != (unsigned char)(b->mark + i);
	expect(bad == 0, "bytes have changed", n);
}

static void
get(struct block *b)
{
	int zeroed = 0;

	b->n = some_size();
	b->align = 16;
	switch (next() % 6) {
	case 0:
		b->p = calloc(b->n / 8 + 1, 8);
		b->n = (b->n / 8 + 1) * 8;
		zeroed = 1;
		break;
	case 1:
		b->align = (size_t)16 << next() % 13;
		b->p = aligned_alloc(b->align, b->n);
		break;
	case 2:
		b->align = (size_t)4 << next() % 8;
		expect(posix_memalign((void **)&b->p, b->align < sizeof(void *) ? sizeof(void *) : b->align, b->n) == 0, "posix_memalign", b->n);
		break;
	case 3:
		b->p = realloc(NULL, b->n);
		break;
	default:
		b->p = malloc(b->n);
	}
	expect(b->p != NULL, "no memory", b->n);
	if (!b->p)
		exit(1);
	expect((uintptr_t)b->p % b->align == 0, "not aligned", b->n);
	expect((uintptr_t)b->p % 16 == 0, "not aligned to 16", b->n);
	expect(malloc_usable_size(b->p) >= b->n, "smaller than asked for", b->n);
	size_t set = 0;
	for (size_t i = 0; zeroed && i < b->n; i++)
		set += b->p[i] != 0;
	expect(set == 0, "not zero", b->n);
	fill(b);
}

static void
change(struct block *b)
{
	size_t n = next() % 3 ? some_size() : b->n + next() % (b->n / 2 + 20), steps = step(b->n);

	unsigned char *p = realloc(b->p, n + !n);
	expect(p != NULL, "no memory to change", n);
	if (!p)
		exit(1);
	b->p = p;
	check(b, b->n < n ? b->n : n, steps);
	b->n = n + !n;
	fill(b);
}

int
main(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct block *b = &blocks[next() % BLOCKS];
		if (!b->p) {
			get(b);
		} else if (next() % 4 == 0) {
			change(b);
		} else {
			check(b, b->n, step(b->n));
			errno = 42;
			free(b->p);
			expect(errno == 42, "free changed errno", b->n);
			b->p = NULL;
		}
	}
	for (int i = 0; i < BLOCKS; i++) {
		if (blocks[i].p)
			check(&blocks[i], blocks[i].n, step(blocks[i].n));
		free(blocks[i].p);
	}
	free(NULL);
	printf("wrong %d\n", wrong);
}
