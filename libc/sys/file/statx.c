/* statx.c -- the function statx, which musl 1.2.3 lacks. */
#include "exists.h"
#include "extension.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

USES_EXTENSION(fstat);
USES_EXTENSION(fstatat);

static struct statx_timestamp
stamp(struct timespec t)
{
	return (struct statx_timestamp){ t.tv_sec, (uint32_t)t.tv_nsec, 0 };
}

/* By fstatat, without the time of birth. */
static int
from_stat(int dirfd, const char *path, int flags, struct statx *out)
{
	struct stat s;

	if (fstatat(dirfd, path, &s, flags) < 0)
		return -1;
	*out = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = (uint32_t)s.st_blksize,
		.stx_nlink = (uint32_t)s.st_nlink,
		.stx_uid = s.st_uid,
		.stx_gid = s.st_gid,
		.stx_mode = (uint16_t)s.st_mode,
		.stx_ino = s.st_ino,
		.stx_size = (uint64_t)s.st_size,
		.stx_blocks = (uint64_t)s.st_blocks,
		.stx_atime = stamp(s.st_atim),
		.stx_ctime = stamp(s.st_ctim),
		.stx_mtime = stamp(s.st_mtim),
		.stx_rdev_major = major(s.st_rdev),
		.stx_rdev_minor = minor(s.st_rdev),
		.stx_dev_major = major(s.st_dev),
		.stx_dev_minor = minor(s.st_dev),
	};
	return 0;
}

enum { SYNC_TYPE = 0x6000 };

int
statx(int dirfd, const char *restrict path, int flags, unsigned mask, struct statx *restrict out)
{
	struct place p;
	long r;

	flags &= ~SYNC_TYPE;
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT) || mask >> 31)
		return (int)__wasix_syscall_ret((unsigned long)-EINVAL);
	if (flags & AT_EMPTY_PATH && path && !*path && dirfd != AT_FDCWD) {
		r = (long)EXTENSION(fstat, dirfd, mask, (long)out);
	} else {
		r = __wasix_locate(dirfd, flags & AT_EMPTY_PATH && path && !*path ? "." : path, &p);
		if (r == 0)
			r = (long)EXTENSION(fstatat, p.fd, (long)p.path, p.len,
				flags & AT_SYMLINK_NOFOLLOW, mask, (long)out);
	}
	if (r == -ENOSYS)
		return from_stat(dirfd, path, flags, out);
	return (int)__wasix_syscall_ret((unsigned long)r);
}
