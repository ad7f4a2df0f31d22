/* fchdir.c -- the working directory by descriptor: the host knows its path. For a host that does
 * not, the path that each directory was opened by is kept. */
#include "directory_names.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

USES_EXTENSION(fchdir);

struct named {
	struct named *next;
	long fd;
	char path[];
};

static struct named *directories;

static struct named **
find(long fd)
{
	struct named **n = &directories;
	while (*n && (*n)->fd != fd)
		n = &(*n)->next;
	return n;
}

void
__wasix_forget_directory(long fd)
{
	struct named **at = find(fd), *n = *at;
	if (n) {
		*at = n->next;
		free(n);
	}
}

static bool
is_directory(long fd)
{
	struct abi_fdstat stat;
	return !(__import_preview1_fd_fdstat_get((abi_fd)fd, &stat) & 0xffff) &&
	       stat.fs_filetype == ABI_FILETYPE_DIRECTORY;
}

/* The absolute path, unresolved, in out (2 * PATH_MAX bytes); false if it is too long or unknown.
 */
static bool
absolute_path(long dirfd, const char *path, char *out)
{
	if (dirfd == AT_FDCWD || *path == '/')
		return __wasix_absolute(path, out) >= 0;
	struct named *n = *find(dirfd);
	if (!n || strlen(n->path) + strlen(path) + 2 > 2 * PATH_MAX)
		return false;
	stpcpy(stpcpy(stpcpy(out, n->path), "/"), path);
	return true;
}

/* Asked once: no directory has this number. */
static bool
host_knows_paths(void)
{
	static volatile signed char knows; /* 0: not asked yet; threads may ask both */

	if (knows == 0)
		knows = (long)EXTENSION(fchdir, -1) == -EBADF ? 1 : -1;
	return knows > 0;
}

void
__wasix_name_directory(long fd, long dirfd, const char *path)
{
	char absolute[2 * PATH_MAX];

	if (host_knows_paths())
		return;
	__wasix_forget_directory(fd);
	if (!is_directory(fd) || !absolute_path(dirfd, path, absolute))
		return;
	size_t len = strlen(absolute) + 1;
	struct named *n = malloc(sizeof *n + len);
	if (!n)
		return;
	n->fd = fd;
	n->next = directories;
	memcpy(n->path, absolute, len);
	directories = n;
}

long
__wasix_sys_fchdir(long fd)
{
	struct abi_fdstat stat;
	char physical[PATH_MAX];

	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	if (stat.fs_filetype != ABI_FILETYPE_DIRECTORY)
		return -ENOTDIR;
	long r = (long)EXTENSION(fchdir, fd);
	if (r == 0)
		r = __wasix_host_getcwd(physical, sizeof physical);
	if (r == 0)
		__wasix_cwd_set(physical);
	if (r != -ENOSYS)
		return r;
	struct named *n = *find(fd);
	return n ? __wasix_sys_chdir((long)n->path) : -ENOSYS;
}
