/* utimens.c -- times of files. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

USES_EXTENSION(utimensat);

/* One of the two times: its value in ns, and the flag that says what to do. */
static long
one_time(const long long *time, abi_timestamp *ns, unsigned set, unsigned now, unsigned *flags)
{
	if (!time || time[1] == UTIME_NOW)
		*flags |= now;
	else if (time[1] < 0 || (time[1] > 999999999 && time[1] != UTIME_OMIT))
		return -EINVAL;
	else if (time[1] != UTIME_OMIT) {
		*flags |= set;
		*ns = (abi_timestamp)time[0] * 1000000000 + (abi_timestamp)time[1];
	}
	return 0;
}

/* The ABI has no time before 1970. */
static bool
is_early(const long long *t)
{
	return t && ((t[0] < 0 && t[1] >= 0 && t[1] <= 999999999) ||
			    (t[2] < 0 && t[3] >= 0 && t[3] <= 999999999));
}

static long
set_early(long dirfd, const char *path, const long long *times, long flags)
{
	struct place p = { .fd = (abi_fd)dirfd };
	long r = path ? __wasix_locate(dirfd, path, &p) : 0;
	if (r < 0)
		return r;
	r = (long)EXTENSION(utimensat, p.fd, path ? (long)p.path : 0, path ? p.len : 0, (long)times,
		flags & AT_SYMLINK_NOFOLLOW);
	return r == -ENOSYS ? -EINVAL : r;
}

long
__wasix_sys_utimensat_time64(long dirfd, long path, long times, long at_flags)
{
	const long long *t = (const long long *)times;
	abi_timestamp atime = 0, mtime = 0;
	unsigned flags = 0;
	struct place p;

	long r = one_time(t, &atime, ABI_FSTFLAGS_ATIM, ABI_FSTFLAGS_ATIM_NOW, &flags);
	if (r == 0)
		r = one_time(
			t ? t + 2 : NULL, &mtime, ABI_FSTFLAGS_MTIM, ABI_FSTFLAGS_MTIM_NOW, &flags);
	if (r < 0)
		return r;
	if (is_early(t))
		return set_early(dirfd, (const char *)path, t, at_flags);
	if (!path)
		return __wasix_result(__import_preview1_fd_filestat_set_times(
			(abi_fd)dirfd, atime, mtime, (abi_fstflags)flags));
	r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	return __wasix_result(__import_preview1_path_filestat_set_times(p.fd,
		at_flags & AT_SYMLINK_NOFOLLOW ? 0 : ABI_LOOKUPFLAGS_SYMLINK_FOLLOW, p.path, p.len,
		atime, mtime, (abi_fstflags)flags));
}
