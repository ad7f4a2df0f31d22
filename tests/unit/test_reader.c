/* test_reader.c -- reader.h: LEB128 at its limits, UTF-8, ends. */
#include "reader.h"

#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours is meant */

static wasix_error error;

#define BYTES(...) (const uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ })

static struct reader
reader_over(const uint8_t *bytes, size_t len)
{
	error_clear(&error);
	return (struct reader){ bytes, bytes + len, bytes, &error };
}

/* NULL: it is fine. */
static const char *
complaint(wasix_result result)
{
	if (result == WASIX_OK)
		return NULL;
	assert_int_equal(result, WASIX_MALFORMED);
	assert_int_equal(error.code, WASIX_MALFORMED);
	assert_true(error.has_offset);
	return error.text;
}

static const char *
u32(const uint8_t *bytes, size_t len, uint32_t *out)
{
	struct reader r = reader_over(bytes, len);

	return complaint(read_u32(&r, out));
}

static const char *
s32(const uint8_t *bytes, size_t len, int32_t *out)
{
	struct reader r = reader_over(bytes, len);

	return complaint(read_s32(&r, out));
}

static const char *
s64(const uint8_t *bytes, size_t len, int64_t *out)
{
	struct reader r = reader_over(bytes, len);

	return complaint(read_s64(&r, out));
}

static const char *
s33(const uint8_t *bytes, size_t len, int64_t *out)
{
	struct reader r = reader_over(bytes, len);

	return complaint(read_s33(&r, out));
}

static void
unsigned_values_fit_their_bits(void **state)
{
	uint32_t v = 0;

	(void)state;
	assert_null(u32(BYTES(0x00), &v));
	assert_int_equal(v, 0);
	assert_null(u32(BYTES(0x80, 0x80, 0x80, 0x80, 0x00), &v));
	assert_int_equal(v, 0);
	assert_null(u32(BYTES(0xe5, 0x8e, 0x26), &v));
	assert_int_equal(v, 624485);
	assert_null(u32(BYTES(0xff, 0xff, 0xff, 0xff, 0x0f), &v));
	assert_int_equal(v, UINT32_MAX);
	assert_string_equal(u32(BYTES(0xff, 0xff, 0xff, 0xff, 0x1f), &v), "integer too large");
	assert_string_equal(u32(BYTES(0x80, 0x80, 0x80, 0x80, 0x80, 0x00), &v),
		"integer representation too long");
	assert_string_equal(u32(BYTES(0x80, 0x80), &v), "unexpected end of section or function");
}

static void
signed_values_extend_their_sign(void **state)
{
	int32_t v = 0;
	int64_t w = 0;

	(void)state;
	assert_null(s32(BYTES(0x7f), &v));
	assert_int_equal(v, -1);
	assert_null(s32(BYTES(0xc0, 0xbb, 0x78), &v));
	assert_int_equal(v, -123456);
	assert_null(s32(BYTES(0x80, 0x80, 0x80, 0x80, 0x78), &v));
	assert_int_equal(v, INT32_MIN);
	assert_string_equal(s32(BYTES(0x80, 0x80, 0x80, 0x80, 0x70), &v), "integer too large");
	assert_string_equal(s32(BYTES(0xff, 0xff, 0xff, 0xff, 0x0f), &v), "integer too large");
	assert_null(s64(BYTES(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f), &w));
	assert_true(w == INT64_MIN);
	assert_string_equal(
		s64(BYTES(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7e), &w),
		"integer too large");
	assert_null(s33(BYTES(0xff, 0xff, 0xff, 0xff, 0x0f), &w));
	assert_true(w == UINT32_MAX);
	assert_null(s33(BYTES(0x80, 0x80, 0x80, 0x80, 0x70), &w));
	assert_true(w == -INT64_C(0x100000000));
}

static void
floats_are_little_endian_bits(void **state)
{
	struct reader r = reader_over(BYTES(0x00, 0x00, 0x80, 0x3f, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f));
	uint32_t low = 0;
	uint64_t wide = 0;

	(void)state;
	assert_int_equal(read_f32_bits(&r, &low), WASIX_OK);
	assert_int_equal(low, 0x3f800000);
	assert_int_equal(read_f64_bits(&r, &wide), WASIX_OK);
	assert_true(wide == UINT64_C(0x3ff0000000000000));
	assert_int_equal(read_f32_bits(&r, &low), WASIX_MALFORMED);
}

static bool
is_name(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct reader r = reader_over(bytes, len);
	const char *name = NULL;
	uint32_t n = 0;
	bool ok = read_name(&r, a, &name, &n) == WASIX_OK;

	if (ok)
		assert_memory_equal(name, bytes + 1, n);
	arena_delete(a);
	return ok;
}

static void
names_are_utf8(void **state)
{
	(void)state;
	assert_true(is_name(BYTES(0)));
	assert_true(is_name(BYTES(3, 'a', 0, 'b')));
	assert_true(is_name(BYTES(2, 0xc2, 0x80)));
	assert_true(is_name(BYTES(3, 0xed, 0x9f, 0xbf)));
	assert_true(is_name(BYTES(4, 0xf4, 0x8f, 0xbf, 0xbf)));
	assert_false(is_name(BYTES(2, 0xc1, 0xbf)));             /* overlong */
	assert_false(is_name(BYTES(3, 0xe0, 0x9f, 0xbf)));       /* overlong */
	assert_false(is_name(BYTES(3, 0xed, 0xa0, 0x80)));       /* surrogate */
	assert_false(is_name(BYTES(4, 0xf4, 0x90, 0x80, 0x80))); /* beyond U+10FFFF */
	assert_false(is_name(BYTES(2, 0xe2, 0x82)));             /* cut */
	assert_false(is_name(BYTES(5, 'a')));                    /* longer than the rest */
}

static void
first_message_wins(void **state)
{
	wasix_error err = { 0 };

	(void)state;
	assert_int_equal(fail_at(&err, WASIX_INVALID, 7, "first\n%d", 1), WASIX_INVALID);
	assert_int_equal(fail(&err, WASIX_LIMIT, "second"), WASIX_LIMIT);
	assert_string_equal(err.text, "first?1");
	assert_int_equal(err.code, WASIX_INVALID);
	assert_int_equal(err.offset, 7);
	assert_int_equal(fail(NULL, WASIX_IO, "nobody listens"), WASIX_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unsigned_values_fit_their_bits),
		cmocka_unit_test(signed_values_extend_their_sign),
		cmocka_unit_test(floats_are_little_endian_bits),
		cmocka_unit_test(names_are_utf8),
		cmocka_unit_test(first_message_wins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
