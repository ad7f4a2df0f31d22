/* ext_stat.c -- extensions that tell what the ABI's filestat has no room for: modes, owners,
 * devices; and what a file system has left.
 *
 * The layout is Linux's struct statx, which is the same everywhere.
 */
#include "extension.h"
#include "fd_hold.h"
#include "guest.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

_Static_assert(sizeof(struct statx) == 256, "struct statx");

/* --- attributes --- */

static uint16_t
mode_of_node(abi_filetype type)
{
	switch (type) {
	case ABI_FILETYPE_DIRECTORY:
		return S_IFDIR | 0555;
	case ABI_FILETYPE_CHARACTER_DEVICE:
		return S_IFCHR | 0666;
	case ABI_FILETYPE_SYMBOLIC_LINK:
		return S_IFLNK | 0777;
	default:
		return S_IFREG | 0444;
	}
}

/* What exists in the tree only belongs to root, as such directories do elsewhere. */
static void
statx_fill_node(const struct node *node, struct statx *out)
{
	struct abi_filestat s;

	filestat_fill_node(node, &s);
	*out = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = 4096,
		.stx_nlink = (uint32_t)s.nlink,
		.stx_mode = mode_of_node(s.filetype),
		.stx_ino = s.ino,
		.stx_size = s.size,
	};
}

static struct statx_timestamp
timestamp(const struct timespec *t)
{
	return (struct statx_timestamp){ .tv_sec = t->tv_sec, .tv_nsec = (uint32_t)t->tv_nsec };
}

static int
statx_fill(int dir, const char *name, int flags, unsigned mask, struct statx *out)
{
	*out = (struct statx){ 0 };
	if (statx(dir, name, flags, mask, out) < 0)
		return -errno;
	out->stx_mnt_id = 0; /* the host's own business */
	out->stx_mask &= STATX_BASIC_STATS | STATX_BTIME;
	return 0;
}

/* The same of an open file. The system call fstat is a seventh cheaper than statx and than the C
 * library's fstat, and knows all but the time of birth and the attributes. */
static int
statx_fill_open(int host, unsigned mask, struct statx *out)
{
	struct stat s;

	if (mask & STATX_BTIME)
		return statx_fill(host, "", AT_EMPTY_PATH, mask, out);
	if (syscall(SYS_fstat, host, &s) < 0)
		return -errno;
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
		.stx_atime = timestamp(&s.st_atim),
		.stx_mtime = timestamp(&s.st_mtim),
		.stx_ctime = timestamp(&s.st_ctim),
		.stx_rdev_major = major(s.st_rdev),
		.stx_rdev_minor = minor(s.st_rdev),
		.stx_dev_major = major(s.st_dev),
		.stx_dev_minor = minor(s.st_dev),
	};
	return 0;
}

/* A command may be executed whatever its bits are on the host. */
static int
statx_of(const struct mount *m, int result, struct statx *out)
{
	if (!result && m && m->is_command) {
		// NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): the kernel filled it
		out->stx_mode |= 0111;
	}
	return result;
}

static int
statx_file(const struct file *f, unsigned mask, struct statx *out)
{
	if (f->host >= 0)
		return statx_of(f->mount, statx_fill_open(f->host, mask, out), out);
	statx_fill_node(f->node, out);
	return 0;
}

static int
statx_descriptor(struct wasix_caller *c, uint32_t fd, unsigned mask, struct statx *out)
{
	struct fd_ref f;

	wasix_errno e = fd_hold(c, fd, &f);
	if (e)
		return -errno_to_linux(e);
	int result = f.base & ABI_RIGHTS_FD_FILESTAT_GET
			     ? statx_file(f.file, mask | STATX_TYPE, out)
			     : -errno_to_linux(ABI_ERRNO_NOTCAPABLE);
	// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): the kernel filled it
	if (!result && out->stx_mask & STATX_TYPE) /* what is opened is often asked about at once */
		file_settle_as(caller_process(c), f.file, out->stx_mode);
	fd_let_go(&f);
	return result;
}

static int
statx_place(const struct place *at, unsigned mask, struct statx *out)
{
	if (at->alias)
		return at->slash ? -ENOTDIR : statx_file(at->alias, mask, out);
	if (at->dir < 0 && !at->node)
		return -ENOENT;
	if (at->dir < 0) {
		statx_fill_node(at->node, out);
		return 0;
	}
	int result = statx_of(
		at->mount, statx_fill(at->dir, at->name, AT_SYMLINK_NOFOLLOW, mask, out), out);
	return !result && at->slash && !S_ISDIR(out->stx_mode) ? -ENOTDIR : result;
}

static int
statx_path(struct wasix_caller *c, const int64_t *a, enum follow follow, struct statx *out)
{
	struct place at;

	wasix_errno e = path_place(c, (uint32_t)a[0], ABI_RIGHTS_PATH_FILESTAT_GET,
		(wasix_gptr)a[1], (uint32_t)a[2], follow, &at);
	if (e)
		return -errno_to_linux(e);
	int result = statx_place(&at, (unsigned)a[4], out);
	place_put(&at);
	return result;
}

/* Most names are no links: look first, walk a link only when there is one. */
static int
statx_name(struct wasix_caller *c, const int64_t *a, struct statx *out)
{
	bool follows = !(a[3] & AT_SYMLINK_NOFOLLOW);
	int result = statx_path(c, a, FOLLOW_SLASH, out);

	// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): the kernel filled it
	if (result || !follows || !S_ISLNK(out->stx_mode))
		return result;
	return statx_path(c, a, FOLLOW, out);
}

static int64_t
statx_give(struct wasix_caller *c, int result, wasix_gptr ptr, const struct statx *s)
{
	if (result)
		return result;
	return extension_result(guest_write(c, ptr, s, sizeof *s));
}

int64_t
host_ext_fstat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct statx s;
	int result = statx_descriptor(c, (uint32_t)a[0], (unsigned)a[1], &s);
	return statx_give(c, result, (wasix_gptr)a[2], &s);
}

int64_t
host_ext_fstatat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct statx s;
	int result = a[2] ? statx_name(c, a, &s)
			  : statx_descriptor(c, (uint32_t)a[0], (unsigned)a[4], &s);
	return statx_give(c, result, (wasix_gptr)a[5], &s);
}

/* --- access --- */

/* The kernel says no for a file that its mount does not let be executed, which says nothing of the
 * guest's programs: those are read. So this bit is looked at here. */
static bool
may_execute(const struct stat *s)
{
	if (geteuid() == 0)
		return S_ISDIR(s->st_mode) || s->st_mode & 0111;
	if (geteuid() == s->st_uid)
		return s->st_mode & 0100;
	return s->st_mode & (getegid() == s->st_gid || group_member(s->st_gid) ? 010 : 001);
}

static int
access_place(const struct place *at, int mode, bool *is_link)
{
	struct stat s;

	if (at->alias)
		return (mode & R_OK && !(at->alias_rights & ABI_RIGHTS_FD_READ)) ||
				       (mode & W_OK && !(at->alias_rights & ABI_RIGHTS_FD_WRITE)) ||
				       mode & X_OK
			       ? -EACCES
			       : 0;
	if (at->dir < 0)
		return !at->node ? -ENOENT : mode & W_OK ? -EROFS : 0;
	if (fstatat(at->dir, at->name, &s, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (at->slash && !S_ISDIR(s.st_mode))
		return -ENOTDIR;
	*is_link = S_ISLNK(s.st_mode);
	if (mode & W_OK && at->mount->read_only && !at->mount->is_device)
		return -EROFS;
	if (S_ISREG(s.st_mode) && mode & X_OK) {
		if (!at->mount->is_command && !may_execute(&s))
			return -EACCES;
		mode &= ~X_OK;
	}
	if (mode == F_OK)
		return 0;
	return faccessat(at->dir, at->name, mode, AT_SYMLINK_NOFOLLOW | AT_EACCESS) < 0 ? -errno
											: 0;
}

static int
access_path(struct wasix_caller *c, const int64_t *a, enum follow follow, bool *is_link)
{
	struct place at;

	wasix_errno e = path_place(c, (uint32_t)a[0], ABI_RIGHTS_PATH_FILESTAT_GET,
		(wasix_gptr)a[1], (uint32_t)a[2], follow, &at);
	if (e)
		return -errno_to_linux(e);
	int result = access_place(&at, (int)a[3], is_link);
	place_put(&at);
	return result;
}

int64_t
host_ext_faccessat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	bool follows = !(a[4] & AT_SYMLINK_NOFOLLOW), is_link = false;

	if (a[3] & ~(R_OK | W_OK | X_OK))
		return -EINVAL;
	int result = access_path(c, a, FOLLOW_SLASH, &is_link);
	return is_link && follows ? access_path(c, a, FOLLOW, &is_link) : result;
}

/* --- file systems --- */

/* Linux's struct statfs64 of 32-bit machines, as the guest's libc has it. */
struct guest_statfs {
	uint32_t type, block_size;
	uint64_t blocks, free, available, files, files_free;
	uint32_t id[2];
	uint32_t name_len, fragment_size, flags, spare[4];
};
_Static_assert(sizeof(struct guest_statfs) == 88, "struct statfs");

static void
statfs_convert(const struct statfs *s, bool read_only, struct guest_statfs *out)
{
	*out = (struct guest_statfs){
		.type = (uint32_t)s->f_type,
		.block_size = (uint32_t)s->f_bsize,
		.blocks = s->f_blocks,
		.free = s->f_bfree,
		.available = s->f_bavail,
		.files = s->f_files,
		.files_free = s->f_ffree,
		.name_len = (uint32_t)s->f_namelen,
		.fragment_size = (uint32_t)s->f_frsize,
		.flags = (uint32_t)s->f_flags | (read_only ? ST_RDONLY : 0),
	};
}

/* A directory that only leads to mounts: a file system without room. */
static const struct guest_statfs NO_ROOM = {
	.block_size = 4096, .fragment_size = 4096, .name_len = 255, .flags = ST_RDONLY
};

static int
statfs_descriptor(int host, bool read_only, struct guest_statfs *out)
{
	struct statfs s;

	*out = NO_ROOM;
	if (host < 0)
		return 0;
	if (RETRY(fstatfs(host, &s)) < 0)
		return -errno;
	statfs_convert(&s, read_only, out);
	return 0;
}

static int
statfs_place(const struct place *at, struct guest_statfs *out)
{
	if (at->alias)
		return statfs_descriptor(at->alias->host, false, out);
	if (at->dir < 0 && !at->node)
		return -ENOENT;
	int host = at->dir < 0 ? -1 : openat(at->dir, at->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (at->dir >= 0 && host < 0)
		return -errno;
	int result = statfs_descriptor(host, at->dir >= 0 && at->mount->read_only, out);
	if (host >= 0)
		close(host);
	return result;
}

int64_t
host_ext_statfs(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct guest_statfs s;
	struct place at;
	struct fd_ref f;
	wasix_errno e;
	int result;

	if (a[2]) {
		e = path_place(c, (uint32_t)a[0], ABI_RIGHTS_PATH_FILESTAT_GET, (wasix_gptr)a[1],
			(uint32_t)a[2], FOLLOW, &at);
		if (e)
			return extension_result(e);
		result = statfs_place(&at, &s);
		place_put(&at);
	} else {
		e = fd_get(c, (uint32_t)a[0], ABI_RIGHTS_FD_FILESTAT_GET, &f);
		if (e)
			return extension_result(e);
		result = statfs_descriptor(f.host, f.file->mount && f.file->mount->read_only, &s);
		fd_put(&f);
	}
	return result ? result : extension_result(guest_write(c, (wasix_gptr)a[3], &s, sizeof s));
}
