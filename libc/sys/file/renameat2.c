/* renameat2.c -- renaming without replacing, and exchanging two names. */
#include "extension.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>

USES_EXTENSION(renameat2);

long
__wasix_sys_renameat2(long old_dirfd, long old_path, long new_dirfd, long new_path, long flags)
{
	struct place from, to;

	if (!flags)
		return __wasix_sys_renameat(old_dirfd, old_path, new_dirfd, new_path);
	long r = __wasix_locate(old_dirfd, (const char *)old_path, &from);
	if (r == 0)
		r = __wasix_locate(new_dirfd, (const char *)new_path, &to);
	if (r < 0)
		return r;
	r = (long)EXTENSION(renameat2, from.fd, (long)from.path, to.fd, (long)to.path,
		(long long)from.len | (long long)to.len << 32, flags);
	return r == -ENOSYS ? -EINVAL : r; /* as a file system that does not know the flag */
}
