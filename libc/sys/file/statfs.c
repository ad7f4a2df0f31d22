/* statfs.c -- file systems. Hosts that know the ABI alone tell nothing: what is free is as much as
 * a program can want. */
#include "exists.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/statfs.h>

USES_EXTENSION(statfs);

_Static_assert(sizeof(struct statfs) == 88, "as the host writes it");

enum { BLOCK_SIZE = 4096 };

static long
unknown(long result, struct statfs *to)
{
	if (result < 0)
		return result;
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
	struct place p;
	(void)size;
	long r = __wasix_locate(AT_FDCWD, (const char *)path, &p);
	if (r < 0)
		return r;
	r = (long)EXTENSION(statfs, p.fd, (long)p.path, p.len, result);
	if (r != -ENOSYS)
		return r;
	return unknown(
		__wasix_stat_exists(AT_FDCWD, (const char *)path, true), (struct statfs *)result);
}

long
__wasix_sys_fstatfs64(long fd, long size, long result)
{
	struct abi_fdstat stat;
	(void)size;
	long r = (long)EXTENSION(statfs, fd, 0, 0, result);
	if (r != -ENOSYS)
		return r;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	return unknown(__wasix_result(e), (struct statfs *)result);
}
