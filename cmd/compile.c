/* compile.c -- `wasix compile`: fills the native-code cache, so that the first `wasix run` starts
 * warm. */
#include "commands.h"
#include "file.h"
#include "options.h"
#include "wasix.h"

#include <stdlib.h>

enum flag { FLAG_JOBS, FLAG_CACHE_DIR };

static const struct option_spec OPTIONS[] = {
	{ "jobs", 'j', ARGUMENT_REQUIRED, "N", "compiler processes (default: one per processor)",
		FLAG_JOBS },
	{ "cache-dir", 0, ARGUMENT_REQUIRED, "DIR", "the cache to fill (default: the user's)",
		FLAG_CACHE_DIR },
};

const struct command compile_command = {
	.name = "compile",
	.operands = "MODULE...",
	.summary = "Compiles modules to native code and keeps the result in the cache.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

static bool
take_flag(void *env, int id, const char *argument)
{
	wasix_engine_options *options = env;
	if (id == FLAG_CACHE_DIR) {
		options->cache_dir = argument;
		return true;
	}
	char *end;
	long jobs = strtol(argument, &end, 10);
	bool fits = end != argument && !*end && jobs >= 1 && jobs <= 1024;
	if (!fits)
		command_complain(&compile_command,
			"--jobs '%s': a number from 1 to 1024 is expected", argument);
	options->jobs = (unsigned)jobs;
	return fits;
}

static int
compile_file(wasix_engine *engine, const char *path)
{
	struct file file;
	wasix_module *module = NULL;
	wasix_error err = { 0 };
	int status = file_read(&compile_command, path, &file);
	if (status)
		return status;
	wasix_result result = wasix_module_new(engine, file.bytes, file.len, &module, &err);
	if (result == WASIX_OK)
		result = wasix_module_compile(module, &err);
	if (result != WASIX_OK) {
		report_error(&compile_command, path, &err);
		status = STATUS_NOT_RUN;
	}
	wasix_module_delete(module);
	file_free(&file);
	return status;
}

int
compile_main(int argc, char **argv)
{
	static struct command env; /* what the callbacks print as */
	wasix_engine_options options = {
		.progress = report_progress, .warn = report_warning, .env = &env
	};

	env = compile_command;
	int status = 0;
	int first = options_parse(&compile_command, argc, argv, take_flag, &options, &status);
	if (first < 0)
		return status;
	if (first == argc) {
		command_complain(&compile_command, "no module is given (see wasix compile --help)");
		return STATUS_USAGE;
	}
	wasix_engine *engine = wasix_engine_new(&options);
	if (!engine) {
		command_complain(&compile_command, "out of memory");
		return STATUS_NOT_RUN;
	}
	for (int i = first; i < argc && status == 0; i++)
		status = compile_file(engine, argv[i]);
	wasix_engine_delete(engine);
	return status;
}
