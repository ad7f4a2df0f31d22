/* private_root.c -- a root directory of the guest's own: empty, writable, gone when the process
 * ends.
 *
 * It is a tmpfs that is mounted nowhere: a descriptor of the mount is all there is to it, so it has
 * no name on the host, nothing is left behind whatever ends the process, and its size is the
 * kernel's to keep. Mounting needs a privilege that everybody has in a user namespace of his own;
 * a child goes there, since the guest shall not be in one. It shares our memory and descriptors:
 *
 *   us      clone(VM, VFORK, FILES, NEWUSER, NEWNS) ......... root->fd is open
 *   child       map our user and group to themselves
 *               fsopen -> fsconfig -> fsmount -> exit
 */
#include "host.h"

#include "error.h"
#include "module.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEFAULT_BYTES (UINT64_C(256) << 20) /* it is memory */
#define BYTES_A_FILE  4096 /* a file of any size takes about 1 KiB of the kernel's memory */

enum { CHILD_STACK = 64 << 10 };

/* What is made, and by whom. */
struct root {
	const char *type;
	const struct mount_option *options;
	unsigned attributes;
	uid_t user;
	gid_t group;
	int fd; /* -1: could not be made, for this reason: */
	int error;
};

/* --- the mount --- */

static bool
configure(int context, const struct root *r)
{
	for (const struct mount_option *o = r->options; o->key; o++)
		if (fsconfig(context, FSCONFIG_SET_STRING, o->key, o->value, 0) != 0)
			return false;
	return fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0;
}

static void
root_mount(struct root *r)
{
	int context = fsopen(r->type, FSOPEN_CLOEXEC), mount = -1;

	if (context >= 0 && configure(context, r))
		mount = fsmount(context, FSMOUNT_CLOEXEC,
			r->attributes | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
	/* what fsmount gives can only be searched; the mount stays with whatever is open in it */
	if (mount >= 0)
		r->fd = openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r->error = errno;
	if (mount >= 0)
		close(mount);
	if (context >= 0)
		close(context);
}

/* --- with the privilege of a namespace of one's own --- */

static bool
write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t len = strlen(text);
	bool done = fd >= 0 && write(fd, text, len) == (ssize_t)len;

	if (fd >= 0)
		close(fd);
	return done;
}

/* Files belong to whom they would belong outside. */
static bool
map_identity(const struct root *r)
{
	char user[40], group[40];

	snprintf(user, sizeof user, "%u %u 1", r->user, r->user);
	snprintf(group, sizeof group, "%u %u 1", r->group, r->group);
	return write_text("/proc/self/uid_map", user) &&
	       write_text("/proc/self/setgroups", "deny") &&
	       write_text("/proc/self/gid_map", group);
}

static int
child_main(void *env)
{
	struct root *r = env;

	if (map_identity(r))
		root_mount(r);
	else
		r->error = errno;
	return 0;
}

static void
root_mount_by_child(struct root *r)
{
	char *stack = malloc(CHILD_STACK);
	int flags = CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_NEWUSER | CLONE_NEWNS | SIGCHLD;
	pid_t child = stack ? clone(child_main, stack + CHILD_STACK, flags, r) : -1;

	if (child < 0)
		r->error = errno;
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	free(stack);
}

int
mount_detached(const char *type, const struct mount_option *options, unsigned attributes)
{
	struct root r = { .type = type,
		.options = options,
		.attributes = attributes,
		.user = geteuid(),
		.group = getegid(),
		.fd = -1 };

	root_mount(&r);
	if (r.fd < 0)
		root_mount_by_child(&r);
	return r.fd < 0 ? -r.error : r.fd;
}

/* --- for a process --- */

bool
module_wants_files(const wasix_module *module)
{
	for (uint32_t i = 0; module && i < module->import_count; i++) {
		const struct import *import = &module->imports[i];
		const struct abi_row *row = import->kind == WASIX_EXTERN_FUNC
						    ? abi_row_find(import->module, import->name)
						    : NULL;
		if (row && row->needs == CAP_FS)
			return true;
	}
	return !module;
}

wasix_result
wasix_process_private_root(
	wasix_process *p, const wasix_module *module, uint64_t max_bytes, wasix_error *err)
{
	char size[24], files[24];
	const struct mount_option options[] = { { "size", size }, { "nr_inodes", files },
		{ "mode", "0700" }, { NULL, NULL } };

	error_clear(err);
	if (p->prepared)
		return fail(err, WASIX_USAGE, "private root: the process has started");
	if (!max_bytes)
		max_bytes = DEFAULT_BYTES;
	p->limits.root_bytes = max_bytes; /* of a /dev/shm as well */
	if (p->root->mount || !module_wants_files(module))
		return WASIX_OK;
	snprintf(size, sizeof size, "%" PRIu64, max_bytes);
	snprintf(files, sizeof files, "%" PRIu64, max_bytes / BYTES_A_FILE + 16);
	int fd = mount_detached("tmpfs", options, MOUNT_ATTR_NODEV);
	if (fd < 0)
		return fail(err, WASIX_UNSUPPORTED,
			"the kernel gives no private root directory, it stays read-only: %s",
			strerror(-fd));
	return process_mount_private(p, fd, err);
}
