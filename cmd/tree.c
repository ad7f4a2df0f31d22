/* tree.c -- files and directories that a command makes, copies and removes. */
#include "tree.h"

#include "cc_args.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIRECTORIES_OPEN = 16 };

static const char *failed_path = "";

const char *
tree_failed_path(void)
{
	return failed_path;
}

static bool
worked(bool ok, const char *path)
{
	if (!ok)
		failed_path = args_format("%s", path);
	return ok;
}

bool
tree_make(const char *path)
{
	char *copy = strdup(path);
	bool ok = copy != NULL;

	for (char *p = copy ? copy + 1 : NULL; ok && p;) {
		p = strchr(p, '/');
		if (p)
			*p = 0;
		ok = mkdir(copy, 0777) == 0 || errno == EEXIST;
		if (p)
			*p++ = '/';
	}
	free(copy);
	return worked(ok, path);
}

char *
tree_read(const char *path, size_t *len)
{
	struct stat st;
	char *text = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fstat(fd, &st) == 0 && (text = malloc((size_t)st.st_size + 1));

	*len = 0;
	while (ok && *len < (size_t)st.st_size) {
		ssize_t n = read(fd, text + *len, (size_t)st.st_size - *len);
		if (n < 0)
			ok = false;
		if (n <= 0)
			break;
		*len += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	if (!worked(ok, path))
		return NULL;
	text[*len] = 0;
	return text;
}

static bool
write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

bool
tree_write(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && write_all(fd, bytes, len);

	if (fd >= 0 && close(fd) < 0)
		ok = false;
	return worked(ok, path);
}

bool
tree_copy_file(const char *from, const char *to)
{
	size_t len;
	char *text = tree_read(from, &len);
	bool ok = text && tree_write(to, text, len);

	free(text);
	return ok;
}

/* What nftw's callbacks know; set by tree_copy only, which does not nest. */
static const char *copy_from, *copy_to;

static int
copy_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	const char *to = args_format("%s%s", copy_to, path + strlen(copy_from));

	if (type == FTW_D)
		return tree_make(to) ? 0 : -1;
	return type != FTW_F || tree_copy_file(path, to) ? 0 : -1;
}

bool
tree_copy(const char *from, const char *to)
{
	copy_from = from;
	copy_to = to;
	return nftw(from, copy_one, DIRECTORIES_OPEN, 0) == 0;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return worked(remove(path) == 0, path) ? 0 : -1;
}

bool
tree_remove(const char *path)
{
	return nftw(path, remove_one, DIRECTORIES_OPEN, FTW_DEPTH | FTW_PHYS) == 0 ||
	       errno == ENOENT;
}
