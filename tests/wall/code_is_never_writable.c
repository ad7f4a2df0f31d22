/* code_is_never_writable.c -- pages of native code while a guest runs: some are executable, none is
 * both. */
#include "wall.h"

/* (module (import "t" "look" (func)) (func (export "f") (call 0))) */
static const uint8_t MODULE[] = { 0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 10, 1, 1,
	't', 4, 'l', 'o', 'o', 'k', 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 'f', 0, 1, 10, 6, 1, 4, 0, 0x10,
	0, 0x0b };

/* Called by the guest: env is the open /proc/self/maps. */
static wasix_result
look(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	FILE *maps = env;
	char line[512];
	unsigned executable = 0;

	(void)args, (void)results, (void)err;
	while (fgets(line, sizeof line, maps)) {
		const char *access = strchr(line, ' ');
		DEMAND(access);
		if (access[3] == 'x')
			executable++;
		if (access[2] == 'w' && access[3] == 'x') {
			printf("FAILED: writable and executable: %s", line);
			exit(1);
		}
	}
	DEMAND(executable > 1);
	return WASIX_OK;
}

int
main(void)
{
	wasix_error err = { 0 };
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);
	wasix_process *process = wasix_process_new();
	wasix_functype type = { 0 };
	wasix_module *module;
	wasix_instance *instance;
	FILE *maps = fopen("/proc/self/maps", "re");

	DEMAND(engine && store && process && maps);
	wasix_import import = { "t", "look", { .kind = WASIX_EXTERN_FUNC } };
	import.item.of.func = wasix_func_new(store, &type, look, maps);
	if (wasix_module_new(engine, MODULE, sizeof MODULE, &module, &err) != WASIX_OK ||
		wasix_module_compile(module, &err) != WASIX_OK) {
		printf("FAILED: %s\n", err.text);
		return 1;
	}
	wasix_result wall = wasix_process_confine(process, module, &err);
	DEMAND(wall == WASIX_OK || wall == WASIX_UNSUPPORTED);
	err = (wasix_error){ 0 };
	if (wasix_instance_new(store, module, &import, 1, &instance, &err) != WASIX_OK ||
		wasix_call(instance, "f", NULL, 0, NULL, 0, &err) != WASIX_OK) {
		printf("FAILED: %s\n", err.text);
		return 1;
	}
	fclose(maps);
	wasix_store_delete(store);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	wasix_process_delete(process);
	return 0;
}
