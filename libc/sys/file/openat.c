/* openat.c -- opening files.
 *
 * The ABI's import gives new files the mode 0666, less the mask: that is what stdio asks for, so a
 * program that opens files by it alone needs no more (__wasix_open_plain). Other modes and flags
 * take an extension. Rights are what the access mode needs, cut to what the directory hands down,
 * as strict hosts demand.
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

static long
open_place(const struct place *place, int flags)
{
	abi_fd fd;
	uint32_t e = __import_preview1_path_open(place->fd,
		follows(flags) ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0, place->path, place->len,
		oflags(flags), rights_wanted(flags) & place->rights, place->rights,
		flags_to_host(flags), &fd);
	return e & 0xffff ? __wasix_result(e) : (long)fd;
}

long
__wasix_open_plain(long dirfd, long path, long flags_)
{
	struct place place;
	int flags = (int)flags_;

	if ((flags & O_ACCMODE) == O_ACCMODE && !(flags & O_PATH))
		return -EINVAL;
	long r = __wasix_locate(dirfd, (const char *)path, &place);
	if (r == 0)
		r = open_place(&place, flags);
	if (r < 0)
		return r;
	cloexec_mark(r, flags & O_CLOEXEC);
	if (__wasix_name_directory)
		__wasix_name_directory(r, dirfd, (const char *)path);
	return r;
}
