/* completion.c -- completions for bash and zsh from the commands' descriptions. */
#include "commands.h"
#include "help.h"

#include <stdio.h>
#include <string.h>

static const char *
dashes(const struct option_spec *o)
{
	return *o->name == '-' ? "" : "--";
}

/* --- bash --- */

/* Words: flags that need an argument end with "=", and no space follows them. */
static void
print_words(const struct command *command)
{
	for (size_t i = 0; i < command->option_count; i++)
		printf("%s%s%s ", dashes(&command->options[i]), command->options[i].name,
			command->options[i].takes == ARGUMENT_REQUIRED ? "=" : "");
	printf("--help");
}

void
completion_print_bash(void)
{
	printf("# bash completion for wasix; made by wasix help --completion bash\n"
	       "_wasix()\n{\n"
	       "\tlocal current=${COMP_WORDS[COMP_CWORD]} words=\n"
	       "\tCOMPREPLY=()\n"
	       "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	       "\t\twords='");
	for (const struct command_entry *e = COMMANDS; e->command; e++)
		printf("%s ", e->command->name);
	printf("--help --version'\n\telse\n\t\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command_entry *e = COMMANDS; e->command; e++) {
		printf("\t\t%s) words='", e->command->name);
		print_words(e->command);
		printf("' ;;\n");
	}
	printf("\t\tesac\n"
	       "\t\t[[ $current == -* ]] || return 0\n"
	       "\tfi\n"
	       "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
	       "\t[[ ${COMPREPLY-} != *= ]] || compopt -o nospace\n"
	       "}\n"
	       "complete -o bashdefault -o default -F _wasix wasix\n"
	       "complete -o bashdefault -o default -W '");
	print_words(&cc_command);
	printf("' wasixcc wasix-cc\n");
}

/* --- zsh --- */

/* Within single quotes and the brackets or colons of a specification. */
static void
print_quoted(const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr("[]:\\", *text))
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void
print_zsh_option(const struct option_spec *o)
{
	static const char *const AFTER[] = { "", "=", "=-" };

	printf(" \\\n\t\t\t'*%s%s%s[", dashes(o), o->name, AFTER[o->takes]);
	print_quoted(o->help);
	putchar(']');
	if (o->takes != ARGUMENT_NONE) {
		fputs(o->takes == ARGUMENT_OPTIONAL ? "::" : ":", stdout);
		print_quoted(o->argument);
		fputs(":_files", stdout);
	}
	putchar('\'');
}

void
completion_print_zsh(void)
{
	printf("#compdef wasix\n"
	       "# zsh completion for wasix; made by wasix help --completion zsh\n"
	       "local -a commands\n"
	       "commands=(\n");
	for (const struct command_entry *e = COMMANDS; e->command; e++) {
		printf("\t'%s:", e->command->name);
		print_quoted(e->command->summary);
		printf("'\n");
	}
	printf(")\n"
	       "if (( CURRENT == 2 )); then\n"
	       "\t_describe command commands\n"
	       "else\n"
	       "\tshift words\n"
	       "\t(( CURRENT-- ))\n"
	       "\tcase $words[1] in\n");
	for (const struct command_entry *e = COMMANDS; e->command; e++) {
		printf("\t(%s)\n\t\t_arguments", e->command->name);
		for (size_t i = 0; i < e->command->option_count; i++)
			print_zsh_option(&e->command->options[i]);
		printf(" \\\n\t\t\t'--help[print the flags]' '*:file:_files' ;;\n");
	}
	printf("\tesac\nfi\n");
}
