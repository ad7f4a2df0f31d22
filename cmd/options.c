/* options.c -- flags of a command, from one table, over the C library's getopt_long. */
#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { OPTIONS_MAX = 40, HELP_COLUMN = 28, HELP_WIDTH = 98, WORD_MAX = 40 };

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

void
option_label(const struct option_spec *o, char out[OPTION_LABEL_MAX])
{
	char letter[] = "-?, ";

	letter[1] = o->letter;
	snprintf(out, OPTION_LABEL_MAX, "%s%s%s%s%s%s", o->letter ? letter : "",
		*o->name == '-' ? "" : "--", o->name,
		o->takes == ARGUMENT_REQUIRED   ? " "
		: o->takes == ARGUMENT_OPTIONAL ? "[="
						: "",
		o->takes == ARGUMENT_NONE ? "" : o->argument,
		o->takes == ARGUMENT_OPTIONAL ? "]" : "");
}

static void
print_option(const struct option_spec *o)
{
	char label[OPTION_LABEL_MAX];

	option_label(o, label);
	int width = printf("  %s", label);
	if (width >= HELP_COLUMN) {
		putchar('\n');
		width = 0;
	}
	printf("%*s%s\n", HELP_COLUMN - width, "", o->help);
}

static bool
is_grouped(const struct command *command, size_t i)
{
	return command->group && i < command->option_count &&
	       command->options[i].id >= command->group_first &&
	       command->options[i].id <= command->group_last;
}

/* "group: label, label ..." from option i on, in lines of a screen; the index behind the group. */
static size_t
print_group(const struct command *command, size_t i)
{
	int width = printf("  %s:", command->group);

	for (; is_grouped(command, i); i++) {
		char label[OPTION_LABEL_MAX];
		option_label(&command->options[i], label);
		if (width + (int)strlen(label) + 2 > HELP_WIDTH)
			width = printf("\n   ") - 1;
		width += printf(" %s%s", label, is_grouped(command, i + 1) ? "," : "");
	}
	putchar('\n');
	return i;
}

void
command_print_help(const struct command *command)
{
	printf("usage: wasix %s [flags]%s%s\n\n%s\n\n", command->name,
		command->operands[0] ? " " : "", command->operands, command->summary);
	for (size_t i = 0; i < command->option_count;)
		if (is_grouped(command, i))
			i = print_group(command, i);
		else
			print_option(&command->options[i++]);
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

/* Edits that turn one word into the other, counted up to the length of b. */
static size_t
edit_distance(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], len = strlen(b);
	if (len > WORD_MAX)
		return len;
	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < len; j++) {
			size_t change = diagonal + (a[i] != b[j]);
			size_t shorter = row[j] < row[j + 1] ? row[j] : row[j + 1];
			diagonal = row[j + 1];
			row[j + 1] = change < shorter + 1 ? change : shorter + 1;
		}
	}
	return row[len];
}

void
words_consider(struct words *w, const char *typed, const char *word)
{
	enum { SLIPS_MAX = 2 };
	size_t distance = edit_distance(typed, word);

	if (distance <= SLIPS_MAX && (!w->best || distance < w->distance)) {
		w->best = word;
		w->distance = distance;
	}
}

/* The flag that was probably meant, or NULL. */
static const char *
suggest(const struct command *command, const char *word)
{
	struct words w = { 0 };
	char typed[WORD_MAX + 1];

	if (strncmp(word, "--", 2) != 0)
		return NULL;
	snprintf(typed, sizeof typed, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	for (size_t i = 0; i < command->option_count; i++)
		words_consider(&w, typed, command->options[i].name);
	return w.best;
}

static void
complain_of_flag(const struct command *command, const char *word, bool argument_missing)
{
	const char *meant = argument_missing ? NULL : suggest(command, word);
	if (argument_missing)
		command_complain(command, "missing argument to '%s' (see wasix %s --help)", word,
			command->name);
	else if (meant)
		command_complain(command,
			"unknown flag '%s'; --%s was meant? (see wasix %s --help)", word, meant,
			command->name);
	else
		command_complain(
			command, "unknown flag '%s' (see wasix %s --help)", word, command->name);
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
			command_print_help(command);
			*status = 0;
			return -1;
		}
		const struct option_spec *o = find_option(command, value);
		if (!o) {
			complain_of_flag(command, argv[optind - 1], value == ':');
			*status = command->usage_status;
			return -1;
		}
		if (!handler(env, o->id, optarg)) {
			*status = command->usage_status;
			return -1;
		}
	}
}

bool
option_set(void *env, int id, const char *argument)
{
	(void)id;
	(void)argument;
	return *(bool *)env = true;
}
