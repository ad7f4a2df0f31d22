/* object.c -- tables, memories, globals and tags in the embedder's hands: made, read, changed.
 *
 * What would let compiled code meet a value that its types rule out is refused: another kind, a
 * function of another store.
 */
#include "arena.h"
#include "code.h"
#include "error.h"
#include "runtime.h"

#include <inttypes.h>

static wasix_result
value_fits(
	const struct wasix_store *store, uint8_t kind, const wasix_value *value, wasix_error *err)
{
	if (value->kind != (wasix_kind)kind)
		return fail(err, WASIX_USAGE, "a value of %s is given, and %s expected",
			kind_name((uint8_t)value->kind), kind_name(kind));
	return value_check(store, value, err);
}

/* --- tables --- */

wasix_table *
wasix_table_new(wasix_store *store, wasix_kind element, wasix_limits limits)
{
	struct tabletype type = { (uint8_t)element, { limits.min, limits.max, false } };
	struct wasix_table *table;

	if (!kind_is_reference(element))
		return NULL;
	return table_new(store, &type, NULL, &table, NULL) == WASIX_OK ? table : NULL;
}

uint64_t
wasix_table_size(const wasix_table *table)
{
	return table_size(table);
}

bool
wasix_table_get(const wasix_table *table, uint64_t index, wasix_value *out)
{
	union cell cell = { 0 };

	if (index >= table_size(table))
		return false;
	cell.ref = table_element(table, index);
	*out = cell_to_value(table->element, &cell);
	return true;
}

wasix_result
wasix_table_set(wasix_table *table, uint64_t index, const wasix_value *value, wasix_error *err)
{
	error_clear(err);
	TRY(value_fits(table->store, table->element, value, err));
	if (index >= table_size(table))
		return fail(err, WASIX_USAGE,
			"there is no element %" PRIu64 " in a table of %" PRIu64, index,
			table_size(table));
	table_set_element(table, index, value_to_cell(value).ref);
	return WASIX_OK;
}

wasix_result
wasix_table_grow(wasix_table *table, uint64_t delta, const wasix_value *value, wasix_error *err)
{
	error_clear(err);
	TRY(value_fits(table->store, table->element, value, err));
	if (table_grow(table, delta, value_to_cell(value).ref) == UINT32_MAX)
		return fail(err, WASIX_LIMIT,
			"a table of %" PRIu64 " elements cannot grow by %" PRIu64,
			table_size(table), delta);
	return WASIX_OK;
}

/* --- memories --- */

wasix_memory *
wasix_memory_new(wasix_store *store, wasix_limits pages, bool shared)
{
	struct limits limits = { pages.min, pages.max, shared };
	struct wasix_memory *memory;

	return memory_new(store, limits, &memory, NULL) == WASIX_OK ? memory : NULL;
}

uint8_t *
wasix_memory_data(const wasix_memory *memory)
{
	return memory->base;
}

uint64_t
wasix_memory_size(const wasix_memory *memory)
{
	return memory_bytes(memory);
}

wasix_result
wasix_memory_grow(wasix_memory *memory, uint64_t delta_pages, wasix_error *err)
{
	error_clear(err);
	if (memory_grow(memory, delta_pages) == UINT32_MAX)
		return fail(err, WASIX_LIMIT,
			"a memory of %" PRIu64 " pages cannot grow by %" PRIu64,
			memory_bytes(memory) >> 16, delta_pages);
	return WASIX_OK;
}

/* --- globals --- */

wasix_global *
wasix_global_new(wasix_store *store, bool is_mutable, wasix_value value)
{
	bool fits = kind_is_value(value.kind) && value_check(store, &value, NULL) == WASIX_OK;
	struct wasix_global *global = fits ? arena_alloc(store->arena, sizeof *global) : NULL;

	if (!global)
		return NULL;
	global->type = (struct globaltype){ (uint8_t)value.kind, is_mutable };
	global->store = store;
	global->own = value_to_cell(&value);
	global->cell = &global->own;
	return global;
}

void
wasix_global_get(const wasix_global *global, wasix_value *out)
{
	*out = cell_to_value(global->type.kind, global->cell);
}

wasix_result
wasix_global_set(wasix_global *global, const wasix_value *value, wasix_error *err)
{
	error_clear(err);
	if (!global->type.is_mutable)
		return fail(err, WASIX_USAGE, "the global is immutable");
	TRY(value_fits(global->store, global->type.kind, value, err));
	*global->cell = value_to_cell(value);
	return WASIX_OK;
}

/* --- tags --- */

wasix_tag *
wasix_tag_new(wasix_store *store, const wasix_functype *type)
{
	const struct shared_type *shared = type_share_public(&store->engine->types, type);
	struct wasix_tag *tag = shared ? arena_alloc(store->arena, sizeof *tag) : NULL;

	if (!tag)
		return NULL;
	*tag = (struct wasix_tag){ &shared->type, shared->id, store };
	return tag;
}
