/* mount.c -- the guest's tree: which host directory stands where.
 *
 * A mount at "/" is the root itself; private_root.c makes one of the guest's own. Where none is,
 * the root and each directory that only leads to a mount exist in the tree alone: they list what is
 * below, and nothing can be made in them (ROFS).
 *
 * A relative guest name ("." of `--dir=.`) stays the name of the preopen, which is what
 * prefix-matching libcs need, and is put into the tree below the working directory, which is what
 * libcs with absolute paths need. With the default working directory "/", `--dir=.` is thus the
 * root.
 */
#include "host.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- names --- */

/* Adds the components of name to the absolute path out of length len. */
static bool
path_add(char out[GUEST_PATH_MAX], size_t *len, const char *name)
{
	while (*name) {
		size_t n = strcspn(name, "/");
		if (n == 2 && memcmp(name, "..", 2) == 0) {
			while (*len > 0 && out[*len - 1] != '/')
				--*len;
			if (*len > 0)
				--*len;
		} else if (n > 0 && !(n == 1 && *name == '.')) {
			if (*len + n + 2 > GUEST_PATH_MAX)
				return false;
			out[(*len)++] = '/';
			memcpy(out + *len, name, n);
			*len += n;
		}
		name += n;
		name += *name == '/';
	}
	return true;
}

bool
path_canonical(const char *cwd, const char *name, char out[GUEST_PATH_MAX])
{
	size_t len = 0;

	if (*name != '/' && !path_add(out, &len, cwd))
		return false;
	if (!path_add(out, &len, name))
		return false;
	if (len == 0)
		out[len++] = '/';
	out[len] = 0;
	return true;
}

/* --- nodes --- */

struct node *
node_child(const struct node *node, const char *name, size_t len)
{
	struct node *n = node ? node->children : NULL;
	while (n && (strlen(n->name) != len || memcmp(n->name, name, len) != 0))
		n = n->next;
	return n;
}

void
node_delete(struct node *node)
{
	if (!node)
		return;
	for (struct node *n = node->children, *next; n; n = next) {
		next = n->next;
		node_delete(n);
	}
	free(node->name);
	free(node);
}

/* Directories of the tree only have no number of the host: these start where few hosts' do. */
static const uint64_t INODE_FIRST = UINT64_C(1) << 62;

static struct node *
node_new(struct node *parent, const char *name, size_t len, bool soft, uint64_t inode)
{
	struct node *n = calloc(1, sizeof *n);
	if (n)
		n->name = strndup(name, len);
	if (!n || !n->name) {
		free(n);
		return NULL;
	}
	n->parent = parent;
	n->soft = soft;
	n->inode = inode;
	if (parent) {
		struct node **last = &parent->children;
		while (*last)
			last = &(*last)->next;
		*last = n;
	}
	return n;
}

struct node *
node_make(struct node *root, const char *guest, bool soft, uint64_t *inode)
{
	struct node *at = root;
	while (at && *guest == '/' && guest[1]) {
		const char *name = guest + 1;
		size_t len = strcspn(name, "/");
		struct node *child = node_child(at, name, len);
		at = child ? child : node_new(at, name, len, soft, ++*inode);
		guest = name + len;
	}
	return at;
}

/* Something that the user mounted, other than the root, holds it. */
static bool
is_below_mount(const struct node *n)
{
	for (n = n->parent; n && n->parent; n = n->parent)
		if (n->mount && !n->mount->is_device)
			return true;
	return false;
}

wasix_result
process_build_tree(struct wasix_process *p, wasix_error *err)
{
	uint64_t inode = INODE_FIRST;
	struct node *root = node_new(NULL, "", 0, false, inode);

	if (!root)
		return fail_memory(err);
	for (size_t i = 0; i < p->mount_count; i++) {
		struct mount *m = p->mounts[i];
		char guest[GUEST_PATH_MAX];
		bool fits = path_canonical(p->cwd, m->name, guest);
		char *copy = fits ? strdup(guest) : NULL;
		struct node *n = copy ? node_make(root, copy, m->is_device, &inode) : NULL;
		if (n && m->is_device && (n->mount || is_below_mount(n))) {
			free(copy); /* the user's own stays */
			continue;
		}
		if (!n || n->mount) {
			free(copy);
			node_delete(root);
			return n       ? fail(err, WASIX_USAGE, "two mounts are at '%s'", guest)
			       : !fits ? fail(err, WASIX_USAGE, "'%s' is too long", m->name)
				       : fail_memory(err);
		}
		free(m->guest);
		m->guest = copy;
		n->mount = m;
	}
	if (p->has_devices && !devices_add_nodes(root, &inode)) {
		node_delete(root);
		return fail_memory(err);
	}
	node_delete(p->root);
	p->root = root;
	return WASIX_OK;
}

/* --- making mounts --- */

static void
mount_delete(struct mount *m)
{
	if (!m)
		return;
	if (m->fd >= 0)
		close(m->fd);
	free(m->name);
	free(m->guest);
	free(m->host);
	free(m->entry);
	free(m);
}

/* A file is reached through the directory that holds it, so that each use can refuse symbolic
 * links. */
static wasix_result
mount_open_file(struct mount *m, const char *host_path, wasix_error *err)
{
	char *real = realpath(host_path, NULL);
	char *slash = real ? strrchr(real, '/') : NULL;

	if (!slash) {
		free(real);
		return fail(err, WASIX_IO, "%s: %s", host_path, strerror(errno));
	}
	m->entry = strdup(slash + 1);
	slash[slash == real] = 0;
	m->fd = open(real, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int failed = errno;
	free(real);
	if (!m->entry)
		return fail_memory(err);
	if (m->fd < 0)
		return fail(err, WASIX_IO, "%s: %s", host_path, strerror(failed));
	return WASIX_OK;
}

static wasix_result
mount_open(struct mount *m, const char *host_path, wasix_error *err)
{
	struct stat s;

	m->fd = open(host_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (m->fd < 0 && errno == EACCES) /* may be searched but not read */
		m->fd = open(host_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (m->fd >= 0)
		return WASIX_OK;
	if (errno != ENOTDIR || stat(host_path, &s) < 0)
		return fail(err, WASIX_IO, "%s: %s", host_path, strerror(errno));
	return mount_open_file(m, host_path, err);
}

/* The last mount is taken back when it does not fit. */
static wasix_result
mount_append(struct wasix_process *p, struct mount *m, wasix_error *err)
{
	struct mount **mounts = realloc(p->mounts, (p->mount_count + 1) * sizeof *mounts);
	if (!mounts)
		return fail_memory(err);
	p->mounts = mounts;
	mounts[p->mount_count++] = m;
	wasix_result result = process_build_tree(p, err);
	if (result != WASIX_OK)
		p->mount_count--;
	return result;
}

/* Slashes at the end would be in the way of libcs that match names by prefix. */
static char *
mount_name(const char *guest_path)
{
	size_t len = strlen(guest_path);
	while (len > 1 && guest_path[len - 1] == '/')
		len--;
	return strndup(guest_path, len);
}

static wasix_result
mount_add(struct wasix_process *p, const char *host_path, const char *guest_path, struct mount kind,
	wasix_error *err)
{
	if (p->prepared)
		return fail(err, WASIX_USAGE, "%s: the process has started", host_path);
	struct mount *m = calloc(1, sizeof *m);
	if (!m)
		return fail_memory(err);
	*m = kind;
	m->fd = -1;
	m->name = mount_name(guest_path);
	m->host = mount_name(host_path);
	wasix_result result = m->name && m->host ? mount_open(m, host_path, err) : fail_memory(err);
	if (result == WASIX_OK && m->is_command && !m->entry)
		result = fail(err, WASIX_USAGE, "%s: a file is expected", host_path);
	if (result == WASIX_OK)
		result = mount_append(p, m, err);
	if (result != WASIX_OK)
		mount_delete(m);
	return result;
}

wasix_result
wasix_process_mount(wasix_process *p, const char *host_path, const char *guest_path, bool read_only,
	wasix_error *err)
{
	error_clear(err);
	if (!*guest_path)
		return fail(err, WASIX_USAGE, "%s: the guest's name is empty", host_path);
	return mount_add(p, host_path, guest_path, (struct mount){ .read_only = read_only }, err);
}

wasix_result
wasix_process_command(wasix_process *p, const char *name, const char *host_path, wasix_error *err)
{
	char guest[GUEST_PATH_MAX];
	int len = snprintf(guest, sizeof guest, "/bin/%s", name);

	error_clear(err);
	if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		len >= (int)sizeof guest)
		return fail(err, WASIX_USAGE, "command '%s': a name without '/' is expected", name);
	return mount_add(
		p, host_path, guest, (struct mount){ .read_only = true, .is_command = true }, err);
}

wasix_result
process_mount_private(struct wasix_process *p, int fd, wasix_error *err)
{
	struct mount *m = calloc(1, sizeof *m);

	if (m)
		m->name = strdup("/");
	if (!m || !m->name) {
		free(m);
		close(fd);
		return fail_memory(err);
	}
	m->fd = fd;
	m->is_private = true;
	wasix_result result = mount_append(p, m, err);
	if (result != WASIX_OK)
		mount_delete(m);
	return result;
}

wasix_result
process_mount_device(
	struct wasix_process *p, int fd, const char *entry, const char *guest, wasix_error *err)
{
	struct mount *m = calloc(1, sizeof *m);

	if (m) {
		m->name = strdup(guest);
		m->entry = entry ? strdup(entry) : NULL;
	}
	if (!m || !m->name || (entry && !m->entry)) {
		if (m)
			m->fd = fd;
		else
			close(fd);
		mount_delete(m);
		return fail_memory(err);
	}
	m->fd = fd;
	m->is_device = m->read_only = true;
	wasix_result result = mount_append(p, m, err);
	if (result != WASIX_OK)
		mount_delete(m);
	return result;
}

void
process_delete_mounts(struct wasix_process *p)
{
	for (size_t i = 0; i < p->mount_count; i++)
		mount_delete(p->mounts[i]);
	free(p->mounts);
	node_delete(p->root);
}
