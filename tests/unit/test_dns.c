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

/* "a.b" is "www.a.b", which is "c.d.b": by a label before a reference, and by the record before. */
static const uint8_t ALIASES[] = { 1, 2, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0, 1, 'a', 1, 'b', 0, 0,
	1, 0, 1, 0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 0, 0, 6, 3, 'w', 'w', 'w', 0xc0, 12, 0xc0, 33, 0, 5,
	0, 1, 0, 0, 0, 0, 0, 6, 1, 'c', 1, 'd', 0xc0, 14, 0xc0, 51, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4,
	192, 0, 2, 1 };

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

/* The canonical name; how many addresses. */
static size_t
canonical_in(const uint8_t *bytes, size_t len, char name[DNS_NAME_MAX + 1])
{
	struct abi_addr_ip items[4];
	struct dns_addresses found = { .items = items, .room = 4 };
	uint8_t *copy = copy_of(bytes, len);
	dns_answer_addresses(copy, len, &found);
	free(copy);
	strcpy(name, found.canonical);
	return found.count;
}

static void
aliases_lead_to_the_canonical_name(void **state)
{
	char name[DNS_NAME_MAX + 1];
	uint8_t bytes[sizeof ALIASES];
	uint32_t random = 1;

	(void)state;
	assert_int_equal(canonical_in(ALIASES, sizeof ALIASES, name), 1);
	assert_string_equal(name, "c.d.b");
	for (size_t len = 0; len < sizeof ALIASES; len++)
		(void)canonical_in(ALIASES, len, name);
	/* a reference to itself, forwards, or to the root; a label that is too long */
	static const struct {
		uint8_t at, value;
	} BROKEN[] = { { 56, 55 }, { 56, 70 }, { 56, 16 }, { 55, 0xff }, { 51, 0x40 }, { 51, 60 },
		{ 52, 0 } };
	for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
		memcpy(bytes, ALIASES, sizeof bytes);
		bytes[BROKEN[i].at] = BROKEN[i].value;
		(void)canonical_in(bytes, sizeof bytes, name);
		assert_string_equal(
			name, BROKEN[i].at == 56 && BROKEN[i].value == 16 ? "c.d" : "www.a.b");
	}
	for (int i = 0; i < 20000; i++) {
		memcpy(bytes, ALIASES, sizeof bytes);
		for (int k = 0; k < 3; k++) {
			random = random * 1664525 + 1013904223;
			bytes[12 + (random >> 16) % (sizeof bytes - 12)] = (uint8_t)(random >> 8);
		}
		assert_in_range(canonical_in(bytes, sizeof bytes, name), 0, 4);
		assert_in_range(strlen(name), 0, DNS_NAME_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_question_is_a_question),
		cmocka_unit_test(answers_are_read_within_their_bounds),
		cmocka_unit_test(aliases_lead_to_the_canonical_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
