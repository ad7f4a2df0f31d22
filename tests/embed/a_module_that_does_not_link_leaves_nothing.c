/* a_module_that_does_not_link_leaves_nothing.c -- instances and functions made after one that could
 * not be linked, and whose module is gone, work as if it had never been. */
#include "embed.h"

/* (module
 *   (import "env" "triple" (func $triple (param i32) (result i32)))
 *   (import "env" "missing" (func (param i32) (result i32)))
 *   (export "triple" (func $triple)))
 */
static const uint8_t UNLINKABLE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06,
	0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x1c, 0x02, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x74,
	0x72, 0x69, 0x70, 0x6c, 0x65, 0x00, 0x00, 0x03, 0x65, 0x6e, 0x76, 0x07, 0x6d, 0x69, 0x73,
	0x73, 0x69, 0x6e, 0x67, 0x00, 0x00, 0x07, 0x0a, 0x01, 0x06, 0x74, 0x72, 0x69, 0x70, 0x6c,
	0x65, 0x00, 0x00 };

/* (module
 *   (import "env" "table" (table $t 4 funcref))
 *   (import "env" "triple" (func $triple (param i32) (result i32)))
 *   (type $unary (func (param i32) (result i32)))
 *   (elem $t (i32.const 0) $triple)
 *   (func (export "call") (param i32) (result i32)
 *     (i32.add
 *       (call $triple (local.get 0))
 *       (call_indirect $t (type $unary) (local.get 0) (i32.const 0)))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x1c, 0x02, 0x03, 0x65, 0x6e, 0x76, 0x05, 0x74, 0x61,
	0x62, 0x6c, 0x65, 0x01, 0x70, 0x00, 0x04, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x74, 0x72, 0x69,
	0x70, 0x6c, 0x65, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x07, 0x08, 0x01, 0x04, 0x63, 0x61,
	0x6c, 0x6c, 0x00, 0x01, 0x09, 0x07, 0x01, 0x00, 0x41, 0x00, 0x0b, 0x01, 0x00, 0x0a, 0x10,
	0x01, 0x0e, 0x00, 0x20, 0x00, 0x10, 0x00, 0x20, 0x00, 0x41, 0x00, 0x11, 0x00, 0x00, 0x6a,
	0x0b };

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *unlinkable = module_of(engine, UNLINKABLE, sizeof UNLINKABLE);
	wasix_import imports[] = { import_of("triple", func_of(store, triple, NULL)),
		{ "env", "table", { .kind = WASIX_EXTERN_TABLE } } };
	wasix_instance *none = NULL;
	wasix_error err = { 0 };
	int32_t result;

	CHECK(wasix_instance_new(store, unlinkable, imports, 1, &none, &err) == WASIX_LINK);
	CHECK(strstr(err.text, "missing") && !none);
	wasix_module_delete(unlinkable);

	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	imports[1].item.of.table = wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 4, 8 });
	wasix_instance *before = instance_of(store, module, imports, 2);
	CHECK(call(before, "call", 7, &result, &err) == WASIX_OK);
	CHECK(result == 42);
	imports[0] = import_of("triple", func_of(store, triple, NULL));
	wasix_instance *after = instance_of(store, module, imports, 2);
	CHECK(call(after, "call", 7, &result, &err) == WASIX_OK);
	CHECK(result == 42);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
