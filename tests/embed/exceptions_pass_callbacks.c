/* exceptions_pass_callbacks.c -- a wasm exception goes through the embedder's callback if that
 * returns WASIX_EXCEPTION, and is the embedder's to swallow if not. */
#include "embed.h"

/* (module
 *   (import "env" "middle" (func $middle (param i32) (result i32)))
 *   (tag $e (param i32))
 *   (func (export "throw") (param i32) (result i32)
 *     (throw $e (local.get 0)))
 *   (func (export "catch") (param i32) (result i32)
 *     (try (result i32)
 *       (do (call $middle (local.get 0)))
 *       (catch $e (i32.const 100) (i32.add))))
 *   (func (export "pass") (param i32) (result i32)
 *     (call $middle (local.get 0))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x0a, 0x02,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x01, 0x7f, 0x00, 0x02, 0x0e, 0x01, 0x03, 0x65, 0x6e,
	0x76, 0x06, 0x6d, 0x69, 0x64, 0x64, 0x6c, 0x65, 0x00, 0x00, 0x03, 0x04, 0x03, 0x00, 0x00,
	0x00, 0x0d, 0x03, 0x01, 0x00, 0x01, 0x07, 0x18, 0x03, 0x05, 0x74, 0x68, 0x72, 0x6f, 0x77,
	0x00, 0x01, 0x05, 0x63, 0x61, 0x74, 0x63, 0x68, 0x00, 0x02, 0x04, 0x70, 0x61, 0x73, 0x73,
	0x00, 0x03, 0x0a, 0x1f, 0x03, 0x06, 0x00, 0x20, 0x00, 0x08, 0x00, 0x0b, 0x0f, 0x00, 0x06,
	0x7f, 0x20, 0x00, 0x10, 0x00, 0x07, 0x00, 0x41, 0xe4, 0x00, 0x6a, 0x0b, 0x0b, 0x06, 0x00,
	0x20, 0x00, 0x10, 0x00, 0x0b };

struct middle {
	wasix_instance *instance;
	bool swallows;
	int calls;
};

static wasix_result
middle(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	struct middle *m = env;
	wasix_result result = call(m->instance, "throw", args[0].of.i32, &results[0].of.i32, err);

	m->calls++;
	if (!m->swallows || result != WASIX_EXCEPTION)
		return result;
	results[0].of.i32 = -1;
	return WASIX_OK;
}

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	struct middle m = { 0 };
	wasix_import import = import_of("middle", func_of(store, middle, &m));
	wasix_error err = { 0 };
	int32_t result;

	m.instance = instance_of(store, module, &import, 1);
	CHECK(call(m.instance, "throw", 1, &result, &err) == WASIX_EXCEPTION);
	CHECK(strcmp(err.text, "uncaught exception, tag (i32)") == 0);
	CHECK(call(m.instance, "catch", 7, &result, &err) == WASIX_OK);
	CHECK(result == 107);
	CHECK(call(m.instance, "pass", 7, &result, &err) == WASIX_EXCEPTION);
	m.swallows = true;
	CHECK(call(m.instance, "catch", 7, &result, &err) == WASIX_OK);
	CHECK(result == -1 && m.calls == 3);
	for (int i = 0; i < 1000; i++)
		CHECK(call(m.instance, "throw", i, &result, &err) == WASIX_EXCEPTION);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
