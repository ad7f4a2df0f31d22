/* test_load.c -- code objects that are cut, foreign or unsafe are refused before anything maps
 * them. */
#include "code.h"
#include "code_object.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static bool
is_taken(const struct code_object *o, size_t len)
{
	struct code_file file;
	int fd = code_object_file(o, len);
	assert_true(fd >= 0);
	bool taken = code_file_open(&file, fd);
	if (taken)
		code_file_close(&file);
	return taken;
}

static void
a_whole_object_is_taken(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	assert_true(is_taken(&o, sizeof o));
}

static void
an_object_cut_anywhere_is_refused(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	for (size_t len = 0; len < sizeof o; len++)
		assert_false(is_taken(&o, len));
}

static void
what_is_no_regular_file_is_refused(void **state)
{
	(void)state;
	struct code_file file;
	int fds[2];
	assert_int_equal(pipe(fds), 0);
	assert_false(code_file_open(&file, fds[0]));
	assert_false(code_file_open(&file, -1));
	int directory = open("/", O_RDONLY | O_DIRECTORY);
	assert_false(code_file_open(&file, directory));
	close(fds[1]);
}

static void
another_version_is_refused(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	o.trailer.version++;
	assert_false(is_taken(&o, sizeof o));
}

static void
sizes_that_do_not_add_up_are_refused(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	o.trailer.line_count = UINT32_MAX;
	assert_false(is_taken(&o, sizeof o));
	o = code_object_make();
	o.trailer.elf_size = UINT64_MAX - 7;
	assert_false(is_taken(&o, sizeof o));
	o = code_object_make();
	o.trailer.elf_size = 8;
	assert_false(is_taken(&o, sizeof o));
}

static void
another_machine_is_refused(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	o.elf.e_machine = EM_AARCH64;
	assert_false(is_taken(&o, sizeof o));
	o = code_object_make();
	o.elf.e_ident[0] = 0;
	assert_false(is_taken(&o, sizeof o));
}

static void
segments_beyond_the_file_are_refused(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	o.segment.p_filesz = 121; /* the linker would map, the processor fault */
	assert_false(is_taken(&o, sizeof o));
	o = code_object_make();
	o.segment.p_offset = UINT64_MAX;
	assert_false(is_taken(&o, sizeof o));
	o = code_object_make();
	o.elf.e_phnum = 2;
	assert_false(is_taken(&o, sizeof o));
	o = code_object_make();
	o.elf.e_phoff = UINT64_MAX;
	assert_false(is_taken(&o, sizeof o));
}

static void
writable_and_executable_is_refused(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	o.segment.p_flags = PF_R | PF_W;
	assert_true(is_taken(&o, sizeof o));
	o.segment.p_flags = PF_R | PF_W | PF_X;
	assert_false(is_taken(&o, sizeof o));
}

/* The trailer is right, the rest is no shared object: an error, not a crash. */
static void
what_cannot_be_mapped_is_an_error(void **state)
{
	(void)state;
	struct code_object o = code_object_make();
	struct code_file file;
	struct wasix_module m = { 0 };
	wasix_error err = { 0 };

	assert_true(code_file_open(&file, code_object_file(&o, sizeof o)));
	assert_null(code_load(&file, &m, &err));
	assert_int_equal(err.code, WASIX_COMPILE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_object_is_taken),
		cmocka_unit_test(an_object_cut_anywhere_is_refused),
		cmocka_unit_test(what_is_no_regular_file_is_refused),
		cmocka_unit_test(another_version_is_refused),
		cmocka_unit_test(sizes_that_do_not_add_up_are_refused),
		cmocka_unit_test(another_machine_is_refused),
		cmocka_unit_test(segments_beyond_the_file_are_refused),
		cmocka_unit_test(writable_and_executable_is_refused),
		cmocka_unit_test(what_cannot_be_mapped_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
