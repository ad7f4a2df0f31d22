/* threads_have_a_store_each.c -- one engine, one module, a store a thread: traps and the ends of
 * the threads' stacks are each thread's own. */
#include "embed.h"

#include <pthread.h>

/* (module
 *   (memory 1)
 *   (func $deep (export "deep") (param i32) (result i32)
 *     (i32.add (i32.const 1) (call $deep (i32.add (local.get 0) (i32.const 1)))))
 *   (func (export "load") (param i32) (result i32)
 *     (i32.load (local.get 0)))
 *   (func (export "sum") (param i32) (result i32) (local i32)
 *     (loop $again
 *       (local.set 1 (i32.add (local.get 1) (local.get 0)))
 *       (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
 *     (local.get 1)))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x03, 0x04, 0x03, 0x00, 0x00, 0x00, 0x05, 0x03, 0x01, 0x00,
	0x01, 0x07, 0x15, 0x03, 0x04, 0x64, 0x65, 0x65, 0x70, 0x00, 0x00, 0x04, 0x6c, 0x6f, 0x61,
	0x64, 0x00, 0x01, 0x03, 0x73, 0x75, 0x6d, 0x00, 0x02, 0x0a, 0x30, 0x03, 0x0c, 0x00, 0x41,
	0x01, 0x20, 0x00, 0x41, 0x01, 0x6a, 0x10, 0x00, 0x6a, 0x0b, 0x07, 0x00, 0x20, 0x00, 0x28,
	0x02, 0x00, 0x0b, 0x19, 0x01, 0x01, 0x7f, 0x03, 0x40, 0x20, 0x01, 0x20, 0x00, 0x6a, 0x21,
	0x01, 0x20, 0x00, 0x41, 0x01, 0x6b, 0x22, 0x00, 0x0d, 0x00, 0x0b, 0x20, 0x01, 0x0b };

enum { THREADS = 4, ROUNDS = 20 };

struct job {
	wasix_engine *engine;
	wasix_module *module;
};

static void
check_instance(wasix_instance *instance)
{
	wasix_error err = { 0 };
	int32_t result;

	CHECK(call(instance, "deep", 0, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "call stack exhausted") == 0);
	CHECK(call(instance, "load", -1, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "out of bounds memory access") == 0);
	CHECK(call(instance, "sum", 1000, &result, &err) == WASIX_OK);
	CHECK(result == 500500);
}

static void *
work(void *env)
{
	struct job *job = env;

	for (int i = 0; i < ROUNDS; i++) {
		wasix_store *store = wasix_store_new(job->engine);
		check_instance(instance_of(store, job->module, NULL, 0));
		wasix_store_delete(store);
	}
	return NULL;
}

int
main(void)
{
	struct job job = { .engine = wasix_engine_new(NULL) };
	pthread_t threads[THREADS];

	job.module = module_of(job.engine, MODULE, sizeof MODULE);
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&threads[i], NULL, work, &job) == 0);
	work(&job);
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	wasix_module_delete(job.module);
	wasix_engine_delete(job.engine);
	return 0;
}
