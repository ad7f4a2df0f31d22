/* test_memory.c -- linear memories: reservation, growing, bounds, waiting. */
#include "runtime.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PAGE = 65536 };

struct fixture {
	wasix_engine *engine;
	wasix_store *store;
};

static int
set_up(void **state)
{
	static struct fixture f;
	f.engine = wasix_engine_new(NULL);
	f.store = wasix_store_new(f.engine);
	*state = &f;
	return f.store ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	wasix_store_delete(f->store);
	wasix_engine_delete(f->engine);
	return 0;
}

static struct wasix_memory *
make(void **state, uint64_t min, uint64_t max, bool shared)
{
	struct fixture *f = *state;
	struct wasix_memory *memory;
	struct limits limits = { min, max, shared };
	assert_int_equal(memory_new(f->store, limits, &memory, NULL), WASIX_OK);
	return memory;
}

static void
a_new_memory_is_zero_and_has_its_size(void **state)
{
	struct wasix_memory *m = make(state, 2, UINT64_MAX, false);
	assert_int_equal(memory_bytes(m), 2 * PAGE);
	for (size_t i = 0; i < 2 * PAGE; i++)
		assert_int_equal(m->base[i], 0);
	assert_true(memory_limits(m).max == UINT64_MAX);
}

static void
grow_answers_the_old_size_and_stops_at_the_maximum(void **state)
{
	struct wasix_memory *m = make(state, 1, 3, false);
	const uint8_t *base = m->base;
	assert_int_equal(memory_grow(m, 0), 1);
	assert_int_equal(memory_grow(m, 2), 1);
	assert_int_equal(memory_grow(m, 1), UINT32_MAX);
	assert_int_equal(memory_grow(m, UINT32_MAX), UINT32_MAX);
	assert_int_equal(memory_grow(m, 0), 3);
	assert_ptr_equal(m->base, base);
	m->base[3 * PAGE - 1] = 1;
}

static void
grow_stops_at_4_gib(void **state)
{
	struct wasix_memory *m = make(state, 0, UINT64_MAX, false);
	assert_int_equal(memory_grow(m, 65537), UINT32_MAX);
	assert_int_equal(memory_grow(m, 65536), 0);
	m->base[UINT64_C(0xffffffff)] = 1;
}

static void
a_memory_larger_than_4_gib_is_refused(void **state)
{
	struct fixture *f = *state;
	struct wasix_memory *memory;
	wasix_error err = { 0 };
	struct limits limits = { 65537, UINT64_MAX, false };
	assert_int_equal(memory_new(f->store, limits, &memory, &err), WASIX_LIMIT);
	assert_non_null(strstr(err.text, "65537 pages"));
}

static void
the_bound_of_the_store_holds_for_all_its_memories(void **state)
{
	struct fixture *f = *state;
	struct wasix_memory *second;
	wasix_error err = { 0 };
	struct limits limits = { 3, UINT64_MAX, false };

	wasix_store_set_max_memory(f->store, 4 * PAGE);
	struct wasix_memory *first = make(state, 2, UINT64_MAX, false);
	assert_int_equal(memory_new(f->store, limits, &second, &err), WASIX_LIMIT);
	assert_non_null(strstr(err.text, "limit of 262144"));
	assert_int_equal(memory_grow(first, 2), 2);
	assert_int_equal(memory_grow(first, 1), UINT32_MAX);
}

static void
access_is_checked_without_wrapping(void **state)
{
	struct wasix_memory *m = make(state, 1, 1, false);
	assert_non_null(memory_at(m, PAGE, 0));
	assert_null(memory_at(m, PAGE + 1, 0));
	assert_non_null(memory_at(m, PAGE - 1, 1));
	assert_null(memory_at(m, PAGE - 1, 2));
	assert_null(memory_at(m, UINT64_MAX, 2));
	assert_null(memory_at(m, 2, UINT64_MAX));
	assert_false(memory_fill(m, 1, 0, PAGE));
	assert_false(memory_copy(m, 0, m, 1, PAGE));
	assert_true(memory_write(m, 0, "abc", 3));
	assert_true(memory_copy(m, 1, m, 0, 3)); /* overlapping */
	assert_memory_equal(m->base, "aabc", 4);
}

static void
the_guard_faults_up_to_the_last_reachable_byte(void **state)
{
	struct wasix_memory *m = make(state, 1, 1, false);
	const uint64_t places[] = { PAGE, UINT64_C(0xffffffff), UINT64_C(0x1fffffffe) + 15 };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		assert_true(memory_reserves(m->store, m->base + places[i]));
		pid_t child = fork();
		if (child == 0) {
			signal(SIGSEGV, SIG_DFL);
			*(volatile uint8_t *)(m->base + places[i]) = 1;
			_exit(0);
		}
		int status;
		waitpid(child, &status, 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	}
}

/* --- waiting --- */

static const _Atomic uint32_t nobody; /* wants attention */

struct sleeper {
	struct wasix_memory *memory;
	uint64_t address;
	uint32_t result;
};

static void *
sleep32(void *env)
{
	struct sleeper *s = env;
	s->result = memory_wait32(s->memory, s->address, 0, -1, &nobody);
	return NULL;
}

static void
wait_compares_and_times_out(void **state)
{
	struct wasix_memory *m = make(state, 1, 1, true);
	assert_int_equal(memory_wait32(m, 8, 1, -1, &nobody), 1);
	assert_int_equal(memory_wait32(m, 8, 0, 1000000, &nobody), 2);
	assert_int_equal(memory_wait32(m, 8, 0, 0, &nobody), 2);
	m->base[12] = 1; /* upper half of the 64 bits at 8 */
	assert_int_equal(memory_wait64(m, 8, 0, -1, &nobody), 1);
	assert_int_equal(memory_wait64(m, 8, UINT64_C(1) << 32, 0, &nobody), 2);
	assert_int_equal(memory_notify(m, 8, 1), 0);
}

static void
notify_wakes_as_many_as_asked_at_that_address(void **state)
{
	struct wasix_memory *m = make(state, 1, 1, true);
	struct sleeper s[4];
	pthread_t threads[4];
	uint32_t woken = 0;

	for (int i = 0; i < 4; i++) {
		s[i] = (struct sleeper){ m, i == 3 ? 64 : 16, 9 };
		pthread_create(&threads[i], NULL, sleep32, &s[i]);
	}
	while (woken < 1)
		woken += memory_notify(m, 16, 1);
	assert_int_equal(woken, 1);
	while (woken < 3)
		woken += memory_notify(m, 16, UINT32_MAX);
	assert_int_equal(woken, 3);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(memory_notify(m, 16, 1), 0);
	while (!memory_notify(m, 64, 1))
		;
	pthread_join(threads[3], NULL);
	for (int i = 0; i < 4; i++)
		assert_int_equal(s[i].result, 0);
}

/* --- tables --- */

static void
tables_grow_to_their_maximum_and_keep_their_place(void **state)
{
	struct fixture *f = *state;
	struct wasix_table *t;
	struct tabletype type = { WASIX_EXTERNREF, { 2, 5000, false } };
	int value;

	assert_int_equal(table_new(f->store, &type, NULL, &t, NULL), WASIX_OK);
	void **elems = t->elems;
	assert_int_equal(table_grow(t, 4998, &value), 2);
	assert_int_equal(table_grow(t, 1, &value), UINT32_MAX);
	assert_ptr_equal(t->elems, elems);
	assert_null(t->elems[1]);
	assert_ptr_equal(t->elems[4999], &value);
}

static void
a_table_of_more_than_ten_million_elements_is_refused(void **state)
{
	struct fixture *f = *state;
	struct wasix_table *t;
	struct tabletype type = { WASIX_FUNCREF, { 10000001, UINT64_MAX, false } };
	assert_int_equal(table_new(f->store, &type, NULL, &t, NULL), WASIX_LIMIT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_memory_is_zero_and_has_its_size),
		TEST(grow_answers_the_old_size_and_stops_at_the_maximum),
		TEST(grow_stops_at_4_gib),
		TEST(a_memory_larger_than_4_gib_is_refused),
		TEST(the_bound_of_the_store_holds_for_all_its_memories),
		TEST(access_is_checked_without_wrapping),
		TEST(the_guard_faults_up_to_the_last_reachable_byte),
		TEST(wait_compares_and_times_out),
		TEST(notify_wakes_as_many_as_asked_at_that_address),
		TEST(tables_grow_to_their_maximum_and_keep_their_place),
		TEST(a_table_of_more_than_ten_million_elements_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
