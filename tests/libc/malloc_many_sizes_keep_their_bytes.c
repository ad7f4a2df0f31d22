// EXPECT: ok 3000
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A pseudo-random mix of malloc, realloc and free; each block is filled and checked. */
static unsigned seed = 12345;

static unsigned
next(void)
{
	return seed = seed * 1103515245u + 12345u, seed >> 8;
}

int
main(void)
{
	static unsigned char *p[300];
	static size_t len[300];
	int good = 0;
	for (int i = 0; i < 3000; i++) {
		unsigned k = next() % 300;
		int same = 1;
		for (size_t j = 0; j < len[k]; j++)
			same &= p[k][j] == (unsigned char)(k + j);
		good += same;
		size_t n = next() % (next() % 10 ? 2000 : 200000);
		if (next() % 3 == 0) {
			free(p[k]);
			p[k] = NULL;
			n = 0;
		} else {
			p[k] = realloc(p[k], n + 1);
		}
		len[k] = n;
		for (size_t j = 0; j < n; j++)
			p[k][j] = (unsigned char)(k + j);
	}
	printf("ok %d\n", good);
}
