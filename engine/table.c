/* table.c -- tables: pointers that never move, since the range for the largest size is reserved.
 *
 * One that cannot grow lives in the store's arena. One that can gets its address range at once;
 * the kernel gives memory for what is touched.
 */
#include "arena.h"
#include "error.h"
#include "runtime.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>

#define MAX_ELEMENTS   UINT64_C(10000000) /* what browsers take */
#define ARENA_ELEMENTS UINT64_C(4096)

struct table_object {
	struct wasix_table table; /* first: the two pointers are the same */
	uint64_t reserved;        /* elements that fit */
	bool mapped;
	void **kept; /* what table_reset brings back; NULL: nothing was kept */
	uint64_t kept_size;
	struct table_object *next; /* in the store's list */
};

static struct table_object *
table_object(const struct wasix_table *table)
{
	return (struct table_object *)(uintptr_t)table;
}

/* What counts against the store's bound on memory: whole pages of 64 KiB, so that the small table
 * of an ordinary module does not spoil a round figure. */
static uint64_t
table_charge(uint64_t elements)
{
	return elements * sizeof(void *) & ~UINT64_C(0xffff);
}

static bool
table_map(struct table_object *t, struct wasix_store *store)
{
	size_t len = t->reserved * sizeof *t->table.elems;

	if (t->table.max == t->table.size && t->reserved <= ARENA_ELEMENTS) {
		t->table.elems = arena_alloc(store->arena, len);
		return t->table.elems;
	}
	void *range = mmap(NULL, len ? len : 1, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (range == MAP_FAILED)
		return false;
	t->table.elems = range;
	t->mapped = true;
	return true;
}

wasix_result
table_new(struct wasix_store *store, const struct tabletype *type, void *value,
	struct wasix_table **out, wasix_error *err)
{
	struct table_object *t = arena_alloc(store->arena, sizeof *t);

	if (!t)
		return fail_memory(err);
	if (type->limits.min > MAX_ELEMENTS || type->limits.min > type->limits.max)
		return fail(err, WASIX_LIMIT, "a table of %" PRIu64 " elements is too large",
			type->limits.min);
	t->table = (struct wasix_table){ .size = type->limits.min,
		.max = type->limits.max,
		.element = type->element,
		.store = store };
	t->reserved = type->limits.max < MAX_ELEMENTS ? type->limits.max : MAX_ELEMENTS;
	if (!store_take_memory(store, table_charge(type->limits.min), false))
		return fail(err, WASIX_LIMIT,
			"a table of %" PRIu64 " elements does not fit the limit of %" PRIu64
			" bytes",
			type->limits.min, store->max_memory_bytes);
	if (!table_map(t, store))
		return fail(err, WASIX_LIMIT,
			"cannot get memory for a table of %" PRIu64 " elements: %s", t->reserved,
			strerror(errno));
	for (uint64_t i = 0; value && i < t->table.size; i++)
		t->table.elems[i] = value;
	t->next = store->tables;
	store->tables = t;
	*out = &t->table;
	return WASIX_OK;
}

uint32_t
table_grow(struct wasix_table *table, uint64_t delta, void *value)
{
	uint64_t old = table_size(table), charge;

	for (;;) {
		if (delta > table_object(table)->reserved - old)
			return UINT32_MAX;
		charge = table_charge(old + delta) - table_charge(old);
		if (!store_take_memory(table->store, charge, true))
			return UINT32_MAX;
		if (__atomic_compare_exchange_n(&table->size, &old, old + delta, false,
			    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
			break;
		store_give_memory(table->store, charge);
	}
	for (uint64_t i = 0; value && i < delta; i++)
		table_set_element(table, old + i, value);
	return (uint32_t)old;
}

bool
tables_keep(struct wasix_store *store)
{
	for (struct table_object *t = store->tables; t; t = t->next) {
		t->kept_size = t->table.size;
		t->kept = arena_array(store->arena, t->kept_size + 1, sizeof *t->kept);
		if (!t->kept)
			return false;
		memcpy(t->kept, t->table.elems, t->kept_size * sizeof *t->kept);
	}
	return true;
}

void
tables_reset(struct wasix_store *store)
{
	for (struct table_object *t = store->tables; t; t = t->next) {
		uint64_t grown = table_charge(t->table.size) - table_charge(t->kept_size);
		if (grown)
			store_give_memory(store, grown);
		t->table.size = t->kept_size;
		memcpy(t->table.elems, t->kept, t->kept_size * sizeof *t->kept);
	}
}

struct limits
table_limits(const struct wasix_table *table)
{
	return (struct limits){ table->size, table->max, false };
}

void
tables_delete(struct wasix_store *store)
{
	for (struct table_object *t = store->tables; t; t = t->next)
		if (t->mapped)
			munmap(t->table.elems, t->reserved * sizeof *t->table.elems);
	store->tables = NULL;
}
