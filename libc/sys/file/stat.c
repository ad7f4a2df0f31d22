/* stat.c -- attributes of files, in the shape that musl's kstat has.
 *
 * The ABI's filestat has no owners and no permission bits: an extension gives Linux's struct statx.
 * Without it a file belongs to the program's own user, and everybody may read and execute it:
 * shells look for an x before they start a file.
 */
#include "exists.h"

#include "extension.h"
#include "identity.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "kstat.h"

USES_EXTENSION(fstat);
USES_EXTENSION(fstatat);

enum { NANOSECONDS = 1000000000, BLOCK_SIZE = 4096 };

static void
from_statx(const struct statx *from, struct kstat *to)
{
	*to = (struct kstat){
		.st_dev = makedev(from->stx_dev_major, from->stx_dev_minor),
		.st_ino = from->stx_ino,
		.st_mode = from->stx_mode,
		.st_nlink = (nlink_t)from->stx_nlink,
		.st_uid = from->stx_uid,
		.st_gid = from->stx_gid,
		.st_rdev = makedev(from->stx_rdev_major, from->stx_rdev_minor),
		.st_size = (off_t)from->stx_size,
		.st_blksize = (blksize_t)from->stx_blksize,
		.st_blocks = (blkcnt_t)from->stx_blocks,
		.st_atime_sec = from->stx_atime.tv_sec,
		.st_mtime_sec = from->stx_mtime.tv_sec,
		.st_ctime_sec = from->stx_ctime.tv_sec,
		.st_atime_nsec = (long)from->stx_atime.tv_nsec,
		.st_mtime_nsec = (long)from->stx_mtime.tv_nsec,
		.st_ctime_nsec = (long)from->stx_ctime.tv_nsec,
	};
}

/* --- hosts that know the ABI alone --- */

static mode_t
mode_of(abi_filetype type)
{
	switch (type) {
	case ABI_FILETYPE_DIRECTORY:
		return S_IFDIR | 0755;
	case ABI_FILETYPE_REGULAR_FILE:
		return S_IFREG | 0755;
	case ABI_FILETYPE_SYMBOLIC_LINK:
		return S_IFLNK | 0777;
	case ABI_FILETYPE_CHARACTER_DEVICE:
		return S_IFCHR | 0620;
	case ABI_FILETYPE_BLOCK_DEVICE:
		return S_IFBLK | 0660;
	case ABI_FILETYPE_SOCKET_DGRAM:
	case ABI_FILETYPE_SOCKET_STREAM:
	case ABI_FILETYPE_SOCKET_RAW:
	case ABI_FILETYPE_SOCKET_SEQPACKET:
		return S_IFSOCK | 0755;
	default:
		return S_IFIFO | 0600; /* pipes have no type of their own */
	}
}

static long
from_filestat(uint32_t error, const struct abi_filestat *from, struct kstat *to)
{
	if (error & 0xffff)
		return __wasix_result(error);
	*to = (struct kstat){
		.st_dev = from->dev,
		.st_ino = from->ino,
		.st_mode = mode_of(from->filetype),
		.st_nlink = (nlink_t)from->nlink,
		.st_uid = WASIX_UID,
		.st_gid = WASIX_GID,
		.st_size = (off_t)from->size,
		.st_blksize = BLOCK_SIZE,
		.st_blocks = (blkcnt_t)(from->size / 512 + (from->size % 512 != 0)),
		.st_atime_sec = (long long)(from->atim / NANOSECONDS),
		.st_mtime_sec = (long long)(from->mtim / NANOSECONDS),
		.st_ctime_sec = (long long)(from->ctim / NANOSECONDS),
		.st_atime_nsec = (long)(from->atim % NANOSECONDS),
		.st_mtime_nsec = (long)(from->mtim % NANOSECONDS),
		.st_ctime_nsec = (long)(from->ctim % NANOSECONDS),
	};
	return 0;
}

static long
stat_place(const struct place *p, bool follow, struct kstat *to)
{
	struct abi_filestat stat;
	uint32_t e = __import_preview1_path_filestat_get(
		p->fd, follow ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0, p->path, p->len, &stat);
	return from_filestat(e, &stat, to);
}

/* --- the calls --- */

long
__wasix_sys_fstat64(long fd, long result)
{
	struct abi_filestat stat;
	struct statx s;

	long r = (long)EXTENSION(fstat, fd, STATX_BASIC_STATS, (long)&s);
	if (r == 0)
		from_statx(&s, (struct kstat *)result);
	if (r != -ENOSYS)
		return r;
	uint32_t e = __import_preview1_fd_filestat_get((abi_fd)fd, &stat);
	return from_filestat(e, &stat, (struct kstat *)result);
}

long
__wasix_sys_fstatat64(long dirfd, long path, long result, long flags)
{
	const char *name = (const char *)path;
	struct statx s;
	struct place p;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH && name && !*name) {
		if (dirfd != AT_FDCWD)
			return __wasix_sys_fstat64(dirfd, result);
		name = ".";
	}
	long r = __wasix_locate(dirfd, name, &p);
	if (r < 0)
		return r;
	flags &= AT_SYMLINK_NOFOLLOW;
	r = (long)EXTENSION(fstatat, p.fd, (long)p.path, p.len, flags, STATX_BASIC_STATS, (long)&s);
	if (r == 0)
		from_statx(&s, (struct kstat *)result);
	return r == -ENOSYS ? stat_place(&p, !flags, (struct kstat *)result) : r;
}

long
__wasix_stat_exists(long dirfd, const char *path, bool follow)
{
	struct kstat stat;
	return __wasix_sys_fstatat64(
		dirfd, (long)path, (long)&stat, follow ? 0 : AT_SYMLINK_NOFOLLOW);
}
