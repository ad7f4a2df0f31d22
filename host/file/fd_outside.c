/* fd_outside.c -- open files that come from outside of the guest's tree: by a message (SCM_RIGHTS),
 * or handed over at the start (--fd).
 *
 * They have no place in the tree: directories cannot be entered, and what cannot be written cannot
 * be changed otherwise either.
 */
#include "host.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Its mount is not known: as in one that is read-only. */
static const struct mount UNKNOWN_MOUNT = { .fd = -1, .read_only = true };

enum : uint64_t {
	PATH_RIGHTS = ABI_RIGHTS_PATH_CREATE_DIRECTORY | ABI_RIGHTS_PATH_CREATE_FILE |
		      ABI_RIGHTS_PATH_LINK_SOURCE | ABI_RIGHTS_PATH_LINK_TARGET |
		      ABI_RIGHTS_PATH_OPEN | ABI_RIGHTS_PATH_READLINK |
		      ABI_RIGHTS_PATH_RENAME_SOURCE | ABI_RIGHTS_PATH_RENAME_TARGET |
		      ABI_RIGHTS_PATH_FILESTAT_GET | ABI_RIGHTS_PATH_FILESTAT_SET_SIZE |
		      ABI_RIGHTS_PATH_FILESTAT_SET_TIMES | ABI_RIGHTS_PATH_SYMLINK |
		      ABI_RIGHTS_PATH_REMOVE_DIRECTORY | ABI_RIGHTS_PATH_UNLINK_FILE,
};

wasix_errno
fd_add_from_outside(
	struct wasix_process *p, int host, bool handed_over, uint32_t min, uint32_t *out)
{
	abi_rights rights = RIGHTS_ALL & ~PATH_RIGHTS;
	int mode = fcntl(host, F_GETFL) & O_ACCMODE;
	struct stat s;

	if (fstat(host, &s) < 0) {
		close(host);
		return ABI_ERRNO_BADF;
	}
	bool sealed = S_ISDIR(s.st_mode) || (S_ISREG(s.st_mode) && mode == O_RDONLY);
	if (mode == O_RDONLY)
		rights &= ~(uint64_t)ABI_RIGHTS_FD_WRITE;
	if (mode == O_WRONLY)
		rights &= ~(uint64_t)ABI_RIGHTS_FD_READ;
	abi_filetype type =
		S_ISDIR(s.st_mode) ? ABI_FILETYPE_UNKNOWN : filetype_of(s.st_mode, host);
	struct file *file = file_new(host, type, sealed ? &UNKNOWN_MOUNT : NULL, NULL, NULL);
	if (file) {
		/* somebody else may have set them */
		atomic_store(&file->times_out, S_ISSOCK(s.st_mode));
		file->handed_over = handed_over;
	}
	return fd_add(p, file, rights, 0, 0, min, out);
}

/* What may be handed over. A directory would be files without a mount, which the second wall could
 * not bound. */
static wasix_result
check(const wasix_process *p, int host_fd, uint32_t guest_fd, struct stat *s, wasix_error *err)
{
	if (p->prepared)
		return fail(err, WASIX_USAGE, "descriptor %d: the process has started", host_fd);
	if (fstat(host_fd, s) < 0)
		return fail(err, WASIX_IO, "descriptor %d: %s", host_fd, strerror(errno));
	if (host_fd < PREOPEN_FIRST ? guest_fd != (uint32_t)host_fd : guest_fd < PREOPEN_FIRST)
		return fail(err, WASIX_USAGE,
			"descriptor %d as %u: 0 to 2 are handed over as they are", host_fd,
			guest_fd);
	if (S_ISDIR(s->st_mode) || fcntl(host_fd, F_GETFL) & O_PATH)
		return fail(err, WASIX_USAGE,
			"descriptor %d: a directory is granted by mounting it", host_fd);
	if (guest_fd >= p->fds.limit)
		return fail(err, WASIX_USAGE, "descriptor %d as %u: the guest has numbers below %u",
			host_fd, guest_fd, p->fds.limit);
	if (guest_fd < p->fds.count && p->fds.entries[guest_fd].file)
		return fail(err, WASIX_USAGE, "descriptor %d as %u: that number is taken", host_fd,
			guest_fd);
	return WASIX_OK;
}

wasix_result
wasix_process_fd(wasix_process *p, int host_fd, uint32_t guest_fd, wasix_error *err)
{
	struct stat s = { 0 };
	uint32_t number;

	error_clear(err);
	TRY(check(p, host_fd, guest_fd, &s, err));
	if (S_ISSOCK(s.st_mode))
		p->granted[CAP_SOCKET] = true;
	if (host_fd < PREOPEN_FIRST) /* they are the guest's anyway */
		return WASIX_OK;
	(void)fcntl(host_fd, F_SETFD, FD_CLOEXEC); /* the compiler has no use for it */
	return fd_add_from_outside(p, host_fd, true, guest_fd, &number) ? fail_memory(err)
									: WASIX_OK;
}
