/* cache.c -- compiled code on disk, so that the second start costs no compilation.
 *
 * The directory must belong to the user and be closed to everybody else, since what it holds is
 * run; one that is not is left alone, with a warning. An object is written to a temporary file and
 * renamed, so readers see whole files only, and any number of processes may write the same one.
 * Removing files, or the directory, is safe at any time; cache_evict.c does it beyond a size.
 */
#include "code.h"
#include "high_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TEMPORARY_NAME_SIZE = 64 };

/* --- the directory --- */

char *
wasix_engine_cache_dir(const wasix_engine *engine)
{
	const char *own = secure_getenv("WASIX_CACHE_DIR");
	const char *xdg = secure_getenv("XDG_CACHE_HOME");
	const char *home = secure_getenv("HOME");

	if (engine->options.cache_dir)
		return strdup(engine->options.cache_dir);
	if (own && *own)
		return strdup(own);
	if (xdg && *xdg == '/')
		return path_join(xdg, "wasix/code");
	return home && *home ? path_join(home, ".cache/wasix/code") : NULL;
}

static void
refuse(wasix_engine *engine, const char *path, const char *why)
{
	engine->cache_refused = true;
	engine_warn(engine, "the cache %s is not used: %s", path, why);
}

/* Private and ours? Says why not. A missing one is fine if create is going to make it. */
static bool
directory_is_safe(wasix_engine *engine, const char *path, const struct stat *st)
{
	if (!S_ISDIR(st->st_mode))
		refuse(engine, path, "it is not a directory");
	else if (st->st_uid != geteuid())
		refuse(engine, path, "it belongs to another user");
	else if (st->st_mode & (S_IRWXG | S_IRWXO))
		refuse(engine, path, "others have access to it (wanted: mode 700)");
	else
		return true;
	return false;
}

/* With the parents that are missing, all private. */
static bool
make_directories(const char *path)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len >= sizeof part) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(part, path, len + 1);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(part, S_IRWXU) != 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return mkdir(part, S_IRWXU) == 0 || errno == EEXIST;
}

/* The directory if it can be used; the engine's lock is held. Without `create` a missing one is no
 * reason to warn. */
static const char *
cache_open(wasix_engine *engine, bool create)
{
	struct stat st;
	char *path;

	if (engine->cache_path || engine->cache_refused || engine->options.no_cache)
		return engine->cache_path;
	path = wasix_engine_cache_dir(engine);
	if (!path) {
		refuse(engine, "directory", "neither HOME nor WASIX_CACHE_DIR is set");
		return NULL;
	}
	bool exists = stat(path, &st) == 0;
	if (!exists && create && errno == ENOENT && make_directories(path))
		exists = stat(path, &st) == 0;
	if (exists && directory_is_safe(engine, path, &st))
		engine->cache_path = path;
	else if (!exists && (create || errno != ENOENT))
		refuse(engine, path, strerror(errno));
	if (!engine->cache_path)
		free(path);
	return engine->cache_path;
}

/* --- reading --- */

static bool
open_object(const char *directory, const char *name, struct code_file *out)
{
	char *path = path_join(directory, name);
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;

	free(path);
	if (fd >= 0)
		cache_touch(fd);
	return fd >= 0 && code_file_open(out, fd_move_high(fd));
}

bool
cache_find(wasix_engine *engine, struct wasix_module *m, struct code_file *out)
{
	char name[CACHE_NAME_SIZE];
	bool found = false;

	pthread_mutex_lock(&engine->lock);
	const char *directory = cache_open(engine, false);
	if (directory) {
		cache_name(engine, m, name);
		found = open_object(directory, name, out);
	}
	pthread_mutex_unlock(&engine->lock);
	return found;
}

/* --- writing --- */

/* Unlike the guest's, our writes beyond a limit on file sizes shall be errors, not SIGXFSZ. */
static void
file_size_signal_block(sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &set, old);
}

static void
file_size_signal_restore(const sigset_t *old)
{
	const struct timespec now = { 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGXFSZ);
	if (!sigismember(old, SIGXFSZ))
		while (sigtimedwait(&set, NULL, &now) > 0)
			;
	pthread_sigmask(SIG_SETMASK, old, NULL);
}

/* The whole of one file to another. */
static bool
copy_file(int from, int to)
{
	struct stat st;
	off_t at = 0;
	sigset_t old;

	if (fstat(from, &st) != 0)
		return false;
	file_size_signal_block(&old);
	while (at < st.st_size) {
		ssize_t n = sendfile(to, from, &at, (size_t)(st.st_size - at));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
	}
	int error = errno;
	file_size_signal_restore(&old);
	errno = error;
	return at == st.st_size;
}

static void
temporary_name(char out[static TEMPORARY_NAME_SIZE])
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(out, TEMPORARY_NAME_SIZE, ".%ld-%lx%lx.tmp", (long)getpid(), (long)now.tv_sec,
		(long)now.tv_nsec);
}

/* Copies to a temporary name, then renames; leaves nothing behind on failure. */
static bool
write_object(int directory, const char *name, int object)
{
	char temporary[TEMPORARY_NAME_SIZE];

	temporary_name(temporary);
	int fd = openat(
		directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd < 0)
		return false;
	bool ok = copy_file(object, fd);
	int error = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		error = errno;
	}
	if (ok && renameat(directory, temporary, directory, name) != 0) {
		ok = false;
		error = errno;
	}
	if (!ok)
		unlinkat(directory, temporary, 0);
	errno = error;
	return ok;
}

static bool
store_locked(wasix_engine *engine, struct wasix_module *m, int object, struct code_file *out)
{
	const char *path = cache_open(engine, true);
	char name[CACHE_NAME_SIZE];

	if (!path)
		return false;
	int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cache_name(engine, m, name);
	bool ok = directory >= 0 && write_object(directory, name, object);
	if (ok)
		cache_evict(engine, directory, name);
	else
		refuse(engine, path, strerror(errno));
	if (directory >= 0)
		close(directory);
	return ok && open_object(path, name, out);
}

bool
cache_store(wasix_engine *engine, struct wasix_module *m, int object, struct code_file *out)
{
	pthread_mutex_lock(&engine->lock);
	bool ok = store_locked(engine, m, object, out);
	pthread_mutex_unlock(&engine->lock);
	return ok;
}
