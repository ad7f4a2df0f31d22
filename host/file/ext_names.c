/* ext_names.c -- extensions that make and move names in ways the ABI has no import for. */
#include "extension.h"
#include "guest.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int64_t
host_ext_mkdirat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct place at;

	wasix_errno e = path_place(c, (uint32_t)a[0], ABI_RIGHTS_PATH_CREATE_DIRECTORY,
		(wasix_gptr)a[1], (uint32_t)a[2], FOLLOW_NEVER, &at);
	if (e)
		return extension_result(e);
	e = place_may_create(&at);
	if (!e)
		e = errno_of(mkdirat(at.dir, at.name, (mode_t)a[3] & 01777));
	place_put(&at);
	return extension_result(e);
}

/* --- nodes --- */

static int
make_file(const struct place *at, mode_t mode)
{
	int fd = openat(at->dir, at->name,
		O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, mode);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int
make_node(const struct place *at, mode_t type, mode_t mode)
{
	if (at->slash)
		return place_exists(at) ? -EEXIST : -ENOENT;
	if (mode & (S_ISUID | S_ISGID))
		return -EPERM;
	switch (type) {
	case 0:
	case S_IFREG:
		return make_file(at, mode);
	case S_IFIFO:
		return mkfifoat(at->dir, at->name, mode) < 0 ? -errno : 0;
	default:
		return -EINVAL;
	}
}

int64_t
host_ext_mknodat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	mode_t mode = (mode_t)a[3];
	struct place at;

	if (S_ISCHR(mode) || S_ISBLK(mode) || S_ISSOCK(mode))
		return -EPERM;
	wasix_errno e = path_place(c, (uint32_t)a[0], ABI_RIGHTS_PATH_CREATE_FILE, (wasix_gptr)a[1],
		(uint32_t)a[2], FOLLOW_NEVER, &at);
	if (e)
		return extension_result(e);
	e = place_may_create(&at);
	int64_t result = e ? extension_result(e) : make_node(&at, mode & S_IFMT, mode & 07777);
	place_put(&at);
	return result;
}

/* --- renaming, linking --- */

int64_t
host_ext_renameat2(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint64_t lengths = (uint64_t)a[4];

	if (a[5] & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	return extension_result(path_rename(c, (uint32_t)a[0], (wasix_gptr)a[1], (uint32_t)lengths,
		(uint32_t)a[2], (wasix_gptr)a[3], (uint32_t)(lengths >> 32), (unsigned)a[5]));
}

static wasix_errno
link_descriptor(const struct fd_ref *f, const struct place *to)
{
	GUEST_TRY(place_may_create(to));
	if (to->slash)
		return place_exists(to) ? ABI_ERRNO_EXIST : ABI_ERRNO_NOENT;
	if (f->host < 0 || f->file->mount != to->mount)
		return ABI_ERRNO_XDEV;
	return errno_of(linkat(f->host, "", to->dir, to->name, AT_EMPTY_PATH));
}

int64_t
host_ext_linkat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct place to;
	struct fd_ref f;

	wasix_errno e = fd_get(c, (uint32_t)a[0], 0, &f);
	if (e)
		return extension_result(e);
	e = path_place(c, (uint32_t)a[1], ABI_RIGHTS_PATH_LINK_TARGET, (wasix_gptr)a[2],
		(uint32_t)a[3], FOLLOW_NEVER, &to);
	if (!e) {
		e = link_descriptor(&f, &to);
		place_put(&to);
	}
	fd_put(&f);
	return extension_result(e);
}

/* --- the working directory --- */

/* NOTE: by the name that it was opened by, as all that is above a descriptor. */
int64_t
host_ext_fchdir(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	wasix_errno e = fd_get(c, (uint32_t)a[0], 0, &f);
	if (e)
		return extension_result(e);
	e = f.file->type != ABI_FILETYPE_DIRECTORY || !f.file->guest
		    ? ABI_ERRNO_NOTDIR
		    : process_chdir(caller_process(c), f.file->guest);
	fd_put(&f);
	return extension_result(e);
}
