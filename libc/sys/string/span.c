/* span.c -- strspn and strcspn: by words of eight bytes for up to four characters, else by a table.
 */
#include "words.h"

#include <stdbool.h>
#include <string.h>

enum { FEW = 4 };

struct few {
	uint64_t pattern[FEW]; /* the last one again where there are less */
};

/* false: there are more. One at least is there. */
static bool
few_of(const char *set, struct few *few)
{
	for (int i = 0; i < FEW; i++) {
		few->pattern[i] = (unsigned char)*set * (uint64_t)ONES;
		set += set[1] != 0;
	}
	return set[1] == 0 && (unsigned char)*set * (uint64_t)ONES == few->pattern[FEW - 1];
}

/* The high bit of bytes that are among them; exact. */
static uint64_t
among(const struct few *few, uint64_t w)
{
	return zeros(w ^ few->pattern[0]) | zeros(w ^ few->pattern[1]) |
	       zeros(w ^ few->pattern[2]) | zeros(w ^ few->pattern[3]);
}

static size_t
span_of_few(const char *s, const struct few *few)
{
	const char *at = word_around(s);
	uint64_t out = among(few, load_word(at)) ^ HIGHS;

	out &= ~bits_before(s);
	while (!out)
		out = among(few, load_word(at += WORD)) ^ HIGHS;
	return (size_t)(at - s) + first_byte(out);
}

static size_t
span_without_few(const char *s, const struct few *few)
{
	const char *at = word_around(s);
	uint64_t w = load_word(at), in = (among(few, w) | zeros(w)) & ~bits_before(s);

	while (!in) {
		w = load_word(at += WORD);
		in = among(few, w) | zeros(w);
	}
	return (size_t)(at - s) + first_byte(in);
}

/* How many bytes the table says 0 of. */
static size_t
span_by_table(const char *s, const bool table[256])
{
	const unsigned char *at = (const unsigned char *)s;

#pragma clang loop unroll_count(4)
	while (!table[*at])
		at++;
	return (size_t)(at - (const unsigned char *)s);
}

size_t
strspn(const char *s, const char *set)
{
	struct few few;
	bool ends[256];

	if (!*set)
		return 0;
	if (few_of(set, &few))
		return span_of_few(s, &few);
	memset(ends, 1, sizeof ends);
	for (; *set; set++)
		ends[(unsigned char)*set] = 0;
	return span_by_table(s, ends);
}

size_t
strcspn(const char *s, const char *set)
{
	struct few few;
	bool ends[256];

	if (!*set || !set[1])
		return (size_t)(strchrnul(s, *set) - s);
	if (few_of(set, &few))
		return span_without_few(s, &few);
	memset(ends, 0, sizeof ends);
	ends[0] = 1;
	for (; *set; set++)
		ends[(unsigned char)*set] = 1;
	return span_by_table(s, ends);
}
