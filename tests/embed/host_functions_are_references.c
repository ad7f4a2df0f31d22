/* host_functions_are_references.c -- a function of the embedder is a funcref like any other: in
 * tables, as argument, exported again; also where no module imports its type. */
#include "embed.h"

/* (module
 *   (import "env" "table" (table $t 4 funcref))
 *   (type $unary (func (param i32) (result i32)))
 *   (func (export "set") (param funcref)
 *     (table.set $t (i32.const 1) (local.get 0)))
 *   (func (export "indirect") (param i32) (result i32)
 *     (call_indirect $t (type $unary) (local.get 0) (i32.const 1)))
 *   (func (export "null") (param i32) (result i32)
 *     (call_indirect $t (type $unary) (local.get 0) (i32.const 2)))
 *   (func (export "get") (result funcref)
 *     (table.get $t (i32.const 1))))
 */
static const uint8_t TABLES[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x0e, 0x03,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x01, 0x70, 0x00, 0x60, 0x00, 0x01, 0x70, 0x02, 0x0f,
	0x01, 0x03, 0x65, 0x6e, 0x76, 0x05, 0x74, 0x61, 0x62, 0x6c, 0x65, 0x01, 0x70, 0x00, 0x04,
	0x03, 0x05, 0x04, 0x01, 0x00, 0x00, 0x02, 0x07, 0x1f, 0x04, 0x03, 0x73, 0x65, 0x74, 0x00,
	0x00, 0x08, 0x69, 0x6e, 0x64, 0x69, 0x72, 0x65, 0x63, 0x74, 0x00, 0x01, 0x04, 0x6e, 0x75,
	0x6c, 0x6c, 0x00, 0x02, 0x03, 0x67, 0x65, 0x74, 0x00, 0x03, 0x0a, 0x25, 0x04, 0x08, 0x00,
	0x41, 0x01, 0x20, 0x00, 0x26, 0x00, 0x0b, 0x09, 0x00, 0x20, 0x00, 0x41, 0x01, 0x11, 0x00,
	0x00, 0x0b, 0x09, 0x00, 0x20, 0x00, 0x41, 0x02, 0x11, 0x00, 0x00, 0x0b, 0x06, 0x00, 0x41,
	0x01, 0x25, 0x00, 0x0b };

/* (module
 *   (import "env" "triple" (func $triple (param i32) (result i32)))
 *   (export "triple" (func $triple)))
 */
static const uint8_t AGAIN[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x0e, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x74, 0x72,
	0x69, 0x70, 0x6c, 0x65, 0x00, 0x00, 0x07, 0x0a, 0x01, 0x06, 0x74, 0x72, 0x69, 0x70, 0x6c,
	0x65, 0x00, 0x00 };

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *tables = module_of(engine, TABLES, sizeof TABLES);
	wasix_module *again = module_of(engine, AGAIN, sizeof AGAIN);
	wasix_func *func = func_of(store, triple, NULL);
	wasix_import table = { "env", "table", { .kind = WASIX_EXTERN_TABLE } };
	wasix_import import = import_of("triple", func);
	wasix_value ref = { .kind = WASIX_FUNCREF, .of = { .func = func } }, got;
	wasix_extern item;
	wasix_error err = { 0 };
	int32_t result;

	table.item.of.table = wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 4, 8 });
	wasix_instance *t = instance_of(store, tables, &table, 1);
	CHECK(wasix_call(t, "set", &ref, 1, NULL, 0, &err) == WASIX_OK);
	CHECK(call(t, "indirect", 14, &result, &err) == WASIX_OK);
	CHECK(result == 42);
	CHECK(call(t, "null", 14, &result, &err) == WASIX_TRAP);
	CHECK(strncmp(err.text, "uninitialized element", 21) == 0);
	CHECK(wasix_call(t, "get", NULL, 0, &got, 1, &err) == WASIX_OK);
	CHECK(got.kind == WASIX_FUNCREF && got.of.func == func);

	wasix_instance *a = instance_of(store, again, &import, 1);
	CHECK(wasix_instance_export(a, "triple", &item) && item.of.func == func);
	CHECK(call(a, "triple", 5, &result, &err) == WASIX_OK);
	CHECK(result == 15);

	/* another store's objects are refused, as is a wrong kind of argument */
	wasix_store *other = wasix_store_new(engine);
	wasix_instance *none;
	CHECK(wasix_instance_new(other, again, &import, 1, &none, &err) == WASIX_LINK);
	CHECK(strstr(err.text, "another store"));
	CHECK(wasix_call(t, "indirect", &ref, 1, &got, 1, &err) == WASIX_USAGE);
	CHECK(wasix_call(t, "indirect", NULL, 0, &got, 1, &err) == WASIX_USAGE);
	wasix_store_delete(other);
	wasix_store_delete(store);
	wasix_module_delete(again);
	wasix_module_delete(tables);
	wasix_engine_delete(engine);
	return 0;
}
