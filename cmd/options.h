/* options.h -- flags of a command, from one table: parsing, --help, man pages (help.c), completions
 * (completion.c). */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL };

struct option_spec {
	const char *name; /* without the dashes; of a driver one that has a single dash: with it */
	char letter;      /* short form, or 0 */
	enum option_argument takes;
	const char *argument; /* how --help writes the argument */
	const char *help;
	int id; /* handed to the command's handler */
};

struct command {
	const char *name;
	const char *operands; /* "MODULE [ARGUMENT...]" */
	const char *summary;  /* one line */
	const char *notes;    /* printed after the options, may be NULL */
	const struct option_spec *options;
	size_t option_count; /* at most OPTIONS_MAX */
	int usage_status;    /* exit status for a mistake in the flags */
	/* options that --help names together behind this word, from and to these ids; NULL: none */
	const char *group;
	int group_first, group_last;
};

/* Handles one flag; returns false after having printed one line that says what is wrong. */
typedef bool (*option_handler)(void *env, int id, const char *argument);

/* Reads flags up to the first operand (argv[0] is the command). Returns the operand's index, argc
 * if there is none; or, when there is nothing left to do
 * (--help, a mistake), -1 with *status set to the exit status. */
int options_parse(const struct command *command, int argc, char **argv, option_handler handler,
	void *env, int *status);
/* The handler of a command with one flag: sets the bool that env is. */
bool option_set(void *env, int id, const char *argument);

/* Prints what --help does. */
void command_print_help(const struct command *command);

/* "-j, --jobs N" */
enum { OPTION_LABEL_MAX = 80 };
void option_label(const struct option_spec *option, char out[OPTION_LABEL_MAX]);

/* The word of the list that was probably meant, or NULL. */
struct words {
	const char *best;
	size_t distance;
};
void words_consider(struct words *w, const char *typed, const char *word);

/* One line on stderr: "wasix run: text". */
void command_complain(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
