// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
// EXPECT: status 5
// EXPECT: said: one 'two words' 1
// EXPECT: to a file: one 'two words' 1
// EXPECT: from a file: 4
// EXPECT: none 2
// EXPECT: replaced: x '' 0
/* The program starts itself in other roles, on whatever host this runs. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static const char *self;

static int
run(const posix_spawn_file_actions_t *actions, char *role, char *a, char *b)
{
	char *argv[] = { (char *)self, role, a, b, NULL };
	pid_t pid;
	int status = -1;
	int e = posix_spawn(&pid, self, actions, NULL, argv, environ);

	if (e) {
		printf("posix_spawn: %s\n", strerror(e));
		return -1;
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
child(char **argv)
{
	char c;
	int n = 0;

	if (strcmp(argv[1], "ends") == 0)
		return atoi(argv[2]);
	if (strcmp(argv[1], "counts") == 0) {
		while (read(0, &c, 1) == 1)
			n++;
		return n;
	}
	printf("%s %s '%s' %d\n", argv[1], argv[2], argv[3] ? argv[3] : "", getenv("PEER") != NULL);
	return 0;
}

static void
print_file(const char *name)
{
	char text[200];
	int fd = open(name, O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);

	text[n > 0 ? n : 0] = 0;
	printf("%s", text);
	close(fd);
}

int
main(int argc, char **argv)
{
	posix_spawn_file_actions_t a;
	pid_t pid;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return child(argv);
	self = access("/guest.wasm", F_OK) == 0 ? "/guest.wasm" : access("guest.wasm", F_OK) == 0 ? "guest.wasm" : argv[0];
	setenv("PEER", "1", 1);
	printf("status %d\n", run(NULL, "ends", "5", NULL));
	run(NULL, "said:", "one", "two words");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 1, "said", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	run(&a, "to a file:", "one", "two words");
	posix_spawn_file_actions_destroy(&a);
	print_file("said");

	int fd = open("four", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	write(fd, "four", 4);
	close(fd);
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 0, "four", O_RDONLY, 0);
	printf("from a file: %d\n", run(&a, "counts", NULL, NULL));
	posix_spawn_file_actions_destroy(&a);

	printf("none %d\n", posix_spawnp(&pid, "no-such-program", NULL, NULL, argv, environ));
	unsetenv("PEER");
	execl(self, self, "replaced:", "x", NULL);
	perror("execl");
}
