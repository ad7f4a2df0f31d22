/* stat.c -- attributes of files, in the shape that musl's kstat has.
 *
 * The host knows no owners and no permission bits. A file belongs to the program's own user,
 * and everybody may read and execute it: shells look for an x before they start a file.
 */
#include "identity.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "kstat.h"

enum { NANOSECONDS = 1000000000, BLOCK_SIZE = 4096 };

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
fill(uint32_t error, const struct abi_filestat *from, struct kstat *to)
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

long
__wasix_sys_fstat64(long fd, long result)
{
	struct abi_filestat stat;
	uint32_t e = __import_preview1_fd_filestat_get((abi_fd)fd, &stat);
	return fill(e, &stat, (struct kstat *)result);
}

static long
stat_at(long dirfd, const char *path, bool follow, struct abi_filestat *stat)
{
	struct place p;
	long r = __wasix_locate(dirfd, path, &p);
	if (r < 0)
		return r;
	return __wasix_result(__import_preview1_path_filestat_get(
		p.fd, follow ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0, p.path, p.len, stat));
}

long
__wasix_sys_fstatat64(long dirfd, long path, long result, long flags)
{
	struct abi_filestat stat;
	const char *name = (const char *)path;

	if (flags & AT_EMPTY_PATH && name && !*name) {
		if (dirfd != AT_FDCWD)
			return __wasix_sys_fstat64(dirfd, result);
		name = ".";
	}
	long r = stat_at(dirfd, name, !(flags & AT_SYMLINK_NOFOLLOW), &stat);
	return r < 0 ? r : fill(0, &stat, (struct kstat *)result);
}

/* Everybody may do everything that the host lets them do, so a file that is there is accessible. */
long
__wasix_sys_faccessat(long dirfd, long path, long mode)
{
	struct abi_filestat stat;
	if (mode & ~7L)
		return -EINVAL;
	return stat_at(dirfd, (const char *)path, true, &stat);
}

long
__wasix_sys_faccessat2(long dirfd, long path, long mode, long flags)
{
	struct abi_filestat stat;
	if (mode & ~7L)
		return -EINVAL;
	return stat_at(dirfd, (const char *)path, !(flags & AT_SYMLINK_NOFOLLOW), &stat);
}

/* The host keeps no permission bits and no owners: setting them succeeds on what exists, and
 * changes nothing (docs/libc.md). */
long
__wasix_sys_fchmodat(long dirfd, long path, long mode)
{
	struct abi_filestat stat;
	(void)mode;
	return stat_at(dirfd, (const char *)path, true, &stat);
}

long
__wasix_sys_fchownat(long dirfd, long path, long uid, long gid, long flags)
{
	struct abi_filestat stat;
	(void)uid;
	(void)gid;
	return stat_at(dirfd, (const char *)path, !(flags & AT_SYMLINK_NOFOLLOW), &stat);
}

long
__wasix_sys_fchmod(long fd, long mode)
{
	struct abi_fdstat stat;
	(void)mode;
	return __wasix_result(__import_preview1_fd_fdstat_get((abi_fd)fd, &stat));
}

long
__wasix_sys_fchown(long fd, long uid, long gid)
{
	(void)uid;
	return __wasix_sys_fchmod(fd, gid);
}

/* A file system of unknown size: what is free is as much as a program can want. */
static long
fill_statfs(struct statfs *to)
{
	*to = (struct statfs){
		.f_bsize = BLOCK_SIZE,
		.f_frsize = BLOCK_SIZE,
		.f_blocks = 1 << 28,
		.f_bfree = 1 << 27,
		.f_bavail = 1 << 27,
		.f_files = 1 << 28,
		.f_ffree = 1 << 27,
		.f_namelen = 255,
	};
	return 0;
}

long
__wasix_sys_statfs64(long path, long size, long result)
{
	struct abi_filestat stat;
	(void)size;
	long r = stat_at(AT_FDCWD, (const char *)path, true, &stat);
	return r < 0 ? r : fill_statfs((struct statfs *)result);
}

long
__wasix_sys_fstatfs64(long fd, long size, long result)
{
	struct abi_fdstat stat;
	(void)size;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	return e & 0xffff ? __wasix_result(e) : fill_statfs((struct statfs *)result);
}
