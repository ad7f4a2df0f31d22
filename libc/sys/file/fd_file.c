/* fd_file.c -- position, size and storage of an open file. */
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static uint64_t
join(long low, long high)
{
	return (unsigned long)low | (uint64_t)(unsigned long)high << 32;
}

/* SEEK_SET, SEEK_CUR and SEEK_END are the ABI's 0, 1 and 2. */
long
__wasix_sys__llseek(long fd, long high, long low, long result, long whence)
{
	if (whence < SEEK_SET || whence > SEEK_END)
		return -EINVAL;
	return __wasix_result(__import_preview1_fd_seek(
		(abi_fd)fd, (abi_filedelta)join(low, high), (abi_whence)whence, (void *)result));
}

long
__wasix_sys_fsync(long fd)
{
	return __wasix_result(__import_preview1_fd_sync((abi_fd)fd));
}

long
__wasix_sys_fdatasync(long fd)
{
	return __wasix_result(__import_preview1_fd_datasync((abi_fd)fd));
}

long
__wasix_sys_ftruncate64(long fd, long low, long high)
{
	if (high < 0)
		return -EINVAL;
	return __wasix_result(__import_preview1_fd_filestat_set_size((abi_fd)fd, join(low, high)));
}

long
__wasix_sys_truncate64(long path, long low, long high)
{
	long fd = __wasix_sys_openat(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
	if (fd < 0)
		return fd;
	long r = __wasix_sys_ftruncate64(fd, low, high);
	__wasix_sys_close(fd);
	return r;
}

/* POSIX_FADV_*: NORMAL, RANDOM, SEQUENTIAL, WILLNEED, DONTNEED, NOREUSE. */
long
__wasix_sys_fadvise64_64(long fd, long low, long high, long len_low, long len_high, long advice)
{
	static const unsigned char ADVICE[] = { ABI_ADVICE_NORMAL, ABI_ADVICE_RANDOM,
		ABI_ADVICE_SEQUENTIAL, ABI_ADVICE_WILLNEED, ABI_ADVICE_DONTNEED,
		ABI_ADVICE_NOREUSE };
	if (advice < 0 || advice >= (long)sizeof ADVICE)
		return -EINVAL;
	return __wasix_result(__import_preview1_fd_advise(
		(abi_fd)fd, join(low, high), join(len_low, len_high), ADVICE[advice]));
}

/* Advice, so anything goes but a descriptor that is none. */
long
__wasix_sys_readahead(long fd, long low, long high, long len)
{
	return __wasix_sys_fadvise64_64(fd, low, high, len, 0, POSIX_FADV_WILLNEED);
}

/* More than was asked for: all of the file. */
long
__wasix_sys_sync_file_range(long fd, long low, long high, long len_low, long len_high, long flags)
{
	(void)low, (void)len_low;
	if (high < 0 || len_high < 0 ||
		flags & ~(SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
				SYNC_FILE_RANGE_WAIT_AFTER))
		return -EINVAL;
	return __wasix_sys_fdatasync(fd);
}
