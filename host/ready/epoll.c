/* epoll.c -- epoll sets, which are the kernel's.
 *
 * The guest's numbers are translated to the kernel's and back nowhere: what is registered carries
 * the guest's own data. A file that is closed leaves its sets as on Linux, when the last number of
 * any process that leads to it is gone.
 */
#include "epoll.h"

#include "block.h"
#include "extension.h"
#include "fd_hold.h"
#include "guest.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- names --- */

static struct epoll_key *
key_new(struct file *file, uint32_t fd)
{
	bool taken = false;

	for (const struct epoll_key *k = file->keys; k; k = k->next)
		taken = taken || k->host == file->host;
	int host = taken ? fcntl(file->host, F_DUPFD_CLOEXEC, 3) : file->host;
	if (host < 0)
		return NULL;
	struct epoll_key *key = malloc(sizeof *key);
	if (!key) {
		if (taken)
			close(host);
		errno = ENOMEM;
		return NULL;
	}
	*key = (struct epoll_key){ file->keys, fd, host };
	file->keys = key;
	return key;
}

int
epoll_key(struct wasix_process *p, struct file *file, uint32_t fd)
{
	if (file->host < 0) /* a directory of the tree */
		return -EPERM;
	pthread_mutex_lock(&p->fds.lock);
	struct epoll_key *key = file->keys;
	while (key && key->guest != fd)
		key = key->next;
	if (!key)
		key = key_new(file, fd);
	int host = key ? key->host : -errno;
	pthread_mutex_unlock(&p->fds.lock);
	return host;
}

void
epoll_keys_delete(struct file *file)
{
	for (struct epoll_key *k = file->keys, *next; k; k = next) {
		next = k->next;
		if (k->host != file->host)
			close(k->host);
		free(k);
	}
	file->keys = NULL;
}

/* --- for our libc: Linux's calls --- */

/* struct epoll_event of the guest; the kernel's has no padding. */
struct guest_event {
	uint32_t events;
	uint32_t pad;
	uint64_t data;
};

_Static_assert(sizeof(struct epoll_event) == 12, "events are spread in place");

/* epoll_create1(2) */
int64_t
host_ext_epoll_create1(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	if (a[0] & ~(int64_t)EPOLL_CLOEXEC)
		return -EINVAL;
	return fd_add_number(c, epoll_create1(EPOLL_CLOEXEC), 0);
}

/* epoll_ctl(2) */
int64_t
host_ext_epoll_ctl(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct guest_event guest = { 0 };
	struct fd_ref set, target;
	int op = (int)a[1];

	if (op != EPOLL_CTL_DEL && guest_read(c, &guest, (wasix_gptr)a[3], sizeof guest))
		return -EFAULT;
	if (fd_get(c, (uint32_t)a[0], 0, &set))
		return -EBADF;
	if (fd_get(c, (uint32_t)a[2], 0, &target)) {
		fd_put(&set);
		return -EBADF;
	}
	struct epoll_event event = { .events = guest.events, .data.u64 = guest.data };
	int key =
		set.host < 0 ? -EINVAL : epoll_key(caller_process(c), target.file, (uint32_t)a[2]);
	int64_t result = key < 0 ? key : epoll_ctl(set.host, op, key, &event) < 0 ? -errno : 0;
	fd_put(&target);
	fd_put(&set);
	return result;
}

/* From the kernel's layout to the guest's, the last first. */
static void
spread(uint8_t *at, long count)
{
	for (long i = count - 1; i >= 0; i--) {
		struct epoll_event e;
		memcpy(&e, at + (size_t)i * sizeof e, sizeof e);
		struct guest_event g = { .events = e.events, .data = e.data.u64 };
		memcpy(at + (size_t)i * sizeof g, &g, sizeof g);
	}
}

/* epoll_pwait(2) */
int64_t
host_ext_epoll_pwait(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	int64_t max = (int32_t)a[2];
	struct fd_ref set;
	signal_set mask = 0;
	uint8_t *out;

	if (max <= 0 || max > INT_MAX / (int64_t)sizeof(struct epoll_event))
		return -EINVAL;
	if (guest_span(c, (wasix_gptr)a[1], (uint64_t)max * sizeof(struct guest_event), &out) ||
		(a[4] && guest_read(c, &mask, (wasix_gptr)a[4], sizeof mask)))
		return -EFAULT;
	if (fd_hold(c, (uint32_t)a[0], &set))
		return -EBADF;
	mask &= signals_blockable();
	long n = set.host < 0
			 ? -EINVAL
			 : block_syscall6(c, RESTARTS_NEVER, SYS_epoll_pwait, set.host, (long)out,
				   max, (int32_t)a[3], a[4] ? (long)&mask : 0, sizeof mask);
	fd_let_go(&set);
	if (n > 0)
		spread(out, n);
	return n;
}
