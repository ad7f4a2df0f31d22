/* poll.c -- poll and select, by the host's ppoll or else by poll_oneoff, which knows reading and
 * writing only. */
#include "imports.h"
#include "in_memory.h"
#include "lowered.h"
#include "memory.h"
#include "poll_host.h"
#include "signals.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

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
	long r = __wasix_host_ppoll(fds, count, timeout, mask);
	if (r != -ENOSYS)
		return r;
	if (mask)
		__wasix_signal_mask_swap((const struct signal_mask *)mask, &saved);
	r = poll_ns((struct pollfd *)fds, (nfds_t)count, (const long long *)timeout);
	if (mask)
		__wasix_signal_mask_swap(&saved, NULL);
	return r;
}

/* --- select --- */

/* What each of the three sets asks for, and what puts a descriptor into it. */
static const struct {
	short asked, told;
} SETS[] = {
	{ POLLIN | POLLRDNORM | POLLRDBAND, POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR },
	{ POLLOUT | POLLWRNORM | POLLWRBAND, POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR },
	{ POLLPRI, POLLPRI },
};

/* One pollfd for each descriptor that is in a set. */
static nfds_t
from_sets(int count, fd_set *const sets[3], struct pollfd *fds)
{
	nfds_t n = 0;

	for (int fd = 0; fd < count; fd++) {
		short events = 0;
		for (int i = 0; i < 3; i++)
			if (sets[i] && FD_ISSET(fd, sets[i]))
				events |= SETS[i].asked;
		if (events)
			fds[n++] = (struct pollfd){ .fd = fd, .events = events };
	}
	return n;
}

/* In how many sets it is. */
static int
told(const struct pollfd *p, bool in[3])
{
	int count = 0;

	for (int i = 0; i < 3; i++) {
		in[i] = p->events & SETS[i].asked & ~POLLHUP && p->revents & SETS[i].told;
		count += in[i];
	}
	return count;
}

/* How much there is to tell. A hang-up that no set wants is left out of the next wait. */
static long
count_told(struct pollfd *fds, nfds_t n)
{
	long ready = 0;
	bool in[3];

	for (nfds_t i = 0; i < n; i++) {
		if (fds[i].fd >= 0 && fds[i].revents & POLLNVAL)
			return -EBADF;
		int count = told(&fds[i], in);
		if (fds[i].revents && !count)
			fds[i].fd = -1;
		ready += count;
	}
	return ready;
}

static void
to_sets(const struct pollfd *fds, nfds_t n, fd_set *const sets[3])
{
	bool in[3];

	for (int i = 0; i < 3; i++)
		if (sets[i])
			FD_ZERO(sets[i]);
	for (nfds_t i = 0; i < n; i++) {
		if (fds[i].fd < 0 || !told(&fds[i], in))
			continue;
		for (int k = 0; k < 3; k++)
			if (in[k])
				FD_SET(fds[i].fd, sets[k]);
	}
}

/* What is left until the deadline goes to left. */
static void
time_left(const long long deadline[2], long long left[2])
{
	long long now[2];

	__wasix_sys_clock_gettime64(CLOCK_MONOTONIC, (long)now);
	left[0] = deadline[0] - now[0];
	left[1] = deadline[1] - now[1];
	if (left[1] < 0) {
		left[1] += 1000000000;
		left[0]--;
	}
	if (left[0] < 0)
		left[0] = left[1] = 0;
}

static long
wait_for_sets(struct pollfd *fds, nfds_t n, const long long *timeout, long mask)
{
	long long deadline[2] = { 0 }, left[2] = { 0 };

	if (timeout) {
		if (timeout[0] < 0 || timeout[1] < 0 || timeout[1] > 999999999)
			return -EINVAL;
		memcpy(left, timeout, sizeof left);
		if (left[0] | left[1])
			__wasix_sys_clock_gettime64(CLOCK_MONOTONIC, (long)deadline);
		deadline[0] = left[0] > INT64_MAX - deadline[0] - 1 ? INT64_MAX - 1
								    : deadline[0] + left[0];
		deadline[1] += left[1];
	}
	for (;;) {
		long r = __wasix_sys_ppoll_time64(
			(long)fds, (long)n, timeout ? (long)left : 0, mask, 8);
		if (r > 0)
			r = count_told(fds, n);
		else
			return r;
		if (r)
			return r;
		if (timeout)
			time_left(deadline, left);
	}
}

long
__wasix_sys_pselect6_time64(
	long count, long reading, long writing, long except, long timeout, long mask)
{
	fd_set *const sets[3] = { (fd_set *)reading, (fd_set *)writing, (fd_set *)except };
	const long *mask_and_size = (const long *)mask;
	struct pollfd fds[FD_SETSIZE];

	if (count < 0 || count > FD_SETSIZE)
		return -EINVAL;
	for (int i = 0; i < 3; i++)
		if (sets[i] && !in_memory((long)sets[i], ((size_t)count + 31) / 32 * 4))
			return -EFAULT;
	nfds_t n = from_sets((int)count, sets, fds);
	long r = wait_for_sets(
		fds, n, (const long long *)timeout, mask_and_size ? mask_and_size[0] : 0);
	if (r >= 0)
		to_sets(fds, n, sets);
	return r;
}
