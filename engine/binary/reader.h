/* reader.h -- a bounded cursor over a module's bytes: fixed-size values, LEB128, names (spec,
 * "Binary Format": Values).
 *
 * Every function returns WASIX_OK, or WASIX_MALFORMED with the text in the reader's error; a failed
 * read leaves the cursor where the fault was.
 */
#ifndef ENGINE_READER_H
#define ENGINE_READER_H

#include "error.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct reader {
	const uint8_t *at;
	const uint8_t *end;
	const uint8_t *start; /* of the module; offsets in messages count from here */
	wasix_error *err;     /* may be NULL */
};

static inline uint64_t
reader_offset(const struct reader *r)
{
	return (uint64_t)(r->at - r->start);
}

static inline size_t
reader_left(const struct reader *r)
{
	return (size_t)(r->end - r->at);
}

/* A reader over the next len bytes, which the caller has checked to exist. */
static inline struct reader
reader_part(const struct reader *r, size_t len)
{
	return (struct reader){ r->at, r->at + len, r->start, r->err };
}

/* fail_at at the cursor: (r, code, "format", ...) */
#define reader_fail(r, code, ...) fail_at((r)->err, code, reader_offset(r), __VA_ARGS__)

/* Slow and failing ends, in reader.c. bits: 32, 33 or 64. */
wasix_result reader_fail_end(struct reader *r) __attribute__((cold));
wasix_result read_leb_unsigned(struct reader *r, unsigned bits, uint64_t *out);
wasix_result read_leb_signed(struct reader *r, unsigned bits, int64_t *out);

static inline wasix_result
read_u8(struct reader *r, uint8_t *out)
{
	if (r->at == r->end)
		return reader_fail_end(r);
	*out = *r->at++;
	return WASIX_OK;
}

static inline wasix_result
read_u32(struct reader *r, uint32_t *out)
{
	uint64_t v;

	if (r->at != r->end && *r->at < 0x80) {
		*out = *r->at++;
		return WASIX_OK;
	}
	TRY(read_leb_unsigned(r, 32, &v));
	*out = (uint32_t)v;
	return WASIX_OK;
}

static inline wasix_result
read_u64(struct reader *r, uint64_t *out)
{
	if (r->at != r->end && *r->at < 0x80) {
		*out = *r->at++;
		return WASIX_OK;
	}
	return read_leb_unsigned(r, 64, out);
}

/* The value of a one-byte signed LEB128. */
static inline int64_t
leb_sign_extend_byte(uint8_t byte)
{
	return (int64_t)byte - ((byte & 0x40) << 1);
}

static inline wasix_result
read_s64(struct reader *r, int64_t *out)
{
	if (r->at != r->end && *r->at < 0x80) {
		*out = leb_sign_extend_byte(*r->at++);
		return WASIX_OK;
	}
	return read_leb_signed(r, 64, out);
}

static inline wasix_result
read_s33(struct reader *r, int64_t *out)
{
	if (r->at != r->end && *r->at < 0x80) {
		*out = leb_sign_extend_byte(*r->at++);
		return WASIX_OK;
	}
	return read_leb_signed(r, 33, out);
}

static inline wasix_result
read_s32(struct reader *r, int32_t *out)
{
	int64_t v;

	if (r->at != r->end && *r->at < 0x80) {
		*out = (int32_t)leb_sign_extend_byte(*r->at++);
		return WASIX_OK;
	}
	TRY(read_leb_signed(r, 32, &v));
	*out = (int32_t)v;
	return WASIX_OK;
}

/* Little-endian bits of a float. */
static inline wasix_result
read_f32_bits(struct reader *r, uint32_t *out)
{
	if (reader_left(r) < 4)
		return reader_fail_end(r);
	*out = (uint32_t)r->at[0] | (uint32_t)r->at[1] << 8 | (uint32_t)r->at[2] << 16 |
	       (uint32_t)r->at[3] << 24;
	r->at += 4;
	return WASIX_OK;
}

static inline wasix_result
read_f64_bits(struct reader *r, uint64_t *out)
{
	uint32_t low = 0, high = 0;

	if (reader_left(r) < 8)
		return reader_fail_end(r);
	TRY(read_f32_bits(r, &low));
	TRY(read_f32_bits(r, &high));
	*out = low | (uint64_t)high << 32;
	return WASIX_OK;
}

/* len bytes, borrowed from the module. */
static inline wasix_result
read_bytes(struct reader *r, uint32_t len, const uint8_t **out)
{
	if (len > reader_left(r))
		return reader_fail(r, WASIX_MALFORMED,
			"unexpected end of section or function: %u bytes are announced, %zu are "
			"left",
			len, reader_left(r));
	*out = r->at;
	r->at += len;
	return WASIX_OK;
}

/* A name: checked to be UTF-8, copied to the arena with a NUL after it. Also WASIX_LIMIT. */
wasix_result read_name(struct reader *r, struct arena *arena, const char **out, uint32_t *len);

#endif
