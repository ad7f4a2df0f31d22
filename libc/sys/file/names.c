/* names.c -- directories, links, renaming, removing. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

USES_EXTENSION(mkdirat);

long
__wasix_sys_mkdirat(long dirfd, long path, long mode)
{
	struct place p;
	long r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	while (p.len > 1 && p.path[p.len - 1] == '/')
		p.len--;
	r = (long)EXTENSION(mkdirat, p.fd, (long)p.path, p.len, mode);
	if (r != -ENOSYS)
		return r;
	return __wasix_result(__import_preview1_path_create_directory(p.fd, p.path, p.len));
}

/* Linux says EISDIR for a directory where POSIX has EPERM. */
static long
unlink_file(const struct place *p)
{
	long r = __wasix_result(__import_preview1_path_unlink_file(p->fd, p->path, p->len));
	return r == -EPERM ? -EISDIR : r;
}

long
__wasix_sys_unlinkat(long dirfd, long path, long flags)
{
	struct place p;
	if (flags & ~AT_REMOVEDIR)
		return -EINVAL;
	long r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	if (!(flags & AT_REMOVEDIR))
		return unlink_file(&p);
	while (p.len > 1 && p.path[p.len - 1] == '/')
		p.len--;
	return __wasix_result(__import_preview1_path_remove_directory(p.fd, p.path, p.len));
}

long
__wasix_sys_symlinkat(long target, long dirfd, long path)
{
	struct place p;
	const char *t = (const char *)target;
	long r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	if (!t || !*t)
		return t ? -ENOENT : -EFAULT;
	return __wasix_result(
		__import_preview1_path_symlink(t, (abi_usize)strlen(t), p.fd, p.path, p.len));
}

long
__wasix_sys_renameat(long old_dirfd, long old_path, long new_dirfd, long new_path)
{
	struct place from, to;
	long r = __wasix_locate(old_dirfd, (const char *)old_path, &from);
	if (r == 0)
		r = __wasix_locate(new_dirfd, (const char *)new_path, &to);
	if (r < 0)
		return r;
	return __wasix_result(__import_preview1_path_rename(
		from.fd, from.path, from.len, to.fd, to.path, to.len));
}

long
__wasix_sys_readlinkat(long dirfd, long path, long buf, long size)
{
	struct place p;
	abi_usize used = 0;
	long r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	uint32_t e = __import_preview1_path_readlink(
		p.fd, p.path, p.len, (void *)buf, (abi_usize)size, &used);
	return e & 0xffff ? __wasix_result(e) : (long)used;
}
