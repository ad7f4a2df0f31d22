/* test_host_timers.c -- timers with the longest and the shortest spans that a guest can say. */
#include "host_fixture.h"

#include "extension.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>

#define LONGEST    INT64_MAX
#define CENTURY_NS (INT64_C(36525) * 24 * 3600 * 1000000000)

/* Interval and value, as the guest gets them. */
static const int64_t *
spans_at(uint32_t at)
{
	return (const int64_t *)(const void *)guest(at);
}

static void
interval_timer_takes_the_longest_span(void **state)
{
	(void)state;
	start();
	const int64_t longest[EXTENSION_ARGUMENTS] = { ITIMER_VIRTUAL, LONGEST, LONGEST, 0 };
	const int64_t off[EXTENSION_ARGUMENTS] = { ITIMER_VIRTUAL, 0, 0, AT_OUT };
	const int64_t negative[EXTENSION_ARGUMENTS] = { ITIMER_VIRTUAL, INT64_MIN, -1, 0 };

	assert_int_equal(host_ext_setitimer(C, longest), 0);
	assert_int_equal(host_ext_setitimer(C, off), 0);
	assert_true(spans_at(AT_OUT)[0] > CENTURY_NS);
	assert_true(spans_at(AT_OUT)[1] > CENTURY_NS);
	assert_int_equal(host_ext_setitimer(C, negative), -EINVAL);
}

static void
timer_with_a_number_takes_the_longest_span(void **state)
{
	(void)state;
	start();
	const int64_t make[EXTENSION_ARGUMENTS] = { CLOCK_MONOTONIC, SIGEV_NONE, 0, 0, 0 };
	int64_t timer = host_ext_timer_create(C, make);
	const int64_t longest[EXTENSION_ARGUMENTS] = { timer, 0, LONGEST, LONGEST, 0 };
	const int64_t off[EXTENSION_ARGUMENTS] = { timer, 0, 0, 0, AT_OUT };
	const int64_t negative[EXTENSION_ARGUMENTS] = { timer, 0, -1, INT64_MIN, 0 };

	assert_true(timer >= 0);
	assert_int_equal(host_ext_timer_settime(C, longest), 0);
	assert_int_equal(host_ext_timer_settime(C, negative), -EINVAL);
	assert_int_equal(host_ext_timer_settime(C, off), 0);
	assert_true(spans_at(AT_OUT)[0] > CENTURY_NS);
	assert_true(spans_at(AT_OUT)[1] > CENTURY_NS);
	assert_int_equal(host_ext_timer_delete(C, &timer), 0);
	assert_int_equal(host_ext_timer_delete(C, &timer), -EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		host_test(interval_timer_takes_the_longest_span),
		host_test(timer_with_a_number_takes_the_longest_span),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
