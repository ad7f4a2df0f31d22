/* run.c -- `wasix run`: capabilities from flags, then a few lines of wasix.h. */
#include "run.h"

#include "file.h"
#include "options.h"
#include "run_limits.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Kernels that refuse leave the root as it was: read-only. That is worth a line only to those who
 * asked for its size. */
static wasix_result
make_root(struct run *r, const wasix_module *module, wasix_error *err)
{
	wasix_error why = { 0 };
	wasix_result result = wasix_process_private_root(r->process, module, r->root_bytes, &why);

	if (result == WASIX_UNSUPPORTED) {
		if (r->root_bytes)
			command_complain(&run_command, "warning: --max-open-bytes: %s", why.text);
		return WASIX_OK;
	}
	if (result != WASIX_OK)
		*err = why;
	return result;
}

/* The guest runs behind as much of the second wall as the kernel has. */
static wasix_result
confine(struct run *r, const wasix_module *module, wasix_error *err)
{
	wasix_error missing = { 0 };
	wasix_result result =
		r->no_wall ? WASIX_OK : wasix_process_confine(r->process, module, &missing);

	if (result == WASIX_UNSUPPORTED) {
		command_complain(&run_command, "warning: %s (--no-second-wall says this is known)",
			missing.text);
		return WASIX_OK;
	}
	if (result != WASIX_OK)
		*err = missing;
	return result;
}

static int
exit_status(wasix_result result, int status, const char *path, const wasix_error *err)
{
	if (result == WASIX_OK)
		return status;
	if (result == WASIX_EXIT)
		return err->exit_code;
	report_error(&run_command, path, err);
	return result == WASIX_TRAP || result == WASIX_EXCEPTION ? STATUS_TRAP : STATUS_NOT_RUN;
}

/* A child that the guest forked ends here: there is nothing to tidy up that the kernel does not,
 * and touching it would copy page after page (bench/README, row "fork"). */
static void
leave_child(struct run *r, wasix_result result, int status, const wasix_error *err)
{
	if (!wasix_process_leave_child(r->process))
		return;
	status = exit_status(result, status, r->path, err);
	if (r->trace)
		run_end_trace(r);
	_exit(status);
}

/* One program of a process: the first one, or what an exec put in its place (argc 0). */
static wasix_result
run_program(struct run *r, wasix_engine *engine, wasix_module *module, int argc, char **argv,
	int *status, wasix_error *err)
{
	wasix_store *store = wasix_store_new(engine);
	wasix_instance *instance;

	if (!store)
		return WASIX_LIMIT;
	wasix_store_set_max_memory(store, r->max_memory);
	wasix_store_set_process(store, r->process);
	wasix_result result = wasix_instance_new(store, module, NULL, 0, &instance, err);
	if (result == WASIX_OK && r->invoke && argc)
		result = run_invoke(instance, module, r->invoke, argc - 1, argv + 1, err);
	else if (result == WASIX_OK)
		result = wasix_run(instance, status, err);
	if (result == WASIX_USAGE && !r->invoke)
		result = run_explain_no_command(module, err);
	leave_child(r, result, *status, err);
	wasix_store_delete(store);
	return result;
}

/* After one ended with result. */
static wasix_result
run_next_programs(
	struct run *r, wasix_engine *engine, wasix_result result, int *status, wasix_error *err)
{
	wasix_module *next;

	while ((next = wasix_process_next_module(r->process))) {
		*err = (wasix_error){ 0 };
		result = run_program(r, engine, next, 0, NULL, status, err);
	}
	return result;
}

/* A child process that another thread than the first forked has no other way out. */
static void
end_forked(void *env, wasix_result result, const wasix_error *err)
{
	struct run *r = env;
	wasix_error e = *err;
	int status = err->exit_code;

	if (result == WASIX_EXIT)
		result = WASIX_OK;
	result = run_next_programs(r, r->running, result, &status, &e);
	status = exit_status(result, status, r->path, &e);
	wasix_process_delete(r->process);
	run_end_trace(r);
	exit(status);
}

static wasix_result
run_module(struct run *r, const struct file *file, int argc, char **argv, int *status,
	wasix_error *err)
{
	wasix_engine *engine = wasix_engine_new(&r->engine);
	wasix_module *module = NULL;
	wasix_result result = WASIX_LIMIT;

	r->running = engine;
	wasix_process_on_forked_end(r->process, end_forked, r);
	wasix_process_exit_children_at_once(r->process, true);
	if (engine)
		result = wasix_module_new(engine, file->bytes, file->len, &module, err);
	if (result == WASIX_OK)
		result = wasix_module_compile(module, err);
	if (result == WASIX_OK)
		run_watch(r->process, r->timeout_s);
	if (result == WASIX_OK)
		result = make_root(r, module, err);
	if (result == WASIX_OK)
		result = wasix_process_devices(r->process, module, err);
	if (result == WASIX_OK && !r->no_wall && wasix_process_loads_modules(r->process, module))
		result = wasix_engine_start_broker(engine, err);
	if (result == WASIX_OK)
		wasix_process_watch_terminal(r->process, module);
	if (result == WASIX_OK)
		result = confine(r, module, err);
	if (result == WASIX_OK)
		result = run_program(r, engine, module, argc, argv, status, err);
	result = run_next_programs(r, engine, result, status, err);
	wasix_module_delete(module);
	run_watch_end();
	wasix_process_delete(r->process); /* its programs are the engine's */
	r->process = NULL;
	wasix_engine_delete(engine);
	return result;
}

static void
print_notice(void *env, const char *text)
{
	command_complain(env, "%s", text);
}

/* Everything the guest may see that is not a flag: its arguments, its working directory. */
static bool
prepare(struct run *r, int argc, char **argv)
{
	wasix_error err = { 0 };
	if (r->cwd && !run_accepted(wasix_process_cwd(r->process, r->cwd, &err), &err))
		return false;
	for (int i = 0; i < argc; i++)
		if (!run_accepted(wasix_process_arg(r->process, argv[i], &err), &err))
			return false;
	return true;
}

int
run_main(int argc, char **argv)
{
	static struct command run_env; /* what the callbacks print as */
	struct run r = { .process = wasix_process_new() };
	struct file file = { 0 };
	wasix_error err = { 0 };
	int status = 0;

	run_ignore_pipes();
	run_env = run_command;
	r.engine = (wasix_engine_options){
		.progress = report_progress, .warn = report_warning, .env = &run_env
	};
	if (!r.process) {
		command_complain(&run_command, "out of memory");
		return STATUS_NOT_RUN;
	}
	wasix_process_on_notice(r.process, print_notice, &run_env);
	int first = options_parse(&run_command, argc, argv, run_take_flag, &r, &status);
	if (first == argc) {
		command_complain(&run_command, "no module is given (see wasix run --help)");
		status = run_command.usage_status;
	} else if (first >= 0) {
		status = STATUS_NOT_RUN;
		if (prepare(&r, argc - first, argv + first))
			status = file_read(&run_command, argv[first], &file);
		if (file.bytes) {
			r.path = argv[first];
			wasix_result result =
				run_module(&r, &file, argc - first, argv + first, &status, &err);
			if (result == WASIX_LINK && file_is_object(&file))
				strcpy(err.text,
					"is an object; link it first: wasixcc FILE.o -o MODULE");
			status = exit_status(result, status, argv[first], &err);
		}
	}
	wasix_process_delete(r.process);
	run_end_trace(&r);
	file_free(&file);
	return status;
}
