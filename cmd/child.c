/* child.c -- programs that a command starts and waits for. */
#include "child.h"

#include "cc_args.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int
start(const char *const *argv, posix_spawn_file_actions_t *actions, pid_t *pid)
{
	int e = posix_spawnp(
		pid, argv[0], actions, NULL, (char *const *)(void *)(size_t)argv, environ);

	errno = e;
	return e ? -1 : 0;
}

int
child_run(const char *const *argv, const char *log)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	if (log) {
		posix_spawn_file_actions_addopen(
			&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
		posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
	}
	int status = start(argv, &actions, &pid);
	posix_spawn_file_actions_destroy(&actions);
	return status < 0 ? -1 : wait_for(pid);
}

static const char *
read_all(int fd)
{
	FILE *text = fdopen(fd, "r");
	char *out = NULL;
	size_t capacity = 0;

	/* no NUL is printed, so one delimiter takes it all */
	ssize_t len = text ? getdelim(&out, &capacity, 0, text) : -1;
	if (text)
		fclose(text);
	while (len > 0 && out[len - 1] == '\n')
		out[--len] = 0;
	return len < 0 ? "" : out; // NOLINT(clang-analyzer-unix.Malloc): never freed
}

const char *
child_output(const char *const *argv)
{
	posix_spawn_file_actions_t actions;
	int pipes[2];
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int failed = start(argv, &actions, &pid);
	posix_spawn_file_actions_destroy(&actions);
	close(pipes[1]);
	const char *text = read_all(pipes[0]);
	// NOLINTNEXTLINE(clang-analyzer-unix.Malloc): never freed
	return failed || wait_for(pid) != 0 ? NULL : text;
}
