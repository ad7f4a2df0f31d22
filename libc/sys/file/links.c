/* links.c -- more names for a file, and renaming with conditions. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

USES_EXTENSION(linkat);

/* What O_TMPFILE made gets a name so. */
static long
link_descriptor(long fd, long new_dirfd, const char *new_path)
{
	struct place to;
	long r = __wasix_locate(new_dirfd, new_path, &to);
	return r < 0 ? r : (long)EXTENSION(linkat, fd, to.fd, (long)to.path, to.len);
}

long
__wasix_sys_linkat(long old_dirfd, long old_path, long new_dirfd, long new_path, long flags)
{
	struct place from, to;
	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH && old_path && !*(const char *)old_path)
		return link_descriptor(old_dirfd, new_dirfd, (const char *)new_path);
	long r = __wasix_locate(old_dirfd, (const char *)old_path, &from);
	if (r == 0)
		r = __wasix_locate(new_dirfd, (const char *)new_path, &to);
	if (r < 0)
		return r;
	return __wasix_result(__import_preview1_path_link(from.fd,
		flags & AT_SYMLINK_FOLLOW ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0, from.path, from.len,
		to.fd, to.path, to.len));
}
