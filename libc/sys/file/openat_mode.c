/* openat_mode.c -- opening files in ways that the ABI's import has no room for: a mode, O_PATH,
 * O_TMPFILE and other flags. */
#include "cloexec.h"
#include "directory_names.h"
#include "extension.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>

USES_EXTENSION(openat);

enum { OTHER_FLAGS = O_PATH | (O_TMPFILE & ~O_DIRECTORY) | O_NOATIME | O_DIRECT };

long
__wasix_sys_openat(long dirfd, long path, long flags_, long mode)
{
	int flags = (int)flags_;
	struct place place;

	if (!(flags & OTHER_FLAGS) && (!(flags & O_CREAT) || (mode & 07777) == 0666))
		return __wasix_open_plain(dirfd, path, flags);
	long r = __wasix_locate(dirfd, (const char *)path, &place);
	if (r < 0)
		return r;
	r = (long)EXTENSION(openat, place.fd, (long)place.path, place.len,
		flags & ~(O_LARGEFILE | O_CLOEXEC), mode);
	if (r == -ENOSYS)
		return (flags & O_TMPFILE) == O_TMPFILE ? -EOPNOTSUPP
							: __wasix_open_plain(dirfd, path, flags);
	if (r < 0)
		return r;
	cloexec_mark(r, flags & O_CLOEXEC);
	if (__wasix_name_directory)
		__wasix_name_directory(r, dirfd, (const char *)path);
	return r;
}
