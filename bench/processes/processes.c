/* processes.c -- making processes: `processes WHAT COUNT [MIB]`.
 *
 *   fork COUNT MIB    fork, exit, wait, with MIB of memory written before
 *   spawn COUNT       posix_spawn of this program as `true`, wait
 *   exec COUNT        fork, exec of it, wait
 *   pipe COUNT        a byte to a child and back
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int
ended_well(pid_t child)
{
	int status = -1;
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static int
fork_once(char *self)
{
	(void)self;
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return ended_well(child);
}

static int
spawn_once(char *self)
{
	char *argv[] = { self, "true", NULL };
	pid_t child;
	return posix_spawn(&child, self, NULL, NULL, argv, environ) == 0 && ended_well(child);
}

static int
exec_once(char *self)
{
	pid_t child = fork();
	if (child == 0) {
		execl(self, self, "true", (char *)0);
		_exit(127);
	}
	return ended_well(child);
}

static int
ping_pong(int count)
{
	int to[2], from[2];
	char byte = 'x';
	if (pipe(to) || pipe(from))
		return 0;
	pid_t child = fork();
	if (child == 0) {
		close(to[1]);
		while (read(to[0], &byte, 1) == 1)
			if (write(from[1], &byte, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(to[0]);
	while (count-- > 0)
		if (write(to[1], &byte, 1) != 1 || read(from[0], &byte, 1) != 1)
			return 0;
	close(to[1]);
	return ended_well(child);
}

int
main(int argc, char **argv)
{
	if (argc < 3)
		return 0; /* true */
	int count = atoi(argv[2]);
	size_t bytes = argc > 3 ? (size_t)atoi(argv[3]) << 20 : 0;
	char *room = malloc(bytes + 1);
	if (!room)
		return 1;
	memset(room, 1, bytes);
	if (strcmp(argv[1], "pipe") == 0)
		return !ping_pong(count);
	int (*once)(char *) = strcmp(argv[1], "fork") == 0    ? fork_once
			      : strcmp(argv[1], "spawn") == 0 ? spawn_once
							      : exec_once;
	while (count-- > 0)
		if (!once(argv[0]))
			return 1;
	return room[bytes / 2] > 1;
}
