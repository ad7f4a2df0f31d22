/* exception_gc.c -- the end of captured exceptions, those whose reference (exnref) the guest got.
 *
 * A guest's cleanup code catches by reference and throws on, so programs that throw often would
 * grow without end. References can be in tables, in globals, in the payload of other exceptions and
 * in frames of compiled code. Frames are searched conservatively: every word of the stack that
 * could be an address within an exception keeps it. What reached the embedder is pinned and stays.
 *
 * NOTE: only the calling thread's stack is searched; a store belongs to one thread at a time.
 */
#include "activation.h"
#include "runtime.h"

#include <stdlib.h>

/* So many captured ones are left alone. */
#define CAPTURED_MIN 1000

/* Candidates by address, and which of them are known to be needed. */
struct marks {
	struct exception **at;
	bool *needed;
	uint32_t count;
	uint32_t *todo; /* needed ones whose payload is still to be looked at */
	uint32_t todo_count;
};

static int
compare_addresses(const void *a, const void *b)
{
	const struct exception *const *x = (const struct exception *const *)a;
	const struct exception *const *y = (const struct exception *const *)b;

	return *x < *y ? -1 : *x > *y;
}

static bool
marks_open(struct marks *m, const struct wasix_store *store)
{
	m->at = (struct exception **)calloc(store->captured_count + 1, sizeof(struct exception *));
	m->needed = (bool *)calloc(store->captured_count + 1, sizeof *m->needed);
	m->todo = (uint32_t *)calloc(store->captured_count + 1, sizeof *m->todo);
	if (!m->at || !m->needed || !m->todo)
		return false;
	for (struct exception *e = store->exceptions; e; e = e->next)
		if (e->captured && m->count < store->captured_count)
			m->at[m->count++] = e;
	qsort(m->at, m->count, sizeof(struct exception *), compare_addresses);
	return true;
}

static void
marks_close(struct marks *m)
{
	free(m->at);
	free(m->needed);
	free(m->todo);
}

static uintptr_t
end_of(const struct exception *e)
{
	return (uintptr_t)e + sizeof *e + e->count * sizeof(union cell);
}

/* A word that may be an address within an exception. */
static void
mark(struct marks *m, uintptr_t word)
{
	uint32_t low = 0, high = m->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (word < end_of(m->at[middle]))
			high = middle;
		else
			low = middle + 1;
	}
	if (low == m->count || word < (uintptr_t)m->at[low] || m->needed[low])
		return;
	m->needed[low] = true;
	m->todo[m->todo_count++] = low;
}

/* --- where references can be --- */

/* From here to where the embedder first called: with the registers that callers may still use. */
[[gnu::noinline, gnu::no_sanitize("address", "thread")]] static void
mark_stack(struct marks *m)
{
	const struct activation *a = activation_current();
	const uintptr_t *word;

	__builtin_unwind_init(); /* all registers that survive calls go to this frame */
	word = (const uintptr_t *)__builtin_frame_address(0) - 64;
	while (a && a->outer)
		a = a->outer;
	for (; a && word < (const uintptr_t *)a->frame; word++)
		mark(m, *word);
}

static void
mark_payload(struct marks *m, const struct exception *e)
{
	const struct functype *type = e->tag->type;

	for (uint32_t i = 0; i < e->count; i++)
		if (type->params[i] == WASIX_EXNREF)
			mark(m, (uintptr_t)e->values[i].ref);
}

static void
mark_globals(struct marks *m, struct wasix_instance *instance)
{
	const struct wasix_module *module = instance->module;

	for (uint32_t i = 0; i < module->global_count; i++)
		if (module->globals[i].type.kind == WASIX_EXNREF)
			mark(m, (uintptr_t)instance_global(instance, i)->ref);
}

static void
mark_tables(struct marks *m, struct wasix_instance *instance)
{
	for (uint32_t i = 0; i < instance->module->table_count; i++) {
		const struct wasix_table *table = instance_table(instance, i);
		if (table->element != WASIX_EXNREF)
			continue;
		for (uint64_t k = 0; k < table->size; k++)
			mark(m, (uintptr_t)table->elems[k]);
	}
}

static void
mark_all(struct marks *m, struct wasix_store *store)
{
	mark_stack(m);
	for (struct wasix_instance *i = store->instances; i; i = i->next) {
		mark_globals(m, i);
		mark_tables(m, i);
	}
	if (store->uncaught)
		mark(m, (uintptr_t)store->uncaught);
	for (struct exception *e = store->exceptions; e; e = e->next) {
		if (!e->captured)
			mark_payload(m, e);
		else if (e->pinned)
			mark(m, (uintptr_t)e);
	}
	while (m->todo_count)
		mark_payload(m, m->at[m->todo[--m->todo_count]]);
}

/* --- collection --- */

/* A coroutine of the embedder has a stack of its own, whose ends nobody knows. */
static bool
stack_can_be_searched(void)
{
	if (!fault_on_thread_stack(__builtin_frame_address(0)))
		return false;
	for (const struct activation *a = activation_current(); a; a = a->outer)
		if (!fault_on_thread_stack(a->frame))
			return false;
	return true;
}

void
exceptions_collect(struct wasix_store *store)
{
	struct marks m = { 0 };

	if (stack_can_be_searched() && marks_open(&m, store)) {
		mark_all(&m, store);
		for (uint32_t i = 0; i < m.count; i++)
			if (!m.needed[i])
				exception_delete(m.at[i]);
	}
	marks_close(&m);
	store->captured_limit = store->captured_count * 2 + CAPTURED_MIN;
}
