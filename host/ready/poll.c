/* poll.c -- poll_oneoff: the first of several clocks and descriptors.
 *
 * The earliest deadline and all descriptors go into one ppoll. If a descriptor is ready (or bad)
 * only descriptors are reported, else the clocks that are due. NOTE: Wasmer takes a relative
 * timeout of 0 for "no timeout", but preview 1 libcs mean "now", and so do callers of select in
 * WASIX; here it means now.
 */
#include "guest.h"

#include "block.h"
#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { POLL_MAX = 2 * FD_LIMIT + 1 }; /* each descriptor both ways, and a clock */

/* One subscription while we wait. */
struct wait {
	abi_userdata userdata;
	abi_eventtype type;
	wasix_errno error;  /* found before waiting */
	struct fd_ref file; /* file NULL: a clock or an error */
	clockid_t clock;
	uint64_t deadline_ns; /* on clock */
	bool due;
};

struct wait_set {
	struct wait *waits;
	struct pollfd *fds; /* one for each wait; fd -1: not a descriptor of the host */
	uint32_t count;
	bool has_clock;
	bool ready; /* something needs no waiting */
};

/* --- subscriptions in --- */

static wasix_errno
add_clock(struct wait *w, uint32_t id, uint64_t timeout, uint32_t flags)
{
	/* processor time cannot be waited for */
	if (id != ABI_CLOCKID_REALTIME && id != ABI_CLOCKID_MONOTONIC)
		return ABI_ERRNO_INVAL;
	(void)clock_from_guest(id, &w->clock);
	w->deadline_ns = timeout;
	if (!(flags & ABI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME)) {
		w->clock = CLOCK_MONOTONIC;
		uint64_t now = block_began(clock_now_ns(CLOCK_MONOTONIC));
		w->deadline_ns = timeout > UINT64_MAX - now ? UINT64_MAX : now + timeout;
	}
	return ABI_ERRNO_SUCCESS;
}

static void
add_descriptor(struct wasix_caller *c, struct wait_set *set, uint32_t i, uint32_t fd)
{
	struct wait *w = &set->waits[i];

	w->error = fd_get(c, fd, ABI_RIGHTS_POLL_FD_READWRITE, &w->file);
	if (w->error) {
		w->file.file = NULL;
		set->ready = true;
		return;
	}
	if (w->file.host < 0) /* a directory of the tree */
		set->ready = true;
	set->fds[i] = (struct pollfd){ .fd = w->file.host,
		.events = w->type == ABI_EVENTTYPE_FD_READ ? POLLIN : POLLOUT };
}

static wasix_errno
add_wait(struct wasix_caller *c, struct wait_set *set, uint32_t i, const struct abi_subscription *s)
{
	struct wait *w = &set->waits[i];

	*w = (struct wait){ .userdata = s->userdata, .type = s->u.tag };
	set->fds[i].fd = -1;
	switch (s->u.tag) {
	case ABI_EVENTTYPE_CLOCK:
		set->has_clock = true;
		return add_clock(w, s->u.u.clock.id, s->u.u.clock.timeout, s->u.u.clock.flags);
	case ABI_EVENTTYPE_FD_READ:
	case ABI_EVENTTYPE_FD_WRITE:
		add_descriptor(c, set, i, s->u.u.fd_read.file_descriptor);
		return ABI_ERRNO_SUCCESS;
	default:
		return ABI_ERRNO_INVAL;
	}
}

static wasix_errno
read_subscription(struct wasix_caller *c, wasix_gptr ptr, struct abi_subscription *out)
{
	return guest_read(c, out, ptr, sizeof *out);
}

static wasix_errno
read_subscription_snapshot0(struct wasix_caller *c, wasix_gptr ptr, struct abi_subscription *out)
{
	struct abi_subscription_snapshot0 old;

	GUEST_TRY(guest_read(c, &old, ptr, sizeof old));
	*out = (struct abi_subscription){ .userdata = old.userdata, .u.tag = old.u.tag };
	if (old.u.tag == ABI_EVENTTYPE_CLOCK) {
		out->u.u.clock.id = old.u.u.clock.id;
		out->u.u.clock.timeout = old.u.u.clock.timeout;
		out->u.u.clock.flags = old.u.u.clock.flags;
	} else {
		out->u.u.fd_read.file_descriptor = old.u.u.fd_read.file_descriptor;
	}
	return ABI_ERRNO_SUCCESS;
}

/* --- waiting --- */

/* Nanoseconds until the first clock is due; marks those that are. */
static uint64_t
next_deadline(struct wait_set *set, bool *due)
{
	uint64_t left = UINT64_MAX;

	for (uint32_t i = 0; i < set->count; i++) {
		struct wait *w = &set->waits[i];
		if (w->type != ABI_EVENTTYPE_CLOCK)
			continue;
		uint64_t now = clock_now_ns(w->clock);
		w->due = now >= w->deadline_ns;
		*due |= w->due;
		if (!w->due && w->deadline_ns - now < left)
			left = w->deadline_ns - now;
	}
	return left;
}

static wasix_errno
wait_for_first(struct wasix_caller *c, struct wait_set *set)
{
	for (;;) {
		bool due = false;
		uint64_t left = next_deadline(set, &due);
		/* a day at a time: within the range of every timespec */
		struct timespec t = clock_timespec(due || set->ready         ? 0
						   : left > 86400 * NS_PER_S ? 86400 * NS_PER_S
									     : left);
		bool forever = !set->has_clock && !set->ready;
		long n = block_syscall(c, RESTARTS_NEVER, SYS_ppoll, (long)set->fds, set->count,
			forever ? 0 : (long)&t, 0, 8, 0);
		if (n < 0)
			return errno_to_wasi((int)-n);
		if (n > 0 || (n == 0 && (due || set->ready)))
			return ABI_ERRNO_SUCCESS;
	}
}

/* --- events out --- */

/* Bytes that a read would give now. */
static uint64_t
readable_bytes(const struct fd_ref *f)
{
	int n = 0;
	struct stat s;

	if (f->host < 0)
		return 0;
	if (f->file->type == ABI_FILETYPE_REGULAR_FILE) {
		off_t at = lseek(f->host, 0, SEEK_CUR);
		return fstat(f->host, &s) == 0 && at >= 0 && s.st_size > at
			       ? (uint64_t)(s.st_size - at)
			       : 0;
	}
	return ioctl(f->host, FIONREAD, &n) == 0 && n > 0 ? (uint64_t)n : 0;
}

/* false: nothing to report. */
static bool
descriptor_event(const struct wait *w, const struct pollfd *fd, struct abi_event *out)
{
	bool reads = w->type == ABI_EVENTTYPE_FD_READ;

	if (w->error || w->file.host < 0)
		return true;
	if (!fd->revents)
		return false;
	if (fd->revents & POLLNVAL)
		out->error = ABI_ERRNO_BADF;
	else if ((fd->revents & POLLERR) && !(fd->revents & (POLLIN | POLLOUT)))
		out->error = reads ? ABI_ERRNO_IO : ABI_ERRNO_PIPE;
	if (fd->revents & POLLHUP)
		out->fd_readwrite.flags = ABI_EVENTRWFLAGS_FD_READWRITE_HANGUP;
	if (reads && !out->error)
		out->fd_readwrite.nbytes = readable_bytes(&w->file);
	return true;
}

static wasix_errno
write_events(struct wasix_caller *c, const struct wait_set *set, bool clocks, wasix_gptr out,
	uint32_t *count)
{
	for (uint32_t i = 0; i < set->count; i++) {
		const struct wait *w = &set->waits[i];
		struct abi_event e = { .userdata = w->userdata, .type = w->type };
		bool is_clock = w->type == ABI_EVENTTYPE_CLOCK;

		e.error = (abi_errno)w->error;
		if (is_clock != clocks)
			continue;
		if (is_clock ? !w->due : !descriptor_event(w, &set->fds[i], &e))
			continue;
		GUEST_TRY(guest_write(c, out + *count * (uint32_t)sizeof e, &e, sizeof e));
		++*count;
	}
	return ABI_ERRNO_SUCCESS;
}

/* --- the call --- */

typedef wasix_errno read_subscription_fn(
	struct wasix_caller *c, wasix_gptr ptr, struct abi_subscription *out);

static wasix_errno
poll_set(struct wasix_caller *c, struct wait_set *set, uint32_t n, wasix_gptr in, uint32_t size,
	read_subscription_fn *read_one, wasix_gptr out, uint32_t *events)
{
	while (set->count < n) {
		struct abi_subscription s;
		uint32_t i = set->count;
		GUEST_TRY(read_one(c, in + i * size, &s));
		set->count++;
		GUEST_TRY(add_wait(c, set, i, &s));
	}
	GUEST_TRY(wait_for_first(c, set));
	GUEST_TRY(write_events(c, set, false, out, events));
	return *events ? ABI_ERRNO_SUCCESS : write_events(c, set, true, out, events);
}

static wasix_errno
poll_oneoff(struct wasix_caller *c, wasix_gptr in, wasix_gptr out, uint32_t n, uint32_t size,
	read_subscription_fn *read_one, wasix_gptr nevents)
{
	uint32_t events = 0;

	if (n == 0 || n > POLL_MAX)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, in, (uint64_t)n * size) ||
		!guest_in_bounds(c->memory, out, (uint64_t)n * sizeof(struct abi_event)) ||
		!guest_in_bounds(c->memory, nevents, sizeof events))
		return ABI_ERRNO_FAULT;
	struct wait_set set = { .waits = calloc(n, sizeof *set.waits),
		.fds = calloc(n, sizeof *set.fds) };
	wasix_errno e = set.waits && set.fds
				? poll_set(c, &set, n, in, size, read_one, out, &events)
				: ABI_ERRNO_NOMEM;
	for (uint32_t i = 0; i < set.count; i++)
		fd_put(&set.waits[i].file);
	free(set.waits);
	free(set.fds);
	return e ? e : guest_write_u32(c, nevents, events);
}

/* WASI preview1, poll_oneoff */
wasix_errno
host_poll_oneoff(struct wasix_caller *c, wasix_gptr in, wasix_gptr out, uint32_t nsubscriptions,
	wasix_gptr nevents)
{
	return poll_oneoff(c, in, out, nsubscriptions, sizeof(struct abi_subscription),
		read_subscription, nevents);
}

wasix_errno
host_unstable_poll_oneoff(struct wasix_caller *c, wasix_gptr in, wasix_gptr out,
	uint32_t nsubscriptions, wasix_gptr nevents)
{
	return poll_oneoff(c, in, out, nsubscriptions, sizeof(struct abi_subscription_snapshot0),
		read_subscription_snapshot0, nevents);
}
