/* calls_may_come_from_stacks_of_the_embedder.c -- a coroutine calls wasm, which calls back; also
 * there an endless recursion is a trap, given a guard page. */
#include "embed.h"

#include <sys/mman.h>
#include <ucontext.h>

/* (module
 *   (import "env" "twice" (func $twice (param i32) (result i32)))
 *   (func (export "call") (param i32) (result i32)
 *     (i32.add (call $twice (local.get 0)) (i32.const 1)))
 *   (func $deep (export "deep") (param i32) (result i32)
 *     (i32.add (i32.const 1) (call $deep (local.get 0)))))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x02, 0x0d, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x05, 0x74, 0x77,
	0x69, 0x63, 0x65, 0x00, 0x00, 0x03, 0x03, 0x02, 0x00, 0x00, 0x07, 0x0f, 0x02, 0x04, 0x63,
	0x61, 0x6c, 0x6c, 0x00, 0x01, 0x04, 0x64, 0x65, 0x65, 0x70, 0x00, 0x02, 0x0a, 0x15, 0x02,
	0x09, 0x00, 0x20, 0x00, 0x10, 0x00, 0x41, 0x01, 0x6a, 0x0b, 0x09, 0x00, 0x41, 0x01, 0x20,
	0x00, 0x10, 0x02, 0x6a, 0x0b };

enum { STACK = 256 * 1024, GUARD = 64 * 1024 };

static ucontext_t main_context, coroutine;
static wasix_instance *instance;

static wasix_result
twice(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)env, (void)err;
	results[0].of.i32 = 2 * args[0].of.i32;
	return WASIX_OK;
}

static void
work(void)
{
	wasix_error err = { 0 };
	int32_t result;

	CHECK(call(instance, "call", 20, &result, &err) == WASIX_OK && result == 41);
	CHECK(call(instance, "deep", 0, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "call stack exhausted") == 0);
	CHECK(call(instance, "call", 21, &result, &err) == WASIX_OK && result == 43);
}

int
main(void)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);
	wasix_import import = import_of("twice", func_of(store, twice, NULL));
	uint8_t *stack = mmap(
		NULL, GUARD + STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(stack != MAP_FAILED && mprotect(stack, GUARD, PROT_NONE) == 0);
	instance = instance_of(store, module, &import, 1);
	work();
	CHECK(getcontext(&coroutine) == 0);
	coroutine.uc_stack.ss_sp = stack + GUARD;
	coroutine.uc_stack.ss_size = STACK;
	coroutine.uc_link = &main_context;
	makecontext(&coroutine, work, 0);
	CHECK(swapcontext(&main_context, &coroutine) == 0);
	work();
	munmap(stack, GUARD + STACK);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
