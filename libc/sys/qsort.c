/* qsort.c -- qsort and qsort_r: quicksort, and heapsort where that goes wrong.
 *
 * musl's smoothsort takes several times as long. No memory is allocated; recursion is on the
 * smaller part, so at most 32 deep.
 */
#include <features.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 12 };

struct order {
	size_t size;
	int (*two)(const void *, const void *);
	int (*three)(const void *, const void *, void *);
	void *argument;
};

static int
compare(const struct order *o, const char *a, const char *b)
{
	return o->two ? o->two(a, b) : o->three(a, b, o->argument);
}

static void
swap(const struct order *o, char *a, char *b)
{
	size_t n = o->size;

	for (; n >= 4; n -= 4, a += 4, b += 4) {
		uint32_t t, u;
		memcpy(&t, a, 4);
		memcpy(&u, b, 4);
		memcpy(a, &u, 4);
		memcpy(b, &t, 4);
	}
	for (; n > 0; n--, a++, b++) {
		char t = *a;
		*a = *b;
		*b = t;
	}
}

static void
insertion_sort(const struct order *o, char *base, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (char *p = base + i * o->size; p > base && compare(o, p - o->size, p) > 0;
			p -= o->size)
			swap(o, p - o->size, p);
}

static void
sift_down(const struct order *o, char *base, size_t i, size_t n)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		char *c = base + child * o->size;
		if (child + 1 < n && compare(o, c, c + o->size) < 0) {
			child++;
			c += o->size;
		}
		if (compare(o, base + i * o->size, c) >= 0)
			return;
		swap(o, base + i * o->size, c);
	}
}

static void
heap_sort(const struct order *o, char *base, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sift_down(o, base, i, n);
	while (n-- > 1) {
		swap(o, base, base + n * o->size);
		sift_down(o, base, 0, n);
	}
}

static char *
median(const struct order *o, char *a, char *b, char *c)
{
	if (compare(o, a, b) < 0)
		return compare(o, b, c) < 0 ? b : compare(o, a, c) < 0 ? c : a;
	return compare(o, a, c) < 0 ? a : compare(o, b, c) < 0 ? c : b;
}

static char *
choose_pivot(const struct order *o, char *base, size_t n)
{
	size_t s = o->size, step = n / 8 * s;
	char *low = base, *middle = base + n / 2 * s, *high = base + (n - 1) * s;

	if (n > 100) {
		low = median(o, low, low + step, low + 2 * step);
		middle = median(o, middle - step, middle, middle + step);
		high = median(o, high - 2 * step, high - step, high);
	}
	return median(o, low, middle, high);
}

/* Puts the pivot where it belongs, smaller elements before and larger ones behind: its index.
 * Equal ones go to both sides. The bounds hold for an order that contradicts itself too. */
static size_t
partition(const struct order *o, char *base, size_t n)
{
	size_t i = 0, j = n;

	swap(o, base, choose_pivot(o, base, n));
	for (;;) {
		while (++i < n && compare(o, base + i * o->size, base) < 0)
			;
		while (--j > 0 && compare(o, base + j * o->size, base) > 0)
			;
		if (i >= j)
			break;
		swap(o, base + i * o->size, base + j * o->size);
	}
	swap(o, base, base + j * o->size);
	return j;
}

static void
sort(const struct order *o, char *base, size_t n, int depth)
{
	while (n > FEW) {
		if (depth-- == 0) {
			heap_sort(o, base, n);
			return;
		}
		size_t at = partition(o, base, n), behind = n - at - 1;
		char *right = base + (at + 1) * o->size;
		if (at < behind) {
			sort(o, base, at, depth);
			base = right;
			n = behind;
		} else {
			sort(o, right, behind, depth);
			n = at;
		}
	}
	insertion_sort(o, base, n);
}

static void
sort_all(const struct order *o, void *base, size_t n)
{
	if (n > 1 && o->size > 0)
		sort(o, base, n, 2 * (32 - __builtin_clz((unsigned)n)));
}

void
qsort(void *base, size_t n, size_t size, int (*order)(const void *, const void *))
{
	sort_all(&(struct order){ .size = size, .two = order }, base, n);
}

void
__qsort_r(void *base, size_t n, size_t size, int (*order)(const void *, const void *, void *),
	void *argument)
{
	sort_all(&(struct order){ .size = size, .three = order, .argument = argument }, base, n);
}

weak_alias(__qsort_r, qsort_r);
