/* ext_mode.c -- extensions that change attributes: permission bits, owners, times.
 *
 * The kernel's calls by name follow a link at the end unless told otherwise, and another process
 * may have put one there since the walk: so each is told.
 */
#include "extension.h"
#include "guest.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452 /* Linux 6.6 */
#endif

int64_t
host_ext_umask(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)c;
	return umask((mode_t)a[0] & 0777);
}

/* What a name or a descriptor leads to, when it may be changed. */
struct target {
	bool is_place;
	struct place at;
	struct fd_ref f;
	const struct mount *mount;
};

static void
target_put(struct target *t)
{
	if (t->is_place)
		place_put(&t->at);
	else
		fd_put(&t->f);
}

/* Pseudo terminals are the guest's own, and so are their modes and owners; the other devices are
 * the host's. (devices.c) */
static bool
is_terminals(const struct mount *m)
{
	return m && m->is_device && !m->entry;
}

static wasix_errno
target_check(const struct target *t)
{
	bool may = is_terminals(t->mount);

	if (t->is_place) {
		if (!may || !place_exists(&t->at))
			GUEST_TRY(place_may_change(&t->at));
		return place_check_slash(&t->at);
	}
	if (t->f.host < 0 || (t->mount && t->mount->read_only && !may))
		return ABI_ERRNO_ROFS;
	/* what it was started with is there to be read or written: its attributes are not granted
	 */
	return t->f.file->stdio ? ABI_ERRNO_PERM : ABI_ERRNO_SUCCESS;
}

/* Arguments begin with fd, path, path_len. Call target_put after success. */
static wasix_errno
target_find(struct wasix_caller *c, const int64_t *a, bool follows, struct target *out)
{
	out->is_place = a[2] != 0;
	if (out->is_place) {
		GUEST_TRY(path_place(c, (uint32_t)a[0], ABI_RIGHTS_PATH_FILESTAT_SET_TIMES,
			(wasix_gptr)a[1], (uint32_t)a[2], follows ? FOLLOW : FOLLOW_SLASH,
			&out->at));
		out->mount = out->at.mount;
	} else {
		GUEST_TRY(fd_get(c, (uint32_t)a[0], ABI_RIGHTS_FD_FILESTAT_SET_TIMES, &out->f));
		out->mount = out->f.file->mount;
	}
	wasix_errno e = target_check(out);
	if (e)
		target_put(out);
	return e;
}

/* --- permission bits --- */

/* By way of a descriptor that leads to the name itself, for kernels before 6.6. */
static int
chmod_name_by_descriptor(int dir, const char *name, mode_t mode)
{
	char link[32];
	struct stat s;
	int fd = openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	int result = fstat(fd, &s) < 0                       ? -errno
		     : S_ISLNK(s.st_mode)                    ? -EOPNOTSUPP
		     : fchmodat(AT_FDCWD, link, mode, 0) < 0 ? -errno
							     : 0;
	close(fd);
	return result;
}

static int
chmod_name(int dir, const char *name, mode_t mode)
{
	if (syscall(SYS_fchmodat2, dir, name, mode, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	return errno == ENOSYS ? chmod_name_by_descriptor(dir, name, mode) : -errno;
}

/* Linux changes nothing by a descriptor that was opened for search only, musl does. */
static int
chmod_descriptor(int fd, mode_t mode)
{
	if (fchmod(fd, mode) == 0)
		return 0;
	if (errno == EBADF && syscall(SYS_fchmodat2, fd, "", mode, AT_EMPTY_PATH) == 0)
		return 0;
	return -errno;
}

/* A program of the guest's making that runs as who owns it, for everybody on the host: that is more
 * than a directory was granted for. Directories hand their group down so. */
static int
check_set_id(const struct target *t, mode_t mode)
{
	struct stat s;

	if (mode & S_ISUID)
		return -EPERM;
	if (!(mode & S_ISGID))
		return 0;
	int failed = t->is_place ? fstatat(t->at.dir, t->at.name, &s, AT_SYMLINK_NOFOLLOW)
				 : fstat(t->f.host, &s);
	if (failed)
		return -errno;
	return S_ISDIR(s.st_mode) ? 0 : -EPERM;
}

int64_t
host_ext_fchmodat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct target t;
	mode_t mode = (mode_t)a[3] & 07777;

	wasix_errno e = target_find(c, a, !(a[4] & AT_SYMLINK_NOFOLLOW), &t);
	if (e)
		return extension_result(e);
	int result = check_set_id(&t, mode);
	if (!result && t.is_place)
		result = chmod_name(t.at.dir, t.at.name, mode);
	else if (!result)
		result = chmod_descriptor(t.f.host, mode);
	target_put(&t);
	return result;
}

/* --- owners --- */

int64_t
host_ext_fchownat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct target t;
	uid_t uid = (uid_t)a[3];
	gid_t gid = (gid_t)a[4];

	wasix_errno e = target_find(c, a, !(a[5] & AT_SYMLINK_NOFOLLOW), &t);
	if (e)
		return extension_result(e);
	int failed = t.is_place ? fchownat(t.at.dir, t.at.name, uid, gid, AT_SYMLINK_NOFOLLOW)
				: fchownat(t.f.host, "", uid, gid, AT_EMPTY_PATH);
	int result = failed ? -errno : 0;
	target_put(&t);
	return result;
}

/* --- times --- */

int64_t
host_ext_utimensat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct timespec times[2] = { { .tv_nsec = UTIME_NOW }, { .tv_nsec = UTIME_NOW } };
	struct target t;

	_Static_assert(sizeof times == 32, "the guest's struct timespec is the host's");
	if (a[3] && guest_read(c, times, (wasix_gptr)a[3], sizeof times))
		return -EFAULT;
	for (int i = 0; i < 2; i++)
		times[i].tv_nsec = (int32_t)times[i].tv_nsec; /* 32 bits and padding */
	wasix_errno e = target_find(c, a, !(a[4] & AT_SYMLINK_NOFOLLOW), &t);
	if (e)
		return extension_result(e);
	int failed = t.is_place ? utimensat(t.at.dir, t.at.name, times, AT_SYMLINK_NOFOLLOW)
				: futimens(t.f.host, times);
	int result = failed ? -errno : 0;
	target_put(&t);
	return result;
}
