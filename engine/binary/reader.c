/* reader.c -- the longer forms of LEB128, and UTF-8 names. */
#include "reader.h"

#include "arena.h"

#include <assert.h>
#include <stdbool.h>

wasix_result
reader_fail_end(struct reader *r)
{
	r->at = r->end;
	return reader_fail(r, WASIX_MALFORMED, "unexpected end of section or function");
}

/* A value of n bits has at most ceil(n / 7) bytes, and the last of them no bit beyond n (spec,
 * "Integers"). */
wasix_result
read_leb_unsigned(struct reader *r, unsigned bits, uint64_t *out)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = 0;

		TRY(read_u8(r, &byte));
		if (shift + 7 >= bits) {
			unsigned used = bits - shift;

			if (byte & 0x80)
				return reader_fail(
					r, WASIX_MALFORMED, "integer representation too long");
			if (used < 7 && byte >> used)
				return reader_fail(r, WASIX_MALFORMED, "integer too large");
		}
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			break;
	}
	*out = value;
	return WASIX_OK;
}

/* As above; the unused bits of the last byte repeat the sign. */
wasix_result
read_leb_signed(struct reader *r, unsigned bits, int64_t *out)
{
	uint64_t value = 0;
	unsigned shift = 0;
	uint8_t byte = 0;

	do {
		TRY(read_u8(r, &byte));
		if (shift + 7 >= bits) {
			unsigned sign_at = bits - shift - 1; /* of the sign bit in this byte */
			unsigned rest = (byte & 0x7fu) >> sign_at;

			if (byte & 0x80)
				return reader_fail(
					r, WASIX_MALFORMED, "integer representation too long");
			if (rest != 0 && rest != 0x7fu >> sign_at)
				return reader_fail(r, WASIX_MALFORMED, "integer too large");
		}
		value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	if (shift < 64 && byte & 0x40)
		value |= ~UINT64_C(0) << shift;
	*out = (int64_t)value;
	return WASIX_OK;
}

/* Length of the UTF-8 sequence at s (Unicode, table 3-7: no overlong forms, no surrogates), 0 if
 * there is none. */
static size_t
utf8_sequence(const uint8_t *s, size_t left)
{
	uint8_t low = 0x80, high = 0xbf;
	size_t len;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	len = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	if (left < len || s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return len;
}

wasix_result
read_name(struct reader *r, struct arena *arena, const char **out, uint32_t *len)
{
	const uint8_t *bytes = NULL;
	uint32_t n = 0;
	char *copy;

	TRY(read_u32(r, &n));
	TRY(read_bytes(r, n, &bytes));
	assert(bytes);
	for (uint32_t i = 0; i < n;) {
		size_t step = utf8_sequence(bytes + i, n - i);

		if (!step)
			return fail_at(r->err, WASIX_MALFORMED, (uint64_t)(bytes + i - r->start),
				"malformed UTF-8 encoding");
		i += (uint32_t)step;
	}
	copy = arena_string(arena, bytes, n);
	if (!copy)
		return fail_memory(r->err);
	*out = copy;
	*len = n;
	return WASIX_OK;
}
