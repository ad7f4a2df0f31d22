/* open_flags.h -- O_* to the ABI's fdflags and back. */
#ifndef SYS_OPEN_FLAGS_H
#define SYS_OPEN_FLAGS_H

#include "types.h"

#include <fcntl.h>

static inline abi_fdflags
flags_to_host(int flags)
{
	unsigned f = 0;
	if (flags & O_APPEND)
		f |= ABI_FDFLAGS_APPEND;
	if (flags & O_NONBLOCK)
		f |= ABI_FDFLAGS_NONBLOCK;
	if ((flags & O_SYNC) == O_SYNC)
		f |= ABI_FDFLAGS_SYNC;
	else if (flags & O_DSYNC)
		f |= ABI_FDFLAGS_DSYNC;
	return (abi_fdflags)f;
}

static inline int
flags_from_host(abi_fdflags f)
{
	int flags = 0;
	if (f & ABI_FDFLAGS_APPEND)
		flags |= O_APPEND;
	if (f & ABI_FDFLAGS_NONBLOCK)
		flags |= O_NONBLOCK;
	if (f & (ABI_FDFLAGS_SYNC | ABI_FDFLAGS_RSYNC))
		flags |= O_SYNC;
	else if (f & ABI_FDFLAGS_DSYNC)
		flags |= O_DSYNC;
	return flags;
}

#endif
