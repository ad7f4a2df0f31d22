/* poll.c -- poll and select, by poll_oneoff. */
#include "imports.h"
#include "lowered.h"
#include "memory.h"
#include "signals.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>

enum {
	FEW = 16, /* descriptors that need no memory of their own */
	CLOCK_DATA = 0xffffffff
};

struct request {
	struct abi_subscription *in;
	struct abi_event *out;
	abi_usize count;
};

static void
subscribe(struct request *q, abi_fd fd, unsigned type, abi_usize index)
{
	q->in[q->count++] = (struct abi_subscription){
		.userdata = index,
		.u.tag = (abi_u8)type,
		.u.u.fd_read = { .file_descriptor = fd },
	};
}

/* A limit of 0 is given as 1 ns: some hosts wait for ever at 0. */
static void
subscribe_timeout(struct request *q, const long long *t)
{
	uint64_t ns = (uint64_t)t[0] * 1000000000 + (uint64_t)t[1];
	if (t[0] >= (long long)(INT64_MAX / 1000000000))
		ns = INT64_MAX;
	q->in[q->count++] = (struct abi_subscription){
		.userdata = CLOCK_DATA,
		.u.tag = ABI_EVENTTYPE_CLOCK,
		.u.u.clock = { .id = ABI_CLOCKID_MONOTONIC, .timeout = ns ? ns : 1 },
	};
}

static short
revents(const struct abi_event *event)
{
	bool writing = event->type == ABI_EVENTTYPE_FD_WRITE;
	unsigned hangup =
		event->fd_readwrite.flags & ABI_EVENTRWFLAGS_FD_READWRITE_HANGUP ? POLLHUP : 0;
	switch (event->error) {
	case ABI_ERRNO_SUCCESS:
		return (short)((writing ? POLLOUT : POLLIN) | hangup);
	case ABI_ERRNO_BADF:
		return POLLNVAL;
	case ABI_ERRNO_PIPE:
		return POLLHUP;
	default:
		return POLLERR;
	}
}

static long
collect(const struct request *q, abi_usize events, struct pollfd *fds, nfds_t count)
{
	long ready = 0;

	for (abi_usize i = 0; i < events; i++) {
		if (q->out[i].userdata >= count)
			continue;
		struct pollfd *p = &fds[q->out[i].userdata];
		short wanted = (short)(p->events | POLLERR | POLLHUP | POLLNVAL);
		short got = revents(&q->out[i]);
		if (got & POLLIN && p->events & POLLRDNORM)
			got |= POLLRDNORM;
		if (got & POLLOUT && p->events & POLLWRNORM)
			got |= POLLWRNORM;
		p->revents |= got & wanted;
	}
	for (nfds_t i = 0; i < count; i++)
		ready += fds[i].revents != 0;
	return ready;
}

static long
wait_for(struct request *q, struct pollfd *fds, nfds_t count, const long long *timeout)
{
	abi_usize events = 0;

	for (nfds_t i = 0; i < count; i++) {
		fds[i].revents = 0;
		if (fds[i].fd < 0)
			continue;
		if (fds[i].events & (POLLIN | POLLRDNORM))
			subscribe(q, (abi_fd)fds[i].fd, ABI_EVENTTYPE_FD_READ, i);
		if (fds[i].events & (POLLOUT | POLLWRNORM))
			subscribe(q, (abi_fd)fds[i].fd, ABI_EVENTTYPE_FD_WRITE, i);
	}
	if (timeout)
		subscribe_timeout(q, timeout);
	else if (q->count == 0)
		subscribe_timeout(q, (long long[2]){ INT64_MAX / 1000000000, 0 });
	uint32_t e = __import_preview1_poll_oneoff(q->in, q->out, q->count, &events);
	return e & 0xffff ? __wasix_result(e) : collect(q, events, fds, count);
}

static long
poll_ns(struct pollfd *fds, nfds_t count, const long long *timeout)
{
	struct abi_subscription in[2 * FEW + 1];
	struct abi_event out[2 * FEW + 1];
	struct request q = { in, out, 0 };

	if (timeout && (timeout[0] < 0 || timeout[1] < 0 || timeout[1] > 999999999))
		return -EINVAL;
	if (count <= FEW)
		return wait_for(&q, fds, count, timeout);
	if (count > 1 << 20)
		return -EINVAL;
	size_t n = 2 * (size_t)count + 1, size = n * (sizeof *in + sizeof *out);
	long p = __wasix_map_pages(size);
	if ((unsigned long)p > -4096ul)
		return p;
	q.in = (void *)p;
	q.out = (void *)(q.in + n);
	long r = wait_for(&q, fds, count, timeout);
	__wasix_sys_munmap(p, (long)size);
	return r;
}

long
__wasix_sys_ppoll_time64(long fds, long count, long timeout, long mask, long mask_size)
{
	struct signal_mask saved;

	(void)mask_size;
	if (mask)
		__wasix_signal_mask_swap((const struct signal_mask *)mask, &saved);
	long r = poll_ns((struct pollfd *)fds, (nfds_t)count, (const long long *)timeout);
	if (mask)
		__wasix_signal_mask_swap(&saved, NULL);
	return r;
}

/* select: one pollfd for each descriptor that is in a set. */
static nfds_t
from_sets(long count, const fd_set *sets[3], struct pollfd *fds)
{
	nfds_t n = 0;
	for (int fd = 0; fd < count; fd++) {
		short events = 0;
		if (sets[0] && FD_ISSET(fd, sets[0]))
			events |= POLLIN;
		if (sets[1] && FD_ISSET(fd, sets[1]))
			events |= POLLOUT;
		if (events || (sets[2] && FD_ISSET(fd, sets[2])))
			fds[n++] = (struct pollfd){ .fd = fd, .events = events };
	}
	return n;
}

static long
to_sets(const struct pollfd *fds, nfds_t n, fd_set *sets[3])
{
	long ready = 0;
	for (int i = 0; i < 3; i++)
		if (sets[i])
			FD_ZERO(sets[i]);
	for (nfds_t i = 0; i < n; i++) {
		if (fds[i].revents & POLLNVAL)
			return -EBADF;
		if (fds[i].events & POLLIN && fds[i].revents & (POLLIN | POLLHUP | POLLERR)) {
			FD_SET(fds[i].fd, sets[0]);
			ready++;
		}
		if (fds[i].events & POLLOUT && fds[i].revents & (POLLOUT | POLLERR | POLLHUP)) {
			FD_SET(fds[i].fd, sets[1]);
			ready++;
		}
	}
	return ready;
}

long
__wasix_sys_pselect6_time64(
	long count, long reading, long writing, long except, long timeout, long mask)
{
	fd_set *sets[3] = { (fd_set *)reading, (fd_set *)writing, (fd_set *)except };
	const long *mask_and_size = (const long *)mask;
	struct signal_mask saved;
	struct pollfd fds[FD_SETSIZE];

	if (count < 0 || count > FD_SETSIZE)
		return -EINVAL;
	bool masked = mask_and_size && mask_and_size[0];
	if (masked)
		__wasix_signal_mask_swap((const struct signal_mask *)mask_and_size[0], &saved);
	nfds_t n = from_sets(count, (const fd_set **)sets, fds);
	long r = poll_ns(fds, n, (const long long *)timeout);
	if (masked)
		__wasix_signal_mask_swap(&saved, NULL);
	return r < 0 ? r : to_sets(fds, n, sets);
}
