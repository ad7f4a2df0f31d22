/* memcmp.c -- memcmp by words of eight bytes; musl's goes byte by byte, which sqlite's time shows.
 */
#include <stdint.h>
#include <string.h>

static uint64_t
word(const unsigned char *p)
{
	uint64_t w;
	__builtin_memcpy(&w, p, sizeof w);
	return w;
}

/* The first byte of the two words that differs decides, and it is the lowest. */
static int
compare_words(uint64_t a, uint64_t b)
{
	return __builtin_bswap64(a) < __builtin_bswap64(b) ? -1 : 1;
}

int
memcmp(const void *left, const void *right, size_t n)
{
	const unsigned char *a = left, *b = right;

#pragma clang loop unroll_count(4)
	for (; n >= sizeof(uint64_t); n -= sizeof(uint64_t)) {
		if (word(a) != word(b))
			return compare_words(word(a), word(b));
		a += sizeof(uint64_t);
		b += sizeof(uint64_t);
	}
	for (; n > 0; n--, a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}
