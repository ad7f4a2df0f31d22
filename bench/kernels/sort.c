/* sort.c -- integer kernel: quicksort through a comparison function; recursion and indirect calls.
 */
#include <stdint.h>
#include <stdio.h>

#define COUNT 2000000

typedef int (*compare_fn)(uint32_t a, uint32_t b);

static uint32_t items[COUNT];

static int
by_value(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int
by_low_bits(uint32_t a, uint32_t b)
{
	return by_value(a << 16 | a >> 16, b << 16 | b >> 16);
}

static void
sort(uint32_t *low, uint32_t *high, compare_fn compare)
{
	while (high - low > 1) {
		uint32_t pivot = low[(high - low) / 2], *left = low, *right = high - 1;

		while (left <= right) {
			while (compare(*left, pivot) < 0)
				left++;
			while (compare(*right, pivot) > 0)
				right--;
			if (left <= right) {
				uint32_t item = *left;
				*left++ = *right;
				*right-- = item;
			}
		}
		sort(low, right + 1, compare);
		low = left;
	}
}

int
main(int argc, char **argv)
{
	compare_fn volatile compares[] = { by_value, by_low_bits };
	uint32_t random = 1, check = 0;

	(void)argv;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < COUNT; i++)
			items[i] = random = random * 1664525u + 1013904223u;
		sort(items, items + COUNT, compares[(round + argc) & 1]);
		for (int i = 0; i < COUNT; i += 1000)
			check = check * 31 + items[i];
	}
	printf("%u\n", check);
	return 0;
}
