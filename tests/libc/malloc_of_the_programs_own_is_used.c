// EXPECT: malloc and free are ours
// EXPECT: zeroed
/* A program that has malloc, free, calloc and realloc: the C library uses them for what it hands out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char pool[1 << 20] __attribute__((aligned(16)));
static size_t used;
static int mallocs, frees;

void *
malloc(size_t n)
{
	size_t *p = (size_t *)(pool + used);

	if (sizeof pool - used < n + 64)
		return NULL;
	used += (n + 31) & ~(size_t)15;
	*p = n;
	mallocs++;
	return (char *)p + 16;
}

void
free(void *p)
{
	if (p) {
		frees++;
		memset(p, 0xee, *(size_t *)((char *)p - 16));
	}
}

#ifndef __wasm__ /* the guest's calls malloc, as far as it is not replaced itself */
void *
calloc(size_t count, size_t size)
{
	void *p = malloc(count * size);
	return p ? memset(p, 0, count * size) : p;
}
#endif

void *
realloc(void *p, size_t n)
{
	void *new = malloc(n);
	if (new && p) {
		size_t had = *(size_t *)((char *)p - 16);
		memcpy(new, p, had < n ? had : n);
		free(p);
	}
	return new;
}

static int
is_mine(const void *p)
{
	return (const char *)p > pool && (const char *)p < pool + used;
}

static void
never(void)
{
}

int
main(void)
{
	for (int i = 0; i < 100; i++)
		atexit(never); /* has memory of its own */
	char *a = malloc(10), *b = strdup("text"), *line = NULL, *z = calloc(3, 7);
	size_t n = 0;
	FILE *f = fmemopen("a line\n", 7, "r");
	getline(&line, &n, f);
	int mine = is_mine(a) && is_mine(b) && is_mine(line) && is_mine(z) && is_mine(realloc(a, 100));
	frees = 0;
	free(b);
	free(line);
	puts(mine && frees == 2 && mallocs >= 5 ? "malloc and free are ours" : "not ours");
	int zero = 1;
	for (int i = 0; i < 21; i++)
		zero &= z[i] == 0;
	puts(zero ? "zeroed" : "not zeroed");
	fclose(f);
}
