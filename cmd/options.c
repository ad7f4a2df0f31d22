/* options.c -- flags of a command, from one table, over the C library's getopt_long. */
#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { OPTIONS_MAX = 40, HELP_COLUMN = 28 };

void
command_complain(const struct command *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "wasix %s: ", command->name);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

static void
print_option(const struct option_spec *o)
{
	int width =
		o->letter ? printf("  -%c, --%s", o->letter, o->name) : printf("  --%s", o->name);
	if (o->takes == ARGUMENT_REQUIRED)
		width += printf(" %s", o->argument);
	if (o->takes == ARGUMENT_OPTIONAL)
		width += printf("[=%s]", o->argument);
	if (width >= HELP_COLUMN) {
		putchar('\n');
		width = 0;
	}
	printf("%*s%s\n", HELP_COLUMN - width, "", o->help);
}

static void
print_help(const struct command *command)
{
	printf("usage: wasix %s [flags] %s\n\n%s\n\n", command->name, command->operands,
		command->summary);
	for (size_t i = 0; i < command->option_count; i++)
		print_option(&command->options[i]);
	if (command->notes)
		printf("\n%s\n", command->notes);
}

/* getopt's view of the table: long names get the value index + 256, so that they never meet a
 * letter. */
static void
fill_getopt(const struct command *command, struct option *longs, char *shorts)
{
	*shorts++ = '+'; /* stop at the first operand: the rest belongs to the guest */
	*shorts++ = ':';
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_spec *o = &command->options[i];
		longs[i] = (struct option){ o->name, (int)o->takes, NULL, (int)i + 256 };
		if (!o->letter)
			continue;
		*shorts++ = o->letter;
		for (int k = 0; k < (int)o->takes; k++)
			*shorts++ = ':';
	}
	longs[command->option_count] = (struct option){ "help", no_argument, NULL, 'h' };
	*shorts++ = 'h';
	*shorts = 0;
}

static const struct option_spec *
find_option(const struct command *command, int value)
{
	for (size_t i = 0; i < command->option_count; i++)
		if (value == (int)i + 256 || (value && value == command->options[i].letter))
			return &command->options[i];
	return NULL;
}

int
options_parse(const struct command *command, int argc, char **argv, option_handler handler,
	void *env, int *status)
{
	struct option longs[OPTIONS_MAX + 2] = { 0 };
	char shorts[3 * OPTIONS_MAX + 4];

	fill_getopt(command, longs, shorts);
	opterr = 0;
	optind = 0;
	for (;;) {
		int value = getopt_long(argc, argv, shorts, longs, NULL);
		if (value == -1)
			return optind;
		if (value == 'h') {
			print_help(command);
			*status = 0;
			return -1;
		}
		const struct option_spec *o = find_option(command, value);
		if (!o) {
			command_complain(command, "%s '%s' (see wasix %s --help)",
				value == ':' ? "missing argument to" : "unknown or ambiguous flag",
				argv[optind - 1], command->name);
			*status = command->usage_status;
			return -1;
		}
		if (!handler(env, o->id, optarg)) {
			*status = command->usage_status;
			return -1;
		}
	}
}
