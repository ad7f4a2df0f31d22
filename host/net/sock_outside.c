/* sock_outside.c -- names of Unix sockets between the guest's tree and those outside of it: native
 * programs and other runs.
 *
 * What the kernel tells them of a socket is the text that bind was given, and the text only. So a
 * socket of the guest is bound by the name that the host has for it, where nothing can come of
 * that: the kernel follows such a name, and who moves a directory at that moment leads it
 * elsewhere. Landlock keeps it within what the guest may write to anyway, so it must be up, and no
 * mount that is read-only may lie within one that is not, where it would not help.
 *
 * The other way nothing is followed: a name that begins as a mount's does is told if its directory
 * is found below that mount, and is the one that the guest's name for it leads to. The last
 * component is the sender's word; who has that name by now, or whether anybody has, is not asked,
 * as natively.
 *
 * How a program spelled a name is kept, since some compare them.
 */
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --- what the host calls a directory --- */

/* The kernel's word for it, absolute and without links; of a directory that was removed, or lies
 * outside of the host's tree, it is not the name. */
static bool
directory_name(int dir, char out[GUEST_PATH_MAX])
{
	char link[32];

	snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
	ssize_t len = readlinkat(AT_FDCWD, link, out, GUEST_PATH_MAX);
	if (len <= 0 || len == GUEST_PATH_MAX || *out != '/')
		return false;
	out[len] = 0;
	return true;
}

/* What is left of `name` behind the directory, from the slash on; NULL: it is not below. */
static const char *
name_below(const char *directory, const char *name)
{
	size_t len = strlen(directory);

	if (len == 1) /* "/" */
		len = 0;
	return strncmp(name, directory, len) == 0 && name[len] == '/' ? name + len : NULL;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The directory that holds what `rest` names below the mount, without a link on the way. */
static bool
find_directory(struct wasix_process *p, const struct mount *m, const char *rest, struct stat *s)
{
	char below[SOCK_PATH_BYTES];

	snprintf(below, sizeof below, "%s", rest + strspn(rest, "/"));
	char *slash = strrchr(below, '/');
	if (!slash)
		return fstat(m->fd, s) == 0;
	*slash = 0;
	int fd = open_beneath(p, NULL, m->fd, below, O_PATH | O_DIRECTORY, 0);
	bool found = fd >= 0 && fstat(fd, s) == 0;
	if (fd >= 0)
		close(fd);
	return found;
}

/* --- to bind by --- */

static bool
is_of_user(const struct mount *m)
{
	return !m->is_device && !m->is_private && !m->entry;
}

/* Whether a writable mount holds this directory. */
static bool
is_within_writable(const struct wasix_process *p, const char *name)
{
	char directory[GUEST_PATH_MAX];

	for (size_t i = 0; i < p->mount_count; i++) {
		const struct mount *m = p->mounts[i];
		if (m->read_only || !is_of_user(m))
			continue;
		if (!directory_name(m->fd, directory) || strcmp(directory, name) == 0 ||
			name_below(directory, name))
			return true;
	}
	return false;
}

/* Whether Landlock alone keeps what is bound by name where the guest may write. */
static bool
is_bounded(const struct wasix_process *p)
{
	char name[GUEST_PATH_MAX];

	for (size_t i = 0; p->files_are_bounded && i < p->mount_count; i++) {
		const struct mount *m = p->mounts[i];
		if (m->read_only && is_of_user(m) &&
			(!directory_name(m->fd, name) || is_within_writable(p, name)))
			return false;
	}
	return p->files_are_bounded;
}

/* directory + rest, if that is a place's name in the directory that it has. */
static bool
name_place(const struct place *at, const char *directory, const char *rest, struct sockaddr_un *out)
{
	struct stat by_name, held;

	int len = snprintf(
		out->sun_path, sizeof out->sun_path, "%s%s", directory[1] ? directory : "", rest);
	if (len < 0 || (size_t)len >= sizeof out->sun_path)
		return false;
	char *slash = strrchr(out->sun_path, '/');
	if (strcmp(slash + 1, at->name) != 0)
		return false;
	*slash = 0;
	bool same = stat(slash == out->sun_path ? "/" : out->sun_path, &by_name) == 0 &&
		    fstat(at->dir, &held) == 0 && same_file(&by_name, &held);
	*slash = '/';
	return same;
}

bool
sock_outside_name(struct wasix_process *p, const struct place *at, const char *absolute,
	struct sock_address *out)
{
	char directory[GUEST_PATH_MAX], rest[NAME_MAX + 2];
	const struct mount *m = at->mount;

	if (!is_of_user(m) || !is_bounded(p))
		return false;
	const char *below = name_below(m->guest, absolute);
	bool named = below && find_directory(p, m, below, &(struct stat){ 0 }) &&
		     directory_name(m->fd, directory) && name_place(at, directory, below, &out->un);
	if (!named && directory_name(at->dir, directory)) { /* by a link: what it leads to */
		snprintf(rest, sizeof rest, "/%s", at->name);
		named = name_place(at, directory, rest, &out->un);
	}
	if (!named)
		return false;
	out->un.sun_family = AF_UNIX;
	out->len =
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(out->un.sun_path) + 1);
	return true;
}

/* --- to tell the guest --- */

/* Whether the guest's name leads to the same. */
static bool
leads_there(struct wasix_process *p, const struct mount *m, const char *guest, const char *rest)
{
	struct stat host, in_tree;
	struct place at;

	if (!find_directory(p, m, rest, &host) ||
		place_find(p, p->root_file, guest, FOLLOW_NEVER, &at))
		return false;
	bool same = at.mount == m && at.last == LAST_NAME && fstat(at.dir, &in_tree) == 0 &&
		    same_file(&host, &in_tree);
	place_put(&at);
	return same;
}

/* The part of a name behind the mount's directory, as the user calls that or the kernel; NULL. */
static const char *
name_in_mount(const struct mount *m, const char *name)
{
	char directory[GUEST_PATH_MAX];

	if (m->is_device || m->is_private)
		return NULL;
	if (m->entry && m->host && strcmp(m->host, name) == 0)
		return strrchr(name, '/');
	const char *below = m->host && !m->entry ? name_below(m->host, name) : NULL;
	if (!below && directory_name(m->fd, directory))
		below = name_below(directory, name);
	return below && below[1] && (!m->entry || strcmp(m->entry, below + 1) == 0) ? below : NULL;
}

static bool
find_in_mount(struct wasix_process *p, const struct mount *m, const char *kernel,
	char guest[SOCK_PATH_BYTES])
{
	const char *rest = name_in_mount(m, kernel);

	if (!rest)
		return false;
	int len = snprintf(guest, SOCK_PATH_BYTES, "%s%s", m->guest[1] || m->entry ? m->guest : "",
		m->entry ? "" : rest);
	return len < SOCK_PATH_BYTES && leads_there(p, m, guest, rest);
}

/* A relative name is what the guest has under it, as natively. */
static bool
find_relative(struct wasix_process *p, const char *kernel, char guest[SOCK_PATH_BYTES])
{
	char absolute[GUEST_PATH_MAX];
	struct stat s;
	struct place at;

	if (sock_path_absolute(p, kernel, absolute) ||
		place_find(p, p->root_file, absolute, FOLLOW_NEVER, &at))
		return false;
	bool found = at.dir >= 0 && fstatat(at.dir, at.name, &s, AT_SYMLINK_NOFOLLOW) == 0 &&
		     S_ISSOCK(s.st_mode);
	place_put(&at);
	if (found)
		strcpy(guest, kernel);
	return found;
}

bool
sock_outside_find(struct wasix_process *p, const char *kernel, char guest[SOCK_PATH_BYTES])
{
	bool found = *kernel != '/' && find_relative(p, kernel, guest);

	for (size_t i = 0; !found && *kernel == '/' && i < p->mount_count; i++)
		found = find_in_mount(p, p->mounts[i], kernel, guest);
	if (!found)
		*guest = 0;
	else if (*kernel == '/') /* for the next time */
		sock_names_note(p, kernel, guest);
	return found;
}
