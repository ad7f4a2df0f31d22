/* cargo_runner.c -- wasix-cargo-runner: what cargo starts programs for the target with.
 *
 * A program gets what `cargo wasix run -W,...` grants. A test or benchmark also gets its package as
 * /project, where it begins, an empty /tmp of its own, and threads, which libtest runs tests in.
 * Both see the variables that steer Rust's own library.
 */
#include "cargo.h"

#include "cc_args.h"
#include "commands.h"
#include "rust.h"
#include "tree.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void
add_environment(struct args *a)
{
	for (char **e = environ; *e; e++)
		if (strncmp(*e, "RUST_", 5) == 0)
			args_add(a, args_format("--env=%s", *e));
}

static void
add_flags(struct args *a)
{
	const char *flags = getenv(RUNNER_FLAGS);

	while (flags && *flags) {
		size_t n = strcspn(flags, "\n");
		args_add(a, args_format("%.*s", (int)n, flags));
		// NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): strcspn stops at the end
		flags += n + (flags[n] == '\n');
	}
}

static int
run(struct args *a, int argc, char **argv)
{
	add_environment(a);
	add_flags(a);
	for (int i = 1; i < argc; i++)
		args_add(a, argv[i]);
	return run_main((int)a->count, (char **)(void *)a->list);
}

/* --- tests --- */

static volatile sig_atomic_t child;

static void
pass_on(int signal)
{
	if (child > 0)
		kill((pid_t)child, signal);
}

/* Waits for the child, which gets the signals that would end us before /tmp is removed. */
static int
wait_for_child(void)
{
	static const int PASSED[] = { SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_handler = pass_on };
	int status;

	signal(SIGINT, SIG_IGN); /* the terminal tells the child itself */
	for (size_t i = 0; i < sizeof PASSED / sizeof *PASSED; i++)
		sigaction(PASSED[i], &action, NULL);
	while (waitpid((pid_t)child, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int
run_test(struct args *a, int argc, char **argv)
{
	const char *host_tmp = getenv("TMPDIR");
	char *package = getcwd(NULL, 0);
	char *tmp = (char *)(size_t)args_format(
		"%s/wasix-test-XXXXXX", host_tmp && *host_tmp ? host_tmp : "/tmp");

	if (!package || !mkdtemp(tmp)) {
		rust_complain("cannot make a directory for /tmp: %s", strerror(errno));
		return STATUS_NOT_RUN;
	}
	args_add(a, args_format("--volume=%s:/project", package));
	args_add(a, args_format("--volume=%s:/tmp", tmp));
	args_add(a, "--cwd=/project");
	args_add(a, "--env=CARGO_MANIFEST_DIR=/project");
	args_add(a, "--enable-threads");
	child = fork();
	if (child == 0)
		exit(run(a, argc, argv));
	int status = child < 0 ? STATUS_NOT_RUN : wait_for_child();
	tree_remove(tmp);
	free(package);
	return status;
}

int
cargo_runner_main(int argc, char **argv)
{
	const char *mode = getenv(RUNNER_MODE);
	struct args a = { 0 };

	args_add(&a, "run");
	return mode && strcmp(mode, "test") == 0 ? run_test(&a, argc, argv) : run(&a, argc, argv);
}
