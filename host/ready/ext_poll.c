/* ext_poll.c -- ppoll of our libc: Linux's own, where poll_oneoff knows two kinds of events and no
 * signal mask. */
#include "block.h"
#include "extension.h"
#include "guest.h"
#include "signals.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FEW = 64 }; /* need no memory of their own */

/* Files and the tree's directories are always ready. */
static const short ALWAYS = POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;

struct polled {
	struct file *file; /* held; NULL: the number leads nowhere */
	short found;       /* without asking the kernel */
};

struct poll_set {
	struct pollfd *fds; /* the guest's, then with numbers of the host */
	struct polled *polled;
	uint32_t count;
	bool ready; /* something needs no waiting */
};

static void
hold(const struct fd_table *t, struct pollfd *p, struct polled *out)
{
	uint32_t fd = (uint32_t)p->fd;
	const struct fd_entry *entry = fd < t->count ? &t->entries[fd] : NULL;

	*out = (struct polled){ 0 };
	if (p->fd < 0)
		return;
	if (!entry || !entry->file || !(entry->base & ABI_RIGHTS_POLL_FD_READWRITE)) {
		p->fd = -1;
		out->found = POLLNVAL;
		return;
	}
	file_hold(entry->file);
	out->file = entry->file;
	p->fd = entry->file->host;
	if (p->fd < 0)
		out->found = (short)(p->events & ALWAYS);
}

static void
set_hold(struct fd_table *t, struct poll_set *set)
{
	pthread_mutex_lock(&t->lock);
	for (uint32_t i = 0; i < set->count; i++) {
		hold(t, &set->fds[i], &set->polled[i]);
		set->ready = set->ready || set->polled[i].found;
	}
	pthread_mutex_unlock(&t->lock);
}

/* Only revents go back. */
static int64_t
set_tell(const struct poll_set *set, uint8_t *out)
{
	int64_t ready = 0;

	for (uint32_t i = 0; i < set->count; i++) {
		short found = (short)(set->polled[i].found | set->fds[i].revents);
		memcpy(out + i * sizeof *set->fds + offsetof(struct pollfd, revents), &found,
			sizeof found);
		ready += found != 0;
	}
	return ready;
}

static int64_t
set_wait(struct wasix_caller *c, struct poll_set *set, struct timespec *timeout, uint64_t *mask,
	uint8_t *guest)
{
	struct timespec now = { 0 };

	if (timeout &&
		(timeout->tv_sec < 0 || timeout->tv_nsec < 0 || timeout->tv_nsec > 999999999))
		return -EINVAL;
	memcpy(set->fds, guest, set->count * sizeof *set->fds);
	set_hold(&caller_process(c)->fds, set);
	int64_t n = block_syscall6(c, RESTARTS_NEVER, SYS_ppoll, (long)set->fds, set->count,
		(long)(set->ready ? &now : timeout), (long)mask, sizeof *mask, 0);
	if (n >= 0)
		n = set_tell(set, guest);
	for (uint32_t i = 0; i < set->count; i++)
		file_put(set->polled[i].file);
	return n;
}

/* ppoll(2) */
int64_t
host_ext_ppoll(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct pollfd fds[FEW];
	struct polled polled[FEW];
	struct poll_set set = { .fds = fds, .polled = polled, .count = (uint32_t)a[1] };
	struct timespec timeout;
	uint64_t mask;
	uint8_t *guest;

	if (set.count > FD_LIMIT)
		return -EINVAL;
	if (guest_span(c, (wasix_gptr)a[0], set.count * sizeof *fds, &guest) ||
		(a[2] && guest_read(c, &timeout, (wasix_gptr)a[2], sizeof timeout)) ||
		(a[3] && guest_read(c, &mask, (wasix_gptr)a[3], sizeof mask)))
		return -EFAULT;
	mask = a[3] ? mask & signals_blockable() : 0;
	bool many = set.count > FEW;
	if (many) {
		set.fds = calloc(set.count, sizeof *fds);
		set.polled = calloc(set.count, sizeof *polled);
	}
	int64_t n = set.fds && set.polled
			    ? set_wait(c, &set, a[2] ? &timeout : NULL, a[3] ? &mask : NULL, guest)
			    : -ENOMEM;
	if (many) {
		free(set.fds);
		free(set.polled);
	}
	return n;
}
