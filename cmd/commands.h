/* commands.h -- entry points of the commands. argv[0] is the command's name; the result is the exit
 * status. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

/* Exit statuses of wasix itself; README, "Exit status". */
enum {
	STATUS_USAGE = 2,  /* a mistake in the flags of any command but run */
	STATUS_TRAP = 134, /* 128 + SIGABRT */
	STATUS_NOT_RUN =
		126, /* malformed, invalid, unlinkable, denied a mount, wrong flags of run */
	STATUS_NOT_FOUND = 127 /* no such file */
};

/* What --help, man pages and completions say of each: one description, options.h. */
struct command;
extern const struct command abi_command, inspect_command;

int abi_main(int argc, char **argv);
int compile_main(int argc, char **argv);
int inspect_main(int argc, char **argv);
int run_main(int argc, char **argv);
int spec_main(int argc, char **argv);
/* tool: the name it was called by, "cc", "wasixar", ... */
int cc_main(int argc, char **argv, const char *tool);

#endif
