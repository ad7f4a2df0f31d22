/* cxx_library.c -- the C++ library, which is built when it is needed first.
 *
 * It lies in the cache that the build of wasix uses too, CACHE/cxx/KEY, where KEY tells of what it
 * was made. share/wasix/cxx/build.cmake makes it, with this driver as its compiler.
 */
#include "cxx_library.h"

#include "cc_args.h"
#include "child.h"
#include "digest.h"
#include "toolchain.h"
#include "tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the library depends on, in share/wasix/cxx. */
static const char *const INPUTS[] = { "build.cmake", "edits.cmake", "config_site.h", "futex.h" };

enum { INPUT_COUNT = sizeof INPUTS / sizeof *INPUTS };

static const char *
input_path(const char *name)
{
	const char *path = toolchain_beside(args_format("../share/wasix/cxx/%s", name));
	return path ? path : name;
}

static const char *
input_key(const char *name)
{
	const char *texts[INPUT_COUNT + 2] = { toolchain_program("clang") };
	size_t len;

	for (size_t i = 0; i < INPUT_COUNT; i++) {
		texts[i + 1] = tree_read(input_path(INPUTS[i]), &len);
		if (!texts[i + 1]) {
			fprintf(stderr, "%s: cannot read %s: %s\n", name, input_path(INPUTS[i]),
				strerror(errno));
			return NULL;
		}
	}
	return digest_texts(texts);
}

/* As libc/build.cmake and ./dev have it. */
static const char *
cache(void)
{
	const char *given = getenv("WASIX_BUILD_CACHE");
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (given && *given)
		return given;
	if (xdg && *xdg == '/')
		return args_format("%s/wasix", xdg);
	return args_format("%s/.cache/wasix", home ? home : "");
}

static bool
build(const char *name, const char *store, const char *library, bool is_pic)
{
	const char *log = isatty(STDERR_FILENO) ? NULL : args_format("%s.log", library);
	const char *const argv[] = { "cmake", args_format("-DOUT=%s", library),
		args_format("-DSTORE=%s", store),
		args_format("-DDRIVER=%s", toolchain_beside("wasixcc")),
		args_format("-DAR=%s", toolchain_beside("wasixar")),
		is_pic ? "-DPIC=ON" : "-DPIC=OFF", "-P", input_path("build.cmake"), NULL };

	if (!tree_make(args_format("%s/cxx", store))) {
		fprintf(stderr, "%s: cannot write %s: %s\n", name, tree_failed_path(),
			strerror(errno));
		return false;
	}
	fprintf(stderr, "%s: building the C++ library%s, once; this takes minutes\n", name,
		is_pic ? " for programs that load libraries" : "");
	int status = child_run(argv, log);
	if (status < 0)
		fprintf(stderr, "%s: cannot run cmake, which builds the C++ library: %s\n", name,
			strerror(errno));
	else if (status > 0)
		fprintf(stderr, "%s: building the C++ library failed%s%s\n", name,
			log ? ": see " : "", log ? log : "");
	else if (log)
		unlink(log);
	return status == 0;
}

const char *
cxx_library(const char *name, bool is_pic)
{
	const char *key = input_key(name);

	if (!key)
		return NULL;
	const char *store = cache();
	const char *library = args_format("%s/cxx/%s%s", store, key, is_pic ? "-pic" : "");
	return access(library, R_OK) == 0 || build(name, store, library, is_pic) ? library : NULL;
}
