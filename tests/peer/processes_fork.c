// CFLAGS: -pthread
// WASMER-CFLAGS: --asyncify
// RUN: --enable-threads
// EXPECT: child said hello, ended with 3
// EXPECT: mine 1 theirs 2
// EXPECT: vfork 5
/* fork, on whatever host this runs; Wasmer wants a module that it can unwind. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(void)
{
	char text[100];
	int ends[2], status = 0, mine = 1;

	pipe(ends);
	pid_t child = fork();
	if (child == 0) {
		mine++;
		write(ends[1], "hello", 5);
		_exit(mine + 1);
	}
	close(ends[1]);
	ssize_t n = read(ends[0], text, sizeof text);
	waitpid(child, &status, 0);
	printf("child said %.*s, ended with %d\n", (int)n, text, WEXITSTATUS(status));
	printf("mine %d theirs %d\n", mine, WEXITSTATUS(status) - 1);
	child = vfork();
	if (child == 0)
		_exit(5);
	waitpid(child, &status, 0);
	printf("vfork %d\n", WEXITSTATUS(status));
}
