/* host_functions_may_be_all_of_their_type.c -- a module that has no function of a type calls one of
 * the embedder's through a table, by call and by tail call. */
#include "embed.h"

/* (module
 *   (import "env" "table" (table $t 4 funcref))
 *   (type $swap (func (param i64 f64) (result f64 i64)))
 *   (type $unary (func (param f32) (result i32)))
 *   (func (export "put") (param i32 funcref)
 *     (table.set $t (local.get 0) (local.get 1)))
 *   (func (export "call") (param i32) (result i32)
 *     (local $high i32)
 *     (i64.const 40) (f64.convert_i32_s (local.get 0)) (i32.const 1)
 *     (call_indirect $t (type $swap))
 *     (local.set $high (i32.wrap_i64))
 *     (i32.add (i32.trunc_f64_s) (local.get $high)))
 *   (func (export "tail_call") (param i32) (result i32)
 *     (return_call_indirect $t (type $unary) (f32.convert_i32_s (local.get 0)) (i32.const 2))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x17, 0x04,
	0x60, 0x02, 0x7e, 0x7c, 0x02, 0x7c, 0x7e, 0x60, 0x01, 0x7d, 0x01, 0x7f, 0x60, 0x02, 0x7f,
	0x70, 0x00, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x0f, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x05,
	0x74, 0x61, 0x62, 0x6c, 0x65, 0x01, 0x70, 0x00, 0x04, 0x03, 0x04, 0x03, 0x02, 0x03, 0x03,
	0x07, 0x1a, 0x03, 0x03, 0x70, 0x75, 0x74, 0x00, 0x00, 0x04, 0x63, 0x61, 0x6c, 0x6c, 0x00,
	0x01, 0x09, 0x74, 0x61, 0x69, 0x6c, 0x5f, 0x63, 0x61, 0x6c, 0x6c, 0x00, 0x02, 0x0a, 0x2b,
	0x03, 0x08, 0x00, 0x20, 0x00, 0x20, 0x01, 0x26, 0x00, 0x0b, 0x15, 0x01, 0x01, 0x7f, 0x42,
	0x28, 0x20, 0x00, 0xb7, 0x41, 0x01, 0x11, 0x00, 0x00, 0xa7, 0x21, 0x01, 0xaa, 0x20, 0x01,
	0x6a, 0x0b, 0x0a, 0x00, 0x20, 0x00, 0xb2, 0x41, 0x02, 0x13, 0x01, 0x00, 0x0b };

static wasix_result
swap(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)env, (void)err;
	results[0].of.f64 = args[1].of.f64;
	results[1].of.i64 = args[0].of.i64;
	return WASIX_OK;
}

static wasix_result
halve(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)env, (void)err;
	results[0].of.i32 = (int32_t)(args[0].of.f32 / 2);
	return WASIX_OK;
}

static void
put(wasix_instance *instance, int32_t at, wasix_func *func)
{
	const wasix_value args[] = { I32(at), { .kind = WASIX_FUNCREF, .of.func = func } };

	CHECK(wasix_call(instance, "put", args, 2, NULL, 0, NULL) == WASIX_OK);
}

int
main(void)
{
	static const wasix_kind PARAMS[] = { WASIX_I64, WASIX_F64 };
	static const wasix_kind RESULTS[] = { WASIX_F64, WASIX_I64 };
	static const wasix_kind F32 = WASIX_F32, INT = WASIX_I32;
	const wasix_functype swap_type = { PARAMS, RESULTS, 2, 2 },
			     halve_type = { &F32, &INT, 1, 1 };
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	wasix_import table = { "env", "table", { .kind = WASIX_EXTERN_TABLE } };
	wasix_error err = { 0 };
	int32_t result;

	table.item.of.table = wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 4, 8 });
	wasix_func *early = wasix_func_new(store, &swap_type, swap, NULL);
	wasix_instance *instance = instance_of(store, module, &table, 1);
	put(instance, 1, early);
	put(instance, 2, wasix_func_new(store, &halve_type, halve, NULL));
	CHECK(call(instance, "call", 2, &result, &err) == WASIX_OK);
	CHECK(result == 42);
	CHECK(call(instance, "tail_call", 10, &result, &err) == WASIX_OK);
	CHECK(result == 5);

	put(instance, 2, early);
	CHECK(call(instance, "tail_call", 10, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "indirect call type mismatch") == 0);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
