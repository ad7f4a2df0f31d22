/* pair.c -- times two commands in turn: `pair RUNS A... -- B...`.
 *
 * Alternating them puts both under the same load; the minimum is the figure least disturbed. Output goes to /dev/null, input comes from there.
 * Prints: minimum of A and of B in ms (wall clock), the ratio A/B of the minima, the ratio of the medians.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { RUNS_MAX = 1000 };

static double
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Runs a command to its end and returns how long it took; a failure ends the benchmark. */
static double
run_once(char **argv)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	double begin = now_ms();
	int error = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	if (error) {
		fprintf(stderr, "pair: %s: %s\n", argv[0], strerror(error));
		exit(2);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	double end = now_ms();
	posix_spawn_file_actions_destroy(&actions);
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "pair: %s failed, status 0x%x\n", argv[0], (unsigned)status);
		exit(2);
	}
	return end - begin;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	static double a[RUNS_MAX], b[RUNS_MAX];
	int runs = argc > 1 ? atoi(argv[1]) : 0;
	int split = 2;

	while (split < argc && strcmp(argv[split], "--") != 0)
		split++;
	if (runs < 1 || runs > RUNS_MAX || split < 3 || split + 1 >= argc) {
		fprintf(stderr, "usage: pair RUNS COMMAND-A... -- COMMAND-B...\n");
		return 2;
	}
	argv[split] = NULL;
	for (int i = 0; i < runs; i++) {
		a[i] = run_once(&argv[2]);
		b[i] = run_once(&argv[split + 1]);
	}
	qsort(a, (size_t)runs, sizeof *a, by_value);
	qsort(b, (size_t)runs, sizeof *b, by_value);
	printf("%.2f %.2f %.3f %.3f\n", a[0], b[0], a[0] / b[0], a[runs / 2] / b[runs / 2]);
	return 0;
}
