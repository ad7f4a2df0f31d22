/* devices.c -- /dev: the few devices that programs expect whatever is mounted; of /proc, what a
 * program asks about itself.
 *
 *   null zero full random urandom   the host's, as mounted files
 *   stdin stdout stderr fd/N        another name of a descriptor of the guest; opening one gives a
 *                                   duplicate of it
 *   tty                             the controlling terminal, where the guest has it
 *   shm                             a tmpfs of the guest's own, that its processes share
 *   /proc/self/exe                  a link to the program that runs
 *   /proc/self/fd/N                 as fd/N
 *   ptmx pts/N                      pseudo terminals of a devpts of the guest's own, so no
 *                                   terminal of the user has a name here
 *
 * In a root of the guest's own, /dev is a directory like any. In a directory of the host these
 * names are there, and what the host has of the same name comes first; /dev itself is not listed.
 * What the user mounts at or below /dev takes the place of ours. The same holds for /proc.
 */
#include "extension.h"
#include "guest.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#define SHARED_BYTES (UINT64_C(256) << 20)
#define BYTES_A_FILE 4096 /* as in private_root.c */

/* --- in the tree --- */

static const struct {
	const char *name;
	enum node_kind kind;
	int descriptor;
} NODES[] = {
	{ "/dev/stdin", NODE_STDIO, 0 },
	{ "/dev/stdout", NODE_STDIO, 1 },
	{ "/dev/stderr", NODE_STDIO, 2 },
	{ "/dev/fd", NODE_FDS, -1 },
	{ "/dev/tty", NODE_TTY, -1 },
	{ "/proc/self/exe", NODE_PROGRAM, -1 },
	{ "/proc/self/fd", NODE_FDS, -1 },
};

/* The user mounted something at "/dev" or "/proc", which is what is there then. */
static bool
top_is_mounted(const struct node *root, const char *name)
{
	const struct node *top = node_child(root, name + 1, strcspn(name + 1, "/"));
	return top && top->mount;
}

bool
devices_add_nodes(struct node *root, uint64_t *inode)
{
	for (size_t i = 0; i < sizeof NODES / sizeof *NODES; i++) {
		if (top_is_mounted(root, NODES[i].name))
			continue;
		struct node *n = node_make(root, NODES[i].name, true, inode);
		if (!n)
			return false;
		if (n->mount || n->children)
			continue;
		n->kind = NODES[i].kind;
		n->descriptor = NODES[i].descriptor;
	}
	return true;
}

/* --- mounts --- */

static const char *const FILES[] = { "null", "zero", "full", "random", "urandom" };

static wasix_result
add_files(struct wasix_process *p, wasix_error *err)
{
	int dev = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
	wasix_result result = WASIX_OK;
	char name[32] = "/dev/";
	struct stat s;

	for (size_t i = 0; dev >= 0 && result == WASIX_OK && i < sizeof FILES / sizeof *FILES;
		i++) {
		/* where the host itself lacks one, so does the guest */
		if (fstatat(dev, FILES[i], &s, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISCHR(s.st_mode))
			continue;
		strcpy(name + 5, FILES[i]);
		int fd = fcntl(dev, F_DUPFD_CLOEXEC, 3);
		result = fd < 0 ? fail(err, WASIX_LIMIT, "%s: %s", name, strerror(errno))
				: process_mount_device(p, fd, FILES[i], name, err);
	}
	if (dev >= 0)
		close(dev);
	return result;
}

static void
note_terminals(void *env, const struct extension *extension)
{
	if (extension->number == EXTENSION_posix_openpt)
		*(bool *)env = true;
}

static bool
wants_terminals(const struct wasix_process *p, const wasix_module *module)
{
	bool wants = !module || wasix_process_starts_programs(p, module);

	if (!wants)
		extensions_of_module(module, note_terminals, &wants);
	return wants && p->granted[CAP_TTY];
}

/* Where the kernel gives none, there are no pseudo terminals. */
static wasix_result
add_terminals(struct wasix_process *p, wasix_error *err)
{
	static const struct mount_option OPTIONS[] = { { "ptmxmode", "0666" }, { "mode", "0600" },
		{ "max", "256" }, /* of those that the whole host shares */
		{ NULL, NULL } };
	int fd = mount_detached("devpts", OPTIONS, 0);

	if (fd < 0)
		return WASIX_OK;
	p->pts = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	int again = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	wasix_result result = process_mount_device(p, fd, NULL, "/dev/pts", err);
	if (again >= 0 && result == WASIX_OK)
		return process_mount_device(p, again, "ptmx", "/dev/ptmx", err);
	if (again >= 0)
		close(again);
	return result;
}

static void
note_mmap(void *env, const struct extension *extension)
{
	if (extension->number == EXTENSION_mmap)
		*(bool *)env = true;
}

/* Also for programs that it may start: they share what it has. */
static bool
wants_shared_memory(const struct wasix_process *p, const wasix_module *module)
{
	bool wants = !module || wasix_process_starts_programs(p, module);

	if (!wants)
		extensions_of_module(module, note_mmap, &wants);
	return wants;
}

/* Where the kernel gives none, shm_open says so. */
static wasix_result
add_shared_memory(struct wasix_process *p, wasix_error *err)
{
	char size[24], files[24];
	const struct mount_option options[] = { { "size", size }, { "nr_inodes", files },
		{ "mode", "1777" }, { NULL, NULL } };
	uint64_t bytes = p->limits.root_bytes ? p->limits.root_bytes : SHARED_BYTES;

	snprintf(size, sizeof size, "%" PRIu64, bytes);
	snprintf(files, sizeof files, "%" PRIu64, bytes / BYTES_A_FILE + 16);
	int fd = mount_detached("tmpfs", options, MOUNT_ATTR_NODEV);
	if (fd < 0)
		return WASIX_OK;
	wasix_result result = process_mount_device(p, fd, NULL, "/dev/shm", err);
	if (result == WASIX_OK) {
		struct mount *m = p->mounts[p->mount_count - 1];
		m->is_private = true;
		m->read_only = false;
	}
	return result;
}

wasix_result
wasix_process_devices(wasix_process *p, const wasix_module *module, wasix_error *err)
{
	error_clear(err);
	if (p->prepared)
		return fail(err, WASIX_USAGE, "devices: the process has started");
	p->has_devices = module_wants_files(module);
	wasix_result result = p->has_devices ? add_files(p, err) : WASIX_OK;
	if (result == WASIX_OK && wants_terminals(p, module))
		result = add_terminals(p, err);
	if (result == WASIX_OK && wants_shared_memory(p, module))
		result = add_shared_memory(p, err);
	return result == WASIX_OK ? process_build_tree(p, err) : result;
}

/* --- other names of descriptors --- */

wasix_errno
place_set_alias(struct wasix_process *p, struct place *at, int descriptor)
{
	struct fd_table *t = &p->fds;
	uint32_t fd = (uint32_t)descriptor;

	pthread_mutex_lock(&t->lock);
	if (descriptor == ALIAS_TTY) {
		at->alias = p->tty;
		at->alias_rights = RIGHTS_ALL;
	} else if (fd < t->count) {
		at->alias = t->entries[fd].file;
		at->alias_rights = t->entries[fd].base;
	}
	if (at->alias)
		file_hold(at->alias);
	pthread_mutex_unlock(&t->lock);
	if (at->alias) {
		file_settle(p, at->alias);
		return ABI_ERRNO_SUCCESS;
	}
	return descriptor == ALIAS_TTY ? ABI_ERRNO_NXIO : ABI_ERRNO_NOENT;
}

/* --- masters --- */

/* posix_openpt(3) */
int64_t
host_ext_posix_openpt(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct wasix_process *p = caller_process(c);
	const int allowed = O_ACCMODE | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;

	if (a[0] & ~(int64_t)allowed)
		return -EINVAL;
	if (p->pts < 0)
		return -ENOSYS;
	int host = openat(p->pts, "ptmx", (int)a[0] | O_NOCTTY | O_CLOEXEC);
	return fd_add_typed(
		c, host, ABI_FILETYPE_CHARACTER_DEVICE, ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_WRITE);
}
