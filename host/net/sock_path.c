/* sock_path.c -- Unix sockets by path: the guest's name is resolved in its tree, and the kernel
 * gets one that begins at an open descriptor, so it neither leaves the mounts nor depends on a
 * working directory.
 *
 *   bind      the host's name                 where that is safe, and fits (sock_outside.c)
 *             /proc/self/fd/DIRECTORY/NAME    else: bind does not follow a link at the end; a long
 *                                             NAME comes by renaming
 *   connect   /proc/self/fd/SOCKET            a descriptor of the socket itself: nothing is left to
 *                                             follow
 *
 * Names of bind are what the kernel tells others; the guest is told its own (struct sock_names,
 * sock_names.c).
 */
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

int
sock_path_absolute(struct wasix_process *p, const char *path, char out[GUEST_PATH_MAX])
{
	pthread_mutex_lock(&p->cwd_lock);
	int len = snprintf(out, GUEST_PATH_MAX, "%s%s%s", *path == '/' ? "" : p->cwd,
		*path == '/' ? "" : "/", path);
	pthread_mutex_unlock(&p->cwd_lock);
	return len < 0 || len >= GUEST_PATH_MAX ? -ENAMETOOLONG : 0;
}

static int
name_for_kernel(struct sock_path *out, const char *place, const char *name)
{
	struct sockaddr_un *un = &out->host.un;
	int len = snprintf(un->sun_path, sizeof un->sun_path, "/proc/self/fd/%d%s%s%s", out->held,
		place, *name ? "/" : "", name);

	un->sun_family = AF_UNIX;
	if (len < 0 || (size_t)len >= sizeof un->sun_path)
		return -ENAMETOOLONG;
	out->host.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)len + 1);
	return 0;
}

/* A place for a socket that does not exist yet: its directory is held. */
static int
place_to_make(struct wasix_process *p, const struct place *at, const char *absolute,
	struct sock_path *out)
{
	char place[SOCK_PLACE_BYTES], random[32];
	uint64_t number;

	if (at->node || at->last != LAST_NAME)
		return -EADDRINUSE;
	if (at->dir < 0 || at->mount->read_only)
		return -EROFS;
	out->held = fcntl(at->dir, F_DUPFD_CLOEXEC, 0);
	if (out->held < 0)
		return -errno;
	sock_names_prepare(p);
	if (sock_outside_name(p, at, absolute, &out->host))
		return 0;
	sock_names_place(p, place);
	int e = name_for_kernel(out, place, at->name);
	if (e != -ENAMETOOLONG || strlen(at->name) >= sizeof out->rename)
		return e;
	if (faccessat(out->held, at->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return -EADDRINUSE; /* renaming would find it, too late for the socket */
	if (getrandom(&number, sizeof number, 0) != sizeof number)
		return -EAGAIN;
	snprintf(random, sizeof random, ".%016" PRIx64, number);
	strcpy(out->rename, at->name);
	return name_for_kernel(out, place, random);
}

int
sock_path_made(struct wasix_process *p, struct sock_path *path)
{
	const char *kernel = path->host.un.sun_path;

	if (path->held < 0)
		return 0;
	sock_names_note(p, kernel, path->guest);
	if (!*path->rename)
		return 0;
	const char *name = strrchr(kernel, '/') + 1;
	if (renameat2(path->held, name, path->held, path->rename, RENAME_NOREPLACE) == 0)
		return 0;
	int e = -errno;
	(void)unlinkat(path->held, name, 0);
	return e;
}

/* A socket that exists is held itself. Connecting is a kind of writing. */
static int
place_to_reach(const struct place *at, struct sock_path *out)
{
	struct stat s;

	if (at->dir < 0)
		return -ECONNREFUSED;
	out->held = openat(at->dir, at->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (out->held < 0)
		return -errno;
	if (fstat(out->held, &s) < 0 || !S_ISSOCK(s.st_mode))
		return -ECONNREFUSED;
	if (at->mount->read_only)
		return -EACCES;
	return name_for_kernel(out, "", "");
}

/* Names of the abstract space reach whoever listens there: no rule can name them. */
static int
pass_on(struct wasix_process *p, const struct sock_address *address, struct sock_path *out)
{
	out->host = *address;
	if (address->len >= sizeof(sa_family_t) && address->any.sa_family == AF_UNIX &&
		address->len > sizeof(sa_family_t) && net_has_rules(p))
		return -EACCES;
	return 0;
}

int
sock_path_find(struct wasix_process *p, const struct sock_address *address, bool make,
	struct sock_path *out)
{
	const size_t head = offsetof(struct sockaddr_un, sun_path);
	char absolute[GUEST_PATH_MAX];
	struct place at;

	*out = (struct sock_path){ .held = -1 };
	if (address->len <= head || address->any.sa_family != AF_UNIX || !address->un.sun_path[0])
		return pass_on(p, address, out);
	if (address->len > sizeof address->un)
		return -EINVAL;
	memcpy(out->guest, address->un.sun_path, address->len - head);
	int result = sock_path_absolute(p, out->guest, absolute);
	if (result)
		return result;
	wasix_errno e = place_find(p, p->root_file, absolute, make ? FOLLOW_NEVER : FOLLOW, &at);
	if (e)
		return -errno_to_linux(e);
	result = make ? place_to_make(p, &at, absolute, out) : place_to_reach(&at, out);
	place_put(&at);
	if (result)
		sock_path_put(out);
	return result;
}

void
sock_path_put(struct sock_path *path)
{
	if (path->held >= 0)
		close(path->held);
	path->held = -1;
}

void
sock_path_remember(struct file *file, const struct sock_path *path, bool local)
{
	if (path->held < 0)
		return;
	if (!file->names)
		file->names = calloc(1, sizeof *file->names);
	if (file->names) /* without it the guest sees a socket without a name */
		strcpy(local ? file->names->local : file->names->peer, path->guest);
}
