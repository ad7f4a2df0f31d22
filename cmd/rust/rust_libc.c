/* rust_libc.c -- the crate libc, whose definitions must be those of our C library.
 *
 * Every program with a libc in its lock file has a version of its own. A copy of that version is
 * edited (rust_edits.def) and compiled in its place; of a version that is older than the standard
 * library's, and may lack what the edits look for, the standard library's. So neither Cargo.toml
 * nor Cargo.lock need change.
 */
#include "rust_libc.h"

#include "tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char SOURCE[] = "src/lib.rs";

/* The argument that names the crate's root file, or 0. */
static int
find_source(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		size_t len = strlen(argv[i]), end = strlen(SOURCE);
		if (*argv[i] != '-' && len >= end && strcmp(argv[i] + len - end, SOURCE) == 0)
			return i;
	}
	return 0;
}

static const char *
out_directory(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "--out-dir") == 0)
			return argv[i + 1];
	return NULL;
}

/* Copies and edits below another name, so that what has the name is whole. The same version may be
 * compiled twice at a time: then the first is taken. */
static bool
make_copy(const char *crate, const char *copy, const char *version)
{
	const char *draft = args_format("%s~%d", copy, (int)getpid());

	if (access(copy, R_OK) == 0)
		return true;
	if (!tree_copy(args_format("%s/src", crate), args_format("%s/src", draft)) ||
		!tree_copy_file(
			args_format("%s/Cargo.toml", crate), args_format("%s/Cargo.toml", draft))) {
		rust_complain("cannot copy the crate libc to %s: %s", draft, strerror(errno));
		return false;
	}
	if (!rust_edit(RUST_LIBC, draft, version)) {
		tree_remove(draft);
		return false;
	}
	bool ok = rename(draft, copy) == 0 || access(copy, R_OK) == 0;
	if (!ok)
		rust_complain("cannot write %s: %s", copy, strerror(errno));
	tree_remove(draft);
	return ok;
}

/* The version that the standard library uses. */
static const char *
std_version(const char *directory)
{
	size_t len;
	char *manifest = tree_read(args_format("%s/Cargo.toml", directory), &len);
	char *line = manifest ? strstr(manifest, "\nversion = \"") : NULL;

	if (!line)
		return "0";
	line += strlen("\nversion = \"");
	return args_format("%.*s", (int)strcspn(line, "\""), line);
}

/* A directory with sources that fit, or NULL. */
static const char *
fitting_sources(const struct rust *rust, const char *crate, const char *out_dir)
{
	const char *version = getenv("CARGO_PKG_VERSION");
	const char *kept = args_format("%s/libc", rust->root);

	version = version ? version : "";
	if (access(kept, R_OK) == 0 && strverscmp(version, std_version(kept)) <= 0)
		return kept;
	const char *parent = args_format("%s/../wasix", out_dir);
	if (!tree_make(parent)) {
		rust_complain("cannot write %s: %s", parent, strerror(errno));
		return NULL;
	}
	const char *copy = args_format("%s/libc-%s", parent, version);
	return make_copy(crate, copy, version) ? copy : NULL;
}

bool
rust_libc_arguments(struct args *out, const struct rust *rust, int argc, char **argv)
{
	int source = find_source(argc, argv);
	const char *out_dir = out_directory(argc, argv);

	if (!source || !out_dir) { /* a crate of that name that is another's */
		for (int i = 1; i < argc; i++)
			args_add(out, argv[i]);
		return true;
	}
	size_t len = strlen(argv[source]) - strlen(SOURCE); /* with a slash behind it */
	const char *crate = len ? args_format("%.*s", (int)len - 1, argv[source]) : ".";
	const char *fit = fitting_sources(rust, crate, out_dir);
	if (!fit)
		return false;
	for (int i = 1; i < argc; i++) {
		if (i == source)
			args_add(out, args_format("%s/%s", fit, SOURCE));
		else if (strncmp(argv[i], "--edition", strlen("--edition")) != 0)
			args_add(out, argv[i]);
	}
	args_add(out, "--edition=2021");
	/* constants that go with 64-bit times, such as SO_RCVTIMEO */
	args_add(out, "--cfg=linux_time_bits64");
	return true;
}
