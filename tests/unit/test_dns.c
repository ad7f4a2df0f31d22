/* test_dns.c -- packets of name servers and of guests, sound and broken. */
#include "dns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Header, "a.b", A, IN. */
static const uint8_t QUESTION[] = { 1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 1, 'b', 0, 0, 1, 0,
	1 };
/* The same with two records behind it: 192.0.2.1 and ::1, both by reference to the name. */
static const uint8_t ANSWER[] = { 1, 2, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0, 1, 'a', 1, 'b', 0, 0, 1,
	0, 1, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1, 0xc0, 12, 0, 28, 0, 1, 0, 0, 0,
	0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };

/* Exactly as long as it is, so that the sanitizer sees a read beyond. */
static uint8_t *
copy_of(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);
	assert_non_null(copy);
	memcpy(copy, bytes, len);
	return copy;
}

static bool
is_question(const uint8_t *bytes, size_t len, char name[DNS_NAME_MAX + 1])
{
	uint8_t *copy = copy_of(bytes, len);
	bool is = dns_question_name(copy, len, name);
	free(copy);
	return is;
}

static size_t
addresses_in(const uint8_t *bytes, size_t len)
{
	struct abi_addr_ip items[4];
	struct dns_addresses found = { .items = items, .room = 4 };
	uint8_t *copy = copy_of(bytes, len);
	dns_answer_addresses(copy, len, &found);
	free(copy);
	return found.count;
}

static void
one_question_is_a_question(void **state)
{
	char name[DNS_NAME_MAX + 1];
	uint8_t bytes[sizeof QUESTION];

	(void)state;
	assert_true(is_question(QUESTION, sizeof QUESTION, name));
	assert_string_equal(name, "a.b");
	for (size_t len = 0; len < sizeof QUESTION; len++)
		assert_false(is_question(QUESTION, len, name));
	/* another number of questions, an answer, another operation, a label that is too long, a
	 * NUL in one */
	static const struct {
		uint8_t at, value;
	} BROKEN[] = { { 5, 0 }, { 5, 2 }, { 4, 1 }, { 2, 0x81 }, { 2, 0x29 }, { 12, 64 },
		{ 12, 0xc0 }, { 13, 0 } };
	for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
		memcpy(bytes, QUESTION, sizeof bytes);
		bytes[BROKEN[i].at] = BROKEN[i].value;
		assert_false(is_question(bytes, sizeof bytes, name));
	}
}

static void
answers_are_read_within_their_bounds(void **state)
{
	uint8_t bytes[sizeof ANSWER];

	(void)state;
	assert_int_equal(addresses_in(ANSWER, sizeof ANSWER), 2);
	for (size_t len = 0; len < sizeof ANSWER; len++)
		assert_in_range(addresses_in(ANSWER, len), 0, 1);
	for (size_t at = 0; at < sizeof ANSWER; at++)
		for (unsigned value = 0; value < 256; value++) {
			memcpy(bytes, ANSWER, sizeof bytes);
			bytes[at] = (uint8_t)value;
			assert_in_range(addresses_in(bytes, sizeof bytes), 0, 4);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_question_is_a_question),
		cmocka_unit_test(answers_are_read_within_their_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
