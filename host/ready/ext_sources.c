/* ext_sources.c -- descriptors that events come from: timers, changes of files, ends of
 * processes; signals are signal_fd.c's. All are the host's, so they are read, polled, duplicated
 * and inherited as any other.
 */
#include "extension.h"
#include "guest.h"
#include "process_table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* --- timers --- */

_Static_assert(sizeof(struct itimerspec) == 32, "four i64, as the guest's");

/* timerfd_create(2) */
int64_t
host_ext_timerfd_create(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	/* those that wake the machine are nobody's here */
	if (a[0] != CLOCK_REALTIME && a[0] != CLOCK_MONOTONIC && a[0] != CLOCK_BOOTTIME)
		return a[0] == CLOCK_REALTIME_ALARM || a[0] == CLOCK_BOOTTIME_ALARM ? -EPERM
										    : -EINVAL;
	return fd_add_number(
		c, timerfd_create((int)a[0], (int)a[1] | TFD_CLOEXEC), ABI_RIGHTS_FD_READ);
}

/* timerfd_settime(2) */
int64_t
host_ext_timerfd_settime(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct itimerspec new, old;
	struct fd_ref f;

	if (guest_read(c, &new, (wasix_gptr)a[2], sizeof new) ||
		(a[3] && !guest_in_bounds(c->memory, (wasix_gptr)a[3], sizeof old)))
		return -EFAULT;
	if (fd_get(c, (uint32_t)a[0], 0, &f))
		return -EBADF;
	int64_t result = timerfd_settime(f.host, (int)a[1], &new, &old) < 0 ? -errno : 0;
	fd_put(&f);
	if (result == 0 && a[3] && guest_write(c, (wasix_gptr)a[3], &old, sizeof old))
		return -EFAULT;
	return result;
}

/* timerfd_gettime(2) */
int64_t
host_ext_timerfd_gettime(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct itimerspec now;
	struct fd_ref f;

	if (fd_get(c, (uint32_t)a[0], 0, &f))
		return -EBADF;
	int64_t result = timerfd_gettime(f.host, &now) < 0 ? -errno : 0;
	fd_put(&f);
	if (result == 0 && guest_write(c, (wasix_gptr)a[1], &now, sizeof now))
		return -EFAULT;
	return result;
}

/* --- changes of files --- */

/* inotify_init1(2) */
int64_t
host_ext_inotify_init1(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return fd_add_number(c, inotify_init1((int)a[0] | IN_CLOEXEC), ABI_RIGHTS_FD_READ);
}

/* Stands for a directory that only the tree of mounts has, in which nothing ever changes: a file
 * that nobody has. */
static int
silence_hold(void)
{
	char name[32];
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	snprintf(name, sizeof name, "/proc/self/fd/%d", ends[0]);
	/* closing this one is no event */
	int held = open(name, O_PATH | O_CLOEXEC);
	if (held < 0)
		held = -errno;
	close(ends[0]);
	close(ends[1]);
	return held;
}

/* Opens what a path of the guest leads to, without access to its contents. *mask loses what cannot
 * be asked of it. */
static int
path_hold(struct wasix_caller *c, const int64_t *a, uint32_t *mask)
{
	char path[GUEST_PATH_MAX];
	struct place at;
	struct fd_ref dir;
	enum follow follow = a[4] & IN_DONT_FOLLOW ? FOLLOW_SLASH : FOLLOW;

	wasix_errno e = fd_get(c, (uint32_t)a[1], 0, &dir);
	if (e)
		return -errno_to_linux(e);
	e = guest_path(c, (wasix_gptr)a[2], (uint32_t)a[3], path);
	if (!e)
		e = place_find(caller_process(c), dir.file, path, follow, &at);
	fd_put(&dir);
	if (e)
		return -errno_to_linux(e);
	int host = -ENOENT;
	if (at.dir >= 0) {
		host = openat(at.dir, at.name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		host = host < 0 ? -errno : host;
	} else if (at.node) {
		host = silence_hold();
		*mask &= ~(uint32_t)IN_ONLYDIR;
	}
	place_put(&at);
	return host;
}

/* inotify_add_watch(2). The name is that of an open descriptor, so the kernel resolves nothing of
 * the guest's. */
int64_t
host_ext_inotify_add_watch(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	char name[32];
	struct fd_ref f;
	uint32_t mask = (uint32_t)a[4] & ~(uint32_t)IN_DONT_FOLLOW;

	if (fd_get(c, (uint32_t)a[0], 0, &f))
		return -EBADF;
	int file = path_hold(c, a, &mask);
	int64_t watch = file;
	if (file >= 0) {
		snprintf(name, sizeof name, "/proc/self/fd/%d", file);
		watch = inotify_add_watch(f.host, name, mask);
		if (watch < 0)
			watch = errno == ENOENT ? -ENOSYS /* no /proc */ : -errno;
		close(file);
	}
	fd_put(&f);
	return watch;
}

/* inotify_rm_watch(2) */
int64_t
host_ext_inotify_rm_watch(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;

	if (fd_get(c, (uint32_t)a[0], 0, &f))
		return -EBADF;
	int64_t result = inotify_rm_watch(f.host, (int)a[1]) < 0 ? -errno : 0;
	fd_put(&f);
	return result;
}

/* --- processes --- */

/* pidfd_open(2): readable when the process has ended. Of the caller's own children, whose numbers
 * stay theirs until they are waited for, and of itself. */
int64_t
host_ext_pidfd_open(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct wasix_process *p = caller_process(c);
	uint32_t pid = (uint32_t)a[0];
	bool own = pid == process_pid(p);

	if ((int32_t)a[0] <= 0 || a[1] & ~(int64_t)O_NONBLOCK)
		return -EINVAL;
	pid_t host = own ? getpid() : process_host_of(p, pid);
	if (!host)
		return -ESRCH;
	if (!own && process_parent(p, pid) != process_pid(p))
		return -EPERM;
	return fd_add_number(c, (int)syscall(SYS_pidfd_open, host, (unsigned)a[1]), 0);
}
