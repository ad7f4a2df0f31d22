/* wall.h -- for embedders that play a bug: something is tried behind the wall, in a child of its
 * own. */
#ifndef TESTS_WALL_H
#define TESTS_WALL_H

#include "wasix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77, DIED = 1000 };

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { SANITIZED = true };
#else
enum { SANITIZED = false };
#endif

/* The sanitizers make system calls of their own. */
static inline void
need_filter(void)
{
	if (!SANITIZED)
		return;
	puts("SKIPPED: there is no filter of system calls under the sanitizers");
	exit(SKIPPED);
}

/* Both mounts hold a file "f". */
struct ground {
	char writable[64];
	char read_only[64];
};

#define DEMAND(condition)                                                                  \
	do {                                                                               \
		if (!(condition)) {                                                        \
			printf("FAILED: %s:%d: %s (%s)\n", __FILE__, __LINE__, #condition, \
				strerror(errno));                                          \
			exit(1);                                                           \
		}                                                                          \
	} while (0)

static void
make_directory(char path[64])
{
	char file[80];
	strcpy(path, "/tmp/wasix-wall-XXXXXX");
	DEMAND(mkdtemp(path));
	snprintf(file, sizeof file, "%s/f", path);
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	DEMAND(fd >= 0 && write(fd, "inside", 6) == 6 && close(fd) == 0);
}

[[maybe_unused]] static void
ground_make(struct ground *g)
{
	make_directory(g->writable);
	make_directory(g->read_only);
}

[[maybe_unused]] static void
ground_remove(const struct ground *g)
{
	char command[200];
	snprintf(command, sizeof command, "rm -rf '%s' '%s'", g->writable, g->read_only);
	DEMAND(system(command) == 0);
}

/* Behind the wall of all that the module and `capability` need; NULL: of any module's imports, and
 * files only. Ends the process with 77 where the kernel has no wall. */
[[maybe_unused]] static wasix_process *
enter_with(const struct ground *g, const char *capability, const wasix_module *module)
{
	wasix_process *p = wasix_process_new();
	wasix_error err = { 0 };
	DEMAND(p);
	DEMAND(wasix_process_mount(p, g->writable, "/w", false, &err) == WASIX_OK);
	DEMAND(wasix_process_mount(p, g->read_only, "/r", true, &err) == WASIX_OK);
	if (capability)
		DEMAND(wasix_process_grant(p, capability, NULL, &err) == WASIX_OK);
	wasix_result result = wasix_process_confine(p, module, &err);
	if (result == WASIX_UNSUPPORTED) {
		printf("SKIPPED: %s\n", err.text);
		fflush(stdout);
		_exit(SKIPPED);
	}
	DEMAND(result == WASIX_OK);
	return p;
}

[[maybe_unused]] static wasix_process *
enter(const struct ground *g, const char *capability)
{
	return enter_with(g, capability, NULL);
}

/* A module that imports nothing. */
[[maybe_unused]] static wasix_module *
module_of_nothing(void)
{
	static const uint8_t BYTES[] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_module *module;
	DEMAND(engine);
	DEMAND(wasix_module_new(engine, BYTES, sizeof BYTES, &module, NULL) == WASIX_OK);
	return module;
}

/* Tries something behind a module's wall: 0 if it worked, else its errno (below 256), DIED + n
 * after signal n. */
[[maybe_unused]] static int
outcome(const struct ground *g, int (*attempt)(const struct ground *g), const wasix_module *module)
{
	int status;
	fflush(stdout);
	pid_t child = fork();
	DEMAND(child >= 0);
	if (child == 0) {
		enter_with(g, NULL, module);
		errno = 0;
		_exit(attempt(g) < 0 ? errno : 0);
	}
	DEMAND(waitpid(child, &status, 0) == child);
	return WIFSIGNALED(status) ? DIED + WTERMSIG(status) : WEXITSTATUS(status);
}

#endif
