/* Line tables: what they say, and that no damage to them does more than end the search. */
#include "module.h"
#include "source_line.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
// clang-format on
#include <string.h>

/* Version 4: one directory "d", one file "f.c"; rows 0x10 line 3, 0x14 line 7, end at 0x20. */
static const uint8_t TABLE_V4[] = { 60, 0, 0, 0, 4, 0, 31, 0, 0, 0, 1, 1, 1, 0xfb, 14, 13, 0, 1, 1,
	1, 1, 0, 0, 0, 1, 0, 0, 1, 'd', 0, 0, 'f', '.', 'c', 0, 1, 0, 0, 0, 0, 0,
	/* program: set address, line +2, copy, special: +4 and +4, pc +12, end */
	0, 5, 2, 0x10, 0, 0, 0, 3, 2, 1, 13 + 9 + 14 * 4, 2, 12, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0 };

/* Version 5: the paths are in the table; the same rows. */
static const uint8_t TABLE_V5[] = { 61, 0, 0, 0, 5, 0, 4, 0, 37, 0, 0, 0, 1, 1, 1, 0xfb, 14, 13, 0,
	1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 8, 1, 'd', 0, 2, 1, 8, 2, 11, 2, 'a', 0, 0, 'f', 0,
	0, 0, 0, 5, 2, 0x10, 0, 0, 0, 3, 2, 1, 13 + 9 + 14 * 4, 2, 12, 0, 1, 1 };

static bool
find(const uint8_t *bytes, uint32_t len, uint64_t address, struct source_line *out)
{
	struct custom_section section = { .name = ".debug_line", .name_len = 11 };
	struct wasix_module m = { .customs = &section, .custom_count = 1, .code_offset = 0x100 };

	section.bytes = (struct span){ bytes, len };
	return source_line_find(&m, 0x100 + address, out);
}

static void
check(const uint8_t *bytes, uint32_t len, const char *file)
{
	struct source_line at;

	assert_true(find(bytes, len, 0x10, &at));
	assert_int_equal(at.line, 3);
	assert_string_equal(at.directory, "d");
	assert_string_equal(at.file, file);
	assert_true(find(bytes, len, 0x13, &at));
	assert_int_equal(at.line, 3);
	assert_true(find(bytes, len, 0x1f, &at));
	assert_int_equal(at.line, 7);
	assert_false(find(bytes, len, 0x0f, &at));
	assert_false(find(bytes, len, 0x20, &at));
	assert_false(find(bytes, len, (uint64_t)-0x100, &at));
}

static void
rows_are_found(void **state)
{
	(void)state;
	check(TABLE_V4, sizeof TABLE_V4, "f.c");
	check(TABLE_V5, sizeof TABLE_V5, "f");
}

/* Each byte changed, each end cut off; in memory of its own, so that a sanitizer sees a byte too
 * many. */
static void
damage(const uint8_t *bytes, uint32_t len)
{
	static const uint8_t VALUES[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	struct source_line at;

	for (uint32_t cut = 0; cut <= len; cut++) {
		uint8_t *copy = test_malloc(cut + 1);
		memcpy(copy, bytes, cut);
		for (uint32_t i = 0; i < cut; i++) {
			for (size_t k = 0; k < sizeof VALUES; k++) {
				copy[i] = VALUES[k];
				if (find(copy, cut, 0x14, &at))
					assert_true(strlen(at.file) + strlen(at.directory) <= len);
			}
			copy[i] = bytes[i];
		}
		test_free(copy);
	}
}

static void
damage_ends_the_search(void **state)
{
	(void)state;
	damage(TABLE_V4, sizeof TABLE_V4);
	damage(TABLE_V5, sizeof TABLE_V5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_found),
		cmocka_unit_test(damage_ends_the_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
