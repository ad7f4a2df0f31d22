// RUN: --max-memory=24M
// NATIVE: no, the limit is the runtime's
// EXPECT: out of memory 1 1 1 1
// EXPECT: some 1
// EXPECT: kept 1
// EXPECT: all again 1
// EXPECT: large again 1
/* Beyond the limit malloc and its kind answer NULL with ENOMEM and change nothing; what is freed can be used again, for other sizes too. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 200000 };

static void *blocks[MOST];

static int
fill(size_t n)
{
	int count = 0;

	while (count < MOST && (blocks[count] = malloc(n)))
		memset(blocks[count++], count, n < 64 ? n : 64);
	return count;
}

static void
empty(int count)
{
	while (count > 0)
		free(blocks[--count]);
}

static int
refused(void *volatile p)
{
	int good = !p && errno == ENOMEM;
	errno = 0;
	return good;
}

int
main(void)
{
	errno = 0;
	char *p = malloc(1000);
	memset(p, 'k', 1000);
	volatile size_t much = 100 << 20;
	int a = refused(malloc(much)), b = refused(calloc(100, much / 100)), c = refused(realloc(p, much)), d = refused(aligned_alloc(4096, much));
	printf("out of memory %d %d %d %d\n", a, b, c, d);

	int first = fill(100), errors = errno == ENOMEM;
	void *q = realloc(blocks[0], 5000); /* no room to move: as it was */
	errors += !q && errno == ENOMEM;
	printf("some %d\n", first > 30000 && errors == 2);
	int kept = 1;
	for (int i = 0; i < 1000; i++)
		kept &= p[i] == 'k';
	for (int i = 0; i < first; i++)
		kept &= ((char *)blocks[i])[63] == (char)(i + 1);
	printf("kept %d\n", kept);
	empty(first);

	/* as much again in other sizes, more than nine tenths of it */
	static const size_t SIZES[] = { 24, 3000, 20000, 100, 100000, 700 };
	int again = 1;
	for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
		int count = fill(SIZES[i]);
		again &= count == MOST || (size_t)count * SIZES[i] > (size_t)first * 100 / 10 * 7;
		empty(count);
	}
	printf("all again %d\n", again);
	p = realloc(p, 12 << 20);
	printf("large again %d\n", p && p[999] == 'k');
	free(p);
}
