/* fd_table.c -- the guest's descriptor numbers: finding, adding, removing; the files behind them.
 *
 * A number leads to an entry (rights, close-on-exec) and through it to a shared struct file, so
 * duplicates need no second host descriptor and share the position.
 */
#include "fd_hold.h"
#include "guest.h"

#include "epoll.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Only for threads: see fd_hold.h. */
static void
table_lock(struct fd_table *t)
{
	if (!__libc_single_threaded)
		pthread_mutex_lock(&t->lock);
}

static void
table_unlock(struct fd_table *t)
{
	if (!__libc_single_threaded)
		pthread_mutex_unlock(&t->lock);
}

static void
entry_clear(struct fd_table *t, uint32_t fd)
{
	t->entries[fd] = (struct fd_entry){ 0 };
	if (fd < t->none_free_below)
		t->none_free_below = fd;
}

/* The lowest free number from min on; it may lie behind the end. */
static uint32_t
table_find_free(struct fd_table *t, uint32_t min)
{
	uint32_t fd = min > t->none_free_below ? min : t->none_free_below;

	while (fd < t->count && t->entries[fd].file)
		fd++;
	if (min <= t->none_free_below)
		t->none_free_below = fd;
	return fd;
}

void
file_hold(struct file *f)
{
	(void)file_count(f, 1);
}

/* name has room for `bytes`. NULL when memory is short, and host is closed then. */
static struct file *
file_make(int host, const struct mount *mount, size_t bytes)
{
	struct file *f = malloc(sizeof *f + bytes); /* cheaper than calloc: bench row "open" */

	if (f) {
		*f = (struct file){ .refs = 1, .host = host, .mount = mount, .stdio_flags = -1 };
		return f;
	}
	if (host >= 0)
		close(host);
	return NULL;
}

struct file *
file_new(int host, abi_filetype type, const struct mount *mount, const struct node *node,
	const char *guest)
{
	size_t bytes = guest ? strlen(guest) + 1 : 0;
	struct file *f = file_make(host, mount, bytes);

	if (!f)
		return NULL;
	f->type = type;
	f->is_terminal = type == ABI_FILETYPE_CHARACTER_DEVICE && isatty(host);
	f->node = node;
	if (guest)
		f->guest = memcpy(f->name, guest, bytes);
	f->settled = true;
	return f;
}

struct file *
file_new_unsettled(int host, const struct mount *mount, const char *in, const char *name)
{
	size_t before = strlen(in), bytes = strlen(name) + 1;
	struct file *f = file_make(host, mount, before + 1 + bytes);

	if (!f)
		return NULL;
	memcpy(f->name, in, before);
	f->name[before] = '/';
	memcpy(f->name + before + 1, name, bytes);
	return f;
}

void
file_settle_as(struct wasix_process *p, struct file *f, mode_t mode)
{
	char guest[GUEST_PATH_MAX];

	if (atomic_load(&f->settled))
		return;
	abi_filetype type = filetype_of(mode, f->host);
	bool is_terminal = type == ABI_FILETYPE_CHARACTER_DEVICE && isatty(f->host);
	table_lock(&p->fds);
	if (!f->settled) {
		f->type = type;
		f->is_terminal = is_terminal;
		if (type == ABI_FILETYPE_DIRECTORY && path_canonical("/", f->name, guest))
			f->guest = strcpy(f->name, guest); /* which is not longer */
		atomic_store_explicit(&f->settled, true, memory_order_release);
	}
	table_unlock(&p->fds);
}

void
file_settle(struct wasix_process *p, struct file *f)
{
	struct stat s;

	if (!atomic_load(&f->settled))
		file_settle_as(p, f, fstat(f->host, &s) < 0 ? 0 : s.st_mode);
}

/* The host's 0-2 stay taken, so that no file of the guest becomes the stderr of the runtime; what
 * they led to is let go. */
static void
stdio_release(const struct file *f)
{
	int end[2];

	if (f->stdio_flags >= 0)
		(void)fcntl(f->host, F_SETFL, f->stdio_flags);
	/* a pipe without a writer: nothing to read, not writable, and no file to open for it */
	if (pipe2(end, O_CLOEXEC) < 0)
		return;
	(void)dup2(end[0], f->host);
	close(end[0]);
	close(end[1]);
}

void
file_put(struct file *f)
{
	if (f && file_count(f, -1) == 1)
		file_delete(f);
}

void
file_delete(struct file *f)
{
	epoll_keys_delete(f);
	epoll_set_delete(f->set);
	if (f->stdio)
		stdio_release(f);
	else if (f->host >= 0)
		close(f->host);
	free(f->cursor);
	free(f->names);
	free(f);
}

/* Preview 1 has no name for pipes and the like: UNKNOWN. */
abi_filetype
filetype_of(mode_t mode, int host_fd)
{
	int type = 0;
	socklen_t len = sizeof type;

	switch (mode & S_IFMT) {
	case S_IFBLK:
		return ABI_FILETYPE_BLOCK_DEVICE;
	case S_IFCHR:
		return ABI_FILETYPE_CHARACTER_DEVICE;
	case S_IFDIR:
		return ABI_FILETYPE_DIRECTORY;
	case S_IFREG:
		return ABI_FILETYPE_REGULAR_FILE;
	case S_IFLNK:
		return ABI_FILETYPE_SYMBOLIC_LINK;
	case S_IFSOCK:
		if (host_fd >= 0 && getsockopt(host_fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
			type != SOCK_STREAM)
			return type == SOCK_DGRAM ? ABI_FILETYPE_SOCKET_DGRAM
						  : ABI_FILETYPE_SOCKET_SEQPACKET;
		return ABI_FILETYPE_SOCKET_STREAM;
	default:
		return ABI_FILETYPE_UNKNOWN;
	}
}

abi_rights
rights_for(const struct file *f, abi_rights wanted)
{
	wanted &= RIGHTS_ALL;
	if (f->is_terminal)
		wanted &= ~(uint64_t)(ABI_RIGHTS_FD_SEEK | ABI_RIGHTS_FD_TELL);
	return wanted;
}

/* A guest that names the root this way has no use for preopens: they leave the table, so that the
 * lowest free number is what it is natively, and any number may be renumbered over. */
static void
drop_preopens(struct wasix_process *p)
{
	struct fd_table *t = &p->fds;

	table_lock(t);
	for (uint32_t fd = PREOPEN_FIRST; fd < t->count; fd++)
		if (t->entries[fd].file && t->entries[fd].preopen) {
			file_put(t->entries[fd].file);
			entry_clear(t, fd);
		}
	table_unlock(t);
	atomic_store(&p->no_preopens, true);
}

static wasix_errno
root_get(struct wasix_process *p, struct fd_ref *out)
{
	if (!atomic_load_explicit(&p->no_preopens, memory_order_relaxed))
		drop_preopens(p);
	file_hold(p->root_file);
	*out = (struct fd_ref){ p->root_file, p->root_file->host, RIGHTS_ALL, RIGHTS_ALL };
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
fd_hold_any(struct wasix_caller *c, uint32_t fd, struct fd_ref *out)
{
	struct fd_table *t = &caller_process(c)->fds;
	wasix_errno e = ABI_ERRNO_BADF;

	if (fd == (uint32_t)FD_ROOT)
		return root_get(caller_process(c), out);
	table_lock(t);
	if (fd < t->count && t->entries[fd].file) {
		const struct fd_entry *entry = &t->entries[fd];
		file_hold(entry->file);
		*out = (struct fd_ref){ entry->file, entry->file->host, entry->base,
			entry->inheriting };
		e = ABI_ERRNO_SUCCESS;
	}
	table_unlock(t);
	return e;
}

wasix_errno
fd_get(struct wasix_caller *c, uint32_t fd, abi_rights rights, struct fd_ref *out)
{
	struct fd_ref f;

	GUEST_TRY(fd_hold(c, fd, &f));
	file_settle(caller_process(c), f.file);
	f.base = rights_for(f.file, f.base);
	if (rights & ~f.base & RIGHTS_CHECKED) {
		fd_let_go(&f);
		return ABI_ERRNO_NOTCAPABLE;
	}
	*out = f;
	return ABI_ERRNO_SUCCESS;
}

void
fd_put(struct fd_ref *ref)
{
	file_put(ref->file);
	ref->file = NULL;
}

/* Makes number `fd` exist; the lock is held. */
static wasix_errno
table_reach(struct fd_table *t, uint32_t fd)
{
	if (fd >= t->limit)
		return ABI_ERRNO_MFILE;
	if (fd < t->count)
		return ABI_ERRNO_SUCCESS;
	uint32_t count = t->count ? t->count : 16;
	while (count <= fd)
		count *= 2;
	struct fd_entry *entries = realloc(t->entries, count * sizeof *entries);
	if (!entries)
		return ABI_ERRNO_NOMEM;
	memset(entries + t->count, 0, (count - t->count) * sizeof *entries);
	t->entries = entries;
	t->count = count;
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
fd_add(struct wasix_process *p, struct file *file, abi_rights base, abi_rights inheriting,
	abi_fdflagsext flags, uint32_t min, uint32_t *out)
{
	struct fd_table *t = &p->fds;

	if (!file)
		return ABI_ERRNO_NOMEM;
	table_lock(t);
	uint32_t fd = table_find_free(t, min);
	wasix_errno e = table_reach(t, fd);
	if (!e) {
		t->entries[fd] = (struct fd_entry){ .file = file,
			.base = rights_for(file, base),
			.inheriting = inheriting & RIGHTS_ALL,
			.flags = flags & ABI_FDFLAGSEXT_CLOEXEC };
		*out = fd;
	}
	table_unlock(t);
	if (e == ABI_ERRNO_MFILE)
		limit_reached(p, LIMIT_FDS);
	if (e)
		file_put(file);
	return e;
}

wasix_errno
fd_check_room(struct wasix_process *p)
{
	struct fd_table *t = &p->fds;

	table_lock(t);
	bool room = table_find_free(t, 0) < t->limit;
	table_unlock(t);
	if (!room)
		limit_reached(p, LIMIT_FDS);
	return room ? ABI_ERRNO_SUCCESS : ABI_ERRNO_MFILE;
}

wasix_errno
fd_add_out(struct wasix_caller *c, struct file *file, abi_rights base, abi_rights inheriting,
	abi_fdflagsext flags, wasix_gptr ret)
{
	uint32_t fd;
	struct wasix_process *p = caller_process(c);

	GUEST_TRY(fd_add(p, file, base, inheriting, flags, 0, &fd));
	wasix_errno e = guest_write_u32(c, ret, fd);
	if (e)
		(void)fd_remove(p, fd);
	return e;
}

int64_t
fd_add_number(struct wasix_caller *c, int host, abi_rights rights)
{
	return fd_add_typed(c, host, ABI_FILETYPE_UNKNOWN, rights);
}

int64_t
fd_add_typed(struct wasix_caller *c, int host, abi_filetype type, abi_rights rights)
{
	uint32_t fd;

	if (host < 0)
		return -errno;
	struct file *file = file_new(host, type, NULL, NULL, NULL);
	wasix_errno e = fd_add(caller_process(c), file, RIGHTS_STREAM | rights, 0, 0, 0, &fd);
	return e ? -errno_to_linux(e) : (int64_t)fd;
}

int
fd_table_limit(struct wasix_process *p, const uint64_t want[2], uint64_t was[2])
{
	struct fd_table *t = &p->fds;
	int result = 0;

	table_lock(t);
	was[0] = t->limit;
	was[1] = t->most;
	if (want && want[0] > want[1])
		result = -EINVAL;
	else if (want && want[1] > t->most)
		result = -EPERM;
	if (want && !result) {
		t->limit = (uint32_t)want[0];
		t->most = (uint32_t)want[1];
	}
	table_unlock(t);
	return result;
}

/* A process loses its record locks of a file when it closes any descriptor of it (POSIX, fcntl).
 * The kernel sees to that where it is the host's descriptor that goes; duplicates are ours alone.
 */
static void
locks_release(struct wasix_process *p, struct file *f)
{
	struct flock all = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

	if (!f || !atomic_load(&p->has_record_locks))
		return;
	file_settle(p, f);
	if (f->type == ABI_FILETYPE_REGULAR_FILE)
		(void)fcntl(f->host, F_SETLK, &all);
}

wasix_errno
fd_remove(struct wasix_process *p, uint32_t fd)
{
	struct fd_table *t = &p->fds;
	struct file *file = NULL;
	bool preopen = false;

	table_lock(t);
	if (fd < t->count && t->entries[fd].file) {
		preopen = t->entries[fd].preopen;
		if (!preopen) {
			file = t->entries[fd].file;
			entry_clear(t, fd);
		}
	}
	table_unlock(t);
	if (!file && !preopen)
		return ABI_ERRNO_BADF;
	locks_release(p, file);
	file_put(file); /* may block: outside of the lock */
	return ABI_ERRNO_SUCCESS;
}

void
fd_table_delete(struct wasix_process *p)
{
	for (uint32_t fd = 0; fd < p->fds.count; fd++) {
		struct file *f = p->fds.entries[fd].file;
		/* the embedder's 0-2 outlive the process */
		if (f && f->stdio) {
			if (f->stdio_flags >= 0)
				(void)fcntl(f->host, F_SETFL, f->stdio_flags);
			f->stdio = false;
			f->host = -1;
		}
	}
	for (uint32_t fd = 0; fd < p->fds.count; fd++)
		file_put(p->fds.entries[fd].file);
	free(p->fds.entries);
	p->fds = (struct fd_table){ .lock = PTHREAD_MUTEX_INITIALIZER };
}

/* --- handlers that change numbers --- */

/* WASI preview1, fd_close. NOTE: closing a preopen does nothing, as in Wasmer: libcs keep using it.
 */
wasix_errno
host_fd_close(struct wasix_caller *c, uint32_t fd)
{
	return fd_remove(caller_process(c), fd);
}

wasix_errno
fd_replace(struct wasix_process *p, uint32_t from, uint32_t to, bool move)
{
	struct fd_table *t = &p->fds;
	struct file *old = NULL;
	wasix_errno e = ABI_ERRNO_SUCCESS;

	table_lock(t);
	if (from >= t->count || !t->entries[from].file || to >= t->limit)
		e = ABI_ERRNO_BADF;
	else if (from != to && to < t->count && t->entries[to].preopen)
		e = ABI_ERRNO_NOTSUP;
	else if (from != to)
		e = table_reach(t, to);
	if (!e && from != to) {
		struct fd_entry entry = t->entries[from];
		entry.flags = 0;
		old = t->entries[to].file;
		if (move && !entry.preopen)
			entry_clear(t, from);
		else
			file_hold(entry.file);
		entry.preopen = NULL;
		t->entries[to] = entry;
	}
	table_unlock(t);
	locks_release(p, old);
	file_put(old);
	return e;
}

/* WASI preview1, fd_renumber: moves. NOTE: existing WASIX libcs build dup2 on this import and need
 * `from` to stay, so a module that imports anything of wasix_32v1 gets a copy. */
wasix_errno
host_fd_renumber(struct wasix_caller *c, uint32_t from, uint32_t to)
{
	struct wasix_process *p = caller_process(c);
	return fd_replace(p, from, to, !p->wasix);
}

wasix_errno
host_wasix_fd_renumber(struct wasix_caller *c, uint32_t from, uint32_t to)
{
	return fd_replace(caller_process(c), from, to, false);
}

/* Copies entry fd to the lowest free number from min on; cloexec < 0 keeps the flag. */
static wasix_errno
fd_copy(struct wasix_caller *c, uint32_t fd, uint32_t min, int cloexec, wasix_gptr ret)
{
	struct wasix_process *p = caller_process(c);
	struct fd_ref f;
	uint32_t copy;
	abi_fdflagsext flags = cloexec > 0 ? ABI_FDFLAGSEXT_CLOEXEC : 0;

	if (fd == (uint32_t)FD_ROOT) /* stands for the root, but is no entry */
		return ABI_ERRNO_BADF;
	GUEST_TRY(fd_get(c, fd, 0, &f));
	if (cloexec < 0) {
		table_lock(&p->fds);
		flags = p->fds.entries[fd].flags;
		table_unlock(&p->fds);
	}
	/* the reference moves into the new entry */
	GUEST_TRY(fd_add(p, f.file, f.base, f.inheriting, flags, min, &copy));
	wasix_errno e = guest_write_u32(c, ret, copy);
	if (e)
		(void)fd_remove(p, copy);
	return e;
}

/* WASIX, fd_dup */
wasix_errno
host_fd_dup(struct wasix_caller *c, uint32_t fd, wasix_gptr ret_fd)
{
	return fd_copy(c, fd, 0, -1, ret_fd);
}

/* WASIX, fd_dup2: F_DUPFD in spite of its name */
wasix_errno
host_fd_dup2(struct wasix_caller *c, uint32_t fd, uint32_t min, uint32_t cloexec, wasix_gptr ret_fd)
{
	if (min >= caller_process(c)->fds.limit)
		return ABI_ERRNO_INVAL;
	return fd_copy(c, fd, min, (cloexec & 0xff) != 0, ret_fd);
}

/* WASIX, fd_fdflags_get: close-on-exec, as F_GETFD */
wasix_errno
host_fd_fdflags_get(struct wasix_caller *c, uint32_t fd, wasix_gptr ret_flags)
{
	struct fd_table *t = &caller_process(c)->fds;
	abi_fdflagsext flags = 0;

	table_lock(t);
	bool open = fd < t->count && t->entries[fd].file;
	if (open)
		flags = t->entries[fd].flags;
	table_unlock(t);
	return open ? guest_write_u16(c, ret_flags, flags) : ABI_ERRNO_BADF;
}

/* WASIX, fd_fdflags_set */
wasix_errno
host_fd_fdflags_set(struct wasix_caller *c, uint32_t fd, uint32_t flags)
{
	struct fd_table *t = &caller_process(c)->fds;

	table_lock(t);
	bool open = fd < t->count && t->entries[fd].file;
	if (open)
		t->entries[fd].flags = flags & ABI_FDFLAGSEXT_CLOEXEC;
	table_unlock(t);
	return open ? ABI_ERRNO_SUCCESS : ABI_ERRNO_BADF;
}

/* WASI preview1, fd_fdstat_set_rights: rights can only be given up */
wasix_errno
host_fd_fdstat_set_rights(struct wasix_caller *c, uint32_t fd, uint64_t base, uint64_t inheriting)
{
	struct fd_table *t = &caller_process(c)->fds;
	struct fd_ref f;
	wasix_errno e = ABI_ERRNO_BADF;

	GUEST_TRY(fd_get(c, fd, 0, &f));
	base &= RIGHTS_ALL;
	inheriting &= RIGHTS_ALL;
	table_lock(t);
	if (fd < t->count && t->entries[fd].file) {
		struct fd_entry *entry = &t->entries[fd];
		e = base & ~rights_for(entry->file, entry->base) || inheriting & ~entry->inheriting
			    ? ABI_ERRNO_NOTCAPABLE
			    : ABI_ERRNO_SUCCESS;
		if (!e) {
			entry->base = base;
			entry->inheriting = inheriting;
		}
	}
	table_unlock(t);
	fd_put(&f);
	return e;
}

/* --- preopens --- */

/* The name is borrowed from a mount, which lives as long as the process. */
static const char *
preopen_name(struct wasix_process *p, uint32_t fd)
{
	const char *name = NULL;

	/* the one before in this process had no use for them */
	if (fd == PREOPEN_FIRST && atomic_exchange(&p->no_preopens, false))
		(void)process_add_preopens(p, NULL);
	table_lock(&p->fds);
	if (fd < p->fds.count)
		name = p->fds.entries[fd].preopen;
	table_unlock(&p->fds);
	return name;
}

/* WASI preview1, fd_prestat_get: libcs count up from 3 until BADF */
wasix_errno
host_fd_prestat_get(struct wasix_caller *c, uint32_t fd, wasix_gptr prestat)
{
	const char *name = preopen_name(caller_process(c), fd);
	struct abi_prestat s = { .tag = ABI_PREOPENTYPE_DIR };

	if (!name)
		return ABI_ERRNO_BADF;
	s.u.dir.pr_name_len = (uint32_t)strlen(name);
	return guest_write(c, prestat, &s, sizeof s);
}

/* WASI preview1, fd_prestat_dir_name: no NUL */
wasix_errno
host_fd_prestat_dir_name(struct wasix_caller *c, uint32_t fd, wasix_gptr path, uint32_t path_len)
{
	const char *name = preopen_name(caller_process(c), fd);

	if (!name)
		return ABI_ERRNO_BADF;
	if (path_len < strlen(name))
		return ABI_ERRNO_NAMETOOLONG;
	return guest_write(c, path, name, strlen(name));
}
