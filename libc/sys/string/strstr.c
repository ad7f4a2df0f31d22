/* strstr.c -- a place where the first two bytes stand, by words of eight bytes, then the rest.
 * Where that has looked at too much, musl's goes on, whose time is linear. */
#include "words.h"

#include <features.h>
#include <string.h>

hidden char *__wasix_musl_strstr(const char *, const char *); /* libc/musl.cmake */

enum {
	CANDIDATE = 8, /* what one costs beside its bytes */
	PATIENCE = 2,  /* cost for each byte that has been passed */
};

/* How many bytes are the same, up to the end of the needle. */
static size_t
same(const char *s, const char *needle)
{
	size_t n = 0;

	while (needle[n] && s[n] == needle[n])
		n++;
	return n;
}

/* The needle has two bytes at least. */
static char *
find(const char *s, const char *needle)
{
	uint64_t one = (unsigned char)needle[0] * (uint64_t)ONES;
	uint64_t two = (unsigned char)needle[1] * (uint64_t)ONES;
	uint64_t in = ~bits_before(s), ones = 0;
	size_t cost = 0;

	for (const char *at = word_around(s);; at += WORD, in = ~(uint64_t)0) {
		uint64_t w = load_word(at), end = zeros(w) & in, before = ones >> 56;
		ones = zeros(w ^ one) & in;
		/* bytes that are the second, one behind the first; none behind the end */
		uint64_t found = zeros(w ^ two) & (ones << 8 | before);
		found &= end ? (end & -end) - 1 : ~(uint64_t)0;
		for (; found; found &= found - 1) {
			const char *start = at + first_byte(found) - 1;
			size_t n = same(start, needle);
			if (!needle[n])
				return (char *)start;
			cost += n + CANDIDATE;
			if (cost > PATIENCE * ((size_t)(start - s) + 64))
				return __wasix_musl_strstr(start + 1, needle);
		}
		if (end)
			return NULL;
	}
}

char *
strstr(const char *s, const char *needle)
{
	if (!needle[0])
		return (char *)s;
	s = strchr(s, needle[0]);
	return s && needle[1] ? find(s, needle) : (char *)s;
}
