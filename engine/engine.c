/* engine.c -- what all modules share: options, types, the compiler process. */
#include "code.h"
#include "high_fd.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *
path_join(const char *directory, const char *name)
{
	size_t directory_len = strlen(directory), name_len = strlen(name);
	char *path = malloc(directory_len + 1 + name_len + 1);

	if (!path)
		return NULL;
	// NOLINTNEXTLINE(bugprone-not-null-terminated-result): the name follows, with its NUL
	memcpy(path, directory, directory_len);
	path[directory_len] = '/';
	memcpy(path + directory_len + 1, name, name_len + 1);
	return path;
}

/* <directory of the running program>/../lib/wasix/wasix-compile; NULL if that cannot be known. */
static char *
compiler_beside_program(void)
{
	char program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);

	if (len <= 0)
		return NULL;
	program[len] = 0;
	char *slash = strrchr(program, '/');
	if (slash)
		*slash = 0;
	return path_join(program, "../lib/wasix/wasix-compile");
}

static char *
compiler_path(const char *option)
{
	const char *variable = secure_getenv("WASIX_COMPILER");

	if (option)
		return strdup(option);
	if (variable && *variable)
		return strdup(variable);
	return compiler_beside_program();
}

wasix_engine *
wasix_engine_new(const wasix_engine_options *options)
{
	struct wasix_engine *engine = calloc(1, sizeof *engine);
	const char *cache_dir = options ? options->cache_dir : NULL;

	if (!engine)
		return NULL;
	engine->references = 1;
	pthread_mutex_init(&engine->lock, NULL);
	pthread_mutex_init(&engine->types.lock, NULL);
	pthread_mutex_init(&engine->compiler.lock, NULL);
	engine->compiler.socket = -1;
	engine->broker = -1;
	if (options)
		engine->options = *options;
	engine->options.cache_dir = cache_dir ? strdup(cache_dir) : NULL;
	engine->options.compiler_path = NULL; /* see below */
	engine->compiler_path = compiler_path(options ? options->compiler_path : NULL);
	if (!engine->compiler_path || (cache_dir && !engine->options.cache_dir)) {
		wasix_engine_delete(engine);
		return NULL;
	}
	return engine;
}

void
engine_retain(wasix_engine *engine)
{
	atomic_fetch_add(&engine->references, 1);
}

void
engine_release(wasix_engine *engine)
{
	if (atomic_fetch_sub(&engine->references, 1) != 1)
		return;
	if (engine->broker >= 0)
		close(engine->broker);
	pthread_mutex_destroy(&engine->compiler.lock);
	types_delete(&engine->types);
	pthread_mutex_destroy(&engine->lock);
	free((char *)(uintptr_t)engine->options.cache_dir);
	free(engine->compiler_path);
	free(engine->cache_path);
	free(engine);
}

void
wasix_engine_delete(wasix_engine *engine)
{
	if (!engine)
		return;
	compiler_stop(&engine->compiler);
	engine_release(engine);
}

void
engine_warn(wasix_engine *engine, const char *format, ...)
{
	char text[WASIX_ERROR_TEXT_MAX];
	va_list args;

	if (!engine->options.warn)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	engine->options.warn(engine->options.env, text);
}

int
fd_move_high(int fd)
{
	if (fd < 0 || fd >= HIGH_FD)
		return fd;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
	if (high < 0) /* the limit on descriptors is lower */
		return fd;
	close(fd);
	return high;
}
