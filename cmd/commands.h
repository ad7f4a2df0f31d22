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
extern const struct command abi_command, binfmt_command, cargo_command, cc_command, compile_command,
	doctor_command, help_command, inspect_command, run_command, spec_command;

/* All of them in the order of --help; NULL ends the list. */
extern const struct command_entry {
	const struct command *command;
	int (*main)(int argc, char **argv);
} COMMANDS[];

int abi_main(int argc, char **argv);
int binfmt_main(int argc, char **argv);
int compile_main(int argc, char **argv);
int doctor_main(int argc, char **argv);
int help_main(int argc, char **argv);
int inspect_main(int argc, char **argv);
int run_main(int argc, char **argv);
int spec_main(int argc, char **argv);
/* tool: the name it was called by, "cc", "wasixar", ... */
int cc_main(int argc, char **argv, const char *tool);

/* What the kernel calls for a module that is executed directly: wasix-exec MODULE ARGUMENT... is
 * wasix run without any flag. */
#define BINFMT_TOOL "wasix-exec"
int binfmt_run(int argc, char **argv);

#endif
