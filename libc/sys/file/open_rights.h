/* open_rights.h -- O_* to what path_open takes besides fdflags: rights, oflags, links. */
#ifndef SYS_OPEN_RIGHTS_H
#define SYS_OPEN_RIGHTS_H

#include "types.h"

#include <fcntl.h>
#include <stdbool.h>

static const abi_rights READING = ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_READDIR;
static const abi_rights WRITING =
	ABI_RIGHTS_FD_WRITE | ABI_RIGHTS_FD_ALLOCATE | ABI_RIGHTS_FD_FILESTAT_SET_SIZE;

static inline abi_rights
rights_wanted(int flags)
{
	abi_rights r = ~(READING | WRITING);
	if (flags & O_PATH)
		return r;
	int access = flags & O_ACCMODE;
	if (access != O_WRONLY)
		r |= READING;
	if (access != O_RDONLY)
		r |= WRITING;
	return r;
}

static inline abi_oflags
oflags(int flags)
{
	unsigned f = 0;
	if (flags & O_CREAT)
		f |= ABI_OFLAGS_CREAT;
	if (flags & O_DIRECTORY)
		f |= ABI_OFLAGS_DIRECTORY;
	if (flags & O_EXCL)
		f |= ABI_OFLAGS_EXCL;
	if (flags & O_TRUNC)
		f |= ABI_OFLAGS_TRUNC;
	return (abi_oflags)f;
}

static inline bool
follows(int flags)
{
	return !(flags & O_NOFOLLOW) && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
}

#endif
