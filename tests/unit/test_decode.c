/* test_decode.c -- decode.c and validate.c on modules made in memory: what is understood, and that
 * neither damage, shortage nor size harms. */
#include "arena.h"
#include "error.h"
#include "module.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct bytes {
	uint8_t *at;
	size_t len, capacity;
};

static void
put(struct bytes *b, const void *bytes, size_t len)
{
	if (b->len + len > b->capacity) {
		b->capacity = (b->len + len) * 2;
		b->at = realloc(b->at, b->capacity);
		assert_non_null(b->at);
	}
	memcpy(b->at + b->len, bytes, len);
	b->len += len;
}

static void
put_u8(struct bytes *b, unsigned byte)
{
	uint8_t value = (uint8_t)byte;

	put(b, &value, 1);
}

static void
put_u32(struct bytes *b, uint32_t value)
{
	for (; value >= 0x80; value >>= 7)
		put_u8(b, 0x80 | (value & 0x7f));
	put_u8(b, value);
}

static void
put_section(struct bytes *b, unsigned id, struct bytes *content)
{
	put_u8(b, id);
	put_u32(b, (uint32_t)content->len);
	put(b, content->at, content->len);
	free(content->at);
	*content = (struct bytes){ 0 };
}

#define PUT(b, ...) put(b, (const uint8_t[]){ __VA_ARGS__ }, sizeof((uint8_t[]){ __VA_ARGS__ }))

/* A module with one function [] -> [] of this body, which is freed. */
static struct bytes
module_of(struct bytes *body)
{
	struct bytes m = { 0 }, section = { 0 };

	PUT(&m, 0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0);
	put_u8(&section, 1);
	put_u32(&section, (uint32_t)body->len);
	put(&section, body->at, body->len);
	put_section(&m, 10, &section);
	free(body->at);
	*body = (struct bytes){ 0 };
	return m;
}

/* Every section but start and tag: imports, exports, both kinds of data segments, names. */
static struct bytes
module_sample(void)
{
	struct bytes m = { 0 }, s = { 0 };

	PUT(&m, 0, 'a', 's', 'm', 1, 0, 0, 0);
	PUT(&s, 2, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7e, 2, 0x7e,
		0x7f); /* [] -> [], [i32 i64] -> [i64 i32] */
	put_section(&m, 1, &s);
	PUT(&s, 2, 3, 'e', 'n', 'v', 1, 'f', 0, 0, 3, 'e', 'n', 'v', 4, 'b', 'a', 's', 'e', 3, 0x7f,
		0);
	put_section(&m, 2, &s);
	PUT(&s, 2, 0, 1);
	put_section(&m, 3, &s);
	PUT(&s, 1, 0x70, 1, 2, 8);
	put_section(&m, 4, &s);
	PUT(&s, 1, 0, 1);
	put_section(&m, 5, &s);
	PUT(&s, 1, 0x7e, 1, 0x42, 0x7f, 0x0b);
	put_section(&m, 6, &s);
	PUT(&s, 3, 1, 'm', 2, 0, 1, 'f', 0, 2, 1, 'g', 3, 1);
	put_section(&m, 7, &s);
	PUT(&s, 1, 0, 0x41, 1, 0x0b, 3, 0, 1, 2);
	put_section(&m, 9, &s);
	PUT(&s, 2);
	put_section(&m, 12, &s);
	PUT(&s, 2, 4, 0, 0x10, 0, 0x0b, 8, 1, 1, 0x7d, 0x20, 1, 0x20, 0, 0x0b);
	put_section(&m, 10, &s);
	PUT(&s, 2, 0, 0x23, 0, 0x0b, 2, 'h', 'i', 1, 1, '!');
	put_section(&m, 11, &s);
	PUT(&s, 4, 'n', 'a', 'm', 'e', 0, 2, 1, 'M', 1, 7, 1, 1, 4, 'm', 'a', 'i', 'n');
	put_section(&m, 0, &s);
	return m;
}

/* The module and its arena; bytes are copied so that a sanitizer sees their end. */
struct loaded {
	struct wasix_module m;
	wasix_error err;
	wasix_result result;
	uint8_t *copy;
};

static void
load(struct loaded *l, const uint8_t *bytes, size_t len, uint64_t failing_allocation)
{
	memset(l, 0, sizeof *l);
	l->copy = malloc(len ? len : 1);
	memcpy(l->copy, bytes, len);
	l->m.bytes = l->copy;
	l->m.len = len;
	l->m.arena = arena_new();
	arena_fail_after(l->m.arena, failing_allocation);
	l->result = module_decode(&l->m, &l->err);
	if (l->result == WASIX_OK)
		l->result = module_validate(&l->m, &l->err);
	if (l->result != WASIX_OK)
		assert_true(l->err.text[0]);
}

static void
unload(struct loaded *l)
{
	arena_delete(l->m.arena);
	free(l->copy);
}

static void
sample_is_understood(void **state)
{
	struct bytes b = module_sample();
	struct loaded l;

	(void)state;
	load(&l, b.at, b.len, 0);
	assert_string_equal(l.err.text, "");
	assert_int_equal(l.m.function_count, 3);
	assert_int_equal(l.m.imported_function_count, 1);
	assert_string_equal(l.m.imports[1].name, "base");
	assert_int_equal(l.m.imports[1].index, 0);
	assert_int_equal(module_functype(&l.m, 2)->params[1], WASIX_I64);
	assert_int_equal(l.m.tables[0].limits.max, 8);
	assert_true(l.m.memories[0].max == UINT64_MAX);
	assert_true(l.m.globals[1].init.bits == UINT64_MAX);
	assert_int_equal(l.m.elems[0].count, 3);
	assert_int_equal(l.m.elems[0].at.bits, 1);
	assert_int_equal(l.m.datas[0].at.op, CONST_GLOBAL);
	assert_int_equal(l.m.datas[0].at.kind, WASIX_I32);
	assert_memory_equal(l.m.datas[0].bytes.at, "hi", 2);
	assert_int_equal(l.m.datas[1].mode, SEGMENT_PASSIVE);
	assert_string_equal(l.m.name, "M");
	assert_string_equal(l.m.function_names[1], "main");
	assert_null(l.m.function_names[2]);
	assert_true(l.m.functions[1].declared);
	assert_int_equal(l.m.features,
		1 << FEATURE_MULTI_VALUE | 1 << FEATURE_BULK_MEMORY | 1 << FEATURE_MUTABLE_GLOBALS);
	unload(&l);
	free(b.at);
}

static void
module_cut_anywhere_does_no_harm(void **state)
{
	struct bytes b = module_sample();
	struct loaded l;

	(void)state;
	for (size_t len = 0; len < b.len; len++) {
		load(&l, b.at, len, 0);
		assert_int_not_equal(
			l.result, WASIX_LIMIT); /* at the end of a section it may be whole */
		unload(&l);
	}
	free(b.at);
}

static void
byte_changed_anywhere_does_no_harm(void **state)
{
	static const uint8_t changes[] = { 0x00, 0x01, 0x40, 0x7f, 0x80, 0xff };
	struct bytes b = module_sample();
	struct loaded l;

	(void)state;
	for (size_t i = 0; i < b.len; i++) {
		uint8_t was = b.at[i];

		for (size_t k = 0; k < sizeof changes; k++) {
			b.at[i] = changes[k];
			load(&l, b.at, b.len, 0);
			unload(&l);
		}
		b.at[i] = was;
	}
	free(b.at);
}

static void
shortage_at_any_allocation_is_a_limit(void **state)
{
	struct bytes b = module_sample();
	struct loaded l;
	uint64_t n = 1;

	(void)state;
	for (;; n++) {
		load(&l, b.at, b.len, n);
		if (l.result == WASIX_OK)
			break;
		assert_int_equal(l.result, WASIX_LIMIT);
		assert_string_equal(l.err.text, "out of memory");
		unload(&l);
	}
	unload(&l);
	assert_true(n > 20);
	free(b.at);
}

static void
million_nested_blocks_are_checked(void **state)
{
	enum { DEPTH = 1000000 };
	struct bytes body = { 0 }, m;
	struct loaded l;

	(void)state;
	put_u8(&body, 0);
	for (int i = 0; i < DEPTH; i++)
		PUT(&body, 0x02, 0x40);
	PUT(&body, 0x0c); /* br to the outermost */
	put_u32(&body, DEPTH);
	for (int i = 0; i <= DEPTH; i++)
		put_u8(&body, 0x0b);
	m = module_of(&body);
	load(&l, m.at, m.len, 0);
	assert_string_equal(l.err.text, "");
	unload(&l);
	free(m.at);
}

static void
br_table_is_linear_in_its_labels(void **state)
{
	enum { LABELS = 1000000 };
	struct bytes body = { 0 }, m;
	struct loaded l;

	(void)state;
	PUT(&body, 0, 0x02, 0x40, 0x41, 0, 0x0e); /* block, i32.const 0, br_table */
	put_u32(&body, LABELS);
	for (int i = 0; i <= LABELS; i++)
		put_u8(&body, i & 1);
	PUT(&body, 0x0b, 0x0b);
	m = module_of(&body);
	load(&l, m.at, m.len, 0);
	assert_string_equal(l.err.text, "");
	unload(&l);
	free(m.at);
}

static void
locals_are_limited(void **state)
{
	struct bytes body = { 0 }, m;
	struct loaded l;

	(void)state;
	put_u8(&body, 1);
	put_u32(&body, 50000);
	PUT(&body, 0x7f, 0x0b);
	m = module_of(&body);
	load(&l, m.at, m.len, 0);
	assert_int_equal(l.result, WASIX_OK);
	unload(&l);
	free(m.at);

	put_u8(&body, 1);
	put_u32(&body, 50001);
	PUT(&body, 0x7f, 0x0b);
	m = module_of(&body);
	load(&l, m.at, m.len, 0);
	assert_int_equal(l.result, WASIX_LIMIT);
	unload(&l);
	free(m.at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample_is_understood),
		cmocka_unit_test(module_cut_anywhere_does_no_harm),
		cmocka_unit_test(byte_changed_anywhere_does_no_harm),
		cmocka_unit_test(shortage_at_any_allocation_is_a_limit),
		cmocka_unit_test(million_nested_blocks_are_checked),
		cmocka_unit_test(br_table_is_linear_in_its_labels),
		cmocka_unit_test(locals_are_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
