/* compare.c -- strcmp and its kind by words of eight bytes, which need not be aligned: no word is
 * read that reaches into a page where the string may not go on. */
#include "words.h"

#include <features.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { PAGE = 4096 };

/* As tolower, whose only letters are ASCII's. */
static uint64_t
lower_word(uint64_t w)
{
	uint64_t seven = w & ~HIGHS;
	uint64_t from_a = seven + (0x80 - 'A') * ONES, above_z = seven + (0x7f - 'Z') * ONES;

	return w | (from_a & ~above_z & ~w & HIGHS) >> 2;
}

static int
lower_byte(unsigned char c)
{
	return c - 'A' < 26u ? c | 32 : c;
}

static size_t
words_in_page(const void *p)
{
	return (PAGE - (uintptr_t)p % PAGE) / WORD;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int
difference(uint64_t a, uint64_t b, uint64_t differing)
{
	unsigned place = (unsigned)first_byte(differing) * 8;
	return (int)(a >> place & 0xff) - (int)(b >> place & 0xff);
}

static inline __attribute__((always_inline)) int
compare(const char *left, const char *right, size_t n, bool fold)
{
	const unsigned char *a = (const unsigned char *)left, *b = (const unsigned char *)right;

	for (;;) {
		size_t words = least(least(words_in_page(a), words_in_page(b)), n / WORD);
		n -= words * WORD;
#pragma clang loop unroll_count(4)
		for (; words > 0; words--, a += WORD, b += WORD) {
			uint64_t x = load_word(a), y = load_word(b);
			uint64_t found = (x ^ y) | zeros_from_first(x);
			if (found && fold) {
				x = lower_word(x);
				y = lower_word(y);
				found = (x ^ y) | zeros_from_first(x);
			}
			if (found)
				return difference(x, y, found);
		}
		for (int i = 0; i < WORD; i++, a++, b++, n--) {
			if (n == 0)
				return 0;
			int x = fold ? lower_byte(*a) : *a, y = fold ? lower_byte(*b) : *b;
			if (x != y || x == 0)
				return x - y;
		}
	}
}

int
strcmp(const char *a, const char *b)
{
	return compare(a, b, SIZE_MAX, false);
}

int
strncmp(const char *a, const char *b, size_t n)
{
	return compare(a, b, n, false);
}

int
strcasecmp(const char *a, const char *b)
{
	return compare(a, b, SIZE_MAX, true);
}

int
strncasecmp(const char *a, const char *b, size_t n)
{
	return compare(a, b, n, true);
}

int
__strcasecmp_l(const char *a, const char *b, locale_t locale)
{
	(void)locale;
	return strcasecmp(a, b);
}

int
__strncasecmp_l(const char *a, const char *b, size_t n, locale_t locale)
{
	(void)locale;
	return strncasecmp(a, b, n);
}

weak_alias(__strcasecmp_l, strcasecmp_l);
weak_alias(__strncasecmp_l, strncasecmp_l);
