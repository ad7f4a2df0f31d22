/* binfmt.c -- `wasix binfmt`: lets the kernel run modules as programs (Linux, "binfmt_misc"), and
 * wasix-exec, which the kernel then starts.
 *
 * wasix-exec takes no flag, neither from the command line nor from a file or variable: a module
 * that is started by its name has its arguments and descriptors 0-2, as any module has without
 * flags, and no file, variable or network.
 */
#include "commands.h"
#include "options.h"
#include "toolchain.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KERNEL     "/proc/sys/fs/binfmt_misc"
#define ENTRY      KERNEL "/wasix"
#define BOOT_DIR   "/etc/binfmt.d"
#define BOOT_ENTRY BOOT_DIR "/wasix.conf"

enum flag { FLAG_NONE, FLAG_PRINT, FLAG_INSTALL, FLAG_REMOVE };

static const struct option_spec OPTIONS[] = {
	{ "print", 0, ARGUMENT_NONE, NULL, "print the line that would be registered", FLAG_PRINT },
	{ "install", 0, ARGUMENT_NONE, NULL, "register it, also at boot if there is " BOOT_DIR,
		FLAG_INSTALL },
	{ "remove", 0, ARGUMENT_NONE, NULL, "undo that", FLAG_REMOVE },
};

const struct command binfmt_command = {
	.name = "binfmt",
	.operands = "",
	.summary = "Lets the kernel run modules by their name: ./prog.wasm instead of wasix run.",
	.notes = "Off unless installed, by root. A module started so gets its arguments and what "
		 "stands\n"
		 "on descriptors 0-2, nothing else: no directory, no environment, no network. For "
		 "more,\n"
		 "start it by wasix run and flags.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

/* :name:M(agic):offset:bytes:mask:interpreter:flags. Magic and version of a module, not of a
 * component. The caller frees; NULL after a complaint. */
static char *
registration(void)
{
	const char *program = toolchain_beside(BINFMT_TOOL);
	char *line = NULL;

	if (!program || access(program, X_OK) != 0) {
		command_complain(&binfmt_command, "%s: %s", program ? program : BINFMT_TOOL,
			strerror(errno));
		return NULL;
	}
	if (strlen(program) > 127 || strchr(program, ':')) {
		command_complain(&binfmt_command, "the kernel takes no such path: %s", program);
		return NULL;
	}
	if (asprintf(&line, ":wasix:M::\\x00asm\\x01\\x00\\x00\\x00::%s:\n", program) < 0)
		return NULL;
	return line;
}

/* Returns 0, or an errno. */
static int
write_file(const char *path, int flags, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0644);
	size_t len = strlen(text);
	int error = 0;

	if (fd < 0)
		return errno;
	ssize_t n = write(fd, text, len);
	if (n != (ssize_t)len)
		error = n < 0 ? errno : EIO;
	if (close(fd) != 0 && !error)
		error = errno;
	return error;
}

static int
complain_of(const char *path, int error)
{
	command_complain(&binfmt_command, "%s: %s%s", path, strerror(error),
		error == ENOENT ? " (mount -t binfmt_misc binfmt_misc " KERNEL ")" : "");
	return 1;
}

static int
remove_entries(void)
{
	int error = write_file(ENTRY, 0, "-1");

	if (error && error != ENOENT)
		return complain_of(ENTRY, error);
	if (unlink(BOOT_ENTRY) != 0 && errno != ENOENT)
		return complain_of(BOOT_ENTRY, errno);
	return 0;
}

static int
install_entries(const char *line)
{
	if (access(ENTRY, F_OK) == 0 && remove_entries() != 0)
		return 1;
	int error = write_file(KERNEL "/register", 0, line);
	if (error)
		return complain_of(KERNEL "/register", error);
	if (access(BOOT_DIR, F_OK) == 0) {
		error = write_file(BOOT_ENTRY, O_CREAT | O_TRUNC, line);
		if (error)
			return complain_of(BOOT_ENTRY, error);
	}
	return 0;
}

static bool
take_flag(void *env, int id, const char *argument)
{
	(void)argument;
	*(int *)env = id;
	return true;
}

int
binfmt_main(int argc, char **argv)
{
	int wanted = FLAG_NONE, status = 0;
	int first = options_parse(&binfmt_command, argc, argv, take_flag, &wanted, &status);

	if (first < 0)
		return status;
	if (first < argc || wanted == FLAG_NONE) {
		command_complain(&binfmt_command,
			"--print, --install or --remove is expected (see wasix binfmt --help)");
		return STATUS_USAGE;
	}
	if (wanted == FLAG_REMOVE)
		return remove_entries();
	char *line = registration();
	if (!line)
		return 1;
	if (wanted == FLAG_PRINT)
		fputs(line, stdout);
	else
		status = install_entries(line);
	free(line);
	return status;
}

/* The module's path may begin with a dash, so the flags end before it. */
int
binfmt_run(int argc, char **argv)
{
	char run[] = "run", end[] = "--";
	char **list = calloc((size_t)argc + 2, sizeof *list);

	if (!list)
		return STATUS_NOT_RUN;
	list[0] = run;
	list[1] = end;
	for (int i = 1; i < argc; i++)
		list[i + 1] = argv[i];
	int status = run_main(argc + 1, list);
	free(list);
	return status;
}
