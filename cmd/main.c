/* main.c -- `wasix COMMAND`: picks the command. The toolchain's names (wasixcc, wasixar...) are
 * links to the same file. */
#include "cargo.h"
#include "commands.h"
#include "options.h"
#include "rustc.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
cc_entry(int argc, char **argv)
{
	return cc_main(argc, argv, "cc");
}

const struct command_entry COMMANDS[] = {
	{ &cc_command, cc_entry },
	{ &run_command, run_main },
	{ &inspect_command, inspect_main },
	{ &compile_command, compile_main },
	{ &abi_command, abi_main },
	{ &doctor_command, doctor_main },
	{ &binfmt_command, binfmt_main },
	{ &spec_command, spec_main },
	{ &cargo_command, cargo_main },
	{ &help_command, help_main },
	{ NULL, NULL },
};

static void
print_help(void)
{
	printf("usage: wasix COMMAND [flags] ...\n\nCompiles C to WebAssembly with a POSIX-like "
	       "system interface (WASI, WASIX), and runs it.\n\n");
	for (const struct command_entry *e = COMMANDS; e->command; e++)
		printf("  %-9s%s\n", e->command->name, e->command->summary);
	printf("\nwasix COMMAND --help tells the flags of each; wasix --version the version.\n");
}

/* The name the file was called by, if that is a tool of the toolchain. */
static const char *
tool_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	if (strcmp(name, CARGO_TOOL) == 0)
		return name;
	return strncmp(name, "wasix", 5) == 0 && name[5] ? name : NULL;
}

static int
run_command_called(const char *name, int argc, char **argv)
{
	struct words words = { 0 };

	for (const struct command_entry *e = COMMANDS; e->command; e++) {
		if (strcmp(name, e->command->name) == 0)
			return e->main(argc, argv);
		words_consider(&words, name, e->command->name);
	}
	if (access(name, F_OK) == 0)
		fprintf(stderr, "wasix: '%s' is a file; to run a module: wasix run %s\n", name,
			name);
	else if (words.best)
		fprintf(stderr, "wasix: unknown command '%s'; %s was meant? (see wasix --help)\n",
			name, words.best);
	else
		fprintf(stderr, "wasix: unknown command '%s' (see wasix --help)\n", name);
	return STATUS_USAGE;
}

int
main(int argc, char **argv)
{
	const char *tool = argc > 0 ? tool_name(argv[0]) : NULL;
	if (tool && strcmp(tool, BINFMT_TOOL) == 0)
		return binfmt_run(argc, argv);
	if (tool && strcmp(tool, CARGO_TOOL) == 0)
		return cargo_main(argc, argv);
	if (tool && strcmp(tool, RUNNER_TOOL) == 0)
		return cargo_runner_main(argc, argv);
	if (tool && (strcmp(tool, RUSTC_TOOL) == 0 || strcmp(tool, RUSTDOC_TOOL) == 0))
		return rustc_main(argc, argv, tool);
	if (tool)
		return cc_main(argc, argv, tool);
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		(argc == 2 && strcmp(argv[1], "help") == 0)) {
		print_help();
		return argc < 2 ? STATUS_USAGE : 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("wasix %s\n", WASIX_VERSION);
		return 0;
	}
	return run_command_called(argv[1], argc - 1, argv + 1);
}
