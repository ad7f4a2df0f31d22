/* path.c -- paths of the program to (directory of the host, path below it).
 *
 * A host of ours knows the root of the tree by a number of its own; to others there are preopens.
 *
 * A path is made absolute with the working directory; the preopen with the longest name that is a
 * prefix, by whole components, wins, and the newer of two equal ones. What is left goes to the
 * host as it was written, so that ".." after a symbolic link means what it should; only if the
 * rest would climb above the preopen is the path resolved by its letters first, and matched again.
 */
#include "path.h"

#include "imports.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct preopen {
	struct preopen *older;
	abi_fd fd;
	abi_rights rights;
	size_t len; /* of name; 0 for "/" */
	char name[];
};

static struct preopen *newest;
static bool scanned;

/* Length of the component at the start of path: short, so it is counted here. */
static size_t
component(const char *path)
{
	size_t n = 0;

	while (path[n] && path[n] != '/')
		n++;
	return n;
}

size_t
__wasix_normalise(char *path)
{
	char *out = path;

	for (const char *in = path; *in;) {
		while (*in == '/')
			in++;
		size_t n = component(in);
		if (n == 2 && in[0] == '.' && in[1] == '.') {
			while (out > path && *--out != '/')
				;
		} else if (n > 1 || (n == 1 && *in != '.')) {
			*out++ = '/';
			memmove(out, in, n);
			out += n;
		}
		in += n;
	}
	if (out == path)
		*out++ = '/';
	*out = 0;
	return (size_t)(out - path);
}

long
__wasix_absolute(const char *path, char *out)
{
	size_t len = strlen(path), start = 0;

	if (len >= PATH_MAX)
		return -ENAMETOOLONG;
	if (*path != '/') {
		const char *cwd = __wasix_cwd();
		start = strlen(cwd);
		memcpy(out, cwd, start);
		if (start > 1)
			out[start++] = '/';
	}
	memcpy(out + start, path, len + 1);
	return (long)(start + len);
}

static void
add_preopen(abi_fd fd, size_t name_len)
{
	struct abi_fdstat stat;
	char name[PATH_MAX], absolute[2 * PATH_MAX];

	if (name_len >= sizeof name ||
		__import_preview1_fd_prestat_dir_name(fd, name, (abi_usize)name_len) & 0xffff)
		return;
	name[name_len] = 0;
	if (__wasix_absolute(name, absolute) < 0)
		return;
	size_t len = __wasix_normalise(absolute);
	if (len == 1)
		len = 0;
	struct preopen *p = __wasix_break(sizeof *p + len);
	if (!p)
		return;
	p->fd = fd;
	p->len = len;
	p->rights = __import_preview1_fd_fdstat_get(fd, &stat) & 0xffff ? ~(abi_rights)0
									: stat.fs_rights_inheriting;
	memcpy(p->name, absolute, len);
	p->older = newest;
	newest = p;
}

/* The root by the number that no descriptor has. A host that does not know it says BADF. */
static bool
add_root(void)
{
	static struct preopen root = { .fd = (abi_fd)AT_FDCWD };
	struct abi_fdstat stat;

	if (__import_preview1_fd_fdstat_get(root.fd, &stat) & 0xffff)
		return false;
	root.rights = stat.fs_rights_inheriting;
	newest = &root;
	return true;
}

static void
scan_preopens(void)
{
	struct abi_prestat prestat;

	scanned = true;
	if (add_root())
		return;
	for (abi_fd fd = 3; !(__import_preview1_fd_prestat_get(fd, &prestat) & 0xffff); fd++)
		if (prestat.tag == ABI_PREOPENTYPE_DIR)
			add_preopen(fd, prestat.u.dir.pr_name_len);
}

static const struct preopen *
find_preopen(const char *path)
{
	const struct preopen *best = NULL;

	for (const struct preopen *p = newest; p; p = p->older)
		if ((!best || p->len > best->len) && strncmp(path, p->name, p->len) == 0 &&
			(path[p->len] == '/' || !path[p->len]))
			best = p;
	return best;
}

/* Does the relative path stay below where it starts? Then *len is its length. */
static bool
stays_below(const char *path, size_t *len)
{
	const char *at = path;
	long depth = 0;

	while (*at) {
		size_t n = component(at);
		if (n == 2 && at[0] == '.' && at[1] == '.') {
			if (--depth < 0)
				return false;
		} else if (n > 1 || (n == 1 && *at != '.')) {
			depth++;
		}
		at += n + (at[n] == '/');
	}
	*len = (size_t)(at - path);
	return true;
}

/* What follows the name of the preopen that the absolute path lies in; false if there is none, if
 * it climbs, or if the path is too long. */
static bool
place_below(const char *path, size_t most, struct place *out)
{
	const struct preopen *p = find_preopen(path);
	size_t len;

	if (!p)
		return false;
	const char *rest = path + p->len;
	while (*rest == '/')
		rest++;
	if (!stays_below(rest, &len) || (size_t)(rest - path) + len >= most)
		return false;
	out->fd = p->fd;
	out->rights = p->rights;
	out->path = len ? rest : ".";
	out->len = (abi_usize)(len ? len : 1);
	return true;
}

static long
place_from_descriptor(long dirfd, const char *path, struct place *out)
{
	struct abi_fdstat stat;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)dirfd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	size_t len = strlen(path);
	if (len >= PATH_MAX)
		return -ENAMETOOLONG;
	out->fd = (abi_fd)dirfd;
	out->rights = stat.fs_rights_inheriting;
	out->path = path;
	out->len = (abi_usize)len;
	return stat.fs_filetype == ABI_FILETYPE_DIRECTORY ? 0 : -ENOTDIR;
}

long
__wasix_locate(long dirfd, const char *path, struct place *out)
{
	if (!path)
		return -EFAULT;
	if (!*path)
		return -ENOENT;
	if (*path != '/' && dirfd != AT_FDCWD)
		return place_from_descriptor(dirfd, path, out);

	if (!scanned)
		scan_preopens();
	/* most are absolute already and need no copy */
	if (*path == '/' && place_below(path, PATH_MAX, out))
		return 0;
	long len = __wasix_absolute(path, out->buf);
	if (len < 0)
		return len;
	if (place_below(out->buf, sizeof out->buf, out))
		return 0;
	bool directory = out->buf[len - 1] == '/';
	size_t n = __wasix_normalise(out->buf);
	if (directory && n > 1)
		memcpy(out->buf + n, "/", 2);
	return place_below(out->buf, sizeof out->buf, out) ? 0 : -ENOENT;
}
