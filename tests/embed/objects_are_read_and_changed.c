/* objects_are_read_and_changed.c -- what the embedder writes to tables, memories and globals, and
 * how it lets them grow, is what modules see; types and bounds hold for it as well. */
#include "embed.h"

/* (module
 *   (import "env" "table" (table $t 1 funcref))
 *   (import "env" "memory" (memory 1))
 *   (import "env" "global" (global $g (mut i64)))
 *   (type $unary (func (param i32) (result i32)))
 *   (global (export "constant") i32 (i32.const 7))
 *   (func (export "call") (param i32) (result i32)
 *     (call_indirect $t (type $unary) (i32.const 14) (local.get 0)))
 *   (func (export "load") (param i32) (result i32)
 *     (i32.load8_u (local.get 0)))
 *   (func (export "global") (param i32) (result i32)
 *     (i32.add (i32.wrap_i64 (global.get $g)) (local.get 0)))
 *   (func (export "double") (param i32) (result i32)
 *     (i32.mul (local.get 0) (i32.const 2))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x2b, 0x03, 0x03, 0x65, 0x6e, 0x76, 0x05, 0x74, 0x61,
	0x62, 0x6c, 0x65, 0x01, 0x70, 0x00, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x6d, 0x65, 0x6d,
	0x6f, 0x72, 0x79, 0x02, 0x00, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x67, 0x6c, 0x6f, 0x62,
	0x61, 0x6c, 0x03, 0x7e, 0x01, 0x03, 0x05, 0x04, 0x00, 0x00, 0x00, 0x00, 0x06, 0x06, 0x01,
	0x7f, 0x00, 0x41, 0x07, 0x0b, 0x07, 0x2c, 0x05, 0x08, 0x63, 0x6f, 0x6e, 0x73, 0x74, 0x61,
	0x6e, 0x74, 0x03, 0x01, 0x04, 0x63, 0x61, 0x6c, 0x6c, 0x00, 0x00, 0x04, 0x6c, 0x6f, 0x61,
	0x64, 0x00, 0x01, 0x06, 0x67, 0x6c, 0x6f, 0x62, 0x61, 0x6c, 0x00, 0x02, 0x06, 0x64, 0x6f,
	0x75, 0x62, 0x6c, 0x65, 0x00, 0x03, 0x0a, 0x24, 0x04, 0x09, 0x00, 0x41, 0x0e, 0x20, 0x00,
	0x11, 0x00, 0x00, 0x0b, 0x07, 0x00, 0x20, 0x00, 0x2d, 0x00, 0x00, 0x0b, 0x08, 0x00, 0x23,
	0x00, 0xa7, 0x20, 0x00, 0x6a, 0x0b, 0x07, 0x00, 0x20, 0x00, 0x41, 0x02, 0x6c, 0x0b };

static void
tables(wasix_instance *instance, wasix_table *table, wasix_func *func, wasix_func *foreign)
{
	wasix_value ref = { .kind = WASIX_FUNCREF, .of = { .func = func } }, got = I32(1);
	const wasix_value none = { .kind = WASIX_FUNCREF }, number = I32(0);
	wasix_extern item;
	wasix_error err;
	int32_t result;

	CHECK(wasix_table_set(table, 0, &ref, &err) == WASIX_OK);
	CHECK(call(instance, "call", 0, &result, &err) == WASIX_OK && result == 42);
	CHECK(wasix_table_get(table, 0, &got) && got.kind == WASIX_FUNCREF && got.of.func == func);
	CHECK(wasix_instance_export(instance, "double", &item));
	ref.of.func = item.of.func;
	CHECK(wasix_table_grow(table, 2, &ref, &err) == WASIX_OK);
	CHECK(wasix_table_size(table) == 3);
	CHECK(call(instance, "call", 2, &result, &err) == WASIX_OK && result == 28);
	CHECK(wasix_table_set(table, 2, &none, &err) == WASIX_OK);
	CHECK(call(instance, "call", 2, &result, &err) == WASIX_TRAP);

	ref.of.func = foreign;
	CHECK(wasix_table_set(table, 0, &ref, &err) == WASIX_USAGE);
	CHECK(strstr(err.text, "another store"));
	CHECK(wasix_table_grow(table, 1, &ref, &err) == WASIX_USAGE);
	CHECK(wasix_table_set(table, 0, &number, &err) == WASIX_USAGE);
	CHECK(wasix_table_set(table, 3, &none, &err) == WASIX_USAGE);
	CHECK(wasix_table_grow(table, 2, &none, &err) == WASIX_LIMIT);
	CHECK(wasix_table_grow(table, UINT64_MAX, &none, &err) == WASIX_LIMIT);
	CHECK(!wasix_table_get(table, 3, &got));
	CHECK(wasix_table_size(table) == 3);
}

static void
memories(wasix_store *store, wasix_instance *instance, wasix_memory *memory)
{
	uint8_t *data = wasix_memory_data(memory);
	wasix_error err;
	int32_t result;

	CHECK(wasix_memory_size(memory) == 65536);
	CHECK(call(instance, "load", 65536, &result, &err) == WASIX_TRAP);
	CHECK(wasix_memory_grow(memory, 1, &err) == WASIX_OK);
	CHECK(wasix_memory_size(memory) == 131072 && wasix_memory_data(memory) == data);
	data[65536] = 200;
	CHECK(call(instance, "load", 65536, &result, &err) == WASIX_OK && result == 200);
	CHECK(wasix_memory_grow(memory, 2, &err) == WASIX_LIMIT);
	CHECK(wasix_memory_grow(memory, UINT64_MAX, &err) == WASIX_LIMIT);
	wasix_store_set_max_memory(store, 131072);
	CHECK(wasix_memory_grow(memory, 1, &err) == WASIX_LIMIT);
	CHECK(!wasix_memory_new(store, (wasix_limits){ 1, 1 }, false));
	wasix_store_set_max_memory(store, 0);
	CHECK(wasix_memory_grow(memory, 1, &err) == WASIX_OK);
}

static void
globals(wasix_instance *instance, wasix_global *global)
{
	const wasix_value value = { .kind = WASIX_I64, .of = { .i64 = 40 } }, narrow = I32(1);
	wasix_value got;
	wasix_extern item;
	wasix_error err;
	int32_t result;

	CHECK(wasix_global_set(global, &value, &err) == WASIX_OK);
	CHECK(call(instance, "global", 2, &result, &err) == WASIX_OK && result == 42);
	wasix_global_get(global, &got);
	CHECK(got.kind == WASIX_I64 && got.of.i64 == 40);
	CHECK(wasix_global_set(global, &narrow, &err) == WASIX_USAGE);
	CHECK(strcmp(err.text, "a value of i32 is given, and i64 expected") == 0);
	CHECK(wasix_instance_export(instance, "constant", &item));
	CHECK(wasix_global_set(item.of.global, &narrow, &err) == WASIX_USAGE);
	wasix_global_get(item.of.global, &got);
	CHECK(got.of.i32 == 7);
}

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine), *other = wasix_store_new(engine);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	wasix_import imports[] = { { "env", "table", { .kind = WASIX_EXTERN_TABLE } },
		{ "env", "memory", { .kind = WASIX_EXTERN_MEMORY } },
		{ "env", "global", { .kind = WASIX_EXTERN_GLOBAL } } };
	wasix_table *table = wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 1, 4 });
	wasix_memory *memory = wasix_memory_new(store, (wasix_limits){ 1, 3 }, false);
	wasix_global *global = wasix_global_new(store, true, (wasix_value){ .kind = WASIX_I64 });

	imports[0].item.of.table = table;
	imports[1].item.of.memory = memory;
	imports[2].item.of.global = global;
	wasix_instance *instance = instance_of(store, module, imports, 3);
	tables(instance, table, func_of(store, triple, NULL), func_of(other, triple, NULL));
	memories(store, instance, memory);
	globals(instance, global);
	wasix_store_delete(other);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
