/* fd.c -- fd_*: state, attributes, positions and buffers of open descriptors; pipes and counters.
 */
#include "block.h"
#include "fd_hold.h"
#include "guest.h"
#include "raw_syscall.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Where both sides name the same flag. */
static const struct {
	abi_fdflags guest;
	int host;
} FDFLAGS[] = {
	{ ABI_FDFLAGS_APPEND, O_APPEND },
	{ ABI_FDFLAGS_NONBLOCK, O_NONBLOCK },
	{ ABI_FDFLAGS_DSYNC, O_DSYNC },
	{ ABI_FDFLAGS_SYNC | ABI_FDFLAGS_RSYNC, O_SYNC }, /* O_RSYNC is O_SYNC on Linux */
};

enum { FDFLAGS_COUNT = sizeof FDFLAGS / sizeof *FDFLAGS };

static abi_fdflags
fdflags_from_host(int host)
{
	abi_fdflags flags = 0;
	for (size_t i = 0; i < FDFLAGS_COUNT; i++)
		if ((host & FDFLAGS[i].host) == FDFLAGS[i].host)
			flags |= FDFLAGS[i].guest;
	return flags;
}

/* What a descriptor of the tree only answers: it is a directory. */
static bool
is_virtual(const struct fd_ref *f)
{
	return f->host < 0;
}

static bool
is_read_only(const struct fd_ref *f)
{
	return f->file->mount && f->file->mount->read_only;
}

/* WASI preview1, fd_fdstat_get */
wasix_errno
host_fd_fdstat_get(struct wasix_caller *c, uint32_t fd, wasix_gptr stat)
{
	struct fd_ref f;

	GUEST_TRY(fd_hold(c, fd, &f));
	file_settle(caller_process(c), f.file);
	long flags = is_virtual(&f) ? 0 : raw_syscall2(SYS_fcntl, f.host, F_GETFL);
	struct abi_fdstat s = {
		.fs_filetype = f.file->type,
		.fs_flags = flags > 0 ? fdflags_from_host((int)flags) : 0,
		.fs_rights_base = rights_for(f.file, f.base),
		.fs_rights_inheriting = f.inheriting,
	};
	fd_let_go(&f);
	return guest_write(c, stat, &s, sizeof s);
}

/* WASI preview1, fd_fdstat_set_flags, as F_SETFL: Linux changes APPEND and NONBLOCK only */
wasix_errno
host_fd_fdstat_set_flags(struct wasix_caller *c, uint32_t fd, uint32_t guest_flags)
{
	struct fd_ref f;
	wasix_errno e = ABI_ERRNO_SUCCESS;

	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_FDSTAT_SET_FLAGS, &f));
	int flags = is_virtual(&f) ? -1 : fcntl(f.host, F_GETFL);
	if (flags >= 0) {
		int wanted = flags & ~(O_APPEND | O_NONBLOCK);
		for (size_t i = 0; i < 2; i++)
			if (guest_flags & FDFLAGS[i].guest)
				wanted |= FDFLAGS[i].host;
		if (f.file->stdio && f.file->stdio_flags < 0)
			f.file->stdio_flags = flags;
		e = errno_of(fcntl(f.host, F_SETFL, wanted));
	}
	fd_put(&f);
	return e;
}

/* --- attributes --- */

static abi_timestamp
timestamp_of(const struct timespec *t)
{
	return t->tv_sec < 0 ? 0 : (uint64_t)t->tv_sec * 1000000000u + (uint64_t)t->tv_nsec;
}

void
filestat_fill(const struct stat *host, int host_fd, struct abi_filestat *out)
{
	*out = (struct abi_filestat){
		.dev = host->st_dev,
		.ino = host->st_ino,
		.filetype = filetype_of(host->st_mode, host_fd),
		.nlink = host->st_nlink,
		.size = (uint64_t)host->st_size,
		.atim = timestamp_of(&host->st_atim),
		.mtim = timestamp_of(&host->st_mtim),
		.ctim = timestamp_of(&host->st_ctim),
	};
}

void
filestat_fill_node(const struct node *node, struct abi_filestat *out)
{
	uint64_t links = 2;
	for (const struct node *n = node->children; n; n = n->next)
		links++;
	bool link = node->kind == NODE_PROGRAM;
	*out = (struct abi_filestat){
		.ino = node->inode,
		.filetype = link ? ABI_FILETYPE_SYMBOLIC_LINK : ABI_FILETYPE_DIRECTORY,
		.nlink = link ? 1 : links,
	};
}

struct abi_filestat_snapshot0
filestat_to_snapshot0(const struct abi_filestat *s)
{
	return (struct abi_filestat_snapshot0){
		.dev = s->dev,
		.ino = s->ino,
		.filetype = s->filetype,
		.nlink = (uint32_t)s->nlink,
		.size = s->size,
		.atim = s->atim,
		.mtim = s->mtim,
		.ctim = s->ctim,
	};
}

static wasix_errno
fd_filestat(struct wasix_caller *c, uint32_t fd, struct abi_filestat *out)
{
	struct fd_ref f;
	struct stat s;
	wasix_errno e = ABI_ERRNO_SUCCESS;

	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_FILESTAT_GET, &f));
	if (is_virtual(&f))
		filestat_fill_node(f.file->node, out);
	else
		e = errno_of(fstat(f.host, &s));
	if (!e && !is_virtual(&f))
		filestat_fill(&s, f.host, out);
	fd_put(&f);
	return e;
}

/* WASI preview1, fd_filestat_get */
wasix_errno
host_fd_filestat_get(struct wasix_caller *c, uint32_t fd, wasix_gptr stat)
{
	struct abi_filestat s;
	GUEST_TRY(fd_filestat(c, fd, &s));
	return guest_write(c, stat, &s, sizeof s);
}

wasix_errno
host_unstable_fd_filestat_get(struct wasix_caller *c, uint32_t fd, wasix_gptr stat)
{
	struct abi_filestat s;
	GUEST_TRY(fd_filestat(c, fd, &s));
	struct abi_filestat_snapshot0 old = filestat_to_snapshot0(&s);
	return guest_write(c, stat, &old, sizeof old);
}

wasix_errno
times_from_guest(abi_timestamp atim, abi_timestamp mtim, uint32_t flags, struct timespec out[2])
{
	const abi_timestamp given[2] = { atim, mtim };
	const uint32_t set[2] = { ABI_FSTFLAGS_ATIM, ABI_FSTFLAGS_MTIM };
	const uint32_t now[2] = { ABI_FSTFLAGS_ATIM_NOW, ABI_FSTFLAGS_MTIM_NOW };

	for (int i = 0; i < 2; i++) {
		out[i] = (struct timespec){ .tv_nsec = UTIME_OMIT };
		if ((flags & set[i]) && (flags & now[i]))
			return ABI_ERRNO_INVAL;
		if (flags & now[i])
			out[i].tv_nsec = UTIME_NOW;
		if (flags & set[i])
			out[i] = (struct timespec){ (time_t)(given[i] / 1000000000u),
				(long)(given[i] % 1000000000u) };
	}
	return ABI_ERRNO_SUCCESS;
}

/* WASI preview1, fd_filestat_set_times */
wasix_errno
host_fd_filestat_set_times(
	struct wasix_caller *c, uint32_t fd, uint64_t atim, uint64_t mtim, uint32_t fst_flags)
{
	struct fd_ref f;
	struct timespec times[2];

	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_FILESTAT_SET_TIMES, &f));
	wasix_errno e = times_from_guest(atim, mtim, fst_flags, times);
	if (!e)
		e = is_virtual(&f) || is_read_only(&f) ? ABI_ERRNO_ROFS
						       : errno_of(futimens(f.host, times));
	fd_put(&f);
	return e;
}

/* A file that was opened the other way is a bad descriptor, as in POSIX; a right that was given up
 * is a missing capability. */
static wasix_errno
missing_right(const struct fd_ref *f, bool writes)
{
	int flags = fcntl(f->host, F_GETFL), mode = flags & O_ACCMODE;

	if (flags & O_PATH)
		return ABI_ERRNO_BADF;
	if (f->file->type == ABI_FILETYPE_DIRECTORY && !writes)
		return ABI_ERRNO_ISDIR;
	return mode == (writes ? O_RDONLY : O_WRONLY) ? ABI_ERRNO_BADF : ABI_ERRNO_NOTCAPABLE;
}

/* WASI preview1, fd_filestat_set_size */
wasix_errno
host_fd_filestat_set_size(struct wasix_caller *c, uint32_t fd, uint64_t size)
{
	struct fd_ref f;

	GUEST_TRY(fd_get(c, fd, 0, &f));
	wasix_errno e = ABI_ERRNO_SUCCESS;
	if (is_virtual(&f))
		e = ABI_ERRNO_ISDIR;
	else if (ABI_RIGHTS_FD_FILESTAT_SET_SIZE & ~f.base)
		e = missing_right(&f, true);
	if (e == ABI_ERRNO_BADF || size > INT64_MAX)
		e = ABI_ERRNO_INVAL; /* Linux's answer for what is only read, too */
	if (!e)
		e = errno_of(RETRY(ftruncate(f.host, (off_t)size)));
	fd_put(&f);
	return e;
}

/* --- position and storage --- */

/* WASI preview1, fd_advise */
wasix_errno
host_fd_advise(struct wasix_caller *c, uint32_t fd, uint64_t offset, uint64_t len, uint32_t advice)
{
	static const int ADVICE[] = {
		[ABI_ADVICE_NORMAL] = POSIX_FADV_NORMAL,
		[ABI_ADVICE_SEQUENTIAL] = POSIX_FADV_SEQUENTIAL,
		[ABI_ADVICE_RANDOM] = POSIX_FADV_RANDOM,
		[ABI_ADVICE_WILLNEED] = POSIX_FADV_WILLNEED,
		[ABI_ADVICE_DONTNEED] = POSIX_FADV_DONTNEED,
		[ABI_ADVICE_NOREUSE] = POSIX_FADV_NOREUSE,
	};
	struct fd_ref f;
	wasix_errno e = ABI_ERRNO_SUCCESS;

	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_ADVISE, &f));
	if (advice >= sizeof ADVICE / sizeof *ADVICE || offset > INT64_MAX || len > INT64_MAX)
		e = ABI_ERRNO_INVAL;
	else if (is_virtual(&f))
		e = ABI_ERRNO_BADF;
	else {
		int host = posix_fadvise(f.host, (off_t)offset, (off_t)len, ADVICE[advice]);
		e = host ? errno_to_wasi(host) : ABI_ERRNO_SUCCESS;
	}
	fd_put(&f);
	return e;
}

/* WASI preview1, fd_allocate */
wasix_errno
host_fd_allocate(struct wasix_caller *c, uint32_t fd, uint64_t offset, uint64_t len)
{
	struct fd_ref f;
	wasix_errno e = ABI_ERRNO_INVAL;

	GUEST_TRY(fd_get(c, fd, 0, &f));
	if (is_virtual(&f))
		e = ABI_ERRNO_BADF;
	else if (ABI_RIGHTS_FD_ALLOCATE & ~f.base)
		e = missing_right(&f, true);
	else if (offset <= INT64_MAX && len <= INT64_MAX) {
		int host;
		do
			host = posix_fallocate(f.host, (off_t)offset, (off_t)len);
		while (host == EINTR && !thread_stops);
		e = host ? errno_to_wasi(host) : ABI_ERRNO_SUCCESS;
	}
	e = limit_check_space(caller_process(c), f.file->mount, e);
	fd_put(&f);
	return e;
}

static wasix_errno
fd_flush(struct wasix_caller *c, uint32_t fd, abi_rights right, int (*flush)(int))
{
	struct fd_ref f;

	GUEST_TRY(fd_get(c, fd, right, &f));
	wasix_errno e = is_virtual(&f) ? ABI_ERRNO_SUCCESS : errno_of(RETRY(flush(f.host)));
	fd_put(&f);
	return e;
}

/* WASI preview1, fd_datasync */
wasix_errno
host_fd_datasync(struct wasix_caller *c, uint32_t fd)
{
	return fd_flush(c, fd, ABI_RIGHTS_FD_DATASYNC, fdatasync);
}

/* WASI preview1, fd_sync */
wasix_errno
host_fd_sync(struct wasix_caller *c, uint32_t fd)
{
	return fd_flush(c, fd, ABI_RIGHTS_FD_SYNC, fsync);
}

/* whence is the host's. A directory's position belongs to fd_readdir's cookies. */
static wasix_errno
fd_move(struct wasix_caller *c, uint32_t fd, abi_rights right, int64_t offset, int whence,
	wasix_gptr newoffset)
{
	struct fd_ref f;

	GUEST_TRY(fd_get(c, fd, 0, &f));
	wasix_errno e = ABI_ERRNO_SUCCESS;
	if (right & ~f.base)
		/* a terminal lacks the right so that it is known as one: to POSIX it cannot seek */
		e = f.file->type == ABI_FILETYPE_CHARACTER_DEVICE ? ABI_ERRNO_SPIPE
								  : ABI_ERRNO_NOTCAPABLE;
	else if (f.file->type == ABI_FILETYPE_DIRECTORY)
		e = ABI_ERRNO_ISDIR;
	if (!e) {
		off_t at = lseek(f.host, offset, whence);
		e = at < 0 ? errno_to_wasi(errno) : guest_write_u64(c, newoffset, (uint64_t)at);
	}
	fd_put(&f);
	return e;
}

/* WASI preview1, fd_seek. Asking where one is needs only the right to tell. */
wasix_errno
host_fd_seek(
	struct wasix_caller *c, uint32_t fd, int64_t offset, uint32_t whence, wasix_gptr newoffset)
{
	static const int WHENCE[] = {
		[ABI_WHENCE_SET] = SEEK_SET,
		[ABI_WHENCE_CUR] = SEEK_CUR,
		[ABI_WHENCE_END] = SEEK_END,
	};
	whence &= 0xff;
	if (whence >= sizeof WHENCE / sizeof *WHENCE)
		return ABI_ERRNO_INVAL;
	abi_rights right =
		offset == 0 && whence == ABI_WHENCE_CUR ? ABI_RIGHTS_FD_TELL : ABI_RIGHTS_FD_SEEK;
	return fd_move(c, fd, right, offset, WHENCE[whence], newoffset);
}

wasix_errno
host_unstable_fd_seek(
	struct wasix_caller *c, uint32_t fd, int64_t offset, uint32_t whence, wasix_gptr newoffset)
{
	static const uint32_t WHENCE[] = {
		[ABI_WHENCE_SNAPSHOT0_CUR] = ABI_WHENCE_CUR,
		[ABI_WHENCE_SNAPSHOT0_END] = ABI_WHENCE_END,
		[ABI_WHENCE_SNAPSHOT0_SET] = ABI_WHENCE_SET,
	};
	whence &= 0xff;
	if (whence >= sizeof WHENCE / sizeof *WHENCE)
		return ABI_ERRNO_INVAL;
	return host_fd_seek(c, fd, offset, WHENCE[whence], newoffset);
}

/* WASI preview1, fd_tell */
wasix_errno
host_fd_tell(struct wasix_caller *c, uint32_t fd, wasix_gptr offset)
{
	return fd_move(c, fd, ABI_RIGHTS_FD_TELL, 0, SEEK_CUR, offset);
}

/* --- reading and writing --- */

/* The system call; one buffer goes without a list, which is cheaper. */
static long
transfer(struct wasix_caller *c, int host, bool writes, const struct iovec *iov, uint32_t count,
	bool positioned, off_t offset)
{
	if (positioned)
		return block_syscall(c, RESTARTS, writes ? SYS_pwritev : SYS_preadv, host,
			(long)iov, count, offset, 0, 0);
	if (count == 1)
		return block_syscall(c, RESTARTS, writes ? SYS_write : SYS_read, host,
			(long)iov->iov_base, (long)iov->iov_len, 0, 0, 0);
	return block_syscall(
		c, RESTARTS, writes ? SYS_writev : SYS_readv, host, (long)iov, count, 0, 0, 0);
}

/* A read and a write differ in direction only. */
static wasix_errno
fd_transfer(struct wasix_caller *c, uint32_t fd, bool writes, wasix_gptr iovs, uint32_t iovs_len,
	uint64_t offset, bool positioned, wasix_gptr done)
{
	struct iovec iov[GUEST_IOV_MAX];
	struct fd_ref f;
	abi_rights rights = writes ? ABI_RIGHTS_FD_WRITE : ABI_RIGHTS_FD_READ;

	GUEST_TRY(fd_get(c, fd, 0, &f));
	wasix_errno e = ABI_ERRNO_SUCCESS;
	if (is_virtual(&f))
		e = writes ? ABI_ERRNO_BADF : ABI_ERRNO_ISDIR;
	else if (rights & ~f.base)
		e = missing_right(&f, writes);
	else if (positioned && offset > INT64_MAX)
		e = ABI_ERRNO_INVAL;
	if (!e)
		e = guest_iovecs(c, iovs, iovs_len, iov);
	if (!e) {
		long n = transfer(c, f.host, writes, iov, iovs_len, positioned, (off_t)offset);
		if (n > 0 && f.file->is_signals)
			signalfd_convert(caller_process(c), iov, (size_t)n);
		e = n < 0 ? errno_to_wasi((int)-n) : guest_write_u32(c, done, (uint32_t)n);
	}
	e = limit_check_space(caller_process(c), f.file->mount, e);
	fd_put(&f);
	return e;
}

/* One buffer at the file's position is what nearly all calls are: in line, and without a list
 * (bench row "write"). What is not as it should be is left to fd_transfer. */
[[gnu::always_inline]] static inline wasix_errno
fd_transfer_one(struct wasix_caller *c, uint32_t fd, bool writes, wasix_gptr iovs, wasix_gptr done)
{
	abi_rights right = writes ? ABI_RIGHTS_FD_WRITE : ABI_RIGHTS_FD_READ;
	struct iovec iov;
	struct fd_ref f;

	GUEST_TRY(fd_hold(c, fd, &f));
	if (is_virtual(&f) || !(f.base & right) || f.file->is_signals) {
		fd_let_go(&f);
		return fd_transfer(c, fd, writes, iovs, 1, 0, false, done);
	}
	wasix_errno e = guest_iovec(c, iovs, &iov);
	if (!e) {
		long n = block_syscall4(c, RESTARTS, writes ? SYS_write : SYS_read, f.host,
			(long)iov.iov_base, (long)iov.iov_len, 0);
		e = n < 0 ? errno_to_wasi((int)-n) : guest_write_u32(c, done, (uint32_t)n);
		if (e == ABI_ERRNO_NOSPC)
			e = limit_check_space(caller_process(c), f.file->mount, e);
	}
	fd_let_go(&f);
	return e;
}

/* WASI preview1, fd_read */
wasix_errno
host_fd_read(
	struct wasix_caller *c, uint32_t fd, wasix_gptr iovs, uint32_t iovs_len, wasix_gptr nread)
{
	if (iovs_len == 1)
		return fd_transfer_one(c, fd, false, iovs, nread);
	return fd_transfer(c, fd, false, iovs, iovs_len, 0, false, nread);
}

/* WASI preview1, fd_write */
wasix_errno
host_fd_write(struct wasix_caller *c, uint32_t fd, wasix_gptr iovs, uint32_t iovs_len,
	wasix_gptr nwritten)
{
	if (iovs_len == 1)
		return fd_transfer_one(c, fd, true, iovs, nwritten);
	return fd_transfer(c, fd, true, iovs, iovs_len, 0, false, nwritten);
}

/* WASI preview1, fd_pread */
wasix_errno
host_fd_pread(struct wasix_caller *c, uint32_t fd, wasix_gptr iovs, uint32_t iovs_len,
	uint64_t offset, wasix_gptr nread)
{
	return fd_transfer(c, fd, false, iovs, iovs_len, offset, true, nread);
}

/* WASI preview1, fd_pwrite */
wasix_errno
host_fd_pwrite(struct wasix_caller *c, uint32_t fd, wasix_gptr iovs, uint32_t iovs_len,
	uint64_t offset, wasix_gptr nwritten)
{
	return fd_transfer(c, fd, true, iovs, iovs_len, offset, true, nwritten);
}

/* --- pipes and counters --- */

/* WASIX, fd_pipe: read end, write end */
wasix_errno
host_fd_pipe(struct wasix_caller *c, wasix_gptr ret_fd1, wasix_gptr ret_fd2)
{
	struct wasix_process *p = caller_process(c);
	uint32_t fd[2];
	int host[2];

	if (pipe2(host, O_CLOEXEC) < 0)
		return errno_to_wasi(errno);
	struct file *reader = file_new(host[0], ABI_FILETYPE_UNKNOWN, NULL, NULL, NULL);
	struct file *writer = file_new(host[1], ABI_FILETYPE_UNKNOWN, NULL, NULL, NULL);
	wasix_errno e = fd_add(p, reader, RIGHTS_STREAM | ABI_RIGHTS_FD_READ, 0, 0, 0, &fd[0]);
	if (e) {
		file_put(writer);
		return e;
	}
	e = fd_add(p, writer, RIGHTS_STREAM | ABI_RIGHTS_FD_WRITE, 0, 0, 0, &fd[1]);
	if (e) {
		(void)fd_remove(p, fd[0]);
		return e;
	}
	e = guest_write_u32(c, ret_fd1, fd[0]);
	if (!e)
		e = guest_write_u32(c, ret_fd2, fd[1]);
	if (e) {
		(void)fd_remove(p, fd[0]);
		(void)fd_remove(p, fd[1]);
	}
	return e;
}

/* WASIX, fd_event: as eventfd(2), but the start value has 64 bits */
wasix_errno
host_fd_event(struct wasix_caller *c, uint64_t initial, uint32_t flags, wasix_gptr ret_fd)
{
	int semaphore = flags & ABI_EVENTFDFLAGS_SEMAPHORE ? EFD_SEMAPHORE : 0;

	if (initial == UINT64_MAX)
		return ABI_ERRNO_INVAL;
	int host = eventfd(0, EFD_CLOEXEC | semaphore);
	if (host < 0)
		return errno_to_wasi(errno);
	if (initial && write(host, &initial, sizeof initial) < 0) {
		wasix_errno e = errno_to_wasi(errno);
		close(host);
		return e;
	}
	return fd_add_out(c, file_new(host, ABI_FILETYPE_UNKNOWN, NULL, NULL, NULL),
		RIGHTS_STREAM | ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_WRITE, 0, 0, ret_fd);
}
