/* doctor.c -- `wasix doctor`: whether everything is there that compiling and running need, and what
 * to do where it is not. */
#include "cc_args.h"
#include "commands.h"
#include "options.h"
#include "table.h"
#include "toolchain.h"
#include "wasix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const struct option_spec OPTIONS[] = {
	{ "json", 0, ARGUMENT_NONE, NULL, "print JSON instead of a table", 0 },
};

const struct command doctor_command = {
	.name = "doctor",
	.operands = "",
	.summary =
		"Checks the kernel, the cache, the sysroot and the compiler; says what is missing.",
	.notes = "Exit status: 0 all that is needed is there, 1 something is not.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

/* A check says in `found` what is there, or what is wrong. */
enum { FOUND_MAX = 512 };
typedef bool check_function(char found[FOUND_MAX]);

/* --- kernel --- */

static bool
check_openat2(char found[FOUND_MAX])
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH };
	long fd = syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof how);
	struct utsname name;

	uname(&name);
	if (fd >= 0)
		close((int)fd);
	snprintf(found, FOUND_MAX, "Linux %s%s%s", name.release, fd >= 0 ? "" : ": ",
		fd >= 0 ? "" : strerror(errno));
	return fd >= 0;
}

static bool
check_landlock(char found[FOUND_MAX])
{
	enum { CREATE_RULESET_VERSION = 1 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);

	if (version > 0)
		snprintf(found, FOUND_MAX, "version %ld", version);
	else
		snprintf(found, FOUND_MAX, "%s", strerror(errno));
	return version > 0;
}

static bool
check_seccomp(char found[FOUND_MAX])
{
	unsigned action = SECCOMP_RET_ERRNO;
	bool ok = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;

	snprintf(found, FOUND_MAX, "%s", ok ? "filters" : strerror(errno));
	return ok;
}

/* --- cache --- */

/* *most: its bound, 0 for none. */
static char *
cache_path(uint64_t *most)
{
	wasix_engine *engine = wasix_engine_new(NULL);
	char *path = engine ? wasix_engine_cache_dir(engine) : NULL;

	*most = engine ? wasix_engine_cache_size(engine) : 0;
	wasix_engine_delete(engine);
	return path;
}

static void
describe_entries(DIR *directory, const char *path, uint64_t most, char found[FOUND_MAX])
{
	unsigned long long bytes = 0;
	unsigned count = 0;
	struct dirent *e;
	struct stat st;

	while ((e = readdir(directory)))
		// NOLINTNEXTLINE(clang-analyzer-unix.StdCLibraryFunctions): it is open
		if (fstatat(dirfd(directory), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			S_ISREG(st.st_mode)) {
			count++;
			bytes += (unsigned long long)st.st_size;
		}
	int len = snprintf(found, FOUND_MAX, "%s: %u entries, %llu KiB", path, count, bytes >> 10);
	if (most && len > 0 && len < FOUND_MAX)
		snprintf(found + len, (size_t)(FOUND_MAX - len), " of at most %llu",
			(unsigned long long)most >> 10);
}

/* What the engine insists on before it loads code from there. */
static bool
check_cache(char found[FOUND_MAX])
{
	uint64_t most;
	char *path = cache_path(&most);
	struct stat st;
	bool ok = false;

	if (!path) {
		snprintf(found, FOUND_MAX, "neither HOME nor WASIX_CACHE_DIR is set");
		return false;
	}
	DIR *directory = opendir(path);
	if (!directory && errno == ENOENT) {
		snprintf(found, FOUND_MAX, "%s will be made by the first run", path);
		ok = true;
		// NOLINTNEXTLINE(clang-analyzer-unix.StdCLibraryFunctions): it is open
	} else if (!directory || fstat(dirfd(directory), &st) != 0) {
		snprintf(found, FOUND_MAX, "%s: %s", path, strerror(errno));
	} else if (st.st_uid != geteuid()) {
		snprintf(found, FOUND_MAX, "%s belongs to user %u", path, st.st_uid);
	} else if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		snprintf(found, FOUND_MAX, "%s: others have access (mode %o)", path,
			st.st_mode & 07777);
	} else {
		describe_entries(directory, path, most, found);
		ok = true;
	}
	if (directory)
		closedir(directory);
	free(path);
	return ok;
}

/* --- native code --- */

/* (module (func (export "f"))) */
static const uint8_t SMALL_MODULE[] = { 0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1,
	0, 7, 5, 1, 1, 'f', 0, 0, 10, 4, 1, 2, 0, 0x0b };

/* Compiles a module, which takes wasix-compile, libLLVM and ld.lld. */
static bool
check_native(char found[FOUND_MAX])
{
	wasix_engine_options options = { .no_cache = true, .jobs = 1 };
	wasix_engine *engine = wasix_engine_new(&options);
	wasix_module *module = NULL;
	wasix_error err = { .text = "out of memory" };
	bool ok = engine &&
		  wasix_module_new(engine, SMALL_MODULE, sizeof SMALL_MODULE, &module, &err) ==
			  WASIX_OK &&
		  wasix_module_compile(module, &err) == WASIX_OK;

	snprintf(found, FOUND_MAX, "%s", ok ? "a small module was compiled" : err.text);
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	return ok;
}

/* --- C --- */

static bool
check_program(const char *name, char found[FOUND_MAX])
{
	const char *path = toolchain_program(name);
	bool ok = access(path, X_OK) == 0;

	snprintf(found, FOUND_MAX, "%s%s%s", path, ok ? "" : ": ", ok ? "" : strerror(errno));
	return ok;
}

static bool
check_clang(char found[FOUND_MAX])
{
	return check_program("clang", found);
}

static bool
check_wasm_ld(char found[FOUND_MAX])
{
	return check_program("wasm-ld", found);
}

static bool
check_llvm_ar(char found[FOUND_MAX])
{
	return check_program("llvm-ar", found);
}

static bool
check_sysroot(char found[FOUND_MAX])
{
	const char *sysroot = toolchain_sysroot();
	const char *libc = args_format("%s/lib/wasm32-wasi/libc.a", sysroot ? sysroot : "");
	char *real = realpath(sysroot ? sysroot : "", NULL);
	bool ok = access(libc, R_OK) == 0;

	snprintf(found, FOUND_MAX, "%s%s%s", ok && real ? real : libc, ok ? "" : ": ",
		ok ? "" : strerror(errno));
	free(real);
	return ok;
}

/* The first line that a program writes; what it complains of is not shown. */
static void
first_line_of(const char *const argv[], char *line, size_t size)
{
	posix_spawn_file_actions_t actions;
	int ends[2];
	pid_t pid;
	size_t len = 0;
	ssize_t n = 1;

	*line = 0;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int error =
		posix_spawn(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	while (!error && n > 0 && len + 1 < size) {
		n = read(ends[0], line + len, size - 1 - len);
		len += n > 0 ? (size_t)n : 0;
	}
	close(ends[0]);
	if (!error)
		waitpid(pid, NULL, 0);
	line[len] = 0;
	line[strcspn(line, "\n")] = 0;
}

/* The compiler finds its own library: it knows where. */
static bool
check_builtins(char found[FOUND_MAX])
{
	const char *const argv[] = { toolchain_program("clang"), "--target=wasm32-wasmer-wasi",
		"-print-libgcc-file-name", NULL };
	char path[FOUND_MAX / 2];

	first_line_of(argv, path, sizeof path);
	bool ok = *path && access(path, R_OK) == 0;
	snprintf(found, FOUND_MAX, "%s%s", *path ? path : argv[0],
		ok      ? ""
		: *path ? ": not there"
			: ": does not say where its library is");
	return ok;
}

/* --- the list --- */

static const struct check {
	const char *area, *name;
	bool needed;
	check_function *run;
	const char *remedy; /* what it is for where it is not needed, and what to do */
} CHECKS[] = {
	{ "kernel", "openat2", false, check_openat2,
		"paths are resolved by steps instead, which is slower; Linux 5.6 has it" },
	{ "kernel", "Landlock", false, check_landlock,
		"the second wall lacks its part for files; Linux 5.13 has it, if the boot "
		"parameter "
		"lsm= names landlock" },
	{ "kernel", "seccomp", false, check_seccomp,
		"the second wall lacks its part for system calls; a kernel with "
		"CONFIG_SECCOMP_FILTER has it" },
	{ "running", "native code", true, check_native,
		"install libllvm22 and lld-22; wasix-compile belongs to ../lib/wasix" },
	{ "running", "cache", false, check_cache,
		"every run compiles anew; make it a directory of yours with mode 700, or set "
		"WASIX_CACHE_DIR" },
	{ "compiling", "clang", true, check_clang, "install clang-22, or set WASIX_CLANG" },
	{ "compiling", "linker", true, check_wasm_ld, "install lld-22" },
	{ "compiling", "builtins", true, check_builtins, "install libclang-rt-22-dev-wasm32" },
	{ "compiling", "sysroot", true, check_sysroot,
		"build it (./dev build), or set WASIX_SYSROOT" },
	{ "compiling", "archiver", false, check_llvm_ar,
		"wasixar, wasixranlib, wasixnm and wasixstrip do not work; install llvm-22" },
};
enum { CHECK_COUNT = sizeof CHECKS / sizeof *CHECKS };

static const char *
verdict(const struct check *c, bool ok)
{
	return ok ? "ok" : c->needed ? "MISSING" : "lacking";
}

static void
print_result(const struct check *c, bool ok, const char *found)
{
	bool first = c == CHECKS || strcmp(c->area, c[-1].area) != 0;

	if (first)
		printf("%s\n", c->area);
	int at = printf("  %-8s %-12s ", verdict(c, ok), c->name);
	table_wrap((size_t)at, (size_t)at, found);
	if (!ok) {
		printf("%*s", at, "");
		table_wrap((size_t)at, (size_t)at, c->remedy);
	}
}

static json_t *
json_result(const struct check *c, bool ok, const char *found)
{
	return json_pack("{s:s, s:s, s:b, s:b, s:s, s:s?}", "area", c->area, "name", c->name, "ok",
		ok, "needed", c->needed, "found", found, "remedy", ok ? NULL : c->remedy);
}

int
doctor_main(int argc, char **argv)
{
	bool json = false;
	int status = 0;
	int first = options_parse(&doctor_command, argc, argv, option_set, &json, &status);

	if (first < 0)
		return status;
	if (first < argc) {
		command_complain(&doctor_command, "no argument is expected");
		return STATUS_USAGE;
	}
	json_t *list = json ? json_array() : NULL;
	for (const struct check *c = CHECKS; c < CHECKS + CHECK_COUNT; c++) {
		char found[FOUND_MAX] = "";
		bool ok = c->run(found);
		if (!ok && c->needed)
			status = 1;
		if (json)
			json_array_append_new(list, json_result(c, ok, found));
		else
			print_result(c, ok, found);
	}
	if (json) {
		json_dumpf(list, stdout, JSON_INDENT(2));
		putchar('\n');
		json_decref(list);
	}
	return status;
}
