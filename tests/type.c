/* type.c -- types at a terminal and reads what it says: `type SCRIPT COMMAND...`, natively.
 *
 * Each line of the script is `> TEXT` (typed, with a newline), `^C` and the like (typed as that
 * control character), or `< TEXT` (waits until the terminal has said it since the last such line).
 * Ends with the command's status; 99 after 20 seconds without what is waited for.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000 };

static char said[1 << 20];
static size_t length, seen;

/* Reads what the terminal says next; false at its end, or if it says nothing for long. */
static int
hear(int terminal)
{
	struct pollfd p = { .fd = terminal, .events = POLLIN };
	if (poll(&p, 1, PATIENCE_MS) <= 0)
		return 0;
	ssize_t n = read(terminal, said + length, sizeof said - 1 - length);
	if (n <= 0)
		return 0;
	length += (size_t)n;
	return 1;
}

static void
await(int terminal, const char *text)
{
	char *at;
	while (!(at = memmem(said + seen, length - seen, text, strlen(text))))
		if (!hear(terminal)) {
			fprintf(stderr, "the terminal does not say '%s'; it said:\n%s\n", text,
				said);
			exit(99);
		}
	seen = (size_t)(at - said) + strlen(text);
}

static void
send_text(int terminal, const char *text, size_t n)
{
	if (write(terminal, text, n) != (ssize_t)n)
		exit(98);
}

int
main(int argc, char **argv)
{
	char line[1024];
	int terminal, status;
	FILE *script = argc > 2 ? fopen(argv[1], "r") : NULL;
	if (!script)
		return 97;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	while (fgets(line, sizeof line, script)) {
		size_t n = strlen(line);
		char control = (char)(line[1] & 0x1f);
		if (line[0] == '>')
			send_text(terminal, line + 2, n - 2);
		else if (line[0] == '^')
			send_text(terminal, &control, 1);
		else
			line[n - 1] = 0, await(terminal, line + 2);
	}
	while (hear(terminal))
		;
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
