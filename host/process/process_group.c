/* process_group.c -- process groups and sessions of the guest's tree: the host's own, by the
 * guest's numbers. */
#include "process_slots.h"

#include <errno.h>
#include <unistd.h>

int32_t
process_group(struct wasix_process *p, uint32_t pid)
{
	int32_t group = -ESRCH;

	if (!pid)
		pid = process_pid(p);
	if (!p->tree)
		return pid != process_pid(p)   ? -ESRCH
		       : getpgrp() == getpid() ? (int32_t)pid
					       : PID_OUTSIDE;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot)
		group = (int32_t)slot->group;
	tree_unlock(p->tree);
	return group;
}

int32_t
process_session(struct wasix_process *p, uint32_t pid)
{
	int32_t session = -ESRCH;

	if (!tree_of(p))
		return -ENOMEM;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid ? pid : process_pid(p));
	if (slot)
		session = (int32_t)slot->session;
	tree_unlock(p->tree);
	return session;
}

/* Whether the host still keeps the number of a process that ended: its parent lives, and has not
 * waited for it. (It may just be waiting; setpgid and tcsetpgrp keep to the session anyway.) */
static bool
slot_is_kept(const struct wasix_process *p, const struct slot *slot)
{
	if (slot->parent == p->pid)
		return true;
	struct slot *parent = slot_of(p->tree, slot->parent);
	return parent && slot_lives(parent);
}

/* With the lock held. A member tells the host's number: one that lives, or that nobody has waited
 * for yet; the number of another may be somebody else's by now. 0: there is none. */
static pid_t
group_to_host(const struct wasix_process *p, uint32_t group)
{
	for (uint32_t i = 0; i < p->tree->end; i++) {
		struct slot *slot = &p->tree->slots[i];
		if (slot->state == SLOT_FREE || slot->host == 0 || slot->group != group)
			continue;
		pid_t host = getpgid(slot->host);
		if (host > 0 && (slot_lives(slot) || slot_is_kept(p, slot)))
			return host;
	}
	return 0;
}

static int32_t
set_group(struct wasix_process *p, struct slot *slot, uint32_t group)
{
	if (!slot || (slot->pid != process_pid(p) && slot->parent != process_pid(p)))
		return -ESRCH;
	if (slot->host == 0)
		return -ESRCH;
	pid_t host = group == slot->pid ? slot->host : group_to_host(p, group);
	if (host == 0)
		return -EPERM;
	if (setpgid(slot->host, host) < 0)
		return -errno;
	slot->group = group;
	return 0;
}

int32_t
process_set_group(struct wasix_process *p, uint32_t pid, uint32_t group)
{
	if ((int32_t)pid < 0 || (int32_t)group < 0)
		return -EINVAL;
	if (!tree_of(p))
		return -ENOMEM;
	if (!pid)
		pid = process_pid(p);
	tree_lock(p->tree);
	int32_t result = set_group(p, slot_of(p->tree, pid), group ? group : pid);
	tree_unlock(p->tree);
	return result;
}

int32_t
process_set_session(struct wasix_process *p)
{
	if (!tree_of(p))
		return -ENOMEM;
	if (setsid() < 0)
		return -errno;
	tty_control(p, NULL);
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, process_pid(p));
	if (slot)
		slot->group = slot->session = slot->pid;
	tree_unlock(p->tree);
	return (int32_t)process_pid(p);
}

pid_t
process_group_to_host(struct wasix_process *p, uint32_t group)
{
	if (!tree_of(p))
		return 0;
	tree_lock(p->tree);
	pid_t host = group_to_host(p, group);
	tree_unlock(p->tree);
	return host;
}

uint32_t
process_group_from_host(struct wasix_process *p, pid_t group)
{
	uint32_t found = PID_OUTSIDE;

	if (!tree_of(p))
		return found;
	tree_lock(p->tree);
	for (uint32_t i = 0; i < p->tree->end; i++) {
		struct slot *slot = &p->tree->slots[i];
		if (slot->state == SLOT_RUNNING && getpgid(slot->host) == group) {
			found = slot->group;
			break;
		}
	}
	tree_unlock(p->tree);
	return found;
}
