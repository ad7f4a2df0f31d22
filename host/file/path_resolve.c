/* path_resolve.c -- from a path to a directory that is held open and a name in it.
 *
 * Every step is taken from an open directory and refuses symbolic links; links are read and walked
 * here, in the guest's tree. So nothing that is renamed or replaced meanwhile can lead out: a host
 * path is never put together from strings. Absolute paths and link targets start at the tree's
 * root, ".." at the root stays there.
 *
 * The quick way is one openat2 (RESOLVE_NO_SYMLINKS) over all directories of a path without "..",
 * which cannot cross a mount: the tree's nodes are matched before, by name, and are never links. It
 * gives what the walk would, or ELOOP and the walk is done.
 *
 * NOTE: ".." above a descriptor that the guest opened goes by the name it had then: a directory
 * moved meanwhile leads to its former parent.
 */
#include "block.h"
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- system calls --- */

/* A relative name without ".." leads down or over a link, and links are refused; RESOLVE_BENEATH
 * would add nothing but an eighth to the cost of an open (bench row "open"). */
static uint64_t
resolve_for(const char *path)
{
	bool may_leave = *path == '/' || strstr(path, "..");

	return RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | (may_leave ? RESOLVE_BENEATH : 0);
}

int
open_beneath(struct wasix_process *p, struct wasix_caller *waits, int dir, const char *path,
	uint64_t flags, uint64_t mode)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.mode = mode,
		.resolve = resolve_for(path),
	};

	if (p->no_openat2) {
		errno = ENOSYS;
		return -1;
	}
	long fd;
	if (waits) {
		fd = block_syscall4(
			waits, RESTARTS, SYS_openat2, dir, (long)path, (long)&how, sizeof how);
		errno = fd < 0 ? (int)-fd : errno;
	} else {
		fd = RETRY(syscall(SYS_openat2, dir, path, &how, sizeof how));
	}
	if (fd < 0 && errno == ENOSYS)
		p->no_openat2 = true;
	return fd < 0 ? -1 : (int)fd;
}

bool
place_may_walk(int host_errno)
{
	return host_errno == ELOOP || host_errno == EXDEV || host_errno == ENOSYS ||
	       host_errno == EAGAIN || host_errno == EPERM /* some seccomp filters */ ||
	       host_errno == EINVAL;
}

/* --- where the walk is --- */

static void
place_leave(struct place *at)
{
	if (at->owned)
		close(at->dir);
	at->owned = false;
	at->dir = -1;
}

void
place_put(struct place *at)
{
	place_leave(at);
	file_put(at->held);
	file_put(at->alias);
	at->held = at->alias = NULL;
}

static void
place_set(struct place *at, int dir, bool owned, const struct mount *mount, const struct node *node)
{
	place_leave(at);
	at->dir = dir;
	at->owned = owned;
	at->mount = mount;
	at->parent = node;
}

static void
place_to_root(struct wasix_process *p, struct place *at)
{
	const struct mount *m = p->root->mount;
	place_set(at, m ? m->fd : -1, false, m, p->root);
	strcpy(at->guest, "/");
}

static wasix_errno
guest_name_add(struct place *at, const char *name, size_t len)
{
	size_t used = strlen(at->guest);
	if (used == 1)
		used = 0;
	if (used + len + 2 > sizeof at->guest)
		return ABI_ERRNO_NAMETOOLONG;
	at->guest[used++] = '/';
	memcpy(at->guest + used, name, len);
	at->guest[used + len] = 0;
	return ABI_ERRNO_SUCCESS;
}

bool
place_name(const struct place *at, char out[GUEST_PATH_MAX])
{
	return path_canonical(at->guest, at->name, out);
}

/* Length of the component at the start of path. Names are short: strcspn takes longer to begin. */
static size_t
component(const char *path)
{
	size_t len = 0;

	while (path[len] && path[len] != '/')
		len++;
	return len;
}

static char *
skip_slashes(char *path)
{
	while (*path == '/')
		path++;
	return path;
}

static bool
is_word(const char *name, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(name, word, len) == 0;
}

/* Enters a child node of the current directory. A file's entry is no directory. */
static wasix_errno
enter_node(struct place *at, const struct node *child)
{
	const struct mount *m = child->mount;
	int dir = -1;

	if ((m && m->entry) || child->kind == NODE_STDIO || child->kind == NODE_TTY ||
		child->kind == NODE_PROGRAM)
		return ABI_ERRNO_NOTDIR;
	GUEST_TRY(guest_name_add(at, child->name, strlen(child->name)));
	if (m)
		dir = m->fd;
	else if (at->dir >= 0) /* the host may have this directory too */
		dir = openat(at->dir, child->name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	place_set(at, dir, !m && dir >= 0, m ? m : dir >= 0 ? at->mount : NULL, child);
	return ABI_ERRNO_SUCCESS;
}

/* One openat2 for all directories of `path`, which holds neither ".." nor a node; without it, or
 * where it meets something to walk through, -1. */
static int
open_directories(struct wasix_process *p, int dir, const char *path)
{
	return open_beneath(p, NULL, dir, path, O_PATH | O_DIRECTORY, 0);
}

/* --- start: nodes by name --- */

wasix_errno
place_start(struct wasix_process *p, struct file *base, const char *path, struct place *at)
{
	at->held = NULL;
	at->dir = -1;
	at->owned = false;
	at->last = LAST_NAME;
	at->creates = false;
	at->slash = false;
	at->links = 0;
	at->node = NULL;
	at->name = NULL;
	at->alias = NULL;
	if (strlen(path) >= GUEST_PATH_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	at->rest = strcpy(at->buffer, path);
	if (*path == '/') {
		place_to_root(p, at);
	} else {
		if (!base || base->type != ABI_FILETYPE_DIRECTORY || !base->guest)
			return ABI_ERRNO_NOTDIR;
		file_hold(base);
		at->held = base;
		place_set(at, base->host, false, base->mount, base->node);
		strcpy(at->guest, base->guest);
	}
	/* only mounts, which need no system call: what lies between is entered on the way */
	for (;;) {
		const struct node *n = at->parent;
		size_t len, skip = 0;
		char *rest = at->rest;
		do {
			rest += skip;
			rest = skip_slashes(rest);
			len = component(rest);
			n = node_child(n, rest, len);
			skip = len;
		} while (n && !n->mount);
		if (!n || n->mount->entry || !rest[len])
			return ABI_ERRNO_SUCCESS;
		place_set(at, n->mount->fd, false, n->mount, n);
		strcpy(at->guest, n->mount->guest);
		at->rest = rest + len;
	}
}

bool
place_is_plain(const struct place *at)
{
	const char *rest = at->rest;
	bool at_start = true; /* nothing but "/" and "./" so far: a node may come */

	if (at->dir < 0)
		return false;
	for (;;) {
		size_t len = component(rest);
		if (is_word(rest, len, "..") || (at_start && node_child(at->parent, rest, len)))
			return false;
		if (!rest[len])
			return true;
		at_start = at_start && (len == 0 || is_word(rest, len, "."));
		rest += len + 1;
	}
}

/* --- the walk --- */

/* Goes to the directory that at->guest names, from the root: after "..". */
static wasix_errno
place_again(struct wasix_process *p, struct place *at)
{
	char guest[GUEST_PATH_MAX];
	const char *rest = strcpy(guest, at->guest);

	place_to_root(p, at);
	while (*rest) {
		rest += strspn(rest, "/");
		size_t len = component(rest);
		if (len == 0)
			break;
		const struct node *child = node_child(at->parent, rest, len);
		if (child) {
			GUEST_TRY(enter_node(at, child));
		} else {
			char name[GUEST_PATH_MAX];
			memcpy(name, rest, len);
			name[len] = 0;
			int dir = at->dir < 0
					  ? -1
					  : openat(at->dir, name,
						    O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (dir < 0)
				return at->dir < 0 ? ABI_ERRNO_NOENT : errno_to_wasi(errno);
			place_set(at, dir, true, at->mount, NULL);
			GUEST_TRY(guest_name_add(at, name, len));
		}
		rest += len;
	}
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
step_up(struct wasix_process *p, struct place *at)
{
	char *slash = strrchr(at->guest, '/');
	if (slash == at->guest && !slash[1])
		return ABI_ERRNO_SUCCESS;
	slash[slash == at->guest] = 0;
	return place_again(p, at);
}

/* Puts a link's target in front of what is left of the path. */
static wasix_errno
expand_link(struct wasix_process *p, struct place *at, const char *target, size_t len)
{
	size_t left = strlen(at->rest);

	if (++at->links > SYMLINK_LIMIT)
		return ABI_ERRNO_LOOP;
	if (len + left + 1 > sizeof at->buffer)
		return ABI_ERRNO_NAMETOOLONG;
	memmove(at->buffer + len, at->rest, left + 1);
	memcpy(at->buffer, target, len);
	at->rest = at->buffer;
	if (*target == '/')
		place_to_root(p, at);
	return ABI_ERRNO_SUCCESS;
}

/* Reads the link `name`; a length of 0: it is none. */
static wasix_errno
read_link(const struct place *at, const char *name, char target[GUEST_PATH_MAX], size_t *len)
{
	ssize_t n = readlinkat(at->dir, name, target, GUEST_PATH_MAX);
	*len = n > 0 ? (size_t)n : 0;
	if (n == GUEST_PATH_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	if (n < 0 && errno != EINVAL && errno != ENOENT)
		return errno_to_wasi(errno);
	return ABI_ERRNO_SUCCESS;
}

/* A component that more follows: into a node, a directory, or a link's target. rest is behind it.
 */
static wasix_errno
step_into(struct wasix_process *p, struct place *at, const char *name, size_t len)
{
	char copy[NAME_MAX + 1], target[GUEST_PATH_MAX];
	const struct node *child = node_child(at->parent, name, len);
	size_t target_len;

	if (child)
		return enter_node(at, child);
	if (at->dir < 0)
		return ABI_ERRNO_NOENT;
	if (len > NAME_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	memcpy(copy, name, len);
	copy[len] = 0;
	int dir = openat(at->dir, copy, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir >= 0) {
		place_set(at, dir, true, at->mount, NULL);
		return guest_name_add(at, copy, len);
	}
	if (errno != ENOTDIR && errno != ELOOP)
		return errno_to_wasi(errno);
	GUEST_TRY(read_link(at, copy, target, &target_len));
	return target_len ? expand_link(p, at, target, target_len) : ABI_ERRNO_NOTDIR;
}

/* The guest's number in the name of a file in /dev/fd, -1: it is none. */
static int
descriptor_of(const char *name, size_t len)
{
	int n = 0;

	for (size_t i = 0; i < len && n < FD_LIMIT; i++) {
		if (name[i] < '0' || name[i] > '9')
			return ALIAS_NONE;
		n = 10 * n + (name[i] - '0');
	}
	return n < FD_LIMIT && len > 0 && (*name != '0' || len == 1) ? n : ALIAS_NONE;
}

/* A name of /dev where the host has a directory of its own gives way; /dev itself always does. */
static bool
gives_way(const struct place *at, const struct node *n, const char *name)
{
	struct stat s;

	if (!n || !n->soft || at->dir < 0 || !at->mount || at->mount->is_private)
		return false;
	bool leaf = (n->mount && n->mount->entry) || n->kind != NODE_DIRECTORY;
	return !leaf || fstatat(at->dir, name, &s, AT_SYMLINK_NOFOLLOW) == 0;
}

static wasix_errno
find_alias(struct wasix_process *p, struct place *at, const char *name, size_t len)
{
	int descriptor = ALIAS_NONE;

	if (at->parent && at->parent->kind == NODE_FDS)
		descriptor = descriptor_of(name, len);
	else if (at->node && at->node->kind == NODE_STDIO)
		descriptor = at->node->descriptor;
	else if (at->node && at->node->kind == NODE_TTY)
		descriptor = ALIAS_TTY;
	return descriptor == ALIAS_NONE ? ABI_ERRNO_SUCCESS : place_set_alias(p, at, descriptor);
}

size_t
program_link(const struct wasix_process *p, char target[GUEST_PATH_MAX])
{
	const char *name = p->program.name;
	size_t len = name ? strlen(name) : 0;

	if (len < GUEST_PATH_MAX)
		memcpy(target, name ? name : "", len);
	return len < GUEST_PATH_MAX ? len : 0;
}

/* The target of what the last component names, whether the host has that link or we do. */
static wasix_errno
last_link(const struct wasix_process *p, const struct place *at, const char *name,
	char target[GUEST_PATH_MAX], size_t *len)
{
	if (at->node && at->node->kind == NODE_PROGRAM)
		*len = program_link(p, target);
	else if (!at->node && at->dir >= 0)
		return read_link(at, name, target, len);
	return ABI_ERRNO_SUCCESS;
}

/* The last component. done stays false when it was a link that is to be walked. */
static wasix_errno
step_last(struct wasix_process *p, struct place *at, char *name, size_t len, enum follow follow,
	bool *done)
{
	char target[GUEST_PATH_MAX];
	size_t target_len = 0;

	if (len > NAME_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	at->node = node_child(at->parent, name, len);
	at->slash = name[len] == '/';
	if (at->slash && at->creates)
		return ABI_ERRNO_ISDIR;
	char *end = name + len;
	char kept = *end;
	*end = 0;
	if (gives_way(at, at->node, name))
		at->node = NULL;
	GUEST_TRY(find_alias(p, at, name, len));
	if (follow + at->slash >= FOLLOW)
		GUEST_TRY(last_link(p, at, name, target, &target_len));
	*done = target_len == 0;
	if (*done) {
		at->name = name;
		return ABI_ERRNO_SUCCESS;
	}
	*end = kept; /* a slash after a link's name stays behind its target */
	at->rest = end;
	return expand_link(p, at, target, target_len);
}

/* A place that is a node is named from inside: "." of its directory; or it is the file that is
 * mounted there. */
static wasix_errno
place_cross(struct place *at)
{
	const struct node *n = at->node;
	if (at->alias || (n && n->kind == NODE_PROGRAM)) {
		place_set(at, -1, false, NULL, at->parent);
		return ABI_ERRNO_SUCCESS;
	}
	if (!n)
		return ABI_ERRNO_SUCCESS;
	if (n->mount && n->mount->entry) {
		place_set(at, n->mount->fd, false, n->mount, at->parent);
		at->name = n->mount->entry;
		return ABI_ERRNO_SUCCESS;
	}
	at->name = ".";
	return enter_node(at, n);
}

/* All directories of rest at once; rest is left at the last component. Nothing happens where the
 * walk must do it. */
static wasix_errno
skip_directories(struct wasix_process *p, struct place *at)
{
	size_t end = strlen(at->rest);

	while (end > 0 && at->rest[end - 1] == '/')
		end--;
	while (end > 0 && at->rest[end - 1] != '/')
		end--;
	if (end == 0 || end == strspn(at->rest, "/"))
		return ABI_ERRNO_SUCCESS;
	char *directories = at->rest + strspn(at->rest, "/");
	char *last = at->rest + end;
	char kept = last[-1];
	last[-1] = 0;
	int dir = open_directories(p, at->dir, directories);
	wasix_errno e =
		dir >= 0 || place_may_walk(errno) ? ABI_ERRNO_SUCCESS : errno_to_wasi(errno);
	if (dir >= 0) {
		place_set(at, dir, true, at->mount, NULL);
		char guest[GUEST_PATH_MAX];
		if (path_canonical(at->guest, directories, guest))
			strcpy(at->guest, guest);
		else
			e = ABI_ERRNO_NAMETOOLONG;
		at->rest = last;
	}
	last[-1] = kept;
	return e;
}

static wasix_errno
place_walk(struct wasix_process *p, struct place *at, enum follow follow)
{
	if (place_is_plain(at))
		GUEST_TRY(skip_directories(p, at));
	for (bool done = false; !done;) {
		char *name = at->rest + strspn(at->rest, "/");
		size_t len = component(name);
		char *after = name + len + strspn(name + len, "/");
		// NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): `len` ends at the NUL at most
		bool last = !*after;
		bool here = is_word(name, len, ".");

		at->rest = name + len;
		if (is_word(name, len, "..")) {
			GUEST_TRY(step_up(p, at));
			here = true;
		}
		if (last && (here || len == 0)) {
			at->node = at->parent;
			at->name = ".";
			at->last = len == 0 ? LAST_ROOT : len == 2 ? LAST_DOTDOT : LAST_DOT;
			return ABI_ERRNO_SUCCESS;
		}
		if (last)
			GUEST_TRY(step_last(p, at, name, len, follow, &done));
		else if (!here)
			GUEST_TRY(step_into(p, at, name, len));
	}
	return place_cross(at);
}

wasix_errno
place_finish(struct wasix_process *p, struct place *at, enum follow follow)
{
	wasix_errno e = place_walk(p, at, follow);
	if (e)
		place_put(at);
	return e;
}

wasix_errno
place_find(struct wasix_process *p, struct file *base, const char *path, enum follow follow,
	struct place *at)
{
	GUEST_TRY(place_start(p, base, path, at));
	return place_finish(p, at, follow);
}
