// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: wrong 0
/* Threads allocate, change and free blocks that others have allocated, write them and check what they find; threads come and go, and what they have freed can be used by the others. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, SHELF = 256, ROUNDS = 40000, GENERATIONS = 40, KEPT = 400000 };

struct block {
	size_t n; /* of text */
	unsigned char mark, text[];
};

static struct block *shelf[SHELF];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile int wrong;

static unsigned
next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (unsigned)(*state >> 16);
}

static size_t
some_size(uint64_t *state)
{
	unsigned kind = next(state) % 1000;

	return next(state) % (kind < 900 ? 400 : kind < 990 ? 12000 : kind < 998 ? 90000 : 700000);
}

static void
fill(struct block *b, size_t n, unsigned mark)
{
	b->n = n;
	b->mark = (unsigned char)mark;
	memset(b->text, b->mark, n);
}

static void
check(const struct block *b)
{
	size_t bad = 0;

	for (size_t i = 0; i < b->n; i += b->n > 4000 ? 61 : 1)
		bad += b->text[i] != b->mark;
	if (bad)
		wrong = 1;
}

static struct block *
exchange(unsigned at, struct block *b)
{
	pthread_mutex_lock(&mutex);
	struct block *old = shelf[at];
	shelf[at] = b;
	pthread_mutex_unlock(&mutex);
	return old;
}

static void *
work(void *seed)
{
	uint64_t state = 88172645463325252 + (uintptr_t)seed;

	for (int i = 0; i < ROUNDS; i++) {
		size_t n = some_size(&state);
		struct block *b = next(&state) % 3 ? malloc(sizeof *b + n) : calloc(1, sizeof *b + n);
		if (!b)
			exit(1);
		fill(b, n, next(&state));
		b = exchange(next(&state) % SHELF, b);
		if (!b)
			continue;
		check(b);
		if (next(&state) % 4 == 0) {
			n = some_size(&state);
			unsigned mark = b->mark;
			size_t had = b->n;
			if (!(b = realloc(b, sizeof *b + n)))
				exit(1);
			b->n = had < n ? had : n;
			check(b);
			fill(b, n, mark + 1);
		}
		free(b);
	}
	return NULL;
}

/* Takes about KEPT bytes and gives them back in the next one's time. */
static void *
take_over(void *list)
{
	while (list) {
		void *next = *(void **)list;
		free(list);
		list = next;
	}
	for (size_t n = 0, i = 0; n < KEPT; i++) {
		size_t size = 16 + i % 64 * 40;
		void **b = malloc(size);
		if (!b)
			exit(1);
		*b = list;
		list = b;
		n += size;
	}
	return list;
}

int
main(void)
{
	pthread_t t[THREADS];
	void *list = NULL;

	for (uintptr_t i = 0; i < THREADS; i++)
		if (pthread_create(&t[i], NULL, work, (void *)(i * 7919)))
			return 2;
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
#ifdef __wasm__
	size_t before = __builtin_wasm_memory_size(0);
#endif
	for (int i = 0; i < GENERATIONS; i++) {
		if (pthread_create(&t[0], NULL, take_over, list) || pthread_join(t[0], &list))
			return 2;
	}
#ifdef __wasm__
	if (__builtin_wasm_memory_size(0) - before > 3 * KEPT / 65536)
		wrong = 2; /* it grew with the generations */
#endif
	printf("wrong %d\n", wrong);
}
