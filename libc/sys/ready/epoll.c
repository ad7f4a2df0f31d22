/* epoll.c -- epoll by extensions, which are Linux's calls, or else by WASIX's own, which know no
 * edge, once, or error for what is there already. */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <sys/epoll.h>

USES_EXTENSION(epoll_create1);
USES_EXTENSION(epoll_ctl);
USES_EXTENSION(epoll_pwait);

enum { BATCH = 64 };

_Static_assert(sizeof(struct epoll_event) == 16, "epoll_event");

/* Both sides' names of events. */
static const struct {
	uint32_t ours, hosts;
} EVENTS[] = {
	{ EPOLLIN, ABI_EPOLL_TYPE_EPOLLIN },
	{ EPOLLOUT, ABI_EPOLL_TYPE_EPOLLOUT },
	{ EPOLLRDHUP, ABI_EPOLL_TYPE_EPOLLRDHUP },
	{ EPOLLPRI, ABI_EPOLL_TYPE_EPOLLPRI },
	{ EPOLLERR, ABI_EPOLL_TYPE_EPOLLERR },
	{ EPOLLHUP, ABI_EPOLL_TYPE_EPOLLHUP },
	{ EPOLLET, ABI_EPOLL_TYPE_EPOLLET },
	{ EPOLLONESHOT, ABI_EPOLL_TYPE_EPOLLONESHOT },
};

static uint32_t
translate(uint32_t events, bool to_host)
{
	uint32_t r = 0;

	for (unsigned i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
		if (events & (to_host ? EVENTS[i].ours : EVENTS[i].hosts))
			r |= to_host ? EVENTS[i].hosts : EVENTS[i].ours;
	return r;
}

long
__wasix_sys_epoll_create1(long flags)
{
	abi_fd fd;

	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	long r = (long)EXTENSION(epoll_create1, flags);
	if (r == -ENOSYS) {
		uint32_t e = __import_wasix_epoll_create(&fd);
		r = e & 0xffff ? __wasix_result(e) : (long)fd;
	}
	if (r >= 0)
		cloexec_mark(r, flags & EPOLL_CLOEXEC);
	return r;
}

/* The host finds what is registered by the descriptor within the data. */
static long
change(long set, long op, long fd, const struct epoll_event *event)
{
	static const abi_epoll_ctl OPS[] = { [EPOLL_CTL_ADD] = ABI_EPOLL_CTL_ADD,
		[EPOLL_CTL_MOD] = ABI_EPOLL_CTL_MOD,
		[EPOLL_CTL_DEL] = ABI_EPOLL_CTL_DEL };
	struct abi_epoll_event e = { .data.fd = (abi_fd)fd };

	if (op < EPOLL_CTL_ADD || op > EPOLL_CTL_MOD)
		return -EINVAL;
	if (op != EPOLL_CTL_DEL) {
		e.events = translate(event->events, true);
		e.data.data2 = event->data.u64;
	}
	return __wasix_result(__import_wasix_epoll_ctl((abi_fd)set, OPS[op], (abi_fd)fd, &e));
}

long
__wasix_sys_epoll_ctl(long set, long op, long fd, long event)
{
	long r = (long)EXTENSION(epoll_ctl, set, op, fd, event);
	return r == -ENOSYS ? change(set, op, fd, (const struct epoll_event *)event) : r;
}

static long
wait_for(long set, struct epoll_event *out, long max, long timeout)
{
	struct abi_epoll_event events[BATCH];
	abi_usize n = 0;

	if (max <= 0)
		return -EINVAL;
	abi_timestamp ns = timeout < 0 ? UINT64_MAX : (abi_timestamp)timeout * 1000000;
	uint32_t e = __import_wasix_epoll_wait(
		(abi_fd)set, events, (abi_i32)(max < BATCH ? max : BATCH), ns, &n);
	if (e & 0xffff)
		return __wasix_result(e);
	for (abi_usize i = 0; i < n; i++)
		out[i] = (struct epoll_event){ .events = translate(events[i].events, false),
			.data.u64 = events[i].data.data2 };
	return (long)n;
}

long
__wasix_sys_epoll_pwait(long set, long events, long max, long timeout, long mask, long mask_size)
{
	struct signal_mask saved;

	(void)mask_size;
	long r = (long)EXTENSION(epoll_pwait, set, events, max, timeout, mask);
	if (r != -ENOSYS)
		return r;
	if (mask)
		__wasix_signal_mask_swap((const struct signal_mask *)mask, &saved);
	r = wait_for(set, (struct epoll_event *)events, max, timeout);
	if (mask)
		__wasix_signal_mask_swap(&saved, NULL);
	return r;
}
