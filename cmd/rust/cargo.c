/* cargo.c -- `cargo wasix`, cargo-wasix: cargo for the target.
 *
 * It sets cargo's environment so that the compiler is wasix-rustc, the linker and the C compiler
 * wasixcc, and what runs programs wasix-cargo-runner; then it becomes cargo. Nothing is written
 * to the package but target/.
 */
#include "cargo.h"

#include "cc_args.h"
#include "commands.h"
#include "options.h"
#include "rust.h"
#include "rustc.h"
#include "toolchain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option_spec OPTIONS[] = {
	{ "-W,FLAG,FLAG...", 0, ARGUMENT_NONE, NULL,
		"flags of wasix run, such as -W,--net,--enable-threads; repeatable", 0 },
};

const struct command cargo_command = {
	.name = "cargo",
	.operands = "build|run|test|bench|check|fix|tree|init|self|version [ARGUMENT...]",
	.summary = "Builds, runs and tests Rust packages for WASIX; also called cargo wasix.",
	.notes = "  build, check, fix, tree  cargo's own, for " RUST_TARGET "\n"
		 "  run                      the program gets what -W grants; its arguments stand "
		 "behind --\n"
		 "  test, bench              with the package at /project, a private /tmp and "
		 "threads\n"
		 "  init [DIRECTORY]         cargo's own; nothing of ours need be in a package\n"
		 "  self install [--again]   build Rust's standard library for the target, once\n"
		 "  self path                where that is\n"
		 "  self env                 what cargo build --target " RUST_TARGET
		 " needs in its environment\n"
		 "  self uninstall           remove all that self install made\n"
		 "  version                  of this, of the compiler and of its standard library\n"
		 "\n"
		 "Environment: WASIX_RUSTC the compiler, WASIX_RUST_SRC its library sources,\n"
		 "CARGO_TARGET_WASM32_WASMER_WASI_RUNNER what runs programs instead of wasix run.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

/* Cargo's subcommands that take the target, and whether they run tests. */
static const struct {
	const char *name;
	bool tests;
} PASSED[] = {
	{ "build", false },
	{ "run", false },
	{ "test", true },
	{ "bench", true },
	{ "check", false },
	{ "fix", false },
	{ "tree", false },
};

/* What cargo, and the crates that build C, find our programs by. */
#define RUNNER_VARIABLE "CARGO_TARGET_WASM32_WASMER_WASI_RUNNER"
static const struct {
	const char *variable, *file;
} ENVIRONMENT[] = {
	{ "RUSTC", RUSTC_TOOL },
	{ "RUSTDOC", RUSTDOC_TOOL },
	{ "CARGO_TARGET_WASM32_WASMER_WASI_LINKER", "wasixcc" },
	{ RUNNER_VARIABLE, RUNNER_TOOL },
	{ "CC_wasm32_wasmer_wasi", "wasixcc" },
	{ "CXX_wasm32_wasmer_wasi", "wasixc++" },
	{ "AR_wasm32_wasmer_wasi", "wasixar" },
	{ "RANLIB_wasm32_wasmer_wasi", "wasixranlib" },
	/* the crate cc asks for it where the operating system is Linux and the processor wasm32 */
	{ "WASM_MUSL_SYSROOT", "../lib/wasix/sysroot" },
	{ "CMAKE_TOOLCHAIN_FILE_wasm32_wasmer_wasi", "../share/wasix/wasix.toolchain.cmake" },
};

enum { ENVIRONMENT_COUNT = sizeof ENVIRONMENT / sizeof *ENVIRONMENT };

/* --- arguments --- */

struct cargo {
	struct args out;
	const char *run_flags; /* a line each, or NULL */
	bool behind_dashes;
};

/* "-W,--net,--dir=." to lines */
static void
add_run_flags(struct cargo *c, const char *flags)
{
	while (*flags) {
		size_t n = strcspn(flags, ",");
		if (n > 0)
			c->run_flags = args_format(
				"%s%.*s\n", c->run_flags ? c->run_flags : "", (int)n, flags);
		flags += n + (flags[n] == ',');
	}
}

static bool
is_our_target(const char *target)
{
	if (target && strcmp(target, RUST_TARGET) == 0)
		return true;
	rust_complain("builds for %s only, not for '%s'", RUST_TARGET, target ? target : "");
	return false;
}

static bool
read_arguments(struct cargo *c, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (c->behind_dashes) {
			args_add(&c->out, argv[i]);
		} else if (strncmp(argv[i], "-W", 2) == 0) {
			if (argv[i][2] != ',') {
				rust_complain("'%s': -W,FLAG is expected", argv[i]);
				return false;
			}
			add_run_flags(c, argv[i] + 3);
		} else if (strcmp(argv[i], "--target") == 0) {
			if (!is_our_target(i + 1 < argc ? argv[++i] : NULL))
				return false;
		} else if (strncmp(argv[i], "--target=", 9) == 0) {
			if (!is_our_target(argv[i] + 9))
				return false;
		} else {
			c->behind_dashes = strcmp(argv[i], "--") == 0;
			args_add(&c->out, argv[i]);
		}
	}
	return true;
}

/* --- environment --- */

/* The user's own CC and so on stay. RUSTC is not asked: what is used is the compiler that the
 * standard library was built for. A runner of the user's gets the flags as words. */
static void
set_environment(const struct cargo *c, const struct rust *rust, bool tests)
{
	const char *runner = getenv(RUNNER_VARIABLE);

	for (size_t i = 0; i < ENVIRONMENT_COUNT; i++)
		setenv(ENVIRONMENT[i].variable, toolchain_beside(ENVIRONMENT[i].file),
			strncmp(ENVIRONMENT[i].variable, "RUST", 4) == 0);
	setenv("WASIX_RUST_ROOT", rust->root, 1);
	if (tests)
		setenv(RUNNER_MODE, "test", 1);
	else
		unsetenv(RUNNER_MODE);
	if (!c->run_flags) {
		unsetenv(RUNNER_FLAGS);
	} else if (!runner || !*runner) {
		setenv(RUNNER_FLAGS, c->run_flags, 1);
	} else {
		const char *words = runner;
		for (const char *flag = c->run_flags; *flag; flag += strcspn(flag, "\n") + 1)
			words = args_format("%s %.*s", words, (int)strcspn(flag, "\n"), flag);
		setenv(RUNNER_VARIABLE, words, 1);
	}
}

/* The cargo that called us, else the compiler's own. Returns only on failure. */
static int
become_cargo(const struct args *a, const struct rust *rust)
{
	const char *cargo = getenv("CARGO");

	if (!cargo || !*cargo)
		cargo = rust && access(rust->cargo, X_OK) == 0 ? rust->cargo : "cargo";
	a->list[0] = cargo;
	// NOLINTNEXTLINE(clang-analyzer-optin.taint.GenericTaint): the user's own cargo
	execvp(cargo, (char *const *)(void *)a->list);
	rust_complain("cannot run %s: %s", cargo, strerror(errno));
	return 1;
}

static int
pass_on(bool tests, int argc, char **argv)
{
	struct cargo c = { 0 };
	struct rust rust;

	args_add(&c.out, NULL);
	args_add(&c.out, argv[0]);
	args_add(&c.out, "--target=" RUST_TARGET);
	if (!read_arguments(&c, argc, argv))
		return STATUS_USAGE;
	if (!rust_installed(&rust))
		return 1;
	set_environment(&c, &rust, tests);
	return become_cargo(&c.out, &rust);
}

/* --- commands that are ours --- */

static int
init(int argc, char **argv)
{
	struct args a = { 0 };

	args_add(&a, NULL);
	for (int i = 0; i < argc; i++)
		args_add(&a, argv[i]);
	return become_cargo(&a, NULL);
}

static int
print_version(void)
{
	struct rust rust;

	printf("cargo-wasix %s\n", WASIX_VERSION);
	fflush(stdout);
	if (!rust_installed(&rust))
		return 1;
	printf("rustc %s (%s)\nstandard library for %s in %s\n", rust.release, rust.rustc,
		RUST_TARGET, rust.root);
	return 0;
}

static int
print_path(void)
{
	struct rust rust;

	if (!rust_installed(&rust))
		return 1;
	printf("%s\n", rust.root);
	return 0;
}

static int
print_environment(void)
{
	for (size_t i = 0; i < ENVIRONMENT_COUNT; i++)
		printf("export %s='%s'\n", ENVIRONMENT[i].variable,
			toolchain_beside(ENVIRONMENT[i].file));
	return 0;
}

static int
self(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	bool again = argc == 3 && strcmp(argv[2], "--again") == 0;

	if (strcmp(what, "install") == 0 && argc == 2 + again)
		return rust_install(again);
	if (strcmp(what, "path") == 0 && argc == 2)
		return print_path();
	if (strcmp(what, "env") == 0 && argc == 2)
		return print_environment();
	if (strcmp(what, "uninstall") == 0 && argc == 2)
		return rust_uninstall();
	rust_complain("self install [--again], self path, self env or self uninstall is expected");
	return STATUS_USAGE;
}

/* --- entry --- */

static int
unknown(const char *name)
{
	struct words words = { 0 };

	for (size_t i = 0; i < sizeof PASSED / sizeof *PASSED; i++)
		words_consider(&words, name, PASSED[i].name);
	rust_complain("unknown command '%s'%s%s%s (see cargo wasix --help)", name,
		words.best ? "; " : "", words.best ? words.best : "",
		words.best ? " was meant?" : "");
	return STATUS_USAGE;
}

/* Cargo calls `cargo-wasix wasix COMMAND ...`. */
int
cargo_main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "wasix") == 0) {
		argc--;
		argv++;
	}
	const char *name = argc > 1 ? argv[1] : "--help";
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		command_print_help(&cargo_command);
		return argc > 1 ? 0 : STATUS_USAGE;
	}
	for (size_t i = 0; i < sizeof PASSED / sizeof *PASSED; i++)
		if (strcmp(name, PASSED[i].name) == 0)
			return pass_on(PASSED[i].tests, argc - 1, argv + 1);
	if (strcmp(name, "init") == 0)
		return init(argc - 1, argv + 1);
	if (strcmp(name, "self") == 0)
		return self(argc - 1, argv + 1);
	if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0 ||
		strcmp(name, "-V") == 0)
		return print_version();
	return unknown(name);
}
