/* code_link.c -- runs the linker over the workers' objects, then gathers from the result's line
 * tables what traps need and appends it.
 *
 * Nothing touches a directory: objects are memory files, and the linker writes to its standard
 * output.
 */
#include "code_link.h"

#include "error.h"

#include <elfutils/libdw.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* --- linker --- */

/* -z norelro: one segment less. The small page size keeps files small; -O0: nothing to merge. */
static const char *const linker_flags[] = { "-shared", "-z", "now", "-z", "norelro", "-z",
	"max-page-size=4096", "--hash-style=gnu", "--build-id=none", "--no-undefined",
	"--eh-frame-hdr", "-O0", "-o", "-" };
enum { FLAG_COUNT = sizeof linker_flags / sizeof linker_flags[0] };

#define OBJECT_PATH_MAX 32

struct command {
	const char **argv;
	char (*paths)[OBJECT_PATH_MAX];
};

static bool
command_open(struct command *c, const char *linker, const int *objects, uint32_t count)
{
	uint32_t n = 0;

	c->argv = (const char **)calloc(count + FLAG_COUNT + 2, sizeof *c->argv);
	c->paths = (char (*)[OBJECT_PATH_MAX])calloc(count, sizeof *c->paths);
	if (!c->argv || !c->paths)
		return false;
	c->argv[n++] = linker;
	for (unsigned i = 0; i < FLAG_COUNT; i++)
		c->argv[n++] = linker_flags[i];
	for (uint32_t i = 0; i < count; i++) {
		snprintf(c->paths[i], sizeof c->paths[i], "/proc/self/fd/%d", objects[i]);
		c->argv[n++] = c->paths[i];
	}
	return true;
}

static void
command_close(struct command *c)
{
	free(c->argv);
	free(c->paths);
}

/* First line of what the linker said. */
static void
read_message(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n > 0 ? n : 0] = 0;
	text[strcspn(text, "\n")] = 0;
}

/* dup2 of a descriptor onto itself makes it survive exec. */
static int
spawn_linker(const struct command *c, const int *objects, uint32_t count, int out_fd, int messages,
	pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	for (uint32_t i = 0; i < count && !error; i++)
		error = posix_spawn_file_actions_adddup2(&actions, objects[i], objects[i]);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&actions, out_fd, STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO);
	if (!error)
		error = posix_spawnp(pid, c->argv[0], &actions, NULL,
			(char *const *)(uintptr_t)c->argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static wasix_result
wait_linker(pid_t pid, const char *linker, int messages, wasix_error *err)
{
	char text[160];
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(err, WASIX_COMPILE, "waitpid: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return WASIX_OK;
	read_message(messages, text, sizeof text);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
		return fail(err, WASIX_IO, "the code object is larger than a file may be");
	return fail(err, WASIX_COMPILE, "%s failed: %s", linker,
		*text                 ? text
		: WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
				      : "no message");
}

static wasix_result
run_linker(const int *objects, uint32_t count, int out_fd, wasix_error *err)
{
	const char *linker = getenv("WASIX_LLD");
	int messages = memfd_create("messages", MFD_CLOEXEC);
	struct command c = { 0 };
	wasix_result result;
	pid_t pid = 0;

	if (!linker)
		linker = "ld.lld-22";
	if (messages < 0)
		return fail(err, WASIX_LIMIT, "memfd_create: %s", strerror(errno));
	if (!command_open(&c, linker, objects, count)) {
		result = fail_memory(err);
	} else {
		int error = spawn_linker(&c, objects, count, out_fd, messages, &pid);
		result = error ? fail(err, WASIX_COMPILE, "cannot start the linker %s: %s", linker,
					 strerror(error))
			       : wait_linker(pid, linker, messages, err);
	}
	command_close(&c);
	close(messages);
	return result;
}

/* --- line entries --- */

struct lines {
	struct code_line *at;
	size_t count, capacity;
};

static bool
lines_add(struct lines *l, uint64_t code, uint64_t wasm)
{
	if (l->count == l->capacity) {
		size_t capacity = l->capacity * 2 + 1024;
		void *bigger = reallocarray(l->at, capacity, sizeof *l->at);
		if (!bigger)
			return false;
		l->at = (struct code_line *)bigger;
		l->capacity = capacity;
	}
	l->at[l->count++] = (struct code_line){ (uint32_t)code, (uint32_t)wasm };
	return true;
}

/* Line 0 is code that LLVM cannot place: it belongs to what stands before. */
static bool
add_row(struct lines *l, Dwarf_Line *row)
{
	Dwarf_Addr address = 0;
	bool at_end = false;
	int line = 0;

	if (dwarf_lineaddr(row, &address) || dwarf_lineno(row, &line) ||
		dwarf_lineendsequence(row, &at_end))
		return true;
	if (at_end)
		return lines_add(l, address, 0);
	if (line == 0 || (l->count && l->at[l->count - 1].wasm == (uint32_t)line))
		return true;
	return lines_add(l, address, (uint32_t)line);
}

static bool
add_unit(struct lines *l, Dwarf_Die *die)
{
	Dwarf_Lines *rows = NULL;
	size_t count = 0;

	if (dwarf_getsrclines(die, &rows, &count))
		return true; /* the index unit has none */
	for (size_t i = 0; i < count; i++)
		if (!add_row(l, dwarf_onesrcline(rows, i)))
			return false;
	return true;
}

/* By address; where one sequence ends and another begins, the end comes first. */
static int
compare_lines(const void *a, const void *b)
{
	const struct code_line *x = (const struct code_line *)a;
	const struct code_line *y = (const struct code_line *)b;

	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return x->wasm < y->wasm ? -1 : x->wasm > y->wasm;
}

static wasix_result
gather_lines(int fd, struct lines *l, wasix_error *err)
{
	Dwarf *dwarf = dwarf_begin(fd, DWARF_C_READ);
	Dwarf_Off offset = 0, next = 0;
	size_t header = 0;
	bool ok = true;

	if (!dwarf)
		return WASIX_OK; /* a module without functions has no debug information */
	while (ok && dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
		Dwarf_Die die;
		if (dwarf_offdie(dwarf, offset + header, &die))
			ok = add_unit(l, &die);
		offset = next;
	}
	dwarf_end(dwarf);
	if (l->count)
		qsort(l->at, l->count, sizeof *l->at, compare_lines);
	return ok ? WASIX_OK : fail_memory(err);
}

/* --- what follows the ELF file --- */

static wasix_result
append(int fd, const void *bytes, size_t len, wasix_error *err)
{
	const char *at = (const char *)bytes;

	while (len) {
		ssize_t n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(err, WASIX_IO, "cannot write the code object: %s",
				strerror(n < 0 ? errno : ENOSPC));
		at += n;
		len -= (size_t)n;
	}
	return WASIX_OK;
}

static wasix_result
append_trailer(int fd, const struct lines *l, wasix_error *err)
{
	struct code_trailer trailer = {
		.line_count = (uint32_t)l->count, .version = CODE_VERSION, .magic = "WASIXCO"
	};
	off_t end = lseek(fd, 0, SEEK_END);

	trailer.magic[7] = '1';
	if (end < 0)
		return fail(err, WASIX_IO, "cannot write the code object: %s", strerror(errno));
	if (end % 8) { /* entries are read in place */
		static const char zeros[8];
		TRY(append(fd, zeros, (size_t)(8 - end % 8), err));
		end += 8 - end % 8;
	}
	trailer.elf_size = (uint64_t)end;
	TRY(append(fd, l->at, l->count * sizeof *l->at, err));
	return append(fd, &trailer, sizeof trailer, err);
}

wasix_result
code_link(const int *objects, uint32_t count, int out_fd, wasix_error *err)
{
	struct lines l = { 0 };
	wasix_result result = run_linker(objects, count, out_fd, err);

	if (result == WASIX_OK)
		result = gather_lines(out_fd, &l, err);
	if (result == WASIX_OK)
		result = append_trailer(out_fd, &l, err);
	free(l.at);
	return result;
}
