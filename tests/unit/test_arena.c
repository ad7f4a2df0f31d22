/* test_arena.c -- arena.c: zeroed, aligned, apart from each other; overflow and shortage give NULL.
 */
#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
memory_is_zeroed_aligned_and_apart(void **state)
{
	struct arena *a = arena_new();
	unsigned char *p[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		size_t size = 1 + i * 997 % 40000; /* on both sides of a chunk's quarter */

		p[i] = arena_alloc(a, size);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		for (size_t k = 0; k < size; k++)
			assert_int_equal(p[i][k], 0);
		memset(p[i], (int)i, size);
	}
	for (size_t i = 0; i < 200; i++)
		assert_int_equal(p[i][i * 997 % 40000], i);
	assert_true(arena_used(a) >= 200);
	arena_delete(a);
}

static void
overflowing_product_gives_null(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_null(arena_array(a, SIZE_MAX / 2, 3));
	assert_null(arena_array(a, SIZE_MAX, 1));
	assert_null(arena_alloc(a, SIZE_MAX));
	assert_non_null(arena_array(a, 0, SIZE_MAX));
	assert_non_null(arena_array(a, 10, 10));
	arena_delete(a);
}

static void
strings_end_with_nul(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(arena_string(a, "hello, world", 5), "hello");
	assert_string_equal(arena_string(a, NULL, 0), "");
	arena_delete(a);
}

static void
chosen_allocation_fails(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	arena_fail_after(a, 3);
	assert_non_null(arena_alloc(a, 1));
	assert_non_null(arena_alloc(a, 100000));
	assert_null(arena_alloc(a, 1));
	assert_null(arena_alloc(a, 1));
	arena_fail_after(a, 0);
	assert_non_null(arena_alloc(a, 1));
	arena_delete(a);
	arena_delete(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
		cmocka_unit_test(overflowing_product_gives_null),
		cmocka_unit_test(strings_end_with_nul),
		cmocka_unit_test(chosen_allocation_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
