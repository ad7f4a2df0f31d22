/* find.c -- strlen, memchr, memrchr and strchrnul by words of eight bytes. */
#include "words.h"

#include <features.h>
#include <string.h>

size_t
strlen(const char *s)
{
	return length_of(s);
}

void *
memchr(const void *start, int c, size_t n)
{
	const char *s = start, *at = word_around(s);
	const char *end = n > UINTPTR_MAX - (uintptr_t)s ? (const char *)UINTPTR_MAX : s + n;
	uint64_t pattern = (unsigned char)c * (uint64_t)ONES;

	if (!n)
		return NULL;
	uint64_t found = zeros_from_first((load_word(at) ^ pattern) | bits_before(s));
#pragma clang loop unroll_count(4)
	while (!found) {
		if ((at += WORD) >= end)
			return NULL;
		found = zeros_from_first(load_word(at) ^ pattern);
	}
	at += first_byte(found);
	return at < end ? (void *)at : NULL;
}

void *
__memrchr(const void *start, int c, size_t n)
{
	const char *s = start, *last = s + n - 1, *at = word_around(last);
	uint64_t pattern = (unsigned char)c * (uint64_t)ONES;

	if (!n)
		return NULL;
	/* bytes behind the last one, shifted in two steps, since all eight are no number of places
	 */
	uint64_t behind = ~(uint64_t)0 << (uintptr_t)last % WORD * 8 << 8;
	uint64_t found = zeros((load_word(at) ^ pattern) | behind);
#pragma clang loop unroll_count(4)
	while (!found) {
		if (at <= s)
			return NULL;
		found = zeros(load_word(at -= WORD) ^ pattern);
	}
	at += WORD - 1 - __builtin_clzll(found) / 8;
	return at >= s ? (void *)at : NULL;
}

weak_alias(__memrchr, memrchr);

char *
__strchrnul(const char *s, int c)
{
	const char *at = word_around(s);
	uint64_t pattern = (unsigned char)c * (uint64_t)ONES, w = load_word(at),
		 before = bits_before(s);
	uint64_t found = zeros_from_first(w | before) | zeros_from_first((w ^ pattern) | before);

#pragma clang loop unroll_count(4)
	while (!found) {
		w = load_word(at += WORD);
		found = zeros_from_first(w) | zeros_from_first(w ^ pattern);
	}
	return (char *)at + first_byte(found);
}

weak_alias(__strchrnul, strchrnul);
