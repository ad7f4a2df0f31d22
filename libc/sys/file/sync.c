/* sync.c -- changes to the disk, file systems at once. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>

USES_EXTENSION(syncfs);

/* A host without the extension writes through what it was given. */
long
__wasix_sys_sync(void)
{
	EXTENSION(syncfs, -1);
	return 0;
}

long
__wasix_sys_syncfs(long fd)
{
	long r = (long)EXTENSION(syncfs, fd);
	return r == -ENOSYS ? __wasix_result(__import_preview1_fd_sync((abi_fd)fd)) : r;
}
