/* epoll_wasix.c -- epoll_create, epoll_ctl, epoll_wait of WASIX, over the kernel's epoll.
 *
 * NOTE: these differ from Linux's calls. An event carries 24 bytes of data, which come back as they
 * were, so a set has a table of them. What is registered is the descriptor within that data, and
 * registering it anew replaces what was there: libcs send Linux's numbers for the operations, which
 * are one off. Each event tells one thing: what is readable and writable comes twice. Delivery is
 * by level unless the event says otherwise.
 */
#include "epoll.h"

#include "block.h"
#include "clock.h"
#include "guest.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	OP_LIBC_MOD = 3, /* EPOLL_CTL_MOD of libcs, beyond those of the ABI */
	BATCH = 64,      /* events asked of the kernel at once */
};

/* What is registered under a number of the host, while that is known. */
struct slot {
	bool used;
	int key;
	uint32_t events; /* of epoll(7) */
	struct abi_epoll_data data;
};

/* The table's lock of the process guards it. */
struct epoll_set {
	struct slot *slots;
	uint32_t slot_count;
	/* of events that are told once only, what had no room */
	struct abi_epoll_event *waiting;
	uint32_t waiting_count;
	uint32_t turn; /* which kind of event comes first: all do, where there is room for one */
};

void
epoll_set_delete(struct epoll_set *set)
{
	if (!set)
		return;
	free(set->slots);
	free(set->waiting);
	free(set);
}

static const struct {
	uint32_t guest, host;
	bool told; /* else: only asked for */
} EVENTS[] = {
	{ ABI_EPOLL_TYPE_EPOLLIN, EPOLLIN, true },
	{ ABI_EPOLL_TYPE_EPOLLOUT, EPOLLOUT, true },
	{ ABI_EPOLL_TYPE_EPOLLRDHUP, EPOLLRDHUP, true },
	{ ABI_EPOLL_TYPE_EPOLLPRI, EPOLLPRI, true },
	{ ABI_EPOLL_TYPE_EPOLLERR, EPOLLERR, true },
	{ ABI_EPOLL_TYPE_EPOLLHUP, EPOLLHUP, true },
	{ ABI_EPOLL_TYPE_EPOLLET, EPOLLET, false },
	{ ABI_EPOLL_TYPE_EPOLLONESHOT, EPOLLONESHOT, false },
};

enum { EVENT_COUNT = sizeof EVENTS / sizeof *EVENTS };

static uint32_t
events_to_host(uint32_t guest)
{
	uint32_t host = 0;

	for (size_t i = 0; i < EVENT_COUNT; i++)
		if (guest & EVENTS[i].guest)
			host |= EVENTS[i].host;
	return host;
}

/* WASIX, epoll_create */
wasix_errno
host_epoll_create(struct wasix_caller *c, wasix_gptr ret_fd)
{
	int host = epoll_create1(EPOLL_CLOEXEC);

	if (host < 0)
		return errno_to_wasi(errno);
	struct file *file = file_new(host, ABI_FILETYPE_UNKNOWN, NULL, NULL, NULL);
	if (file)
		file->set = calloc(1, sizeof *file->set);
	if (file && !file->set) {
		file_put(file);
		return ABI_ERRNO_NOMEM;
	}
	return fd_add_out(c, file, RIGHTS_STREAM, 0, 0, ret_fd);
}

/* --- registering --- */

/* The slot of a key, or a free one, or -1: no memory. */
static int64_t
slot_find(struct epoll_set *set, int key)
{
	uint32_t free_slot = set->slot_count;

	for (uint32_t i = 0; i < set->slot_count; i++) {
		if (set->slots[i].used && set->slots[i].key == key)
			return i;
		if (!set->slots[i].used && free_slot == set->slot_count)
			free_slot = i;
	}
	if (free_slot < set->slot_count)
		return free_slot;
	uint32_t count = set->slot_count ? 2 * set->slot_count : 16;
	struct slot *slots = realloc(set->slots, count * sizeof *slots);
	if (!slots)
		return -1;
	memset(slots + set->slot_count, 0, (count - set->slot_count) * sizeof *slots);
	set->slots = slots;
	set->slot_count = count;
	return free_slot;
}

/* A file that was closed is gone from the kernel's set but not from ours: its number tells, since a
 * file that is open has another. */
static wasix_errno
insert(struct epoll_set *set, int host, int key, const struct abi_epoll_event *event)
{
	int64_t i = slot_find(set, key);

	if (i < 0)
		return ABI_ERRNO_NOMEM;
	struct epoll_event e = { .events = events_to_host(event->events), .data.u64 = (uint64_t)i };
	if (epoll_ctl(host, EPOLL_CTL_MOD, key, &e) < 0 &&
		(errno != ENOENT || epoll_ctl(host, EPOLL_CTL_ADD, key, &e) < 0))
		return errno_to_wasi(errno);
	set->slots[i] = (struct slot){ true, key, e.events, event->data };
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
erase(struct epoll_set *set, int host, int key)
{
	struct epoll_event none = { 0 };

	for (uint32_t i = 0; i < set->slot_count; i++)
		if (set->slots[i].used && set->slots[i].key == key)
			set->slots[i].used = false;
	return errno_of(epoll_ctl(host, EPOLL_CTL_DEL, key, &none));
}

static wasix_errno
change(struct wasix_process *p, const struct fd_ref *set, uint32_t op, struct file *target,
	uint32_t fd, const struct abi_epoll_event *event)
{
	int key = epoll_key(p, target, fd);

	if (!set->file->set)
		return ABI_ERRNO_INVAL;
	if (key < 0)
		return errno_to_wasi(-key);
	pthread_mutex_lock(&p->fds.lock);
	wasix_errno e = op == ABI_EPOLL_CTL_DEL ? erase(set->file->set, set->host, key)
						: insert(set->file->set, set->host, key, event);
	pthread_mutex_unlock(&p->fds.lock);
	return e;
}

/* WASIX, epoll_ctl */
wasix_errno
host_epoll_ctl(struct wasix_caller *c, uint32_t epfd, uint32_t op, uint32_t fd, wasix_gptr event)
{
	struct abi_epoll_event copy = { 0 };
	struct fd_ref set, target;

	if (op > OP_LIBC_MOD)
		return ABI_ERRNO_INVAL;
	if (op != ABI_EPOLL_CTL_DEL) {
		GUEST_TRY(guest_read(c, &copy, event, sizeof copy));
		fd = copy.data.fd;
	}
	GUEST_TRY(fd_get(c, epfd, 0, &set));
	wasix_errno e = fd_get(c, fd, 0, &target);
	if (!e) {
		e = change(caller_process(c), &set, op, target.file, fd, &copy);
		fd_put(&target);
	}
	fd_put(&set);
	return e;
}

/* --- waiting --- */

/* Where events go. */
struct sink {
	struct wasix_caller *c;
	wasix_gptr out;
	uint32_t room;
	uint32_t count;
};

static wasix_errno
sink_add(struct sink *s, const struct abi_epoll_event *e)
{
	return guest_write(s->c, s->out + s->count++ * (uint32_t)sizeof *e, e, sizeof *e);
}

static wasix_errno
keep(struct epoll_set *set, const struct abi_epoll_event *e)
{
	struct abi_epoll_event *all =
		realloc(set->waiting, (set->waiting_count + 1) * sizeof *set->waiting);
	if (!all)
		return ABI_ERRNO_NOMEM;
	set->waiting = all;
	all[set->waiting_count++] = *e;
	return ABI_ERRNO_SUCCESS;
}

/* One event of the kernel, one record for each thing that it tells. What has no room is told again
 * by the kernel, unless it tells it once. The kernel's half of the set is shared with other
 * processes, and with those who use it as Linux's: what the table does not know is passed over. */
static wasix_errno
tell(struct epoll_set *set, const struct epoll_event *host, struct sink *s)
{
	if (host->data.u64 >= set->slot_count || !set->slots[host->data.u64].used)
		return ABI_ERRNO_SUCCESS;
	const struct slot *slot = &set->slots[host->data.u64];
	bool once = slot->events & (EPOLLET | EPOLLONESHOT);
	uint32_t first = set->turn++;

	for (uint32_t i = 0; i < EVENT_COUNT; i++) {
		uint32_t kind = (first + i) % EVENT_COUNT;
		struct abi_epoll_event e = { .events = EVENTS[kind].guest, .data = slot->data };
		if (!EVENTS[kind].told || !(host->events & EVENTS[kind].host))
			continue;
		if (s->count < s->room)
			GUEST_TRY(sink_add(s, &e));
		else if (once)
			GUEST_TRY(keep(set, &e));
	}
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
tell_kept(struct epoll_set *set, struct sink *s)
{
	uint32_t n = 0;

	while (n < set->waiting_count && s->count < s->room)
		GUEST_TRY(sink_add(s, &set->waiting[n++]));
	set->waiting_count -= n;
	if (set->waiting_count)
		memmove(set->waiting, set->waiting + n, set->waiting_count * sizeof *set->waiting);
	return ABI_ERRNO_SUCCESS;
}

static long
wait_for_events(
	struct wasix_caller *c, int host, struct epoll_event *events, int max, uint64_t deadline_ns)
{
	uint64_t now = clock_now_ns(CLOCK_MONOTONIC);
	uint64_t left = deadline_ns > now ? deadline_ns - now : 0;
	struct timespec t = clock_timespec(left);

	return block_syscall(c, RESTARTS_NEVER, SYS_epoll_pwait2, host, (long)events, max,
		deadline_ns == UINT64_MAX ? 0 : (long)&t, 0, 8);
}

static wasix_errno
epoll_wait_on(struct wasix_process *p, const struct fd_ref *f, struct sink *s, uint64_t timeout_ns)
{
	struct epoll_event events[BATCH];
	struct epoll_set *set = f->file->set;
	uint64_t now = block_began(clock_now_ns(CLOCK_MONOTONIC));

	pthread_mutex_lock(&p->fds.lock);
	wasix_errno e = tell_kept(set, s);
	pthread_mutex_unlock(&p->fds.lock);
	if (e || s->count == s->room)
		return e;
	uint64_t deadline = s->count                         ? 0
			    : timeout_ns >= UINT64_MAX - now ? UINT64_MAX
							     : now + timeout_ns;
	uint32_t room = s->room - s->count;
	long n = wait_for_events(
		s->c, f->host, events, (int)(room < BATCH ? room : BATCH), deadline);
	if (n < 0)
		return s->count ? ABI_ERRNO_SUCCESS : errno_to_wasi((int)-n);
	pthread_mutex_lock(&p->fds.lock);
	for (long i = 0; i < n && !e; i++)
		e = tell(set, &events[i], s);
	pthread_mutex_unlock(&p->fds.lock);
	return e;
}

/* WASIX, epoll_wait: nanoseconds; UINT64_MAX waits for ever */
wasix_errno
host_epoll_wait(struct wasix_caller *c, uint32_t epfd, wasix_gptr events, int32_t maxevents,
	uint64_t timeout, wasix_gptr ret_nevents)
{
	struct sink s = { c, events, (uint32_t)maxevents, 0 };
	struct fd_ref f;

	if (maxevents <= 0)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, events, s.room * sizeof(struct abi_epoll_event)) ||
		!guest_in_bounds(c->memory, ret_nevents, sizeof s.count))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(fd_get(c, epfd, 0, &f));
	wasix_errno e =
		f.file->set ? epoll_wait_on(caller_process(c), &f, &s, timeout) : ABI_ERRNO_INVAL;
	fd_put(&f);
	return e ? e : guest_write_u32(c, ret_nevents, s.count);
}
