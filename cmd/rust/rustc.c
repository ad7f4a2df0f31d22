/* rustc.c -- wasix-rustc and wasix-rustdoc: the compiler with our target.
 *
 * Cargo calls wasix-rustc in place of rustc (RUSTC=wasix-rustc). What is compiled for the host
 * goes to the compiler as it came; for the target it gets the tree that `cargo wasix self install`
 * built, our linker, and leave to read a target specification, which only a compiler that allows
 * unstable things does. The crates themselves stay without them. The crate libc is compiled from
 * edited sources (rust_edits.def).
 */
#include "rustc.h"

#include "cc_args.h"
#include "doctest.h"
#include "rust.h"
#include "rust_libc.h"
#include "toolchain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
starts_with(const char *word, const char *prefix)
{
	return strncmp(word, prefix, strlen(prefix)) == 0;
}

static bool
is_for_target(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--target=" RUST_TARGET) == 0 ||
			(strcmp(argv[i], "--target") == 0 && i + 1 < argc &&
				strcmp(argv[i + 1], RUST_TARGET) == 0))
			return true;
	return false;
}

/* While the standard library itself is compiled, there is only a tree that is being made. */
static bool
find_rust(struct rust *out)
{
	const char *root = getenv("WASIX_RUST_ROOT");

	if (!root || !*root)
		return rust_installed(out);
	if (rust_read(root, out))
		return true;
	rust_complain("WASIX_RUST_ROOT: '%s' is no installed standard library", root);
	return false;
}

static const char *
crate_name(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--crate-name") == 0 && i + 1 < argc)
			return argv[i + 1];
		else if (starts_with(argv[i], "--crate-name="))
			return argv[i] + strlen("--crate-name=");
	return "";
}

/* Crates that ask for a nightly compiler where wasm32 has atomics. Nothing that runs here uses
 * them, but they are built where a manifest names them for every wasm32. */
static const char *const NIGHTLY[] = { "wasm_bindgen", "js_sys", "web_sys" };

static bool
may_be_unstable(const char *crate)
{
	bool may = getenv("WASIX_RUST_STD") != NULL;

	for (size_t i = 0; i < sizeof NIGHTLY / sizeof *NIGHTLY; i++)
		may = may || strcmp(crate, NIGHTLY[i]) == 0;
	return may;
}

/* Ours before the user's, so that the user's win. */
static void
add_target_flags(struct args *a, const struct rust *rust, const char *crate)
{
	args_add(a, "--sysroot");
	args_add(a, rust->root);
	args_add(a, "-Zunstable-options");
	args_add(a, args_format("-Clinker=%s", toolchain_beside("wasixcc")));
	if (!may_be_unstable(crate))
		args_add(a, "-Zallow-features=");
}

/* Features that make a crate ask for JavaScript on every wasm32: on by default, and of no use where
 * there is an operating system. Without them the crates do what they do on Linux. */
static const struct {
	const char *crate, *argument;
} WITHOUT[] = {
	{ "chrono", "feature=\"wasmbind\"" },
};

static void
add_arguments(struct args *a, const char *crate, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		bool drop = false;
		for (size_t k = 0; k < sizeof WITHOUT / sizeof *WITHOUT; k++)
			drop = drop || (i + 1 < argc && strcmp(argv[i], "--cfg") == 0 &&
					       strcmp(crate, WITHOUT[k].crate) == 0 &&
					       strcmp(argv[i + 1], WITHOUT[k].argument) == 0);
		if (drop)
			i++;
		else
			args_add(a, argv[i]);
	}
}

/* Returns only on failure. */
static int
run_compiler(const char *program, const struct args *a)
{
	a->list[0] = program;
	execv(program, (char *const *)(void *)a->list);
	rust_complain("cannot run %s: %s", program, strerror(errno));
	return 1;
}

static bool
tests_documentation(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--test") == 0)
			return true;
	return false;
}

/* The word after `--name`, or after `--name=`, in any of the flag's places. */
static bool
has_flag(int argc, char **argv, const char *name, const char *word)
{
	size_t len = strlen(name);

	for (int i = 1; i < argc && argv[i]; i++) {
		const char *value = NULL;
		if (strcmp(argv[i], name) == 0 && i + 1 < argc)
			value = argv[i + 1];
		else if (starts_with(argv[i], name) && argv[i][len] == '=')
			value = argv[i] + len + 1;
		if (value && strstr(value, word))
			return true;
	}
	return false;
}

/* To check such a crate is fine; the standard library names one of its forms so. */
static bool
links_dynamic_library(int argc, char **argv)
{
	return !getenv("WASIX_RUST_STD") && has_flag(argc, argv, "--emit", "link") &&
	       (has_flag(argc, argv, "--crate-type", "cdylib") ||
		       has_flag(argc, argv, "--crate-type", "dylib"));
}

int
rustc_main(int argc, char **argv, const char *tool)
{
	bool rustdoc = strcmp(tool, RUSTDOC_TOOL) == 0;
	struct rust rust;
	struct args a = { 0 };

	if (!find_rust(&rust))
		return 1;
	args_add(&a, NULL);
	if (!is_for_target(argc, argv)) {
		for (int i = 1; i < argc; i++)
			args_add(&a, argv[i]);
		return run_compiler(rustdoc ? rust.rustdoc : rust.rustc, &a);
	}
	if (rustdoc && tests_documentation(argc, argv))
		return doctest_run(&rust, argc, argv);
	setenv("RUSTC_BOOTSTRAP", "1", 1);
	const char *crate = crate_name(argc, argv);
	add_target_flags(&a, &rust, crate);
	if (links_dynamic_library(argc, argv)) {
		rust_complain("%s: cdylib: dynamic libraries of Rust are not there yet, since its "
			      "standard library is not position-independent",
			crate);
		return 1;
	}
	if (strcmp(crate, "libc") == 0) {
		if (!rust_libc_arguments(&a, &rust, argc, argv))
			return 1;
	} else {
		add_arguments(&a, crate, argc, argv);
	}
	/* as Rust's own build does: it is linked where nothing unwinds */
	if (strcmp(crate, "panic_abort") == 0 && getenv("WASIX_RUST_STD"))
		args_add(&a, "-Cpanic=abort");
	return run_compiler(rustdoc ? rust.rustdoc : rust.rustc, &a);
}
