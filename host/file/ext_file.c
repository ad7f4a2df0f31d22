/* ext_file.c -- extensions about an open file: storage, copying, locks. */
#include "block.h"
#include "extension.h"
#include "guest.h"
#include "process_table.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Descriptor of the host; BADF for a directory of the tree only. */
static int64_t
file_get(struct wasix_caller *c, int64_t fd, abi_rights rights, struct fd_ref *out)
{
	wasix_errno e = fd_get(c, (uint32_t)fd, rights, out);
	if (e)
		return extension_result(e);
	if (out->host >= 0)
		return 0;
	fd_put(out);
	return -EBADF;
}

/* --- storage --- */

int64_t
host_ext_fallocate(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	int64_t result = file_get(c, a[0], 0, &f);
	if (result)
		return result;
	if (ABI_RIGHTS_FD_ALLOCATE & ~f.base)
		result = -EBADF; /* opened for reading */
	else if (RETRY(fallocate(f.host, (int)a[1], a[2], a[3])) < 0)
		result = -errno;
	if (result == -ENOSPC)
		(void)limit_check_space(caller_process(c), f.file->mount, ABI_ERRNO_NOSPC);
	fd_put(&f);
	return result;
}

/* What the ABI's whence has no value for. */
int64_t
host_ext_lseek(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	if (a[2] != SEEK_DATA && a[2] != SEEK_HOLE)
		return -EINVAL;
	int64_t result = file_get(c, a[0], ABI_RIGHTS_FD_SEEK, &f);
	if (result)
		return result;
	if (f.file->type != ABI_FILETYPE_REGULAR_FILE) {
		result = -EINVAL;
	} else {
		result = lseek(f.host, a[1], (int)a[2]);
		result = result < 0 ? -errno : result;
	}
	fd_put(&f);
	return result;
}

/* Places of offsets; 0: the file's own position. */
static int64_t
copy_range(
	struct wasix_caller *c, const struct fd_ref *in, const struct fd_ref *out, const int64_t *a)
{
	wasix_gptr at_in = (wasix_gptr)a[1], at_out = (wasix_gptr)a[3];
	off_t from = 0, to = 0;

	if (a[5])
		return -EINVAL;
	if ((at_in && guest_read(c, &from, at_in, sizeof from)) ||
		(at_out && guest_read(c, &to, at_out, sizeof to)))
		return -EFAULT;
	ssize_t n = RETRY(copy_file_range(in->host, at_in ? &from : NULL, out->host,
		at_out ? &to : NULL, (uint32_t)a[4] & INT32_MAX, 0));
	if (n < 0)
		return -errno;
	if ((at_in && guest_write(c, at_in, &from, sizeof from)) ||
		(at_out && guest_write(c, at_out, &to, sizeof to)))
		return -EFAULT;
	return n;
}

int64_t
host_ext_copy_file_range(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref in, out;

	int64_t result = file_get(c, a[0], 0, &in);
	if (result)
		return result;
	result = file_get(c, a[2], 0, &out);
	if (!result) {
		if (!(in.base & ABI_RIGHTS_FD_READ) || !(out.base & ABI_RIGHTS_FD_WRITE))
			result = -EBADF;
		else
			result = copy_range(c, &in, &out, a);
		if (result == -ENOSPC)
			(void)limit_check_space(
				caller_process(c), out.file->mount, ABI_ERRNO_NOSPC);
		fd_put(&out);
	}
	fd_put(&in);
	return result;
}

/* sync(2) tells nothing of errors. */
static int64_t
sync_mounts(const struct wasix_process *p)
{
	for (size_t i = 0; i < p->mount_count; i++)
		if (!p->mounts[i]->read_only)
			(void)RETRY(syncfs(p->mounts[i]->fd));
	return 0;
}

int64_t
host_ext_syncfs(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	if ((int32_t)a[0] == -1)
		return sync_mounts(caller_process(c));
	int64_t result = file_get(c, a[0], 0, &f);
	if (result)
		return result;
	if (RETRY(syncfs(f.host)) < 0)
		result = -errno;
	fd_put(&f);
	return result;
}

/* --- locks --- */

int64_t
host_ext_flock(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	int64_t result = file_get(c, a[0], 0, &f);
	if (result)
		return result;
	result = block_syscall(c, RESTARTS, SYS_flock, f.host, (int)a[1], 0, 0, 0, 0);
	fd_put(&f);
	return result;
}

/* struct flock of the guest's libc. */
struct guest_flock {
	int16_t type, whence;
	int64_t start, len;
	int32_t pid;
};
_Static_assert(sizeof(struct guest_flock) == 32, "struct flock");

/* Linux's numbers, which musl uses for 64-bit offsets on 32-bit machines, and for locks of open
 * files. */
static int
lock_command(int64_t command)
{
	switch (command) {
	case 12:
		return F_GETLK;
	case 13:
		return F_SETLK;
	case 14:
		return F_SETLKW;
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return (int)command;
	default:
		return -1;
	}
}

/* What holds the lock that is in the way: -1 stands for an open file, as at home; a process outside
 * of the tree is the number that parents there have. */
static int32_t
holder(struct wasix_process *p, pid_t host)
{
	if (host <= 0)
		return host;
	uint32_t pid = process_of_host(p, host);
	return pid ? (int32_t)pid : PID_OUTSIDE;
}

static int64_t
lock_file(struct wasix_caller *c, int host, int command, wasix_gptr ptr)
{
	struct wasix_process *p = caller_process(c);
	struct guest_flock guest;

	if (guest_read(c, &guest, ptr, sizeof guest))
		return -EFAULT;
	struct flock lock = { .l_type = guest.type,
		.l_whence = guest.whence,
		.l_start = guest.start,
		.l_len = guest.len,
		.l_pid = guest.pid };
	if (command == F_SETLK || command == F_SETLKW)
		atomic_store(&p->has_record_locks, true);
	long result = block_syscall(c, RESTARTS, SYS_fcntl, host, command, (long)&lock, 0, 0, 0);
	if (result < 0 || (command != F_GETLK && command != F_OFD_GETLK))
		return result;
	guest.type = lock.l_type;
	if (lock.l_type != F_UNLCK) {
		guest.whence = lock.l_whence;
		guest.start = lock.l_start;
		guest.len = lock.l_len;
		guest.pid = holder(p, lock.l_pid);
	}
	return extension_result(guest_write(c, ptr, &guest, sizeof guest));
}

/* Who gets SIGIO. Numbers of other processes might be somebody else's by the time of the call, so a
 * process names itself or its group. */
static int64_t
owner_set(struct wasix_process *p, int host, int32_t pid)
{
	pid_t owner = pid == 0  ? 0
		      : pid > 0 ? process_host_of(p, (uint32_t)pid)
				: process_group_to_host(p, (uint32_t)-(int64_t)pid);

	if (pid != 0 && owner == 0)
		return -ESRCH;
	if (owner != 0 && owner != (pid > 0 ? getpid() : getpgrp()))
		return -EPERM;
	return fcntl(host, F_SETOWN, pid < 0 ? -owner : owner) < 0 ? -errno : 0;
}

static int64_t
owner_get(struct wasix_process *p, int host)
{
	struct f_owner_ex owner = { 0 };

	if (fcntl(host, F_GETOWN_EX, &owner) < 0)
		return -errno;
	if (owner.pid == 0)
		return 0;
	return owner.type == F_OWNER_PGRP ? -(int64_t)process_group_from_host(p, owner.pid)
					  : (int64_t)process_of_host(p, owner.pid);
}

/* --- flags that the ABI has not --- */

/* Numbers are Linux's generic ones, which x86-64's are. */
enum { OTHER_FLAGS = O_DIRECT | O_NOATIME };

static int64_t
other_flags_get(int host)
{
	int flags = fcntl(host, F_GETFL);
	return flags < 0 ? -errno : flags & OTHER_FLAGS;
}

/* Of files only: O_DIRECT makes packets of what a pipe holds. */
static int64_t
other_flags_set(struct wasix_process *p, const struct fd_ref *f, int64_t wanted)
{
	file_settle(p, f->file);
	if (f->file->type != ABI_FILETYPE_REGULAR_FILE)
		return 0;
	int flags = fcntl(f->host, F_GETFL);
	if (flags < 0 || ((flags ^ wanted) & OTHER_FLAGS) == 0)
		return flags < 0 ? -errno : 0;
	flags = (flags & ~OTHER_FLAGS) | (int)(wanted & OTHER_FLAGS);
	return fcntl(f->host, F_SETFL, flags) < 0 ? -errno : 0;
}

/* --- pipes --- */

/* What an unprivileged process gets; the runtime may be a privileged one. */
enum { PIPE_SIZE_MAX = 1 << 20 };

static int64_t
pipe_size_set(int host, int64_t size)
{
	if (size > PIPE_SIZE_MAX)
		return -EPERM;
	int r = fcntl(host, F_SETPIPE_SZ, (int)size);
	return r < 0 ? -errno : r;
}

static int64_t
pipe_size_get(int host)
{
	int size = fcntl(host, F_GETPIPE_SZ);
	return size < 0 ? -errno : size;
}

static int64_t
command_run(struct wasix_caller *c, const struct fd_ref *f, int64_t command, int64_t argument)
{
	switch (command) {
	case F_GETFL:
		return other_flags_get(f->host);
	case F_SETFL:
		return other_flags_set(caller_process(c), f, argument);
	case F_SETOWN:
		return owner_set(caller_process(c), f->host, (int32_t)argument);
	case F_GETOWN:
		return owner_get(caller_process(c), f->host);
	case F_SETPIPE_SZ:
		return pipe_size_set(f->host, argument);
	case F_GETPIPE_SZ:
		return pipe_size_get(f->host);
	default:
		if (lock_command(command) < 0)
			return -EINVAL;
		return lock_file(c, f->host, lock_command(command), (wasix_gptr)argument);
	}
}

int64_t
host_ext_fcntl(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	int64_t result = file_get(c, a[0], 0, &f);
	if (result)
		return result;
	result = command_run(c, &f, a[1], a[2]);
	fd_put(&f);
	return result;
}
