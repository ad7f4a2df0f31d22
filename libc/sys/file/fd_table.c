/* fd_table.c -- closing and duplicating descriptors, pipes. */
#include "cloexec.h"
#include "directory_names.h"
#include "imports.h"
#include "in_memory.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>

long
__wasix_sys_close(long fd)
{
	cloexec_mark(fd, false);
	if (__wasix_forget_directory)
		__wasix_forget_directory(fd);
	return __wasix_result(__import_preview1_fd_close((abi_fd)fd));
}

long
__wasix_sys_dup(long fd)
{
	abi_fd copy;
	uint32_t e = __import_wasix_fd_dup((abi_fd)fd, &copy);
	if (e & 0xffff)
		return __wasix_result(e);
	cloexec_mark((long)copy, false);
	return (long)copy;
}

/* A program that has named no file yet has preopens among its descriptors, which cannot be
 * renumbered over. Asking about the root, as names do (path.c), takes them away. */
static uint32_t
renumber(abi_fd copy, abi_fd to)
{
	struct abi_fdstat stat;

	uint32_t e = __import_preview1_fd_renumber(copy, to);
	if ((e & 0xffff) != ABI_ERRNO_NOTSUP ||
		__import_preview1_fd_fdstat_get((abi_fd)AT_FDCWD, &stat) & 0xffff)
		return e;
	return __import_preview1_fd_renumber(copy, to);
}

/* WASIX's fd_renumber copies, as dup2 does; preview 1's moves. Renumbering a fresh duplicate gives
 * the same with both, when what is left of the duplicate is closed. */
long
__wasix_sys_dup3(long from, long to, long flags)
{
	abi_fd copy;

	if (from == to || flags & ~O_CLOEXEC)
		return -EINVAL;
	if (to < 0)
		return -EBADF;
	uint32_t e = __import_wasix_fd_dup2((abi_fd)from, (abi_fd)to, 0, &copy);
	if (e & 0xffff)
		return (e & 0xffff) == ABI_ERRNO_INVAL ? -EBADF : __wasix_result(e);
	if (copy != (abi_fd)to) {
		e = renumber(copy, (abi_fd)to);
		__import_preview1_fd_close(copy);
		if (e & 0xffff)
			return __wasix_result(e);
	}
	cloexec_mark(to, flags & O_CLOEXEC);
	return to;
}

long
__wasix_sys_pipe2(long result, long flags)
{
	abi_fd ends[2];
	int *fd = (int *)result;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	if (!in_memory(result, 2 * sizeof *fd))
		return -EFAULT;
	uint32_t e = __import_wasix_fd_pipe(&ends[0], &ends[1]);
	for (int i = 0; i < 2 && !(e & 0xffff) && flags & O_NONBLOCK; i++)
		e = __import_preview1_fd_fdstat_set_flags(ends[i], ABI_FDFLAGS_NONBLOCK);
	if (e & 0xffff)
		return __wasix_result(e);
	for (int i = 0; i < 2; i++) {
		fd[i] = (int)ends[i];
		cloexec_mark(fd[i], flags & O_CLOEXEC);
	}
	return 0;
}
