/* spec.c -- `wasix spec`: runs core test scripts, converted to JSON and binary modules, through
 * wasix.h alone. Each script has an engine and a store of its own.
 */
#include "spec.h"
#include "commands.h"
#include "file.h"
#include "options.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum flag { FLAG_VERBOSE, FLAG_STRICT, FLAG_OPT, FLAG_NO_CACHE };

static const struct option_spec OPTIONS[] = {
	{ "verbose", 'v', ARGUMENT_NONE, NULL, "a line for each command of a script",
		FLAG_VERBOSE },
	{ "strict", 0, ARGUMENT_NONE, NULL, "refusals must use the suite's words", FLAG_STRICT },
	{ "opt", 0, ARGUMENT_REQUIRED, "LEVEL", "optimisation: 0 default, 1 none, 3 all",
		FLAG_OPT },
	{ "no-cache", 0, ARGUMENT_NONE, NULL, "neither read nor write the native-code cache",
		FLAG_NO_CACHE },
};

const struct command spec_command = {
	.name = "spec",
	.operands = "FILE.json...",
	.summary = "Runs core test scripts that were converted to JSON and binary modules.",
	.notes = "The last line is \"N passed, N failed, N skipped\"; exit status 0 if none "
		 "failed, else 1.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

struct runner {
	wasix_engine_options options;
	bool verbose, strict;
	unsigned passed, failed, skipped;
};

/* --- scripts --- */

/* A line for --verbose; failures have their own already. */
static void
print_verdict(const struct script *s, const json_t *command, enum verdict verdict)
{
	const char *type = json_string_value(json_object_get(command, "type"));

	printf("%s:%ld: %s ", s->source, s->line, type ? type : "?");
	if (verdict == SKIPPED)
		printf("skipped: %s\n", s->skip_reason);
	else
		puts(verdict == PASSED ? "ok" : "FAILED");
}

static void
count(struct runner *r, const struct script *s, const json_t *command, enum verdict verdict)
{
	r->passed += verdict == PASSED;
	r->failed += verdict == FAILED;
	r->skipped += verdict == SKIPPED;
	if (r->verbose)
		print_verdict(s, command, verdict);
	if (verdict == FAILED)
		fflush(stdout);
}

static void
script_end(struct script *s)
{
	wasix_store_delete(s->store);
	for (struct unit *u = s->units, *next; u; u = next) {
		bool borrowed = u->instance && !u->file.bytes; /* a module instance */

		next = u->next;
		if (!borrowed)
			wasix_module_delete(u->module);
		file_free(&u->file);
		free(u);
	}
	free(s->imports.items);
	wasix_engine_delete(s->engine);
}

static void
run_commands(struct runner *r, struct script *s, const json_t *commands)
{
	for (size_t i = 0; i < json_array_size(commands); i++) {
		const json_t *command = json_array_get(commands, i);

		count(r, s, command, spec_run_command(s, command));
	}
}

/* false: the script could not be read at all. */
static bool
run_script(struct runner *r, const char *path)
{
	struct script s = {
		.command = &spec_command, .path = path, .source = path, .strict = r->strict
	};
	json_error_t error;
	json_t *root = json_load_file(path, JSON_ALLOW_NUL, &error);

	if (!root) {
		if (error.line < 0) /* it could not be opened, which the text says */
			command_complain(&spec_command, "%s", error.text);
		else
			command_complain(
				&spec_command, "%s: line %d: %s", path, error.line, error.text);
		return false;
	}
	if (json_object_get(root, "source_filename"))
		s.source = json_string_value(json_object_get(root, "source_filename"));
	s.engine = wasix_engine_new(&r->options);
	s.store = s.engine ? wasix_store_new(s.engine) : NULL;
	if (!s.store || !spec_host_new(s.store, &s.imports)) {
		command_complain(&spec_command, "%s: out of memory", path);
		script_end(&s);
		json_decref(root);
		return false;
	}
	run_commands(r, &s, json_object_get(root, "commands"));
	script_end(&s);
	json_decref(root);
	return true;
}

/* Which levels there are is for the compiler to say. */
static bool
take_level(const char *argument, int *level)
{
	char *end;
	long n = strtol(argument, &end, 10);

	if (end == argument || *end || n < 0 || n > INT_MAX) {
		command_complain(&spec_command, "--opt '%s': a number is expected", argument);
		return false;
	}
	*level = (int)n;
	return true;
}

static bool
take_flag(void *env, int id, const char *argument)
{
	struct runner *r = env;

	switch ((enum flag)id) {
	case FLAG_VERBOSE:
		r->verbose = true;
		return true;
	case FLAG_STRICT:
		r->strict = true;
		return true;
	case FLAG_OPT:
		return take_level(argument, &r->options.opt_level);
	case FLAG_NO_CACHE:
		r->options.no_cache = true;
		return true;
	}
	return false;
}

int
spec_main(int argc, char **argv)
{
	static struct command spec_env; /* what the callbacks print as */
	struct runner r = { 0 };
	bool readable = true;
	int status = 0;
	int first;

	spec_env = spec_command;
	r.options = (wasix_engine_options){ .warn = report_warning, .env = &spec_env };
	first = options_parse(&spec_command, argc, argv, take_flag, &r, &status);
	if (first < 0)
		return status;
	if (first == argc) {
		command_complain(&spec_command, "no script is given (see wasix spec --help)");
		return STATUS_USAGE;
	}
	for (int i = first; i < argc; i++)
		readable &= run_script(&r, argv[i]);
	printf("%u passed, %u failed, %u skipped\n", r.passed, r.failed, r.skipped);
	return r.failed || !readable ? 1 : 0;
}
