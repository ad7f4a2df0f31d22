/* instances_outlive_their_module.c -- once the module is deleted its bytes may go; instances go on.
 */
#include "embed.h"

/* (module
 *   (memory (export "memory") 1)
 *   (data $passive "spare")
 *   (func (export "copy") (param i32) (result i32)
 *     (memory.init $passive (local.get 0) (i32.const 0) (i32.const 5))
 *     (i32.load8_u (local.get 0)))
 *   (func (export "trap") (param i32) (result i32)
 *     unreachable))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x03, 0x03, 0x02, 0x00, 0x00, 0x05, 0x03, 0x01, 0x00, 0x01,
	0x07, 0x18, 0x03, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00, 0x04, 0x63, 0x6f,
	0x70, 0x79, 0x00, 0x00, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x01, 0x0c, 0x01, 0x01, 0x0a,
	0x17, 0x02, 0x11, 0x00, 0x20, 0x00, 0x41, 0x00, 0x41, 0x05, 0xfc, 0x08, 0x00, 0x00, 0x20,
	0x00, 0x2d, 0x00, 0x00, 0x0b, 0x03, 0x00, 0x00, 0x0b, 0x0b, 0x08, 0x01, 0x01, 0x05, 0x73,
	0x70, 0x61, 0x72, 0x65 };

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	uint8_t *bytes = malloc(sizeof MODULE);
	wasix_extern memory;
	wasix_error err = { 0 };
	int32_t result;

	memcpy(bytes, MODULE, sizeof MODULE);
	wasix_module *module = module_of(engine, bytes, sizeof MODULE);
	wasix_instance *first = instance_of(store, module, NULL, 0);
	wasix_instance *second = instance_of(store, module, NULL, 0);
	wasix_module_delete(module);
	memset(bytes, 0, sizeof MODULE);
	free(bytes);

	CHECK(call(first, "copy", 7, &result, &err) == WASIX_OK);
	CHECK(result == 's');
	CHECK(wasix_instance_export(first, "memory", &memory));
	CHECK(memcmp(wasix_memory_data(memory.of.memory) + 7, "spare", 5) == 0);
	CHECK(wasix_memory_size(memory.of.memory) == 65536);
	CHECK(wasix_instance_export(second, "memory", &memory));
	CHECK(wasix_memory_data(memory.of.memory)[7] == 0);
	CHECK(call(second, "trap", 0, &result, &err) == WASIX_TRAP);
	CHECK(err.frame_count == 1 && err.frames[0].function == 1);
	CHECK(!wasix_instance_export(second, "nothing", &memory));
	CHECK(call(second, "nothing", 0, &result, &err) == WASIX_USAGE);
	wasix_store_delete(store);
	wasix_engine_delete(engine);
	return 0;
}
