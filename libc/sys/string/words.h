/* words.h -- eight bytes at a time; musl takes four, or one.
 *
 * The first byte is the lowest. An aligned word lies in one page, so it may be read as soon as one
 * of its bytes may.
 */
#ifndef STRING_WORDS_H
#define STRING_WORDS_H

#include <stddef.h>
#include <stdint.h>

enum { WORD = 8 };
enum : uint64_t { ONES = 0x0101010101010101, HIGHS = 0x8080808080808080 };

static inline uint64_t
load_word(const void *p)
{
	uint64_t w;
	__builtin_memcpy(&w, p, sizeof w);
	return w;
}

static inline const char *
word_around(const void *p)
{
	return (const char *)((uintptr_t)p & -(uintptr_t)WORD);
}

/* All bits of the bytes in front of p in its word. */
static inline uint64_t
bits_before(const void *p)
{
	return ((uint64_t)1 << (uintptr_t)p % WORD * 8) - 1;
}

/* The high bit of bytes that are zero, and perhaps of some behind the first of them. */
static inline uint64_t
zeros_from_first(uint64_t w)
{
	return (w - ONES) & ~w & HIGHS;
}

/* The high bit of bytes that are zero. */
static inline uint64_t
zeros(uint64_t w)
{
	return ~(((w & ~HIGHS) + ~HIGHS) | w | ~HIGHS);
}

static inline size_t
first_byte(uint64_t bits)
{
	return (size_t)__builtin_ctzll(bits) / 8;
}

static inline size_t
length_of(const char *s)
{
	const char *at = word_around(s);
	uint64_t found = zeros_from_first(load_word(at) | bits_before(s));

#pragma clang loop unroll_count(4)
	while (!found)
		found = zeros_from_first(load_word(at += WORD));
	return (size_t)(at - s) + first_byte(found);
}

#endif
