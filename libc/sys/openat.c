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
#include "path.h"

#include <errno.h>
#include <fcntl.h>

static const abi_rights READING = ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_READDIR;
static const abi_rights WRITING =
	ABI_RIGHTS_FD_WRITE | ABI_RIGHTS_FD_ALLOCATE | ABI_RIGHTS_FD_FILESTAT_SET_SIZE;

static abi_rights
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

static abi_oflags
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

static bool
follows(int flags)
{
	return !(flags & O_NOFOLLOW) && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
}

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
