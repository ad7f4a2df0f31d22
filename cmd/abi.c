/* abi.c -- `wasix abi`: the table of imports as Markdown; docs/abi.md is its output. */
#include "commands.h"
#include "options.h"
#include "table.h"
#include "wasix.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { TYPE_TEXT_MAX = 2048 };

static const struct option_spec OPTIONS[] = {
	{ "json", 0, ARGUMENT_NONE, NULL, "print JSON", 0 },
};

const struct command abi_command = {
	.name = "abi",
	.operands = "[NAME]",
	.summary = "Prints all imports that wasix offers as Markdown, or all about the one called "
		   "NAME.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

static void
print_capabilities(void)
{
	printf("## Capabilities\n\n| capability | granted by | meaning |\n| --- | --- | --- |\n");
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		printf("| %s | %s%s%s%s | %s |\n", c->name, c->flag ? "`" : "",
			c->flag ? c->flag : "-", c->flag && c->argument ? c->argument : "",
			c->flag ? "`" : "", c->help);
	}
}

/* The rows from index on. */
static void
print_extensions(size_t index)
{
	printf("\n## Extensions\n\nCalls that the ABI has no import for; `abi/extensions.def` "
	       "says how they travel. Numbers and layouts are Linux's, the result is minus an "
	       "errno on failure.\n\n| name | parameters | needs | meaning |\n| --- | --- | --- | "
	       "--- |\n");
	for (; index < wasix_abi_count(); index++) {
		const wasix_abi_row *r = wasix_abi_get(index);
		printf("| %s | %s%s%s | %s | %s |\n", r->name, *r->params ? "`" : "", r->params,
			*r->params ? "`" : "", r->needs, r->summary);
	}
}

static void
print_all(void)
{
	const char *module = "";
	printf("# The imports that wasix offers\n\n"
	       "Made by `wasix abi` from `abi/functions.def`. A `stub` links, answers ENOTSUP and "
	       "says so once; `partial` lacks what its line names.\n\n");
	print_capabilities();
	for (size_t i = 0; i < wasix_abi_count(); i++) {
		const wasix_abi_row *r = wasix_abi_get(i);
		if (strcmp(module, r->module) != 0) {
			module = r->module;
			if (strcmp(module, "extension") == 0) {
				print_extensions(i);
				break;
			}
			printf("\n## %s\n\n| name | parameters | signature | needs | status | "
			       "meaning |\n| --- | --- | --- | --- | --- | --- |\n",
				module);
		}
		printf("| %s | %s%s%s | `%s` | %s | %s | %s |\n", r->name, *r->params ? "`" : "",
			r->params, *r->params ? "`" : "", r->type, r->needs, r->status, r->summary);
	}
}

/* --- one row --- */

/* Whether a parameter before this one has its type. */
static bool
was_described(size_t row, size_t n, const char *type)
{
	wasix_abi_param p;

	for (size_t i = 0; i < n && wasix_abi_param_get(row, i, &p); i++)
		if (strcmp(p.type, type) == 0)
			return true;
	return false;
}

static void
print_params(size_t row)
{
	wasix_abi_param p;

	for (size_t i = 0; wasix_abi_param_get(row, i, &p); i++) {
		char meaning[TYPE_TEXT_MAX] = "as above";
		if (!was_described(row, i, p.type))
			wasix_abi_type_describe(p.type, meaning, sizeof meaning);
		int at = printf("    %-17s %-6s ", p.name, p.flow);
		table_wrap_format((size_t)at, 29, "%s (%s)", p.type, meaning);
	}
}

static void
print_row(size_t row)
{
	const wasix_abi_row *r = wasix_abi_get(row);
	wasix_abi_param p;
	int at = printf("%s.%s: ", r->module, r->name);

	table_wrap((size_t)at, 4, r->summary);
	printf("  needs       ");
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (strcmp(c->name, r->needs) == 0 && c->flag)
			printf("%s, granted by %s%s%s%s\n", c->name, c->flag,
				c->argument ? c->argument : "", c->within ? "; comes with " : "",
				c->within ? c->within : "");
		else if (strcmp(c->name, r->needs) == 0)
			table_wrap_format(14, 14, "%s: %s", c->name, c->help);
	}
	printf("  status      %s\n  signature   ", r->status);
	table_wrap(14, 14, r->type);
	if (!wasix_abi_param_get(row, 0, &p))
		return;
	printf("  ");
	table_wrap(2, 4, "parameters; in, out: the address of what the host reads, writes");
	print_params(row);
}

/* --- JSON --- */

static json_t *
json_params(size_t row)
{
	json_t *list = json_array();
	wasix_abi_param p;

	for (size_t i = 0; wasix_abi_param_get(row, i, &p); i++) {
		char meaning[TYPE_TEXT_MAX];
		wasix_abi_type_describe(p.type, meaning, sizeof meaning);
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:s}", "name", p.name, "flow", p.flow,
				      "type", p.type, "meaning", meaning));
	}
	return list;
}

static json_t *
json_row(size_t row)
{
	const wasix_abi_row *r = wasix_abi_get(row);

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "module", r->module, "name",
		r->name, "summary", r->summary, "needs", r->needs, "status", r->status, "type",
		r->type, "params", json_params(row));
}

/* --- entry --- */

/* name: "fd_read", "wasi_snapshot_preview1.fd_read", NULL for all. */
static bool
is_called(const wasix_abi_row *r, const char *name)
{
	size_t len = strlen(r->module);

	return !name || strcmp(r->name, name) == 0 ||
	       (strncmp(r->module, name, len) == 0 && name[len] == '.' &&
		       strcmp(r->name, name + len + 1) == 0);
}

static size_t
print_rows(const char *name, bool json)
{
	json_t *list = json ? json_array() : NULL;
	size_t found = 0;

	for (size_t i = 0; i < wasix_abi_count(); i++) {
		if (!is_called(wasix_abi_get(i), name))
			continue;
		if (json)
			json_array_append_new(list, json_row(i));
		else
			print_row(i);
		found++;
	}
	if (json && found) {
		json_dumpf(list, stdout, JSON_INDENT(2));
		putchar('\n');
	}
	json_decref(list);
	return found;
}

static int
complain_unknown(const char *name)
{
	struct words words = { 0 };

	for (size_t i = 0; i < wasix_abi_count(); i++)
		words_consider(&words, name, wasix_abi_get(i)->name);
	if (words.best)
		command_complain(
			&abi_command, "no import is called '%s'; %s was meant?", name, words.best);
	else
		command_complain(
			&abi_command, "no import is called '%s' (wasix abi lists all)", name);
	return STATUS_USAGE;
}

int
abi_main(int argc, char **argv)
{
	bool json = false;
	int status = 0;
	int first = options_parse(&abi_command, argc, argv, option_set, &json, &status);

	if (first < 0)
		return status;
	if (first == argc && !json) {
		print_all();
		return 0;
	}
	do {
		if (print_rows(argv[first], json) == 0)
			return complain_unknown(argv[first]);
	} while (++first < argc);
	return 0;
}
