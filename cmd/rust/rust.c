/* rust.c -- where Rust is: the compiler, its sources, what is installed. */
#include "rust.h"

#include "cc_args.h"
#include "child.h"
#include "tree.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
rust_complain(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("cargo wasix: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

const char *
rust_data(void)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (data && *data == '/')
		return args_format("%s/wasix/rust", data);
	return args_format("%s/.local/share/wasix/rust", home ? home : "");
}

const char *
rust_stamp(const char *rustc)
{
	struct stat st;

	if (stat(rustc, &st) < 0)
		return NULL;
	return args_format("%lld.%lld.%ld", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		st.st_mtim.tv_nsec);
}

/* --- the compiler --- */

/* The value behind "key: " at the begin of a line; "" if there is none. */
static const char *
line_value(const char *text, const char *key)
{
	size_t n = strlen(key);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, n) == 0 && line[n] == ' ')
			return args_format("%.*s", (int)strcspn(line + n + 1, "\n"), line + n + 1);
	}
	return "";
}

/* What the program says of itself. It may be a proxy that starts one of several compilers: so its
 * sysroot tells where the real one is. */
static bool
ask_compiler(const char *program, struct rust *out)
{
	const char *version = child_output((const char *const[]){ program, "-vV", NULL });
	const char *sysroot =
		child_output((const char *const[]){ program, "--print", "sysroot", NULL });

	if (!version || !sysroot)
		return false;
	*out = (struct rust){
		.rustc = args_format("%s/bin/rustc", sysroot),
		.cargo = args_format("%s/bin/cargo", sysroot),
		.rustdoc = args_format("%s/bin/rustdoc", sysroot),
		.release = line_value(version, "release:"),
		.host = line_value(version, "host:"),
		.sysroot = sysroot,
	};
	out->stamp = rust_stamp(out->rustc);
	return out->stamp && *out->release && *out->host;
}

static const char *
library_of(const struct rust *rust)
{
	const char *given = getenv("WASIX_RUST_SRC");

	return given && *given ? given
			       : args_format("%s/lib/rustlib/src/rust/library", rust->sysroot);
}

static bool
has_sources(const char *library)
{
	return access(args_format("%s/std/src/lib.rs", library), R_OK) == 0;
}

/* The first in PATH that has its sources, else the first. */
static bool
search_path(struct rust *out)
{
	const char *path = getenv("PATH");
	bool found = false;

	while (path && *path) {
		size_t len = strcspn(path, ":");
		const char *file = args_format("%.*s/rustc", (int)len, path);
		struct rust rust;

		// NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): strcspn stops at the end
		path += len + (path[len] == ':');
		if (access(file, X_OK) != 0 || !ask_compiler(file, &rust))
			continue;
		if (!found)
			*out = rust;
		found = true;
		if (has_sources(library_of(&rust))) {
			*out = rust;
			break;
		}
	}
	if (!found)
		rust_complain("no rustc in PATH (Debian: rustc-web and cargo-web; or set "
			      "WASIX_RUSTC)");
	return found;
}

bool
rust_find_compiler(struct rust *out)
{
	const char *given = getenv("WASIX_RUSTC");

	if (!given || !*given)
		return search_path(out);
	if (ask_compiler(given, out))
		return true;
	rust_complain("WASIX_RUSTC: '%s' is not a Rust compiler", given);
	return false;
}

/* --- its sources --- */

/* A whole source tree says its version in a file; rustup's component belongs to its compiler. */
static const char *
version_of_sources(const char *library)
{
	size_t len;
	char *text = tree_read(args_format("%s/../src/version", library), &len);

	if (text)
		text[strcspn(text, " \n")] = 0;
	return text;
}

const char *
rust_find_sources(const struct rust *rust)
{
	const char *library = library_of(rust);
	char real[PATH_MAX];

	if (!has_sources(library) || !realpath(library, real)) {
		rust_complain("no sources of rustc %s in %s (Debian: rust-web-src; rustup: rustup "
			      "component add rust-src; or set WASIX_RUST_SRC)",
			rust->release, library);
		return NULL;
	}
	const char *version = version_of_sources(real);
	if (version && strcmp(version, rust->release) != 0) {
		rust_complain("the compiler %s is version %s, the sources in %s are version %s",
			rust->rustc, rust->release, real, version);
		return NULL;
	}
	return args_format("%s", real);
}

/* --- what is installed --- */

/* The members in the order in which they are written and read. */
#define RECORD(X) X(rustc) X(cargo) X(rustdoc) X(release) X(host) X(sysroot) X(stamp)

bool
rust_record(const struct rust *rust, const char *root)
{
	const char *text = "";

#define X(member) text = args_format("%s%s %s\n", text, #member, rust->member);
	RECORD(X)
#undef X
	return tree_write(args_format("%s/toolchain", root), text, strlen(text));
}

bool
rust_read(const char *root, struct rust *out)
{
	size_t len;
	const char *text = tree_read(args_format("%s/toolchain", root), &len);

	if (!text)
		return false;
	*out = (struct rust){ .root = root };
#define X(member) out->member = line_value(text, #member);
	RECORD(X)
#undef X
	return true;
}

/* A wanted compiler that is a proxy has another path than the one it starts. */
static bool
is_wanted(const struct rust *installed)
{
	const char *given = getenv("WASIX_RUSTC");
	struct rust rust;

	if (!given || !*given || strcmp(given, installed->rustc) == 0)
		return true;
	if (!ask_compiler(given, &rust)) {
		rust_complain("WASIX_RUSTC: '%s' is not a Rust compiler", given);
		return false;
	}
	if (strcmp(rust.rustc, installed->rustc) == 0)
		return true;
	rust_complain("the standard library is installed for %s (%s), not for %s (%s): run cargo "
		      "wasix self install",
		installed->rustc, installed->release, rust.rustc, rust.release);
	return false;
}

bool
rust_installed(struct rust *out)
{
	char root[PATH_MAX];
	const char *current = args_format("%s/current", rust_data());

	if (!realpath(current, root) || !rust_read(args_format("%s", root), out)) {
		rust_complain("Rust's standard library for %s is not installed: run cargo wasix "
			      "self install",
			RUST_TARGET);
		return false;
	}
	const char *stamp = rust_stamp(out->rustc);
	if (!stamp || strcmp(stamp, out->stamp) != 0) {
		rust_complain("%s is not the %s any more that the standard library was built for: "
			      "run cargo wasix self install",
			out->rustc, out->release);
		return false;
	}
	return is_wanted(out);
}
