/* openat.c -- opening files.
 *
 * The mode is not sent: the host has no permission bits to set (docs/libc.md). Rights are what the
 * access mode needs, cut to what the directory hands down, as strict hosts demand.
 */
#include "cloexec.h"
#include "directory_names.h"
#include "imports.h"
#include "lowered.h"
#include "open_flags.h"
#include "open_rights.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>

long
__wasix_sys_openat(long dirfd, long path, long flags_, long mode)
{
	struct place place;
	abi_fd fd;
	int flags = (int)flags_;

	(void)mode;
	if ((flags & O_TMPFILE) == O_TMPFILE)
		return -EOPNOTSUPP;
	if ((flags & O_ACCMODE) == O_ACCMODE && !(flags & O_PATH))
		return -EINVAL;
	long r = __wasix_locate(dirfd, (const char *)path, &place);
	if (r < 0)
		return r;
	uint32_t e = __import_preview1_path_open(place.fd,
		follows(flags) ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0, place.path, place.len,
		oflags(flags), rights_wanted(flags) & place.rights, place.rights,
		flags_to_host(flags), &fd);
	if (e & 0xffff)
		return __wasix_result(e);
	cloexec_mark((long)fd, flags & O_CLOEXEC);
	if (__wasix_name_directory)
		__wasix_name_directory((long)fd, dirfd, (const char *)path);
	return (long)fd;
}
