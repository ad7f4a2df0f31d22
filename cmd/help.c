/* help.c -- `wasix help`: what --help of a command prints, or the same description as a manual page
 * or as a completion for a shell. The build calls the latter two. */
#include "help.h"

#include "commands.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum flag { FLAG_MAN, FLAG_COMPLETION };

static const struct option_spec OPTIONS[] = {
	{ "man", 0, ARGUMENT_NONE, NULL, "print the manual page (troff)", FLAG_MAN },
	{ "completion", 0, ARGUMENT_REQUIRED, "SHELL", "print the completion for bash or zsh",
		FLAG_COMPLETION },
};

const struct command help_command = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "Prints what --help of a command does, manual pages or shell completions.",
	.notes = "Completion, where it is not installed: source <(wasix help --completion bash)",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

/* --- manual pages --- */

/* Plain text to troff: nothing in it is a request, a hyphen is what can be typed. */
static void
print_troff(const char *text)
{
	bool begin = true;

	for (; *text; text++) {
		if (begin && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		begin = *text == '\n';
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else if (begin)
			fputs("\n.br\n", stdout);
		else
			putchar(*text);
	}
}

static void
print_title(const char *name, const char *summary)
{
	printf(".TH \"");
	for (const char *c = name; *c; c++)
		putchar(toupper((unsigned char)*c));
	printf("\" 1 \"\" \"wasix %s\" \"wasix\"\n.SH NAME\n", WASIX_VERSION);
	print_troff(name);
	printf(" \\- %c", tolower((unsigned char)*summary));
	size_t len = strlen(summary);
	printf("%.*s\n", (int)(len - 1 - (summary[len - 1] == '.')), summary + 1);
}

static void
print_man_option(const struct option_spec *o)
{
	char label[OPTION_LABEL_MAX];

	option_label(o, label);
	printf(".TP\n.B ");
	print_troff(label);
	putchar('\n');
	print_troff(o->help);
	putchar('\n');
}

static void
print_man_command(const struct command *command)
{
	char name[64];

	snprintf(name, sizeof name, "wasix-%s", command->name);
	print_title(name, command->summary);
	printf(".SH SYNOPSIS\n.B wasix %s\n[flags] ", command->name);
	print_troff(command->operands);
	printf("\n.SH DESCRIPTION\n");
	print_troff(command->summary);
	if (command->notes) {
		printf("\n.PP\n");
		print_troff(command->notes);
	}
	if (command->option_count)
		printf("\n.SH OPTIONS");
	putchar('\n');
	for (size_t i = 0; i < command->option_count; i++)
		print_man_option(&command->options[i]);
	printf(".SH SEE ALSO\n.BR wasix (1)\n");
}

static void
print_man_wasix(void)
{
	print_title("wasix", "Compiles C to WebAssembly with WASI and WASIX, and runs it.");
	printf(".SH SYNOPSIS\n.B wasix\nCOMMAND [flags] ...\n.SH COMMANDS\n");
	for (const struct command_entry *e = COMMANDS; e->command; e++) {
		printf(".TP\n.BR wasix\\-%s (1)\n", e->command->name);
		print_troff(e->command->summary);
		putchar('\n');
	}
}

/* --- entry --- */

struct wanted {
	bool man;
	const char *shell;
};

static bool
take_flag(void *env, int id, const char *argument)
{
	struct wanted *w = env;

	if (id == FLAG_MAN)
		w->man = true;
	else
		w->shell = argument;
	return true;
}

static int
help_on(const struct wanted *w, const char *name)
{
	for (const struct command_entry *e = COMMANDS; e->command; e++) {
		if (strcmp(e->command->name, name) != 0)
			continue;
		if (w->man)
			print_man_command(e->command);
		else
			command_print_help(e->command);
		return 0;
	}
	command_complain(&help_command, "there is no command '%s' (see wasix --help)", name);
	return STATUS_USAGE;
}

int
help_main(int argc, char **argv)
{
	struct wanted w = { 0 };
	int status = 0;
	int first = options_parse(&help_command, argc, argv, take_flag, &w, &status);

	if (first < 0)
		return status;
	if (w.shell && strcmp(w.shell, "bash") == 0) {
		completion_print_bash();
	} else if (w.shell && strcmp(w.shell, "zsh") == 0) {
		completion_print_zsh();
	} else if (w.shell) {
		command_complain(&help_command, "--completion '%s': bash or zsh", w.shell);
		return STATUS_USAGE;
	} else if (first < argc) {
		return help_on(&w, argv[first]);
	} else if (w.man) {
		print_man_wasix();
	} else {
		return help_on(&w, "help");
	}
	return 0;
}
