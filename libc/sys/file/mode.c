/* mode.c -- permission bits and owners: who may do what. The ABI has neither; hosts without the
 * extensions keep none, so setting them there succeeds on what exists and changes nothing. */
#include "exists.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

USES_EXTENSION(fchmodat);
USES_EXTENSION(fchownat);
USES_EXTENSION(faccessat);

static long
fd_exists(long fd)
{
	struct abi_fdstat stat;
	return __wasix_result(__import_preview1_fd_fdstat_get((abi_fd)fd, &stat));
}

/* --- access --- */

long
__wasix_sys_faccessat2(long dirfd, long path, long mode, long flags)
{
	struct place p;

	if (mode & ~7L || flags & ~(AT_SYMLINK_NOFOLLOW | AT_EACCESS))
		return -EINVAL;
	long r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	r = (long)EXTENSION(faccessat, p.fd, (long)p.path, p.len, mode, flags);
	/* elsewhere everybody may do everything that the host lets them do */
	return r == -ENOSYS ? __wasix_stat_exists(
				      dirfd, (const char *)path, !(flags & AT_SYMLINK_NOFOLLOW))
			    : r;
}

long
__wasix_sys_faccessat(long dirfd, long path, long mode)
{
	return __wasix_sys_faccessat2(dirfd, path, mode, 0);
}

/* --- permission bits --- */

static long
change_mode(long dirfd, const char *path, long mode, long flags)
{
	struct place p;
	long r = __wasix_locate(dirfd, path, &p);
	if (r < 0)
		return r;
	r = (long)EXTENSION(fchmodat, p.fd, (long)p.path, p.len, mode, flags);
	return r == -ENOSYS ? __wasix_stat_exists(dirfd, path, !flags) : r;
}

long
__wasix_sys_fchmodat(long dirfd, long path, long mode)
{
	return change_mode(dirfd, (const char *)path, mode, 0);
}

/* musl's way for AT_SYMLINK_NOFOLLOW needs a /proc. */
int
fchmodat(int dirfd, const char *path, mode_t mode, int flags)
{
	long r = flags & ~AT_SYMLINK_NOFOLLOW ? -EINVAL
					      : change_mode(dirfd, path, (long)mode, flags);
	return (int)__wasix_syscall_ret((unsigned long)r);
}

long
__wasix_sys_fchmod(long fd, long mode)
{
	long r = (long)EXTENSION(fchmodat, fd, 0, 0, mode, 0);
	return r == -ENOSYS ? fd_exists(fd) : r;
}

/* --- owners --- */

long
__wasix_sys_fchown(long fd, long uid, long gid)
{
	long r = (long)EXTENSION(fchownat, fd, 0, 0, uid, gid, 0);
	return r == -ENOSYS ? fd_exists(fd) : r;
}

long
__wasix_sys_fchownat(long dirfd, long path, long uid, long gid, long flags)
{
	const char *name = (const char *)path;
	struct place p;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH && name && !*name && dirfd != AT_FDCWD)
		return __wasix_sys_fchown(dirfd, uid, gid);
	flags &= AT_SYMLINK_NOFOLLOW;
	long r = __wasix_locate(dirfd, name, &p);
	if (r < 0)
		return r;
	r = (long)EXTENSION(fchownat, p.fd, (long)p.path, p.len, uid, gid, flags);
	return r == -ENOSYS ? __wasix_stat_exists(dirfd, name, !flags) : r;
}
