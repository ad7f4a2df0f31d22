/* path_open.c -- path_open and path_open2: rights and flags to open(2), and a new descriptor.
 *
 * Read and write follow from the rights asked for. One openat2 does the most frequent case; where
 * it meets links or nodes, path_resolve.c walks.
 */
#include "path.h"

#include "block.h"
#include "extension.h"
#include "guest.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What is asked for, on host values. */
struct open_request {
	int flags; /* of open(2) */
	enum follow follow;
	abi_rights base;
	abi_rights inheriting;
	bool writes;
	bool creates;
	mode_t mode;                /* of what is created */
	struct wasix_caller *waits; /* for the other end of a FIFO; NULL: nothing to wait for */
};

enum { OPEN_TMPFILE = O_TMPFILE & ~O_DIRECTORY };

enum : uint64_t {
	RIGHTS_OF_READER = ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_READDIR,
	RIGHTS_OF_WRITER =
		ABI_RIGHTS_FD_WRITE | ABI_RIGHTS_FD_ALLOCATE | ABI_RIGHTS_FD_FILESTAT_SET_SIZE,
};

static int
fdflags_to_host(uint32_t fdflags)
{
	int flags = 0;
	if (fdflags & ABI_FDFLAGS_APPEND)
		flags |= O_APPEND;
	if (fdflags & ABI_FDFLAGS_DSYNC)
		flags |= O_DSYNC;
	if (fdflags & ABI_FDFLAGS_NONBLOCK)
		flags |= O_NONBLOCK;
	if (fdflags & (ABI_FDFLAGS_SYNC | ABI_FDFLAGS_RSYNC))
		flags |= O_SYNC;
	return flags;
}

static void
request_fill(struct open_request *r, const struct fd_ref *dir, uint32_t dirflags, uint32_t oflags,
	abi_rights base, abi_rights inheriting, uint32_t fdflags)
{
	*r = (struct open_request){
		.flags = O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | fdflags_to_host(fdflags),
		.follow = dirflags & ABI_LOOKUPFLAGS_SYMLINK_FOLLOW ? FOLLOW : FOLLOW_SLASH,
		/* libcs ask for bits that do not exist: what the directory does not pass on is left
		   out, not refused */
		.base = base & dir->inheriting,
		.inheriting = inheriting & dir->inheriting,
		.creates = oflags & ABI_OFLAGS_CREAT,
		.mode = oflags & ABI_OFLAGS_CREAT ? 0666 : 0,
	};
	bool directory = oflags & ABI_OFLAGS_DIRECTORY;
	r->writes = (r->base & RIGHTS_OF_WRITER) && !directory;
	if (r->writes)
		r->flags |= r->base & RIGHTS_OF_READER ? O_RDWR : O_WRONLY;
	if (directory)
		r->flags |= O_DIRECTORY;
	if (r->creates)
		r->flags |= O_CREAT;
	if (oflags & ABI_OFLAGS_EXCL)
		r->flags |= O_EXCL;
	if (oflags & ABI_OFLAGS_TRUNC)
		r->flags |= O_TRUNC;
	if (r->creates && (r->flags & O_EXCL))
		r->follow = FOLLOW_NEVER; /* POSIX, open, O_EXCL */
}

static wasix_errno
open_name(const struct place *at, const struct open_request *r, int flags, int *host)
{
	if (!r->waits) {
		*host = RETRY(openat(at->dir, at->name, flags, r->mode));
		return errno_of(*host);
	}
	long result = block_syscall(
		r->waits, RESTARTS, SYS_openat, at->dir, (long)at->name, flags, r->mode, 0, 0);
	*host = (int)result;
	return result < 0 ? errno_to_wasi((int)-result) : ABI_ERRNO_SUCCESS;
}

/* Below a read-only mount nothing is made or changed, but the answers for names that exist, or do
 * not, stay. */
static wasix_errno
open_read_only(const struct place *at, const struct open_request *r, int *host)
{
	struct stat s;
	bool changes = r->writes || (r->flags & O_TRUNC);

	if (!changes && !r->creates)
		return open_name(at, r, r->flags, host);
	if (fstatat(at->dir, at->name, &s, AT_SYMLINK_NOFOLLOW) < 0)
		return r->creates && errno == ENOENT ? ABI_ERRNO_ROFS : errno_to_wasi(errno);
	if (r->creates && (r->flags & O_EXCL))
		return ABI_ERRNO_EXIST;
	if (changes)
		return S_ISDIR(s.st_mode) && !(r->flags & OPEN_TMPFILE) ? ABI_ERRNO_ISDIR
									: ABI_ERRNO_ROFS;
	return open_name(at, r, r->flags & ~O_CREAT, host);
}

/* A device is read-only in all but what it is for. */
static bool
refuses_changes(const struct mount *m)
{
	return m && m->read_only && !m->is_device;
}

/* Opens the place's name. */
static wasix_errno
open_at(const struct place *at, const struct open_request *r, int *host)
{
	if (refuses_changes(at->mount))
		return open_read_only(at, r, host);
	return open_name(at, r, r->flags, host);
}

/* A directory that exists in the tree only. */
static wasix_errno
open_node(const struct place *at, const struct open_request *r, struct file **out)
{
	if (!at->node)
		return r->creates ? ABI_ERRNO_ROFS : ABI_ERRNO_NOENT;
	if (r->creates && (r->flags & O_EXCL))
		return ABI_ERRNO_EXIST;
	if (r->flags & OPEN_TMPFILE)
		return ABI_ERRNO_ROFS;
	if (r->writes || r->creates || (r->flags & O_TRUNC))
		return ABI_ERRNO_ISDIR;
	*out = file_new(-1, ABI_FILETYPE_DIRECTORY, NULL, at->node, at->guest);
	return *out ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

/* Wraps an open host descriptor; name is the path below at->guest. */
static wasix_errno
file_of(int host, const struct place *at, const struct node *node, const char *name,
	struct file **out)
{
	char guest[GUEST_PATH_MAX];
	struct stat s;

	assert(host >= 0);
	if (fstat(host, &s) < 0) {
		wasix_errno e = errno_to_wasi(errno);
		close(host);
		return e;
	}
	bool directory = S_ISDIR(s.st_mode);
	if (directory && !path_canonical(at->guest, name, guest)) {
		close(host);
		return ABI_ERRNO_NAMETOOLONG;
	}
	*out = file_new(
		host, filetype_of(s.st_mode, -1), at->mount, node, directory ? guest : NULL);
	return *out ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

/* The same without asking the kernel what it is, where nothing is left to do if it is a directory.
 */
static wasix_errno
file_of_plain(int host, const struct place *at, const char *name, struct file **out)
{
	if (strlen(at->guest) + strlen(name) + 2 > GUEST_PATH_MAX)
		return file_of(host, at, NULL, name, out);
	*out = file_new_unsettled(host, at->mount, at->guest, name);
	return *out ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

/* A duplicate. */
static wasix_errno
open_alias(const struct place *at, const struct open_request *r, struct file **out)
{
	const abi_rights transfer = ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_WRITE;

	if (r->creates && (r->flags & O_EXCL))
		return ABI_ERRNO_EXIST;
	if (r->flags & O_DIRECTORY && at->alias->type != ABI_FILETYPE_DIRECTORY)
		return ABI_ERRNO_NOTDIR;
	if (at->alias->type != ABI_FILETYPE_DIRECTORY && r->base & transfer & ~at->alias_rights)
		return ABI_ERRNO_ACCES;
	file_hold(at->alias);
	*out = at->alias;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
open_walked(
	struct wasix_process *p, struct place *at, const struct open_request *r, struct file **out)
{
	struct open_request request = *r;
	int host = -1;

	at->creates = r->creates;
	GUEST_TRY(place_finish(p, at, r->follow));
	wasix_errno e;
	if (at->slash)
		request.flags |= O_DIRECTORY;
	if (at->alias) {
		e = open_alias(at, &request, out);
	} else if (at->dir < 0) {
		e = open_node(at, &request, out);
	} else {
		e = open_at(at, &request, &host);
		if (!e)
			e = file_of(host, at, at->node, at->name, out);
	}
	place_put(at);
	return e;
}

/* From where the tree's nodes end. Puts the place. */
static wasix_errno
open_from(
	struct wasix_process *p, struct place *at, const struct open_request *r, struct file **out)
{
	bool changes = r->writes || r->creates || (r->flags & O_TRUNC);

	if (!place_is_plain(at) || (changes && refuses_changes(at->mount)))
		return open_walked(p, at, r, out);
	const char *name = at->rest + strspn(at->rest, "/");
	if (!*name)
		name = ".";
	/* with O_NOFOLLOW a link at the end would be ENOTDIR for O_DIRECTORY; without, it is ELOOP
	 */
	int host = open_beneath(
		p, r->waits, at->dir, name, (uint64_t)(unsigned)(r->flags & ~O_NOFOLLOW), r->mode);
	if (host < 0 && place_may_walk(errno))
		return open_walked(p, at, r, out);
	wasix_errno e;
	if (host < 0)
		e = errno_to_wasi(errno);
	else if (strcmp(name, ".") == 0)
		e = file_of(host, at, at->parent, name, out);
	else
		e = file_of_plain(host, at, name, out);
	place_put(at);
	return e;
}

static wasix_errno
open_path(struct wasix_process *p, struct file *base, const char *path,
	const struct open_request *r, struct file **out)
{
	struct place at;

	if (r->creates || r->flags & O_TRUNC)
		GUEST_TRY(fd_check_room(p));
	GUEST_TRY(place_start(p, base, path, &at));
	wasix_errno e = open_from(p, &at, r, out);
	if (e)
		missed_note(p, &at, base, path, e);
	return e;
}

/* From the working directory; open_path takes absolute names from any directory. */
static wasix_errno
open_from_cwd(
	struct wasix_process *p, const char *path, const struct open_request *r, struct file **out)
{
	char absolute[GUEST_PATH_MAX];

	pthread_mutex_lock(&p->cwd_lock);
	int len = snprintf(absolute, sizeof absolute, "%s%s%s", *path == '/' ? "" : p->cwd,
		*path == '/' ? "" : "/", path);
	pthread_mutex_unlock(&p->cwd_lock);
	if (len < 0 || (size_t)len >= sizeof absolute)
		return ABI_ERRNO_NAMETOOLONG;
	return open_path(p, p->root_file, absolute, r, out);
}

wasix_errno
path_open_file(struct wasix_process *p, struct file *dir, const char *path, struct file **out)
{
	static const struct open_request READ = {
		.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK, .follow = FOLLOW
	};

	return dir ? open_path(p, dir, path, &READ, out) : open_from_cwd(p, path, &READ, out);
}

wasix_errno
path_open_spawned(
	struct wasix_process *p, const char *path, const struct abi_spawn_fd_op *op, bool has_mode)
{
	static const struct fd_ref ROOT = { .base = RIGHTS_ALL, .inheriting = RIGHTS_ALL };
	struct open_request r;
	struct file *file;
	uint32_t fd;

	request_fill(&r, &ROOT, op->dirflags, op->oflags, op->fs_rights_base,
		op->fs_rights_inheriting, op->fdflags);
	if (has_mode && r.mode)
		r.mode = op->src_fd & 0777;
	GUEST_TRY(open_from_cwd(p, path, &r, &file));
	GUEST_TRY(fd_add(p, file, r.base, r.inheriting, 0, 0, &fd));
	wasix_errno e = fd_replace(p, fd, op->fd, fd != op->fd);
	if (e && fd != op->fd)
		(void)fd_remove(p, fd);
	return e;
}

static wasix_errno
path_open(struct wasix_caller *c, uint32_t dirfd, uint32_t dirflags, wasix_gptr path,
	uint32_t path_len, uint32_t oflags, uint64_t base, uint64_t inheriting, uint32_t fdflags,
	uint32_t fdflagsext, wasix_gptr opened_fd)
{
	char copy[GUEST_PATH_MAX];
	struct open_request r;
	struct fd_ref dir;
	struct file *file = NULL;
	abi_rights rights = ABI_RIGHTS_PATH_OPEN;

	if (oflags & ABI_OFLAGS_CREAT)
		rights |= ABI_RIGHTS_PATH_CREATE_FILE;
	if (oflags & ABI_OFLAGS_TRUNC)
		rights |= ABI_RIGHTS_PATH_FILESTAT_SET_SIZE;
	GUEST_TRY(fd_get(c, dirfd, rights, &dir));
	request_fill(&r, &dir, dirflags, oflags, base, inheriting, fdflags);
	r.waits = fdflags & ABI_FDFLAGS_NONBLOCK ? NULL : c;
	wasix_errno e = guest_path(c, path, path_len, copy);
	if (!e)
		e = open_path(caller_process(c), dir.file, copy, &r, &file);
	fd_put(&dir);
	if (e)
		return e;
	return fd_add_out(
		c, file, r.base, r.inheriting, (abi_fdflagsext)(fdflagsext & 0xffff), opened_fd);
}

/* WASI preview1, path_open */
wasix_errno
host_path_open(struct wasix_caller *c, uint32_t dirfd, uint32_t dirflags, wasix_gptr path,
	uint32_t path_len, uint32_t oflags, uint64_t rights_base, uint64_t rights_inheriting,
	uint32_t fdflags, wasix_gptr opened_fd)
{
	return path_open(c, dirfd, dirflags, path, path_len, oflags, rights_base, rights_inheriting,
		fdflags, 0, opened_fd);
}

/* WASIX, path_open2 */
wasix_errno
host_path_open2(struct wasix_caller *c, uint32_t dirfd, uint32_t dirflags, wasix_gptr path,
	uint32_t path_len, uint32_t oflags, uint64_t rights_base, uint64_t rights_inheriting,
	uint32_t fdflags, uint32_t fdflagsext, wasix_gptr opened_fd)
{
	return path_open(c, dirfd, dirflags, path, path_len, oflags, rights_base, rights_inheriting,
		fdflags, fdflagsext, opened_fd);
}

/* --- with the flags of Linux --- */

enum { FLAGS_OF_PATH = O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW };
enum {
	FLAGS_PASSED = O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC | O_APPEND | O_NONBLOCK | O_SYNC |
		       O_DSYNC | O_DIRECTORY | O_NOFOLLOW | O_NOATIME | O_DIRECT | O_TMPFILE
};

/* Numbers are Linux's generic ones, which x86-64's are. A link that is not to be followed is opened
 * itself with O_PATH, and ELOOP without. */
static wasix_errno
request_fill_linux(struct open_request *r, const struct fd_ref *dir, unsigned flags, mode_t mode)
{
	bool is_path = flags & O_PATH;
	bool tmpfile = !is_path && flags & OPEN_TMPFILE;
	unsigned access = flags & O_ACCMODE;

	flags &= is_path ? (unsigned)FLAGS_OF_PATH : (unsigned)FLAGS_PASSED;
	*r = (struct open_request){
		.follow = flags & O_NOFOLLOW ? FOLLOW_SLASH : FOLLOW,
		.flags = (int)flags | O_CLOEXEC | O_NOFOLLOW | (is_path ? 0 : O_NOCTTY),
		.base = dir->inheriting & ~(RIGHTS_OF_READER | RIGHTS_OF_WRITER),
		.inheriting = dir->inheriting,
		.writes = tmpfile || (!is_path && access != O_RDONLY),
		.creates = !is_path && flags & O_CREAT,
	};
	if (!is_path && access == O_ACCMODE)
		return ABI_ERRNO_INVAL;
	if (!is_path && access != O_WRONLY)
		r->base |= RIGHTS_OF_READER & dir->inheriting;
	if (r->writes)
		r->base |= RIGHTS_OF_WRITER & dir->inheriting;
	if (r->creates && flags & O_EXCL)
		r->follow = FOLLOW_NEVER; /* POSIX, open, O_EXCL */
	if (r->creates || tmpfile)
		r->mode = mode & 07777;
	return r->mode & (S_ISUID | S_ISGID) ? ABI_ERRNO_PERM : ABI_ERRNO_SUCCESS;
}

static abi_rights
rights_to_open(const struct open_request *r)
{
	abi_rights rights = ABI_RIGHTS_PATH_OPEN;

	if (r->creates || r->flags & OPEN_TMPFILE)
		rights |= ABI_RIGHTS_PATH_CREATE_FILE;
	if (r->flags & O_TRUNC)
		rights |= ABI_RIGHTS_PATH_FILESTAT_SET_SIZE;
	return rights;
}

int64_t
host_ext_openat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct wasix_process *p = caller_process(c);
	char path[GUEST_PATH_MAX];
	struct open_request r;
	struct fd_ref dir;
	struct file *file = NULL;
	uint32_t fd;

	wasix_errno e = fd_get(c, (uint32_t)a[0], 0, &dir);
	if (e)
		return extension_result(e);
	e = request_fill_linux(&r, &dir, (unsigned)a[3], (mode_t)a[4]);
	if (!e && rights_to_open(&r) & ~dir.base & RIGHTS_CHECKED)
		e = ABI_ERRNO_NOTCAPABLE;
	r.waits = r.flags & (O_NONBLOCK | O_PATH) ? NULL : c;
	if (!e)
		e = guest_path(c, (wasix_gptr)a[1], (uint32_t)a[2], path);
	if (!e)
		e = open_path(p, dir.file, path, &r, &file);
	fd_put(&dir);
	if (!e)
		e = fd_add(p, file, r.base, r.inheriting, 0, 0, &fd);
	return e ? extension_result(e) : (int64_t)fd;
}
