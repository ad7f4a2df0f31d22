/* lseek_hole.c -- lseek, apart from what stdio needs of it: SEEK_DATA and SEEK_HOLE take an
 * extension. A host without them has no holes that it could tell of. */
#include "extension.h"

#include <errno.h>
#include <unistd.h>

hidden off_t __lseek(int, off_t, int);

USES_EXTENSION(lseek);

off_t
lseek(int fd, off_t offset, int whence)
{
	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return __lseek(fd, offset, whence);
	long long r = EXTENSION(lseek, fd, offset, whence);
	if (r >= 0)
		return (off_t)r;
	errno = r == -ENOSYS ? EINVAL : (int)-r;
	return -1;
}

#undef lseek64 /* a macro of unistd.h */
weak_alias(lseek, lseek64);
