/* main.c -- `wasix COMMAND`: picks the command. The toolchain's names (wasixcc, wasixar...) are
 * links to the same file. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

static int
cc_command(int argc, char **argv)
{
	return cc_main(argc, argv, "cc");
}

static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
	const char *summary;
} COMMANDS[] = {
	{ "cc", cc_command, "compile C to a module; takes clang's flags (also: wasixcc)" },
	{ "run", run_main, "run a module with the capabilities that flags grant" },
	{ "inspect", inspect_main, "show what a module imports and which flags it will need" },
	{ "compile", compile_main, "fill the native-code cache ahead of time" },
	{ "abi", abi_main, "print the table of imports that wasix offers" },
	{ "spec", spec_main, "run a converted core test script" },
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void
print_help(void)
{
	printf("usage: wasix COMMAND [flags] ...\n\nCompiles C to WebAssembly with a POSIX-like "
	       "system interface (WASI, WASIX), and runs it.\n\n");
	for (int i = 0; i < COMMAND_COUNT; i++)
		printf("  %-9s%s\n", COMMANDS[i].name, COMMANDS[i].summary);
	printf("\nwasix COMMAND --help tells the flags of each; wasix --version the version.\n");
}

/* The name the file was called by, if that is a tool of the toolchain. */
static const char *
tool_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return strncmp(name, "wasix", 5) == 0 && name[5] ? name : NULL;
}

int
main(int argc, char **argv)
{
	const char *tool = argc > 0 ? tool_name(argv[0]) : NULL;
	if (tool)
		return cc_main(argc, argv, tool);
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0) {
		print_help();
		return argc < 2 ? STATUS_USAGE : 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("wasix %s\n", WASIX_VERSION);
		return 0;
	}
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(argv[1], COMMANDS[i].name) == 0)
			return COMMANDS[i].main(argc - 1, argv + 1);
	fprintf(stderr, "wasix: unknown command '%s' (see wasix --help)\n", argv[1]);
	return STATUS_USAGE;
}
