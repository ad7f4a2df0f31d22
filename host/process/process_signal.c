/* process_signal.c -- kill and sigqueue within the guest's tree: from its numbers to processes of
 * the host that are surely the ones that are meant. */
#include "process_slots.h"

#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* kill, or with the info of sigqueue. */
static long
host_signal(pid_t host, int sig, const siginfo_t *info)
{
	return info ? syscall(SYS_rt_sigqueueinfo, host, sig, info) : kill(host, sig);
}

/* Whom a signal goes to: a process that is ours to wait for, or what a pidfd means; neither: nobody
 * takes it any more. */
struct target {
	pid_t host;
	int fd; /* -1: none */
};

/* With the lock held. Its number is not given anew before it is waited for, and what a pidfd means
 * was seen alive after it was opened. 0 or -errno. */
static int
target_find(const struct wasix_process *p, struct slot *slot, int sig, struct target *out)
{
	*out = (struct target){ .fd = -1 };
	if (slot->host == 0) {
		slot->early |= sig ? UINT64_C(1) << (sig - 1) : 0;
		return 0;
	}
	if (slot->pid == p->pid || slot->parent == p->pid) {
		out->host = slot->host;
		return 0;
	}
	int fd = (int)syscall(SYS_pidfd_open, slot->host, 0);
	if (fd < 0)
		return errno == ESRCH ? 0 : -errno;
	if (slot_lives(slot))
		out->fd = fd;
	else
		close(fd);
	return 0;
}

/* A zombie takes any signal, as natively. Best without the lock: who is woken wants it next. */
static int
target_signal(const struct target *t, int sig, const siginfo_t *info)
{
	int result = 0;

	if (t->host && host_signal(t->host, sig, info) < 0)
		result = -errno;
	if (t->fd >= 0 && syscall(SYS_pidfd_send_signal, t->fd, sig, info, 0) < 0)
		result = -errno;
	if (t->fd >= 0)
		close(t->fd);
	return result;
}

/* With the lock held. */
static int
slot_signal(const struct wasix_process *p, struct slot *slot, int sig, const siginfo_t *info)
{
	struct target t;
	int e = target_find(p, slot, sig, &t);

	return e ? e : target_signal(&t, sig, info);
}

/* One process, and not the caller's own. */
static int
signal_one(struct wasix_process *p, uint32_t pid, int sig, const siginfo_t *info)
{
	struct target t;
	int e = -ESRCH;

	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot && pid != p->pid)
		e = target_find(p, slot, sig, &t);
	tree_unlock(p->tree);
	return e ? e : target_signal(&t, sig, info);
}

static bool
is_meant(const struct slot *slot, int32_t pid, const struct slot *self)
{
	if (pid > 0)
		return slot->pid == (uint32_t)pid;
	if (pid == -1)
		return slot != self;
	return slot->group == (pid == 0 ? self->group : -(uint32_t)pid);
}

static int
tree_signal(struct wasix_process *p, int32_t pid, int sig, const siginfo_t *info)
{
	struct slot *self = slot_of(p->tree, p->pid);
	int result = -ESRCH;

	for (uint32_t i = 0; self && i < p->tree->end; i++) {
		struct slot *slot = &p->tree->slots[i];
		if (slot->state == SLOT_FREE || slot == self || !is_meant(slot, pid, self))
			continue;
		int one = slot_signal(p, slot, sig, info);
		if (result != 0)
			result = one;
	}
	return result;
}

int
process_signal(struct wasix_process *p, int32_t pid, int sig, const siginfo_t *info, bool *self)
{
	struct slot alone = { .pid = process_pid(p) };
	int result = -ESRCH;

	if (sig < 0 || sig >= SIGNALS || sig == SIGNAL_RUNTIME)
		return -EINVAL;
	if (p->tree && pid > 0) {
		result = signal_one(p, (uint32_t)pid, sig, info);
	} else if (p->tree) {
		tree_lock(p->tree);
		result = tree_signal(p, pid, sig, info);
		struct slot *slot = slot_of(p->tree, p->pid);
		if (slot)
			alone.group = slot->group;
		tree_unlock(p->tree);
	} else if (pid <= 0 && pid != -1) {
		alone.group = (uint32_t)process_group(p, 0);
	}
	*self = pid != -1 && is_meant(&alone, pid, &alone);
	return *self ? 0 : result;
}
