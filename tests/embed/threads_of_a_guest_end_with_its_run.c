/* threads_of_a_guest_end_with_its_run.c -- when wasix_run returns, or the store goes, no thread of
 * the guest is left; a trap in one of them is the result. */
#include "embed.h"

#include <dirent.h>
#include <unistd.h>

/*
 * (module
 *   (import "env" "memory" (memory 1 1 shared))
 *   (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
 *   (func (export "wasi_thread_start") (param i32 i32)
 *     (if (i32.eq (local.get 1) (i32.const 2)) (then unreachable))
 *     (i32.atomic.store (i32.const 0) (i32.const 1))
 *     (loop $forever
 *       (if (i32.eq (local.get 1) (i32.const 1))
 *         (then (drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1)))))
 *       (br $forever)))
 *   (func $start (export "spawn") (param i32) (result i32)
 *     (i32.atomic.store (i32.const 0) (i32.const 0))
 *     (if (i32.le_s (call $spawn (local.get 0)) (i32.const 0)) (then (return (i32.const 0))))
 *     (loop $until (br_if $until (i32.eqz (i32.atomic.load (i32.const 0)))))
 *     (i32.const 1))
 *   (func (export "_start")
 *     (drop (call $start (i32.const 0)))
 *     (drop (call $start (i32.const 1)))
 *     (drop (call $start (i32.load8_u (i32.const 16)))))
 *   (func (export "set") (param i32) (result i32) (i32.store8 (i32.const 16) (local.get 0))
 * (i32.const 0)))
 */
static const uint8_t MODULE[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x0e, 0x03,
	0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x02, 0x7f, 0x7f, 0x00, 0x60, 0x00, 0x00, 0x02, 0x24,
	0x02, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x03, 0x01,
	0x01, 0x04, 0x77, 0x61, 0x73, 0x69, 0x0c, 0x74, 0x68, 0x72, 0x65, 0x61, 0x64, 0x2d, 0x73,
	0x70, 0x61, 0x77, 0x6e, 0x00, 0x00, 0x03, 0x05, 0x04, 0x01, 0x00, 0x02, 0x00, 0x07, 0x2c,
	0x04, 0x11, 0x77, 0x61, 0x73, 0x69, 0x5f, 0x74, 0x68, 0x72, 0x65, 0x61, 0x64, 0x5f, 0x73,
	0x74, 0x61, 0x72, 0x74, 0x00, 0x01, 0x05, 0x73, 0x70, 0x61, 0x77, 0x6e, 0x00, 0x02, 0x06,
	0x5f, 0x73, 0x74, 0x61, 0x72, 0x74, 0x00, 0x03, 0x03, 0x73, 0x65, 0x74, 0x00, 0x04, 0x0a,
	0x74, 0x04, 0x2b, 0x00, 0x20, 0x01, 0x41, 0x02, 0x46, 0x04, 0x40, 0x00, 0x0b, 0x41, 0x00,
	0x41, 0x01, 0xfe, 0x17, 0x02, 0x00, 0x03, 0x40, 0x20, 0x01, 0x41, 0x01, 0x46, 0x04, 0x40,
	0x41, 0x08, 0x41, 0x00, 0x42, 0x7f, 0xfe, 0x01, 0x02, 0x00, 0x1a, 0x0b, 0x0c, 0x00, 0x0b,
	0x0b, 0x25, 0x00, 0x41, 0x00, 0x41, 0x00, 0xfe, 0x17, 0x02, 0x00, 0x20, 0x00, 0x10, 0x00,
	0x41, 0x00, 0x4c, 0x04, 0x40, 0x41, 0x00, 0x0f, 0x0b, 0x03, 0x40, 0x41, 0x00, 0xfe, 0x10,
	0x02, 0x00, 0x45, 0x0d, 0x00, 0x0b, 0x41, 0x01, 0x0b, 0x14, 0x00, 0x41, 0x00, 0x10, 0x02,
	0x1a, 0x41, 0x01, 0x10, 0x02, 0x1a, 0x41, 0x10, 0x2d, 0x00, 0x00, 0x10, 0x02, 0x1a, 0x0b,
	0x0b, 0x00, 0x41, 0x10, 0x20, 0x00, 0x3a, 0x00, 0x00, 0x41, 0x00, 0x0b };

/* The kernel takes a moment to forget one that has left us. */
static bool
threads_are(int wanted)
{
	for (int tries = 0; tries < 1000; tries++) {
		DIR *tasks = opendir("/proc/self/task");
		int count = -2; /* . and .. */
		while (readdir(tasks))
			count++;
		closedir(tasks);
		if (count == wanted)
			return true;
		usleep(1000);
	}
	return false;
}

struct guest {
	wasix_process *process;
	wasix_store *store;
	wasix_instance *instance;
};

static struct guest
guest_new(wasix_engine *engine, wasix_module *module)
{
	struct guest g = { wasix_process_new(), wasix_store_new(engine), NULL };
	wasix_error err = { 0 };

	CHECK(wasix_process_grant(g.process, "threads", "4", &err) == WASIX_OK);
	wasix_store_set_process(g.store, g.process);
	g.instance = instance_of(g.store, module, NULL, 0);
	return g;
}

static void
guest_delete(struct guest *g)
{
	wasix_store_delete(g->store);
	wasix_process_delete(g->process);
	CHECK(threads_are(1));
}

static void
run_it(wasix_engine *engine, wasix_module *module, int last, wasix_result wanted)
{
	struct guest g = guest_new(engine, module);
	wasix_error err = { 0 };
	int code = 9, none;

	CHECK(call(g.instance, "set", last, &none, &err) == WASIX_OK);
	CHECK(wasix_run(g.instance, &code, &err) == wanted);
	CHECK(threads_are(1));
	CHECK(wanted != WASIX_OK || code == 0);
	CHECK(wanted != WASIX_TRAP || strcmp(err.text, "unreachable") == 0);
	CHECK(wanted != WASIX_TRAP || err.frame_count == 1);
	guest_delete(&g);
}

/* No command: the guest's threads go on between calls. */
static void
call_it(wasix_engine *engine, wasix_module *module)
{
	struct guest g = guest_new(engine, module);
	wasix_error err = { 0 };
	int result;

	for (int i = 0; i < 4; i++) {
		CHECK(call(g.instance, "spawn", i % 2, &result, &err) == WASIX_OK && result == 1);
		CHECK(threads_are(2 + i));
	}
	CHECK(call(g.instance, "spawn", 0, &result, &err) == WASIX_OK && result == 0); /* MAX */
	guest_delete(&g);
	g = guest_new(engine, module);
	CHECK(call(g.instance, "spawn", 1, &result, &err) == WASIX_OK && result == 1);
	CHECK(call(g.instance, "spawn", 2, &result, &err) == WASIX_TRAP);
	CHECK(strcmp(err.text, "unreachable") == 0);
	guest_delete(&g);
}

int
main(void)
{
	wasix_engine_options options = { .no_cache = true };
	wasix_engine *engine = wasix_engine_new(&options);
	wasix_module *module = module_of(engine, MODULE, sizeof MODULE);

	CHECK(wasix_module_compile(module, NULL) == WASIX_OK);
	for (int i = 0; i < 20; i++)
		run_it(engine, module, i % 3, i % 3 == 2 ? WASIX_TRAP : WASIX_OK);
	for (int i = 0; i < 5; i++)
		call_it(engine, module);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return 0;
}
