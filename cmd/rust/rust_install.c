/* rust_install.c -- `cargo wasix self install`: builds Rust's standard library for the target.
 *
 * In DATA/wasix/rust, under a lock: the sources are copied to work/, edited, and built there by
 * cargo with our rustc (rustc.c); the libraries go to KEY.new, which is renamed KEY when all is in
 * it. An install that was interrupted leaves work/ behind: the next one goes on there if it is of
 * the same key, else starts over.
 */
#include "rust.h"

#include "cc_args.h"
#include "child.h"
#include "digest.h"
#include "toolchain.h"
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Raised when what is built changes otherwise than by the edits. */
#define BUILD_VERSION "2"

/* Lies in work/build: what lay below it would be part of its workspace, with all optional and test
 * dependencies, which no vendor directory has. */
static const char MANIFEST[] =
	"[package]\nname = \"wasix-std\"\nversion = \"0.0.0\"\nedition = \"2021\"\n"
	"[lib]\npath = \"lib.rs\"\n"
	"[dependencies]\n"
	"sysroot = { path = \"../library/sysroot\", features = [\"panic-unwind\", \"backtrace\"] "
	"}\n"
	"panic_abort = { path = \"../library/panic_abort\" }\n"
	"[workspace]\n"
	"[profile.release]\ndebug = 0\n"
	/* so that each of its functions is an object, and ours of the C library stand */
	"[profile.release.package.compiler_builtins]\ncodegen-units = 10000\n"
	"[patch.crates-io]\n"
	"rustc-std-workspace-core = { path = \"../library/rustc-std-workspace-core\" }\n"
	"rustc-std-workspace-alloc = { path = \"../library/rustc-std-workspace-alloc\" }\n"
	"rustc-std-workspace-std = { path = \"../library/rustc-std-workspace-std\" }\n";

/* Debian's sources bring the crates that std uses. */
static const char VENDORED[] = "[source.crates-io]\nreplace-with = \"vendored\"\n"
			       "[source.vendored]\ndirectory = \"../library/vendor\"\n";

struct install {
	struct rust rust;
	const char *library; /* the sources */
	const char *data, *root, *stage, *work;
	const char *key;
	const char *target_json, *symbolize; /* files of ours */
};

static void
step(const char *text)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "cargo wasix: %s\n", text);
}

/* Says what could not be written; false. */
static bool
unwritable(const char *path)
{
	rust_complain("cannot write %s: %s", path, strerror(errno));
	return false;
}

/* --- key --- */

/* A file of share/wasix/rust, or NULL after one line. */
static const char *
read_shared(const char *name)
{
	const char *path = toolchain_beside(args_format("../share/wasix/rust/%s", name));
	size_t len;
	const char *text = path ? tree_read(path, &len) : NULL;

	if (!text)
		rust_complain("cannot read %s: %s", path ? path : name, strerror(errno));
	return text;
}

static bool
find_inputs(struct install *in)
{
	if (!rust_find_compiler(&in->rust))
		return false;
	in->library = rust_find_sources(&in->rust);
	if (!in->library)
		return false;
	in->target_json = read_shared("target.json");
	in->symbolize = read_shared("symbolize.rs");
	if (!in->target_json || !in->symbolize)
		return false;
	in->data = rust_data();
	in->key = args_format("%s-%s", in->rust.release,
		digest_texts((const char *const[]){ BUILD_VERSION, in->rust.rustc, in->rust.stamp,
			in->library, rust_edits_text(), in->target_json, in->symbolize, MANIFEST,
			NULL }));
	in->root = args_format("%s/%s", in->data, in->key);
	in->stage = args_format("%s.new", in->root);
	in->work = args_format("%s/work", in->data);
	return true;
}

/* Held until the process ends. */
static bool
lock(const struct install *in)
{
	const char *path = args_format("%s/lock", in->data);

	if (!tree_make(in->data))
		return unwritable(in->data);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return unwritable(path);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		step("waiting for another install");
		return flock(fd, LOCK_EX) == 0;
	}
	return true;
}

/* --- sources --- */

static bool
write_text(const char *path, const char *text)
{
	return tree_write(path, text, strlen(text)) || unwritable(path);
}

/* work/key is written last: with it the copy is whole and edited. */
static bool
prepare_sources(const struct install *in)
{
	const char *mark = args_format("%s/key", in->work);
	const char *library = args_format("%s/library", in->work);
	const char *build = args_format("%s/build", in->work);
	size_t len;
	const char *done = tree_read(mark, &len);

	if (done && strcmp(done, in->key) == 0) {
		step("going on with an install that was interrupted");
		return true;
	}
	step("copying the sources");
	if (!tree_remove(in->work) || !tree_make(in->work) || !tree_copy(in->library, library) ||
		!tree_make(args_format("%s/.cargo", build)))
		return unwritable(tree_failed_path());
	if (!rust_edit(RUST_LIBRARY, library, in->rust.release))
		return false;
	if (!write_text(args_format("%s/backtrace/src/symbolize/wasix.rs", library), in->symbolize))
		return false;
	if (access(args_format("%s/vendor", library), R_OK) == 0 &&
		!write_text(args_format("%s/.cargo/config.toml", build), VENDORED))
		return false;
	if (!tree_copy_file(
		    args_format("%s/Cargo.lock", library), args_format("%s/Cargo.lock", build)))
		return unwritable(tree_failed_path());
	return write_text(args_format("%s/Cargo.toml", build), MANIFEST) &&
	       write_text(args_format("%s/lib.rs", build), "#![no_std]\n") &&
	       write_text(mark, in->key);
}

/* --- the tree that rustc takes for its own --- */

static bool
prepare_stage(const struct install *in)
{
	const char *rustlib = args_format("%s/lib/rustlib", in->stage);
	const char *target = args_format("%s/%s", rustlib, RUST_TARGET);

	if (!tree_remove(in->stage) || !tree_make(args_format("%s/lib", target)))
		return unwritable(tree_failed_path());
	const char *host = args_format("%s/%s", rustlib, in->rust.host);
	if (symlink(args_format("%s/lib/rustlib/%s", in->rust.sysroot, in->rust.host), host) < 0)
		return unwritable(host);
	return write_text(args_format("%s/target.json", target), in->target_json) &&
	       (rust_record(&in->rust, in->stage) || unwritable(tree_failed_path()));
}

/* The crate libc, edited, as rustc.c left it beside the objects. */
static bool
keep_libc(const struct install *in, const char *built)
{
	const char *from = args_format("%s/wasix", built);
	DIR *directory = opendir(from);
	struct dirent *e;
	bool ok = false;

	while (directory && (e = readdir(directory)))
		if (strncmp(e->d_name, "libc-", 5) == 0 && !strchr(e->d_name, '~'))
			ok = tree_copy(args_format("%s/%s", from, e->d_name),
				args_format("%s/libc", in->stage));
	if (directory)
		closedir(directory);
	return ok || unwritable(in->stage);
}

static bool
keep_libraries(const struct install *in)
{
	const char *built = args_format("%s/target/%s/release", in->work, RUST_TARGET);
	const char *deps = args_format("%s/deps", built);
	const char *to = args_format("%s/lib/rustlib/%s/lib", in->stage, RUST_TARGET);
	DIR *directory = opendir(deps);
	struct dirent *e;
	bool ok = directory != NULL;

	while (ok && (e = readdir(directory))) {
		const char *end = strrchr(e->d_name, '.');
		if (end && strcmp(end, ".rlib") == 0)
			ok = tree_copy_file(args_format("%s/%s", deps, e->d_name),
				args_format("%s/%s", to, e->d_name));
	}
	if (directory)
		closedir(directory);
	return ok ? keep_libc(in, built) : unwritable(tree_failed_path());
}

/* --- building --- */

/* Cargo's own progress is shown on a terminal; elsewhere its words go to a file, which stays when
 * it failed. */
static bool
build(const struct install *in)
{
	const char *log = isatty(STDERR_FILENO) ? NULL : args_format("%s/log", in->work);
	bool vendored = access(args_format("%s/library/vendor", in->work), R_OK) == 0;
	const char *const argv[] = { in->rust.cargo, "build", "--release", "--target", RUST_TARGET,
		"--package", "sysroot", "--package", "panic_abort", "--manifest-path",
		args_format("%s/build/Cargo.toml", in->work), "--target-dir",
		args_format("%s/target", in->work), vendored ? "--offline" : NULL, NULL };

	setenv("RUSTC", toolchain_beside("wasix-rustc"), 1);
	setenv("WASIX_RUST_ROOT", in->stage, 1);
	setenv("WASIX_RUST_STD", "1", 1);
	setenv("RUSTC_BOOTSTRAP", "1", 1);
	/* Messages name files as Rust's own builds do, not where this one happened. */
	setenv("CARGO_ENCODED_RUSTFLAGS",
		args_format("-Zforce-unstable-if-unmarked\x1f-Cembed-bitcode=yes\x1f"
			    "--remap-path-prefix=%s/library=/rustc/%s/library",
			in->work, in->rust.release),
		1);
	unsetenv("RUSTC_WRAPPER");
	unsetenv("CARGO_BUILD_TARGET");
	unsetenv("RUSTUP_TOOLCHAIN");
	if (chdir(args_format("%s/build", in->work)) < 0) /* for .cargo/config.toml */
		return unwritable(in->work);
	if (log)
		unlink(log);
	step("building the standard library; this takes minutes");
	int status = child_run(argv, log);
	if (status < 0)
		rust_complain("cannot run %s: %s", in->rust.cargo, strerror(errno));
	else if (status > 0 && !vendored)
		rust_complain("building the standard library failed; the sources come without the "
			      "crates that it uses, so the registry is needed%s%s",
			log ? ": see " : "", log ? log : "");
	else if (status > 0)
		rust_complain("building the standard library failed%s%s", log ? ": see " : "",
			log ? log : "");
	return status == 0;
}

/* Both by rename: whoever looks sees the old or the new. */
static bool
publish(const struct install *in)
{
	const char *current = args_format("%s/current", in->data);
	const char *link = args_format("%s.new", current);

	if (!tree_remove(in->root) || rename(in->stage, in->root) < 0)
		return unwritable(in->root);
	unlink(link);
	if (symlink(in->key, link) < 0 || rename(link, current) < 0)
		return unwritable(current);
	return tree_remove(in->work) || unwritable(in->work);
}

static bool
is_current(const struct install *in)
{
	char key[NAME_MAX + 1];
	ssize_t n = readlink(args_format("%s/current", in->data), key, sizeof key - 1);

	if (n < 0)
		return false;
	key[n] = 0;
	return strcmp(key, in->key) == 0 && access(in->root, R_OK) == 0;
}

/* What interrupted installs of other keys left behind. */
static void
sweep(const struct install *in)
{
	DIR *directory = opendir(in->data);
	struct dirent *e;

	while (directory && (e = readdir(directory))) {
		const char *end = strrchr(e->d_name, '.');
		if (end && strcmp(end, ".new") == 0)
			tree_remove(args_format("%s/%s", in->data, e->d_name));
	}
	if (directory)
		closedir(directory);
}

int
rust_install(bool again)
{
	struct install in = { 0 };

	if (!find_inputs(&in) || !lock(&in))
		return 1;
	if (is_current(&in) && !again) {
		printf("%s: already there\n", in.root);
		return 0;
	}
	sweep(&in);
	if (again)
		tree_remove(in.work);
	if (!prepare_sources(&in) || !prepare_stage(&in) || !build(&in) || !keep_libraries(&in) ||
		!publish(&in))
		return 1;
	printf("%s: the standard library of rustc %s for %s\n", in.root, in.rust.release,
		RUST_TARGET);
	return 0;
}

int
rust_uninstall(void)
{
	const char *data = rust_data();

	if (tree_remove(data))
		return 0;
	rust_complain("cannot remove %s: %s", tree_failed_path(), strerror(errno));
	return 1;
}
