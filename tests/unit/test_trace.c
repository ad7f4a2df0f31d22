/* test_trace.c -- lines of a trace: types as text, every row with any arguments, and that nobody
 * pays who does not watch. */
#include "host_fixture.h"

#include "trace.h"

#include "types.h"

static const char *
number(enum type_id type, uint64_t value)
{
	static char buffer[256];
	struct text t = text_in(buffer, sizeof buffer);
	type_add_number(&t, type, value);
	return buffer;
}

static const char *
value(enum type_id type, const void *bytes)
{
	static char buffer[1024];
	struct text t = text_in(buffer, sizeof buffer);
	type_add_value(&t, type, bytes);
	return buffer;
}

static void
numbers_are_written_as_their_type_says(void **state)
{
	(void)state;
	assert_string_equal(number(TYPE_fd, 4294967295), "4294967295");
	assert_string_equal(number(TYPE_filedelta, (uint64_t)-5), "-5");
	assert_string_equal(number(TYPE_i32, 0xfffffffe), "-2");
	assert_string_equal(number(TYPE_timestamp, 1500), "1500ns");
	assert_string_equal(number(TYPE_rights, 0x46), "0x46");
	assert_string_equal(number(TYPE_bool, 1), "true");
	assert_string_equal(number(TYPE_bool, 2), "2");
	assert_string_equal(number(TYPE_whence, ABI_WHENCE_END), "END");
	assert_string_equal(number(TYPE_whence_snapshot0, 2), "SET");
	assert_string_equal(number(TYPE_whence, 9), "9");
	assert_string_equal(number(TYPE_oflags, 0), "0");
	assert_string_equal(number(TYPE_oflags, 5), "CREAT|EXCL");
	assert_string_equal(number(TYPE_oflags, 0x18), "TRUNC|0x10");
	assert_string_equal(number(TYPE_oflags, 0x20), "0x20");
	assert_string_equal(number(TYPE_errno, ABI_ERRNO_NOENT), "NOENT");
	assert_string_equal(number(TYPE_errno, 0), "0");
}

static void
layouts_are_written_by_fields_and_cases(void **state)
{
	struct abi_subscription s = { .userdata = 0x10, .u.tag = ABI_EVENTTYPE_CLOCK };
	struct abi_option_timestamp never = { 0 }, some = { .tag = 1, .u.some = 7 };
	struct abi_addr_port to = { .tag = ABI_ADDRESS_FAMILY_INET4,
		.u.inet4 = { 80, { { 127, 0, 0, 1 } } } };

	(void)state;
	s.u.u.clock.id = ABI_CLOCKID_MONOTONIC;
	s.u.u.clock.timeout = 1000;
	assert_string_equal(value(TYPE_subscription, &s),
		"{userdata=0x10, u=clock{id=MONOTONIC, timeout=1000ns, precision=0ns, flags=0}}");
	s.u.tag = 9;
	assert_string_equal(value(TYPE_subscription, &s), "{userdata=0x10, u={tag=9}}");
	assert_string_equal(value(TYPE_option_timestamp, &never), "none");
	assert_string_equal(value(TYPE_option_timestamp, &some), "some(7ns)");
	assert_string_equal(value(TYPE_addr_port, &to), "inet4{port=80, addr={octs=[127,0,0,1]}}");
	to = (struct abi_addr_port){ .tag = ABI_ADDRESS_FAMILY_UNIX, .u.un.path = "/a\nb" };
	assert_string_equal(value(TYPE_addr_port, &to), "un{path=\"/a\\nb\"}");
}

static void
text_that_is_too_long_is_dropped_whole(void **state)
{
	char buffer[8];
	struct text t = text_in(buffer, sizeof buffer);

	(void)state;
	text_add(&t, "abc");
	text_add(&t, "0123456789");
	text_add(&t, "x");
	assert_string_equal(buffer, "abc");
}

/* Lines of a watched process. */
static struct {
	char last[TRACE_LINE_SIZE];
	unsigned count;
} lines;

static void
keep_line(void *env, const char *text)
{
	(void)env;
	lines.count++;
	assert_true(strlen(text) < sizeof lines.last);
	strcpy(lines.last, text);
	for (const char *s = text; *s; s++)
		assert_true(*s >= ' ' && *s <= '~');
}

static void
watch(const char *groups)
{
	wasix_error err = { 0 };
	lines.count = 0;
	assert_int_equal(wasix_process_trace(F.process, groups, keep_line, NULL, &err), WASIX_OK);
}

/* What link.c would put into the guest's import slot. */
static void (*entry_of(const char *module, const char *name))(void)
{
	struct provider provider = process_provider(F.process);
	struct host_import import;
	assert_true(provider.find(provider.self, module, name, &import));
	return import.entry;
}

static void
unwatched_calls_go_to_the_handler_itself(void **state)
{
	(void)state;
	start();
	for (size_t i = 0; i < abi_row_count(); i++) {
		const struct abi_row *row = abi_row_at(i);
		void (*entry)(void) = entry_of(row->module, row->name);
		assert_true(entry == row->entry || entry == row->refuse);
	}
	watch("fd_close");
	const struct abi_row *row = abi_row_find("wasix_32v1", "fd_write");
	assert_true(entry_of("wasix_32v1", "fd_write") == row->entry);
	row = abi_row_find("wasix_32v1", "fd_close");
	assert_false(entry_of("wasix_32v1", "fd_close") == row->entry);
}

static void
watched_call_has_its_result_and_a_line(void **state)
{
	wasix_errno (*write)(struct wasix_caller *, uint32_t, wasix_gptr, uint32_t, wasix_gptr);

	(void)state;
	start();
	watch("");
	write = (wasix_errno (*)(struct wasix_caller *, uint32_t, wasix_gptr, uint32_t,
		wasix_gptr))entry_of("wasi_snapshot_preview1", "fd_write");
	iovec_at(3);
	assert_errno(BADF, write(C, 1234, AT_IOV, 1, AT_OUT));
	assert_int_equal(lines.count, 1);
	assert_non_null(strstr(lines.last,
		" 2 wasi_snapshot_preview1.fd_write(fd=1234, iovs=[\"\\x00\\x00\\x00\"; 3 bytes in "
		"1], nwritten=0x4000) = 8 BADF"));
}

static void
groups_of_a_started_process_stay(void **state)
{
	(void)state;
	start();
	watch("fd");
	(void)entry_of("wasix_32v1", "fd_close");
	assert_int_equal(
		wasix_process_trace(F.process, "path", keep_line, NULL, NULL), WASIX_USAGE);
}

static uint64_t
random_next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 24;
}

/* Near the ends of memory and of the numbers, or anything. */
static uint64_t
random_argument(uint64_t *seed)
{
	static const uint64_t EDGES[] = { 0, 1, 2, 64, 65, 1023, 1025, 131071, 131072, 131064,
		UINT32_MAX, UINT32_MAX - 7, INT32_MAX, UINT64_MAX };
	uint64_t n = random_next(seed);
	return n & 1 ? EDGES[n / 2 % (sizeof EDGES / sizeof *EDGES)]
		     : random_next(seed) % (n & 2 ? 131072 : UINT64_MAX);
}

/* The handlers are not called: only what decodes their arguments. */
static void
every_row_survives_any_arguments(void **state)
{
	uint64_t seed = 1, values[TRACE_PARAMS_MAX + 1];
	uint8_t *bytes = wasix_memory_data(C->memory);

	(void)state;
	start();
	watch("");
	for (size_t i = 0; i < wasix_memory_size(C->memory); i++)
		bytes[i] = (uint8_t)(random_next(&seed) % 3 ? random_next(&seed) : 0);
	for (unsigned round = 0; round < 200; round++)
		for (size_t row = 0; row < abi_row_count(); row++) {
			const struct abi_row *r = abi_row_at(row);
			(void)entry_of(r->module, r->name);
			for (size_t i = 0; i <= TRACE_PARAMS_MAX; i++)
				values[i] = random_argument(&seed);
			uint64_t serial = trace_begin(C, row, values);
			trace_end(C, serial, round & 1 ? (int32_t)random_next(&seed) : 0);
		}
	assert_int_equal(lines.count, 200 * abi_row_count());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_as_their_type_says),
		cmocka_unit_test(layouts_are_written_by_fields_and_cases),
		cmocka_unit_test(text_that_is_too_long_is_dropped_whole),
		host_test(unwatched_calls_go_to_the_handler_itself),
		host_test(watched_call_has_its_result_and_a_line),
		host_test(groups_of_a_started_process_stay),
		host_test(every_row_survives_any_arguments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
