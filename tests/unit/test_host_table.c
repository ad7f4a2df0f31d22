/* test_host_table.c -- functions.def against the list of facts that it was made from: names and
 * signatures, row by row. The environment variable ABI_FACTS names the list. */
#include "host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "(i32, i64) -> i32" as the list writes it: "(i32,i64)->i32". */
static void
compact(const char *type, char *out)
{
	if (strcmp(type + strlen(type) - 2, "()") == 0)
		type = strtok(strcpy(out + 200, type), ">");
	for (; *type; type++)
		if (*type != ' ')
			*out++ = *type;
	if (out[-1] == '-')
		*out++ = '>';
	*out = 0;
}

static void
every_row_agrees_with_the_facts(void **state)
{
	const char *facts = getenv("ABI_FACTS");
	FILE *f = facts ? fopen(facts, "r") : NULL;
	char line[4096], type[512];
	size_t rows = 0;

	(void)state;
	if (!f) {
		print_message("skipped: ABI_FACTS names no list of facts\n");
		skip();
	}
	assert_non_null(fgets(line, sizeof line, f));
	while (fgets(line, sizeof line, f)) {
		char *rest = line;
		char *module = strsep(&rest, "\t"), *name = strsep(&rest, "\t"),
		     *signature = strsep(&rest, "\t"), *params = strsep(&rest, "\t");
		const struct abi_row *row = abi_row_find(module, name);
		if (!row)
			fail_msg("%s.%s has no row", module, name);
		const wasix_abi_row *text = wasix_abi_get((size_t)(row - abi_row_at(0)));
		compact(text->type, type);
		if (strcmp(type, signature) != 0)
			fail_msg("%s.%s is %s, the facts say %s", module, name, type, signature);
		size_t commas = *params != 0;
		for (const char *p = params; *p; p++)
			commas += *p == ',';
		assert_int_equal(commas, row->type.param_count);
		rows++;
	}
	fclose(f);
	assert_int_equal(rows, abi_row_count());
}

static void
every_row_is_found_and_described(void **state)
{
	(void)state;
	for (size_t i = 0; i < abi_row_count(); i++) {
		const struct abi_row *row = abi_row_at(i);
		const wasix_abi_row *text = wasix_abi_get(i);
		assert_ptr_equal(abi_row_find(row->module, row->name), row);
		assert_true(strlen(row->summary) > 0 && strlen(row->summary) <= 70);
		assert_non_null(row->entry);
		assert_non_null(row->refuse);
		assert_non_null(text->params);
		assert_true(row->status != STATUS_PARTIAL || strchr(row->summary, ';'));
	}
	assert_null(wasix_abi_get(wasix_abi_count()));
	assert_null(wasix_capability_get(wasix_capability_count()));
	assert_string_equal(wasix_capability_get(CAP_NET)->flag, "--net");
}

static void
signatures_are_written_as_the_spec_does(void **state)
{
	(void)state;
	const struct abi_row *row = abi_row_find("wasi_snapshot_preview1", "fd_pread");
	const wasix_abi_row *text = wasix_abi_get((size_t)(row - abi_row_at(0)));
	assert_string_equal(text->type, "(i32, i32, i32, i64, i32) -> i32");
	assert_string_equal(text->params,
		"fd: fd, iovs: ptr<iovec>, iovs_len: usize, offset: filesize, nread: ptr<usize>");
	row = abi_row_find("wasi_snapshot_preview1", "args_get");
	assert_string_equal(wasix_abi_get((size_t)(row - abi_row_at(0)))->params,
		"argv: ptr<ptr<u8>>, argv_buf: ptr<u8>");
	assert_string_equal(text->needs, "none");
	assert_string_equal(text->status, "done");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_agrees_with_the_facts),
		cmocka_unit_test(every_row_is_found_and_described),
		cmocka_unit_test(signatures_are_written_as_the_spec_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
