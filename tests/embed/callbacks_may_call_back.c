/* callbacks_may_call_back.c -- wasm calls the embedder, which calls wasm, and so on; results,
 * traps, exits and errors of the embedder find their way through all of them. */
#include "embed.h"

/* (module
 *   (import "env" "down" (func $down (param i32) (result i32)))
 *   (func (export "up") (param i32) (result i32)
 *     (i32.add (call $down (local.get 0)) (i32.const 1)))
 *   (func (export "divide") (param i32) (result i32)
 *     (i32.div_u (i32.const 100) (local.get 0))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x0c, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x04, 0x64, 0x6f,
	0x77, 0x6e, 0x00, 0x00, 0x03, 0x03, 0x02, 0x00, 0x00, 0x07, 0x0f, 0x02, 0x02, 0x75, 0x70,
	0x00, 0x01, 0x06, 0x64, 0x69, 0x76, 0x69, 0x64, 0x65, 0x00, 0x02, 0x0a, 0x14, 0x02, 0x09,
	0x00, 0x20, 0x00, 0x10, 0x00, 0x41, 0x01, 0x6a, 0x0b, 0x08, 0x00, 0x41, 0xe4, 0x00, 0x20,
	0x00, 0x6e, 0x0b };

struct nest {
	wasix_instance *instance;
	int32_t bottom; /* what happens at level 0 */
	int depth;
};

enum { RETURNS = 1, DIVIDES_BY_ZERO, EXITS, TRAPS, FAILS_WITHOUT_TEXT };

static wasix_result
down(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	struct nest *n = env;

	n->depth++;
	if (args[0].of.i32 > 0)
		return call(n->instance, "up", args[0].of.i32 - 1, &results[0].of.i32, err);
	switch (n->bottom) {
	case DIVIDES_BY_ZERO:
		return call(n->instance, "divide", 0, &results[0].of.i32, err);
	case EXITS:
		err->exit_code = 42;
		return WASIX_EXIT;
	case TRAPS:
		snprintf(err->text, sizeof err->text, "enough");
		return WASIX_TRAP;
	case FAILS_WITHOUT_TEXT:
		return WASIX_IO;
	default:
		results[0].of.i32 = 1000;
		return WASIX_OK;
	}
}

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	struct nest nest = { .bottom = RETURNS };
	wasix_import import = import_of("down", func_of(store, down, &nest));
	wasix_error err = { 0 };
	int32_t result;

	nest.instance = instance_of(store, module, &import, 1);
	CHECK(call(nest.instance, "up", 10, &result, &err) == WASIX_OK);
	CHECK(result == 1011 && nest.depth == 11);

	nest.bottom = DIVIDES_BY_ZERO;
	CHECK(call(nest.instance, "up", 3, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "integer divide by zero") == 0);
	CHECK(err.frame_count == 5); /* divide, and up four times below it */
	CHECK(err.frames[0].function == 2 && err.frames[4].function == 1);

	nest.bottom = EXITS;
	CHECK(call(nest.instance, "up", 3, &result, &err) == WASIX_EXIT);
	CHECK(err.exit_code == 42);

	nest.bottom = TRAPS;
	CHECK(call(nest.instance, "up", 3, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "enough") == 0 && err.code == WASIX_TRAP);

	nest.bottom = FAILS_WITHOUT_TEXT;
	CHECK(call(nest.instance, "up", 3, &result, &err) == WASIX_IO);
	CHECK(strcmp(err.text, "input/output error") == 0);
	CHECK(call(nest.instance, "up", 3, &result, NULL) == WASIX_IO);

	nest.bottom = RETURNS;
	CHECK(call(nest.instance, "up", 2000000, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "call stack exhausted") == 0);
	CHECK(call(nest.instance, "up", 10, &result, &err) == WASIX_OK);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
