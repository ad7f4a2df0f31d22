/* abi.c -- `wasix abi`: the table of imports as Markdown; docs/abi.md is its output. */
#include "commands.h"
#include "options.h"
#include "wasix.h"

#include <stdio.h>
#include <string.h>

static const struct command ABI = {
	.name = "abi",
	.operands = "[NAME]",
	.summary = "Prints the imports that wasix offers, or the one called NAME, as Markdown.",
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
			printf("\n## %s\n\n| name | parameters | signature | needs | status | "
			       "meaning |\n| --- | --- | --- | --- | --- | --- |\n",
				module);
		}
		printf("| %s | %s | `%s` | %s | %s | %s |\n", r->name, r->params, r->type, r->needs,
			r->status, r->summary);
	}
}

static bool
print_one(const char *name)
{
	bool found = false;
	for (size_t i = 0; i < wasix_abi_count(); i++) {
		const wasix_abi_row *r = wasix_abi_get(i);
		if (strcmp(r->name, name) != 0)
			continue;
		printf("%s.%s: %s\n  parameters  %s\n  signature   %s\n  needs       %s\n  status  "
		       "    %s\n",
			r->module, r->name, r->summary, r->params, r->type, r->needs, r->status);
		found = true;
	}
	return found;
}

int
abi_main(int argc, char **argv)
{
	int status = 0;
	int first = options_parse(&ABI, argc, argv, NULL, NULL, &status);
	if (first < 0)
		return status;
	if (first == argc) {
		print_all();
		return 0;
	}
	if (print_one(argv[first]))
		return 0;
	command_complain(&ABI, "no import is called '%s' (wasix abi lists all)", argv[first]);
	return STATUS_USAGE;
}
