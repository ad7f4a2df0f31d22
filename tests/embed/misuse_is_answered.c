/* misuse_is_answered.c -- what an embedder may get wrong is a NULL or an error that says what it
 * is: descriptions that are no types, objects of other stores and engines, missing objects,
 * functions that are not exported, calls in the wrong order. */
#include "embed.h"

/* (module
 *   (import "env" "note" (func $note (param i32) (result i32)))
 *   (import "env" "maker" (func $maker (result funcref)))
 *   (func (export "_initialize") (drop (call $note (i32.const 1))))
 *   (func (export "note") (param i32) (result i32) (call $note (local.get 0)))
 *   (func (export "maker") (param i32) (result i32) (ref.is_null (call $maker))))
 */
static const uint8_t REACTOR[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x0d, 0x03,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x00, 0x01, 0x70, 0x60, 0x00, 0x00, 0x02, 0x18, 0x02,
	0x03, 0x65, 0x6e, 0x76, 0x04, 0x6e, 0x6f, 0x74, 0x65, 0x00, 0x00, 0x03, 0x65, 0x6e, 0x76,
	0x05, 0x6d, 0x61, 0x6b, 0x65, 0x72, 0x00, 0x01, 0x03, 0x04, 0x03, 0x02, 0x00, 0x00, 0x07,
	0x1e, 0x03, 0x0b, 0x5f, 0x69, 0x6e, 0x69, 0x74, 0x69, 0x61, 0x6c, 0x69, 0x7a, 0x65, 0x00,
	0x02, 0x04, 0x6e, 0x6f, 0x74, 0x65, 0x00, 0x03, 0x05, 0x6d, 0x61, 0x6b, 0x65, 0x72, 0x00,
	0x04, 0x0a, 0x16, 0x03, 0x07, 0x00, 0x41, 0x01, 0x10, 0x00, 0x1a, 0x0b, 0x06, 0x00, 0x20,
	0x00, 0x10, 0x00, 0x0b, 0x05, 0x00, 0x10, 0x01, 0xd1, 0x0b };

/* (module
 *   (import "env" "table" (table $t 2 funcref))
 *   (type $unary (func (param i32) (result i32)))
 *   (elem $t (i32.const 1) $double)
 *   (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
 *   (func $start unreachable)
 *   (start $start))
 */
static const uint8_t START_TRAPS[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x09,
	0x02, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x00, 0x00, 0x02, 0x0f, 0x01, 0x03, 0x65, 0x6e,
	0x76, 0x05, 0x74, 0x61, 0x62, 0x6c, 0x65, 0x01, 0x70, 0x00, 0x02, 0x03, 0x03, 0x02, 0x00,
	0x01, 0x08, 0x01, 0x01, 0x09, 0x07, 0x01, 0x00, 0x41, 0x01, 0x0b, 0x01, 0x00, 0x0a, 0x0d,
	0x02, 0x07, 0x00, 0x20, 0x00, 0x41, 0x02, 0x6c, 0x0b, 0x03, 0x00, 0x00, 0x0b };

static wasix_result
note(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	*(int *)env += args[0].of.i32;
	results[0].of.i32 = args[0].of.i32;
	err->text[0] = 0; /* is there, whoever calls */
	return WASIX_OK;
}

/* Gives the function that env points to. */
static wasix_result
maker(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)args, (void)err;
	results[0].of.func = *(wasix_func **)env;
	return WASIX_OK;
}

static void
descriptions(wasix_store *store, wasix_store *other)
{
	static const wasix_kind BAD[] = { WASIX_I32, (wasix_kind)0x40 };
	const wasix_functype bad_params = { BAD, NULL, 2, 0 }, bad_results = { NULL, BAD, 0, 2 };
	const wasix_functype good = { BAD, BAD, 1, 1 };
	wasix_value foreign = { .kind = WASIX_FUNCREF };
	int notes = 0;

	CHECK(!wasix_func_new(store, &bad_params, note, &notes));
	CHECK(!wasix_func_new(store, &bad_results, note, &notes));
	CHECK(!wasix_func_new(store, &good, NULL, NULL));
	CHECK(wasix_func_new(store, &good, note, &notes));
	CHECK(!wasix_tag_new(store, &bad_params));
	CHECK(!wasix_table_new(store, WASIX_I32, (wasix_limits){ 1, 1 }));
	CHECK(!wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 2, 1 }));
	CHECK(!wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ UINT64_MAX, UINT64_MAX }));
	CHECK(!wasix_memory_new(store, (wasix_limits){ 2, 1 }, false));
	CHECK(!wasix_memory_new(store, (wasix_limits){ 65537, UINT64_MAX }, false));
	CHECK(!wasix_global_new(store, true, (wasix_value){ .kind = (wasix_kind)0 }));
	foreign.of.func = func_of(other, note, &notes);
	CHECK(!wasix_global_new(store, true, foreign));
	CHECK(wasix_global_new(other, true, foreign));
}

static void
linking(wasix_engine *engine, wasix_store *store, wasix_module *module, wasix_import *imports)
{
	wasix_engine *second = wasix_engine_new(NULL);
	wasix_store *elsewhere = wasix_store_new(second);
	wasix_import absent[] = { imports[0], imports[1] };
	wasix_instance *none = NULL;
	wasix_error err;

	(void)engine;
	CHECK(wasix_instance_new(elsewhere, module, imports, 2, &none, &err) == WASIX_USAGE);
	CHECK(strcmp(err.text, "the module belongs to another engine") == 0);
	absent[1].item.of.func = NULL;
	CHECK(wasix_instance_new(store, module, absent, 2, &none, &err) == WASIX_LINK);
	CHECK(strcmp(err.text, "import \"env\" \"maker\": no object is given") == 0);
	absent[1] = imports[1];
	absent[1].item.kind = WASIX_EXTERN_MEMORY;
	absent[1].item.of.memory = wasix_memory_new(store, (wasix_limits){ 0, 1 }, false);
	CHECK(wasix_instance_new(store, module, absent, 2, &none, &err) == WASIX_LINK);
	CHECK(!none && wasix_instance_new(store, module, absent, 2, &none, NULL) == WASIX_LINK);
	wasix_store_delete(elsewhere);
	wasix_engine_delete(second);
}

static void
calls(wasix_store *store, wasix_instance *instance, wasix_func *direct, int *notes)
{
	wasix_value arg = I32(5), result;
	wasix_error err;
	int32_t got;
	int status = -1;

	CHECK(wasix_call(instance, "note", &arg, 1, NULL, 0, &err) == WASIX_USAGE);
	arg.kind = WASIX_F32;
	CHECK(wasix_call(instance, "note", &arg, 1, &result, 1, &err) == WASIX_USAGE);
	CHECK(strstr(err.text, "(i32) -> i32"));
	CHECK(*notes == 0);
	arg.kind = WASIX_I32;
	CHECK(wasix_func_call(direct, &arg, 1, &result, 1, NULL) == WASIX_OK);
	CHECK(*notes == 5 && result.of.i32 == 5);

	/* it exports no _start: nothing runs */
	CHECK(wasix_run(instance, &status, &err) == WASIX_USAGE);
	CHECK(strstr(err.text, "_start"));
	CHECK(*notes == 5 && status == -1);
	CHECK(call(instance, "maker", 0, &got, &err) == WASIX_USAGE); /* another store's */
	CHECK(strstr(err.text, "another store"));
	(void)store;
}

/* Its functions may be in a table by then, so they stay (spec, "Instantiation"). */
static void
start_traps(wasix_engine *engine, wasix_store *store)
{
	wasix_module *module = module_of(engine, START_TRAPS, sizeof START_TRAPS);
	wasix_import import = { "env", "table", { .kind = WASIX_EXTERN_TABLE } };
	wasix_table *table = wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 2, 2 });
	wasix_instance *none = NULL;
	wasix_value arg = I32(21), got;
	wasix_error err;

	import.item.of.table = table;
	CHECK(wasix_instance_new(store, module, &import, 1, &none, &err) == WASIX_TRAP);
	CHECK(!none && strcmp(err.text, "unreachable") == 0);
	wasix_module_delete(module);
	CHECK(wasix_table_get(table, 1, &got) && got.of.func);
	CHECK(wasix_func_call(got.of.func, &arg, 1, &got, 1, &err) == WASIX_OK);
	CHECK(got.of.i32 == 42);
}

int
main(void)
{
	static const wasix_kind FUNC = WASIX_FUNCREF;
	const wasix_functype maker_type = { NULL, &FUNC, 0, 1 };
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine), *other = wasix_store_new(engine);
	wasix_module *module = module_of(engine, REACTOR, sizeof REACTOR), *none = NULL;
	int notes = 0;
	wasix_func *direct = func_of(store, note, &notes);
	wasix_func *foreign = func_of(other, note, &notes);
	wasix_import imports[] = { import_of("note", direct),
		import_of("maker", wasix_func_new(store, &maker_type, maker, &foreign)) };

	CHECK(wasix_module_new(engine, NULL, 0, &none, NULL) == WASIX_MALFORMED && !none);
	descriptions(store, other);
	linking(engine, store, module, imports);
	calls(store, instance_of(store, module, imports, 2), direct, &notes);
	start_traps(engine, store);
	wasix_store_delete(other);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	wasix_store_delete(NULL);
	wasix_module_delete(NULL);
	wasix_engine_delete(NULL);
	wasix_process_delete(NULL);
	return 0;
}
