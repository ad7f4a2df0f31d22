/* toolchain.c -- where the programs and files are that compile C. */
#include "toolchain.h"

#include "cc_args.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LLVM_VERSION   "22"
#define LLVM_DIRECTORY "/usr/lib/llvm-" LLVM_VERSION "/bin"

static const char *
find_in_path(const char *name)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t len = strcspn(path, ":");
		const char *file = args_format("%.*s/%s", (int)len, path, name);
		if (len > 0 && access(file, X_OK) == 0)
			return file;
		// NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): strcspn stops at the end
		path += len + (path[len] == ':');
	}
	return NULL;
}

const char *
toolchain_named_by(const char *variable, const char *name)
{
	const char *from_env = getenv(variable);

	if (!from_env || !*from_env)
		return find_in_path(name);
	const char *named = strchr(from_env, '/') ? NULL : find_in_path(from_env);
	return named ? named : from_env;
}

const char *
toolchain_program(const char *name)
{
	const char *versioned = args_format("%s-" LLVM_VERSION, name);
	const char *found = strcmp(name, "clang") == 0
				    ? toolchain_named_by("WASIX_CLANG", versioned)
				    : find_in_path(versioned);
	return found ? found : args_format(LLVM_DIRECTORY "/%s", name);
}

const char *
toolchain_beside(const char *relative)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	if (n < 0)
		return NULL;
	path[n] = 0;
	*strrchr(path, '/') = 0;
	return args_format("%s/%s", path, relative);
}

const char *
toolchain_sysroot(void)
{
	const char *from_env = getenv("WASIX_SYSROOT");

	return from_env && *from_env ? from_env : toolchain_beside("../lib/wasix/sysroot");
}
