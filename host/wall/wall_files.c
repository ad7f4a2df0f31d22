/* wall_files.c -- Landlock: the mounts, each with the access that it has; nothing else.
 *
 * Rules stand on the mounts' open directories, so a name that changes its meaning changes nothing
 * here. A directory that is mounted read-only inside one that is not stays writable here: rules
 * add up. The handlers keep that difference.
 *
 * NOTE: a mounted file is bound to its inode: when another process puts a new file under its name,
 * the guest may no longer open it.
 */
#include "wall.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Later versions of the interface than the oldest headers that this is built with know. */
enum : uint64_t {
	FS_TRUNCATE = UINT64_C(1) << 14,
	FS_IOCTL_DEV = UINT64_C(1) << 15,
	NET_BIND_TCP = 1,
	NET_CONNECT_TCP = 2,
	SCOPE_ABSTRACT_UNIX = 1,
	SCOPE_SIGNAL = 2,
};

/* struct landlock_ruleset_attr as of version 6. Older kernels take it while what they do not know
 * is zero. */
struct ruleset {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

/* The versions that brought them; the first could not move files between directories. */
enum {
	VERSION_REFER = 2,
	VERSION_TRUNCATE = 3,
	VERSION_NET = 4,
	VERSION_IOCTL_DEV = 5,
	VERSION_SCOPES = 6
};

enum : uint64_t {
	FS_READ_FILE = LANDLOCK_ACCESS_FS_READ_FILE,
	FS_READ = FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	FS_WRITE_FILE = LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE,
	FS_WRITE = FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
		   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
		   LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_MAKE_FIFO |
		   LANDLOCK_ACCESS_FS_REFER,
	/* nobody gets these for files of the host */
	FS_NEVER = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
		   LANDLOCK_ACCESS_FS_MAKE_BLOCK | FS_IOCTL_DEV,
	FS_SOCKET = LANDLOCK_ACCESS_FS_MAKE_SOCK,
	/* in a devpts of the guest's own */
	FS_TERMINALS = FS_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_IOCTL_DEV,
};

/* What is refused unless a rule allows it. */
static struct ruleset
ruleset_for(const struct wall *wall, long version)
{
	struct ruleset r = { .fs = FS_READ | FS_WRITE | FS_NEVER | FS_SOCKET };

	if (version < VERSION_TRUNCATE)
		r.fs &= ~FS_TRUNCATE;
	if (version < VERSION_IOCTL_DEV)
		r.fs &= ~FS_IOCTL_DEV;
	if (version >= VERSION_NET && !wall->open[CAP_NET])
		r.net = NET_BIND_TCP | NET_CONNECT_TCP;
	if (version >= VERSION_SCOPES)
		r.scoped = SCOPE_SIGNAL | (wall->open[CAP_NET] ? 0 : SCOPE_ABSTRACT_UNIX);
	return r;
}

static bool
allow(int ruleset, int fd, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access, .parent_fd = fd };
	return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

static bool
allow_file(int ruleset, const struct mount *m, uint64_t access)
{
	int fd = openat(m->fd, m->entry, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT; /* it is gone: there is nothing to allow */
	bool done = allow(ruleset, fd, access & (FS_READ_FILE | FS_WRITE_FILE));
	close(fd);
	return done;
}

static bool
allow_mount(int ruleset, const struct mount *m, const struct ruleset *r, const struct wall *wall)
{
	uint64_t access = FS_READ;

	if (m->is_device && !m->is_private)
		access = m->entry ? FS_READ_FILE | FS_WRITE_FILE : FS_TERMINALS;
	else if (!m->read_only)
		access |= FS_WRITE | (wall->open[CAP_NET] ? FS_SOCKET : 0);
	access &= r->fs;
	return m->entry ? allow_file(ruleset, m, access) : allow(ruleset, m->fd, access);
}

/* When a trap leaves its handler the sanitizers ask where the stack is: /proc/self/maps. */
static bool
allow_sanitizer(int ruleset)
{
	int self = open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool done = self >= 0 && allow(ruleset, self, FS_READ_FILE);

	if (self >= 0)
		close(self);
	return done;
}

wasix_result
wall_files(const struct wasix_process *p, const struct wall *wall, wasix_error *err)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	if (version < VERSION_REFER)
		return fail(err, WASIX_UNSUPPORTED,
			"the kernel has no Landlock, or one that is older than 5.19");
	struct ruleset r = ruleset_for(wall, version);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &r, sizeof r, 0);
	bool done = ruleset >= 0;
	for (size_t i = 0; done && wall->open[CAP_FS] && i < p->mount_count; i++)
		done = allow_mount(ruleset, p->mounts[i], &r, wall);
	done = done && (!SANITIZED || allow_sanitizer(ruleset));
	done = done && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	wasix_result result =
		done ? WASIX_OK : fail(err, WASIX_IO, "Landlock: %s", strerror(errno));
	if (ruleset >= 0)
		close(ruleset);
	return result;
}
