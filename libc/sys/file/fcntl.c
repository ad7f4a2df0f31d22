/* fcntl.c -- descriptor flags, status flags, duplicates. */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "open_flags.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

USES_EXTENSION(fcntl);
USES_EXTENSION(ioctl);

static long
status_of(const struct abi_fdstat *stat)
{
	bool reads = stat->fs_rights_base & (ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_READDIR);
	bool writes = stat->fs_rights_base & ABI_RIGHTS_FD_WRITE;
	long access = reads ? (writes ? O_RDWR : O_RDONLY) : writes ? O_WRONLY : O_PATH;
	return access | flags_from_host(stat->fs_flags);
}

long
__wasix_get_status(long fd)
{
	struct abi_fdstat stat;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	return e & 0xffff ? __wasix_result(e) : status_of(&stat);
}

long
__wasix_set_status(long fd, long flags)
{
	return __wasix_result(
		__import_preview1_fd_fdstat_set_flags((abi_fd)fd, flags_to_host((int)flags)));
}

long
__wasix_get_cloexec(long fd)
{
	struct abi_fdstat stat;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	return cloexec_marked(fd) ? FD_CLOEXEC : 0;
}

static long
duplicate(long fd, long minimum, bool cloexec)
{
	abi_fd copy;
	if (minimum < 0)
		return -EINVAL;
	uint32_t e = __import_wasix_fd_dup2((abi_fd)fd, (abi_fd)minimum, cloexec, &copy);
	if (e & 0xffff)
		return __wasix_result(e);
	cloexec_mark((long)copy, cloexec);
	return (long)copy;
}

/* By the host. One without locks has one process, so nobody is locked out there. */
static long
lock(long fd, long command, struct flock *lock)
{
	struct abi_fdstat stat;

	long r = (long)EXTENSION(fcntl, fd, command, (long)lock);
	if (r != -ENOSYS)
		return r;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	if (command == F_GETLK || command == F_OFD_GETLK)
		lock->l_type = F_UNLCK;
	return 0;
}

/* Flags that the ABI has not. A host without them has opened no file so. */
enum { OTHER_FLAGS = O_DIRECT | O_NOATIME };

/* They are a file's; others are not asked about them, since F_GETFL of a socket is often called. */
static long
get_flags(long fd)
{
	struct abi_fdstat stat;

	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	long flags = status_of(&stat);
	if (stat.fs_filetype != ABI_FILETYPE_REGULAR_FILE || (flags & O_PATH))
		return flags;
	long other = (long)EXTENSION(fcntl, fd, F_GETFL, 0);
	return other < 0 ? flags : flags | other;
}

/* O_ASYNC is not among the ABI's flags either. It is set and cleared on demand only: what sets
 * others need not know of it. */
static long
set_flags(long fd, long flags)
{
	int on = 1;

	long r = (long)EXTENSION(fcntl, fd, F_SETFL, flags & OTHER_FLAGS);
	if (r < 0 && r != -ENOSYS && r != -EBADF)
		return r;
	r = __wasix_set_status(fd, flags);
	if (r || !(flags & O_ASYNC))
		return r;
	r = (long)EXTENSION(ioctl, fd, FIOASYNC, (long)&on);
	return r == -ENOSYS ? -EINVAL : r;
}

/* the owner of SIGIO, the size of a pipe */
static long
other_command(long fd, long command, long argument)
{
	long r = (long)EXTENSION(fcntl, fd, command, argument);
	return r == -ENOSYS ? -EINVAL : r;
}

long
__wasix_sys_fcntl64(long fd, long command, long argument)
{
	long r;

	switch (command) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		return duplicate(fd, argument, command == F_DUPFD_CLOEXEC);
	case F_GETFD:
		return __wasix_get_cloexec(fd);
	case F_SETFD:
		r = __wasix_get_cloexec(fd);
		return r < 0 ? r : __wasix_set_cloexec(fd, argument);
	case F_GETFL:
		return get_flags(fd);
	case F_SETFL:
		return set_flags(fd, argument);
	case F_SETOWN:
	case F_GETOWN:
	case F_SETPIPE_SZ:
	case F_GETPIPE_SZ:
		return other_command(fd, command, argument);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return lock(fd, command, (struct flock *)argument);
	default:
		return -EINVAL;
	}
}
