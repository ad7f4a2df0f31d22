/* path.c -- path_*: what is done to names. Opening is in path_open.c, the way to a name in
 * path_resolve.c.
 *
 * Each handler finds the place, checks what the tree says of it (nodes are busy, directories of the
 * tree only are read-only, so are some mounts), and makes one system call on the open directory and
 * the name, without following links.
 */
#include "path.h"

#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

wasix_errno
path_place(struct wasix_caller *c, uint32_t fd, abi_rights rights, wasix_gptr path, uint32_t len,
	enum follow follow, struct place *out)
{
	char copy[GUEST_PATH_MAX];
	struct fd_ref f;

	GUEST_TRY(fd_get(c, fd, rights, &f));
	wasix_errno e = guest_path(c, path, len, copy);
	if (!e)
		e = place_find(caller_process(c), f.file, copy, follow, out);
	fd_put(&f);
	return e;
}

bool
place_exists(const struct place *at)
{
	struct stat s;
	return at->node || at->alias ||
	       (at->dir >= 0 && fstatat(at->dir, at->name, &s, AT_SYMLINK_NOFOLLOW) == 0);
}

bool
place_is_directory(const struct place *at)
{
	struct stat s;
	return at->dir < 0 ? at->node && !at->alias
			   : fstatat(at->dir, at->name, &s, AT_SYMLINK_NOFOLLOW) == 0 &&
				     S_ISDIR(s.st_mode);
}

wasix_errno
place_check_slash(const struct place *at)
{
	return at->slash && place_exists(at) && !place_is_directory(at) ? ABI_ERRNO_NOTDIR
									: ABI_ERRNO_SUCCESS;
}

wasix_errno
place_may_create(const struct place *at)
{
	if (at->node)
		return ABI_ERRNO_EXIST;
	if (at->dir >= 0 && !at->mount->read_only)
		return ABI_ERRNO_SUCCESS;
	return place_exists(at) ? ABI_ERRNO_EXIST : ABI_ERRNO_ROFS;
}

wasix_errno
place_may_change(const struct place *at)
{
	if (at->dir < 0)
		return place_exists(at) ? ABI_ERRNO_ROFS : ABI_ERRNO_NOENT;
	if (at->mount->read_only)
		return place_exists(at) ? ABI_ERRNO_ROFS : ABI_ERRNO_NOENT;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
may_remove(const struct place *at)
{
	return at->node ? ABI_ERRNO_BUSY : place_may_change(at);
}

/* --- attributes --- */

static wasix_errno
file_stat(const struct file *f, struct stat *host, struct abi_filestat *out)
{
	if (f->host < 0) {
		filestat_fill_node(f->node, out);
		return ABI_ERRNO_SUCCESS;
	}
	if (fstat(f->host, host) < 0)
		return errno_to_wasi(errno);
	filestat_fill(host, f->host, out);
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
place_stat(const struct place *at, struct stat *host, struct abi_filestat *out)
{
	if (at->alias)
		return at->slash ? ABI_ERRNO_NOTDIR : file_stat(at->alias, host, out);
	if (at->dir < 0) {
		if (!at->node)
			return ABI_ERRNO_NOENT;
		filestat_fill_node(at->node, out);
		return ABI_ERRNO_SUCCESS;
	}
	if (fstatat(at->dir, at->name, host, AT_SYMLINK_NOFOLLOW) < 0)
		return errno_to_wasi(errno);
	if (at->slash && !S_ISDIR(host->st_mode))
		return ABI_ERRNO_NOTDIR;
	filestat_fill(host, -1, out);
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
path_filestat(struct wasix_caller *c, uint32_t fd, uint32_t flags, wasix_gptr path, uint32_t len,
	struct abi_filestat *out)
{
	struct place at;
	struct stat s;

	/* most names are no links: look first, walk a link only when there is one */
	GUEST_TRY(path_place(c, fd, ABI_RIGHTS_PATH_FILESTAT_GET, path, len, FOLLOW_SLASH, &at));
	wasix_errno e = place_stat(&at, &s, out);
	place_put(&at);
	// NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): filled if !e
	if (e || out->filetype != ABI_FILETYPE_SYMBOLIC_LINK ||
		!(flags & ABI_LOOKUPFLAGS_SYMLINK_FOLLOW))
		return e;
	GUEST_TRY(path_place(c, fd, ABI_RIGHTS_PATH_FILESTAT_GET, path, len, FOLLOW, &at));
	e = place_stat(&at, &s, out);
	place_put(&at);
	return e;
}

/* WASI preview1, path_filestat_get */
wasix_errno
host_path_filestat_get(struct wasix_caller *c, uint32_t fd, uint32_t flags, wasix_gptr path,
	uint32_t path_len, wasix_gptr stat)
{
	struct abi_filestat s;
	GUEST_TRY(path_filestat(c, fd, flags, path, path_len, &s));
	return guest_write(c, stat, &s, sizeof s);
}

wasix_errno
host_unstable_path_filestat_get(struct wasix_caller *c, uint32_t fd, uint32_t flags,
	wasix_gptr path, uint32_t path_len, wasix_gptr stat)
{
	struct abi_filestat s;
	GUEST_TRY(path_filestat(c, fd, flags, path, path_len, &s));
	struct abi_filestat_snapshot0 old = filestat_to_snapshot0(&s);
	return guest_write(c, stat, &old, sizeof old);
}

static enum follow
follow_of(uint32_t lookupflags)
{
	return lookupflags & ABI_LOOKUPFLAGS_SYMLINK_FOLLOW ? FOLLOW : FOLLOW_SLASH;
}

/* WASI preview1, path_filestat_set_times */
wasix_errno
host_path_filestat_set_times(struct wasix_caller *c, uint32_t fd, uint32_t flags, wasix_gptr path,
	uint32_t path_len, uint64_t atim, uint64_t mtim, uint32_t fst_flags)
{
	struct place at;
	struct timespec times[2];

	GUEST_TRY(times_from_guest(atim, mtim, fst_flags, times));
	GUEST_TRY(path_place(
		c, fd, ABI_RIGHTS_PATH_FILESTAT_SET_TIMES, path, path_len, follow_of(flags), &at));
	wasix_errno e = place_may_change(&at);
	if (!e)
		e = place_check_slash(&at);
	if (!e)
		e = errno_of(utimensat(at.dir, at.name, times, AT_SYMLINK_NOFOLLOW));
	place_put(&at);
	return e;
}

/* --- making names --- */

/* WASI preview1, path_create_directory */
wasix_errno
host_path_create_directory(struct wasix_caller *c, uint32_t fd, wasix_gptr path, uint32_t path_len)
{
	struct place at;

	GUEST_TRY(path_place(
		c, fd, ABI_RIGHTS_PATH_CREATE_DIRECTORY, path, path_len, FOLLOW_NEVER, &at));
	wasix_errno e = place_may_create(&at);
	if (!e)
		e = errno_of(mkdirat(at.dir, at.name, 0777));
	place_put(&at);
	return e;
}

/* WASI preview1, path_symlink. The target is kept as it is: what it leads to is decided, in the
 * guest's tree, when it is followed. */
wasix_errno
host_path_symlink(struct wasix_caller *c, wasix_gptr target, uint32_t target_len, uint32_t fd,
	wasix_gptr path, uint32_t path_len)
{
	char text[GUEST_PATH_MAX];
	struct place at;

	GUEST_TRY(guest_path(c, target, target_len, text));
	GUEST_TRY(path_place(c, fd, ABI_RIGHTS_PATH_SYMLINK, path, path_len, FOLLOW_NEVER, &at));
	wasix_errno e = place_may_create(&at);
	if (!e && at.slash)
		e = place_exists(&at) ? ABI_ERRNO_EXIST : ABI_ERRNO_NOENT;
	if (!e)
		e = errno_of(symlinkat(text, at.dir, at.name));
	place_put(&at);
	return e;
}

static wasix_errno
may_link(const struct place *from)
{
	if (from->dir < 0)
		return from->node ? ABI_ERRNO_PERM : ABI_ERRNO_NOENT;
	GUEST_TRY(place_check_slash(from));
	return place_exists(from) ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOENT;
}

static wasix_errno
link_places(const struct place *from, const struct place *to)
{
	GUEST_TRY(place_may_create(to));
	if (to->slash)
		return place_exists(to) ? ABI_ERRNO_EXIST : ABI_ERRNO_NOENT;
	/* also where the host could do it: a link into another mount would take on its read-write
	 * mode */
	if (from->mount != to->mount)
		return ABI_ERRNO_XDEV;
	return errno_of(linkat(from->dir, from->name, to->dir, to->name, 0));
}

/* WASI preview1, path_link */
wasix_errno
host_path_link(struct wasix_caller *c, uint32_t old_fd, uint32_t old_flags, wasix_gptr old_path,
	uint32_t old_path_len, uint32_t new_fd, wasix_gptr new_path, uint32_t new_path_len)
{
	struct place from, to;

	GUEST_TRY(path_place(c, old_fd, ABI_RIGHTS_PATH_LINK_SOURCE, old_path, old_path_len,
		follow_of(old_flags), &from));
	wasix_errno e = may_link(&from);
	if (!e)
		e = path_place(c, new_fd, ABI_RIGHTS_PATH_LINK_TARGET, new_path, new_path_len,
			FOLLOW_NEVER, &to);
	if (!e) {
		e = link_places(&from, &to);
		place_put(&to);
	}
	place_put(&from);
	return e;
}

/* flags are renameat2's. */
static wasix_errno
rename_places(const struct place *from, const struct place *to, unsigned flags)
{
	if (from->last != LAST_NAME || to->last != LAST_NAME || to->node)
		return ABI_ERRNO_BUSY;
	GUEST_TRY(may_remove(from));
	if (to->dir < 0 || to->mount->read_only)
		return ABI_ERRNO_ROFS;
	if (from->mount != to->mount)
		return ABI_ERRNO_XDEV;
	if ((from->slash || to->slash) && place_exists(from) && !place_is_directory(from))
		return ABI_ERRNO_NOTDIR;
	return errno_of(renameat2(from->dir, from->name, to->dir, to->name, flags));
}

wasix_errno
path_rename(struct wasix_caller *c, uint32_t old_fd, wasix_gptr old_path, uint32_t old_len,
	uint32_t new_fd, wasix_gptr new_path, uint32_t new_len, unsigned flags)
{
	struct place from, to;

	GUEST_TRY(path_place(
		c, old_fd, ABI_RIGHTS_PATH_RENAME_SOURCE, old_path, old_len, FOLLOW_NEVER, &from));
	wasix_errno e = path_place(
		c, new_fd, ABI_RIGHTS_PATH_RENAME_TARGET, new_path, new_len, FOLLOW_NEVER, &to);
	if (!e) {
		e = rename_places(&from, &to, flags);
		place_put(&to);
	}
	place_put(&from);
	return e;
}

/* WASI preview1, path_rename */
wasix_errno
host_path_rename(struct wasix_caller *c, uint32_t old_fd, wasix_gptr old_path,
	uint32_t old_path_len, uint32_t new_fd, wasix_gptr new_path, uint32_t new_path_len)
{
	return path_rename(c, old_fd, old_path, old_path_len, new_fd, new_path, new_path_len, 0);
}

/* --- reading and removing names --- */

/* WASI preview1, path_readlink: cut at buf_len, no NUL */
wasix_errno
host_path_readlink(struct wasix_caller *c, uint32_t fd, wasix_gptr path, uint32_t path_len,
	wasix_gptr buf, uint32_t buf_len, wasix_gptr bufused)
{
	char target[GUEST_PATH_MAX];
	struct place at;
	ssize_t n = 0;

	GUEST_TRY(path_place(c, fd, ABI_RIGHTS_PATH_READLINK, path, path_len, FOLLOW_SLASH, &at));
	wasix_errno e = ABI_ERRNO_INVAL;
	if (at.dir >= 0) {
		n = readlinkat(at.dir, at.name, target, sizeof target);
		e = errno_of(n);
		if (place_check_slash(&at))
			e = ABI_ERRNO_NOTDIR;
	} else if (!at.node) {
		e = ABI_ERRNO_NOENT;
	} else if (at.node->kind == NODE_PROGRAM) {
		n = (ssize_t)program_link(caller_process(c), target);
		e = n ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOENT;
	}
	place_put(&at);
	if (e)
		return e;
	uint32_t used = (uint32_t)n < buf_len ? (uint32_t)n : buf_len;
	GUEST_TRY(guest_write(c, buf, target, used));
	return guest_write_u32(c, bufused, used);
}

/* WASI preview1, path_remove_directory */
wasix_errno
host_path_remove_directory(struct wasix_caller *c, uint32_t fd, wasix_gptr path, uint32_t path_len)
{
	struct place at;

	GUEST_TRY(path_place(
		c, fd, ABI_RIGHTS_PATH_REMOVE_DIRECTORY, path, path_len, FOLLOW_NEVER, &at));
	wasix_errno e = at.last == LAST_DOT      ? ABI_ERRNO_INVAL
			: at.last == LAST_DOTDOT ? ABI_ERRNO_NOTEMPTY
						 : may_remove(&at);
	if (!e)
		e = errno_of(unlinkat(at.dir, at.name, AT_REMOVEDIR));
	place_put(&at);
	return e;
}

/* WASI preview1, path_unlink_file */
wasix_errno
host_path_unlink_file(struct wasix_caller *c, uint32_t fd, wasix_gptr path, uint32_t path_len)
{
	struct place at;

	GUEST_TRY(
		path_place(c, fd, ABI_RIGHTS_PATH_UNLINK_FILE, path, path_len, FOLLOW_NEVER, &at));
	wasix_errno e = at.last != LAST_NAME ? ABI_ERRNO_ISDIR : may_remove(&at);
	if (!e)
		e = place_check_slash(&at);
	if (!e)
		e = errno_of(unlinkat(at.dir, at.name, 0));
	place_put(&at);
	return e;
}

/* --- working directory --- */

/* WASIX, getcwd: path_len is the room, then the length without NUL; RANGE when there is too little.
 * The rest of the room is zeroed. */
wasix_errno
host_getcwd(struct wasix_caller *c, wasix_gptr path, wasix_gptr path_len)
{
	struct wasix_process *p = caller_process(c);
	char cwd[GUEST_PATH_MAX];
	uint32_t room;
	uint8_t *out;

	GUEST_TRY(guest_read(c, &room, path_len, sizeof room));
	pthread_mutex_lock(&p->cwd_lock);
	strcpy(cwd, p->cwd);
	pthread_mutex_unlock(&p->cwd_lock);
	uint32_t len = (uint32_t)strlen(cwd);
	GUEST_TRY(guest_write_u32(c, path_len, len));
	if (path == 0 || room < len)
		return ABI_ERRNO_RANGE;
	GUEST_TRY(guest_span(c, path, room, &out));
	memset(out, 0, room);
	// NOLINTNEXTLINE(bugprone-not-null-terminated-result): its length goes with it
	memcpy(out, cwd, len);
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
process_chdir(struct wasix_process *p, const char *path)
{
	char absolute[GUEST_PATH_MAX + GUEST_PATH_MAX], name[GUEST_PATH_MAX];
	struct place at;

	pthread_mutex_lock(&p->cwd_lock);
	int n = snprintf(absolute, sizeof absolute, "%s/%s", *path == '/' ? "" : p->cwd, path);
	pthread_mutex_unlock(&p->cwd_lock);
	if (n >= GUEST_PATH_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	GUEST_TRY(place_find(p, NULL, absolute, FOLLOW, &at));
	wasix_errno e = ABI_ERRNO_SUCCESS;
	if (at.dir < 0 && !at.node)
		e = ABI_ERRNO_NOENT;
	else if (!place_is_directory(&at))
		e = place_exists(&at) ? ABI_ERRNO_NOTDIR : ABI_ERRNO_NOENT;
	else if (at.dir >= 0 && faccessat(at.dir, at.name, X_OK, 0) < 0)
		e = errno_to_wasi(errno);
	else if (!place_name(&at, name))
		e = ABI_ERRNO_NAMETOOLONG;
	place_put(&at);
	if (e)
		return e;
	char *copy = strdup(name);
	if (!copy)
		return ABI_ERRNO_NOMEM;
	pthread_mutex_lock(&p->cwd_lock);
	char *old = p->cwd;
	p->cwd = copy;
	pthread_mutex_unlock(&p->cwd_lock);
	free(old);
	return ABI_ERRNO_SUCCESS;
}

/* WASIX, chdir */
wasix_errno
host_chdir(struct wasix_caller *c, wasix_gptr path, uint32_t path_len)
{
	char copy[GUEST_PATH_MAX];
	GUEST_TRY(guest_path(c, path, path_len, copy));
	return process_chdir(caller_process(c), copy);
}
