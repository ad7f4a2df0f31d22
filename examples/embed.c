/* embed.c -- wasm inside a C program.
 *
 *   embed                    calls a function of a small module, which calls one of ours
 *   embed FILE.wasm [DIR]    runs a command; it sees DIR, read-only, as /data, and nothing else
 *
 * cc embed.c -lwasix
 */
#include "wasix.h"

#include <stdio.h>
#include <stdlib.h>

/* (module
 *   (import "env" "celsius" (func $celsius (param f64) (result f64)))
 *   (func (export "warmer") (param $fahrenheit f64) (param $by f64) (result f64)
 *     (f64.add (call $celsius (local.get $fahrenheit)) (local.get $by))))
 */
static const uint8_t WARMER[] = { 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x0c, 0x02,
	0x60, 0x01, 0x7c, 0x01, 0x7c, 0x60, 0x02, 0x7c, 0x7c, 0x01, 0x7c, 0x02, 0x0f, 0x01, 0x03,
	0x65, 0x6e, 0x76, 0x07, 0x63, 0x65, 0x6c, 0x73, 0x69, 0x75, 0x73, 0x00, 0x00, 0x03, 0x02,
	0x01, 0x01, 0x07, 0x0a, 0x01, 0x06, 0x77, 0x61, 0x72, 0x6d, 0x65, 0x72, 0x00, 0x01, 0x0a,
	0x0b, 0x01, 0x09, 0x00, 0x20, 0x00, 0x10, 0x00, 0x20, 0x01, 0xa0, 0x0b };

/* What the module imports as "env" "celsius". env is what wasix_func_new was given. */
static wasix_result
celsius(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	int *calls = env;

	if (args[0].of.f64 < -459.67) {
		snprintf(err->text, sizeof err->text, "colder than cold can be");
		return WASIX_TRAP; /* ends the guest's call */
	}
	results[0].of.f64 = (args[0].of.f64 - 32) * 5 / 9;
	++*calls;
	return WASIX_OK;
}

static wasix_result
call_warmer(wasix_store *store, wasix_module *module, double fahrenheit, wasix_error *err)
{
	static const wasix_kind F64[] = { WASIX_F64 };
	const wasix_functype type = { F64, F64, 1, 1 };
	const wasix_value args[] = { { .kind = WASIX_F64, .of.f64 = fahrenheit },
		{ .kind = WASIX_F64, .of.f64 = 0.5 } };
	int calls = 0;
	wasix_import import = { "env", "celsius", { .kind = WASIX_EXTERN_FUNC } };
	wasix_instance *instance;
	wasix_value sum;

	import.item.of.func = wasix_func_new(store, &type, celsius, &calls);
	wasix_result result = wasix_instance_new(store, module, &import, 1, &instance, err);
	if (result == WASIX_OK)
		result = wasix_call(instance, "warmer", args, 2, &sum, 1, err);
	if (result == WASIX_OK)
		printf("%.1f (after %d call of ours)\n", sum.of.f64, calls);
	return result;
}

static wasix_result
run_command(wasix_engine *engine, wasix_module *module, const char *directory, int *status,
	wasix_error *err)
{
	wasix_store *store = wasix_store_new(engine);
	wasix_process *process = wasix_process_new();
	wasix_instance *instance;
	wasix_result result = wasix_process_arg(process, "guest", err);

	if (result == WASIX_OK && directory)
		result = wasix_process_mount(process, directory, "/data", true, err);
	wasix_store_set_process(store, process);
	if (result == WASIX_OK)
		result = wasix_instance_new(store, module, NULL, 0, &instance, err);
	if (result == WASIX_OK)
		result = wasix_run(instance, status, err);
	wasix_store_delete(store); /* first, since it acts for the process */
	wasix_process_delete(process);
	return result;
}

static uint8_t *
read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = NULL;
	long size;

	if (f && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) > 0) {
		rewind(f);
		*len = (size_t)size;
		bytes = malloc(*len);
		if (bytes && fread(bytes, 1, *len, f) != *len)
			*len = 0;
	}
	if (f)
		fclose(f);
	return bytes;
}

int
main(int argc, char **argv)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_module *module = NULL;
	wasix_error err = { 0 };
	int status = 0;
	size_t len = 0;
	uint8_t *file = argc > 1 ? read_file(argv[1], &len) : NULL;
	wasix_result result;

	if (argc == 1) {
		result = wasix_module_new(engine, WARMER, sizeof WARMER, &module, &err);
		if (result == WASIX_OK)
			result = call_warmer(store, module, 212, &err);
		if (result == WASIX_OK)
			result = call_warmer(store, module, -500, &err);
	} else {
		result = wasix_module_new(engine, file, len, &module, &err);
		if (result == WASIX_OK)
			result = run_command(engine, module, argv[2], &status, &err);
	}
	if (result != WASIX_OK) {
		printf("%s: %s\n", wasix_result_name(result), err.text);
		status = 1;
	}
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	free(file);
	return status;
}
