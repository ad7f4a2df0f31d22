/* cc_program.c -- running a program of the toolchain and going on. */
#include "cc_program.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

int
cc_program_run(const char *driver, const char **argv)
{
	pid_t pid;
	int status = 0;
	int error = posix_spawn(&pid, argv[0], NULL, NULL, (char **)(void *)argv, environ);

	if (error) {
		fprintf(stderr, "%s: cannot run %s: %s\n", driver, argv[0], strerror(error));
		return 1;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
