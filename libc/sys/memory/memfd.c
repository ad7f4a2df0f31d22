/* memfd.c -- files without a name in the private /dev/shm, whose size is bounded as that of all
 * files there is. Seals are not there: fcntl answers EINVAL, as for other files. */
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

USES_EXTENSION(mmap); /* who maps shared memory has a /dev/shm */

enum { NAME_LONGEST = 249 };

long
__wasix_sys_memfd_create(long name, long flags)
{
	if (flags & ~(long)(MFD_CLOEXEC | MFD_ALLOW_SEALING) ||
		strnlen((const char *)name, NAME_LONGEST + 1) > NAME_LONGEST)
		return -EINVAL;
	long how = O_TMPFILE | O_RDWR | O_EXCL | (flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	long fd = __wasix_sys_openat(AT_FDCWD, (long)"/dev/shm", how, 0777);
	return fd == -ENOENT || fd == -EROFS || fd == -EOPNOTSUPP ? -ENOSYS : fd;
}
