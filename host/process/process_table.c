/* process_table.c -- the guest's tree of processes; see process_table.h. */
#include "process_table.h"

#include "raw_syscall.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

TEXT_TOGETHER

enum state { SLOT_FREE, SLOT_STARTING, SLOT_RUNNING, SLOT_DEAD };

struct slot {
	pthread_mutex_t alive; /* robust: held by the process itself */
	uint8_t state;         /* enum state */
	uint32_t pid, parent;
	uint32_t group, session;
	pid_t host;      /* 0: not known yet; the child and its parent both say it */
	uint64_t memory; /* bytes of linear memories and tables */
	uint64_t early;  /* signals sent before it was: bit n - 1 */
};

struct process_tree {
	pthread_mutex_t lock; /* robust; guards all below */
	uint32_t limit;       /* slots in use at most */
	uint32_t next;        /* id that is given next, if it is free */
	uint32_t end;         /* slots from here on were never used */
	struct slot slots[PROCESSES_MAX];
};

enum { IDS_MAX = 0x1fffffff }; /* libcs use the upper bits of words that hold one */

/* --- the table --- */

static void
robust_init(pthread_mutex_t *mutex)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

/* Who died with the lock left at worst one slot half filled, which then counts as dead. */
static void
tree_lock(struct process_tree *tree)
{
	if (pthread_mutex_lock(&tree->lock) == EOWNERDEAD)
		pthread_mutex_consistent(&tree->lock);
}

static void
tree_unlock(struct process_tree *tree)
{
	pthread_mutex_unlock(&tree->lock);
}

/* Makes the caller the owner of its slot. */
static void
slot_own(struct slot *slot)
{
	if (pthread_mutex_lock(&slot->alive) == EOWNERDEAD)
		pthread_mutex_consistent(&slot->alive);
	slot->host =
		(pid_t)raw_syscall2(SYS_getpid, 0, 0); /* getpid's text would be a page fault */
	slot->state = SLOT_RUNNING;
}

static struct process_tree *
tree_make(struct wasix_process *p)
{
	struct process_tree *tree =
		mmap(NULL, sizeof *tree, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (tree == MAP_FAILED)
		return NULL;
	robust_init(&tree->lock);
	robust_init(&tree->slots[0].alive);
	/* bound now rather than in each child */
	(void)pthread_mutex_consistent(&tree->lock);
	tree->end = 1;
	tree->limit = p->max_processes;
	tree->next = p->next_id ? p->next_id : PID_FIRST;
	bool leads_group = getpgrp() == getpid(), leads_session = getsid(0) == getpid();
	tree->slots[0] = (struct slot){ .alive = tree->slots[0].alive,
		.pid = process_pid(p),
		.parent = PID_OUTSIDE,
		.group = leads_group ? process_pid(p) : PID_OUTSIDE,
		.session = leads_session ? process_pid(p) : PID_OUTSIDE,
		.memory = atomic_load(&p->memory) };
	slot_own(&tree->slots[0]);
	return tree;
}

/* NULL: memory is short. */
static struct process_tree *
tree_of(struct wasix_process *p)
{
	if (!p->tree) {
		p->tree = tree_make(p);
		p->pid = process_pid(p);
	}
	return p->tree;
}

void
process_tree_make(struct wasix_process *p)
{
	(void)tree_of(p);
}

/* With the lock held. NULL: none. */
static struct slot *
slot_of(struct process_tree *tree, uint32_t pid)
{
	for (uint32_t i = 0; pid && i < tree->end; i++)
		if (tree->slots[i].state != SLOT_FREE && tree->slots[i].pid == pid)
			return &tree->slots[i];
	return NULL;
}

static bool
slot_lives(struct slot *slot)
{
	if (slot->state != SLOT_RUNNING)
		return slot->state == SLOT_STARTING;
	if (pthread_mutex_trylock(&slot->alive) == EBUSY)
		return true;
	slot->state = SLOT_DEAD;
	pthread_mutex_consistent(&slot->alive);
	pthread_mutex_unlock(&slot->alive);
	return false;
}

/* Frees what nobody will wait for: the dead whose parent is dead or took no interest. */
static void
tree_sweep(struct process_tree *tree)
{
	for (uint32_t i = 0; i < tree->end; i++) {
		struct slot *slot = &tree->slots[i];
		if (slot->state == SLOT_FREE || slot_lives(slot))
			continue;
		struct slot *parent = slot_of(tree, slot->parent);
		bool gone = kill(slot->host, 0) < 0 && errno == ESRCH;
		if (gone || !parent || !slot_lives(parent))
			slot->state = SLOT_FREE;
	}
}

/* --- the process itself --- */

uint32_t
process_pid(struct wasix_process *p)
{
	return p->pid ? p->pid : PID_FIRST;
}

uint32_t
process_parent(struct wasix_process *p, uint32_t pid)
{
	uint32_t parent = 0;

	if (!p->tree)
		return pid == process_pid(p) ? PID_OUTSIDE : 0;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot) {
		struct slot *of = slot_of(p->tree, slot->parent);
		parent = of && slot_lives(of) ? slot->parent : PID_OUTSIDE;
	}
	tree_unlock(p->tree);
	return parent;
}

/* With the lock held. */
static uint32_t
next_id(struct process_tree *tree)
{
	do
		tree->next = tree->next >= IDS_MAX ? PID_FIRST + 1 : tree->next + 1;
	while (slot_of(tree, tree->next));
	return tree->next;
}

uint32_t
process_new_id(struct wasix_process *p)
{
	if (!p->tree) {
		p->next_id = p->next_id ? p->next_id + 1 : PID_FIRST + 1;
		return p->next_id;
	}
	tree_lock(p->tree);
	uint32_t id = next_id(p->tree);
	tree_unlock(p->tree);
	return id;
}

/* --- birth --- */

/* With the lock held. What dead processes held is free. */
static uint64_t
tree_memory(struct process_tree *tree)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < tree->end; i++)
		if (tree->slots[i].state != SLOT_FREE && slot_lives(&tree->slots[i]))
			sum += tree->slots[i].memory;
	return sum;
}

/* One that nobody had; its page is touched now, and not before. */
static struct slot *
slot_first_used(struct process_tree *tree)
{
	struct slot *slot = &tree->slots[tree->end];

	robust_init(&slot->alive);
	slot->state = SLOT_FREE;
	tree->end++;
	return slot;
}

static wasix_errno
reserve(struct wasix_process *p, struct process_tree *tree, bool keeps_memory, uint32_t *pid)
{
	struct slot *free_slot = NULL, *self = slot_of(tree, process_pid(p));
	uint32_t used = 0;

	tree_sweep(tree);
	for (uint32_t i = 0; i < tree->end; i++) {
		if (tree->slots[i].state != SLOT_FREE)
			used++;
		else if (!free_slot)
			free_slot = &tree->slots[i];
	}
	if (!self || used >= tree->limit)
		return ABI_ERRNO_AGAIN;
	if (!free_slot && tree->end < PROCESSES_MAX)
		free_slot = slot_first_used(tree);
	if (!free_slot)
		return ABI_ERRNO_AGAIN;
	uint64_t memory = keeps_memory ? self->memory : 0;
	if (p->max_memory && memory && tree_memory(tree) + memory > p->max_memory)
		return ABI_ERRNO_NOMEM;
	free_slot->pid = *pid = next_id(tree);
	free_slot->parent = self->pid;
	free_slot->group = self->group;
	free_slot->session = self->session;
	free_slot->host = 0;
	free_slot->early = 0;
	free_slot->memory = memory;
	free_slot->state = SLOT_STARTING;
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
process_slot_reserve(struct wasix_process *p, bool keeps_memory, uint32_t *pid)
{
	struct process_tree *tree = tree_of(p);

	if (!tree)
		return ABI_ERRNO_NOMEM;
	tree_lock(tree);
	wasix_errno e = reserve(p, tree, keeps_memory, pid);
	tree_unlock(tree);
	if (e)
		limit_reached(p, e == ABI_ERRNO_NOMEM ? LIMIT_MEMORY : LIMIT_PROCESSES);
	return e;
}

void
process_slot_give_back(struct wasix_process *p, uint32_t pid)
{
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot)
		slot->state = SLOT_FREE;
	tree_unlock(p->tree);
}

void
process_slot_started(struct wasix_process *p, uint32_t pid, pid_t host)
{
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot)
		slot->host = host;
	tree_unlock(p->tree);
}

void
process_become(struct wasix_process *p, uint32_t pid)
{
	uint64_t early = 0;

	p->pid = pid;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot) {
		slot_own(slot);
		early = slot->early;
	}
	tree_unlock(p->tree);
	for (int sig = 1; early; sig++, early >>= 1)
		if (early & 1)
			(void)kill(getpid(), sig);
}

/* The thread that owns the slot has it on a list of its own, which must not lead to memory that is
 * gone: where another thread ends the process, the table stays. */
void
process_table_leave(struct wasix_process *p)
{
	if (!p->tree)
		return;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, process_pid(p));
	bool left = slot && pthread_mutex_unlock(&slot->alive) == 0;
	tree_unlock(p->tree);
	if (left)
		munmap(p->tree, sizeof *p->tree);
	p->tree = NULL;
}

/* --- memory --- */

bool
process_take_memory(void *process, uint64_t bytes)
{
	struct wasix_process *p = process;
	bool fits;

	if (!p->tree) {
		fits = atomic_fetch_add(&p->memory, bytes) + bytes <= p->max_memory;
		if (!fits)
			atomic_fetch_sub(&p->memory, bytes);
		return fits;
	}
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, p->pid);
	fits = slot && tree_memory(p->tree) + bytes <= p->max_memory;
	if (fits)
		slot->memory += bytes;
	tree_unlock(p->tree);
	return fits;
}

/* A child that started a program gives back what it never took. */
void
process_give_memory(void *process, uint64_t bytes)
{
	struct wasix_process *p = process;

	if (!p->tree) {
		atomic_fetch_sub(&p->memory, bytes);
		return;
	}
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, p->pid);
	if (slot)
		slot->memory -= bytes < slot->memory ? bytes : slot->memory;
	tree_unlock(p->tree);
}

bool
process_memory_fits(struct wasix_process *p, uint64_t bytes)
{
	bool fits;

	if (!p->max_memory || !p->tree)
		return !p->max_memory || bytes <= p->max_memory;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, p->pid);
	uint64_t own = slot ? slot->memory : 0;
	fits = tree_memory(p->tree) - own + bytes <= p->max_memory;
	tree_unlock(p->tree);
	return fits;
}

/* --- numbers --- */

pid_t
process_host_of(struct wasix_process *p, uint32_t pid)
{
	pid_t host = 0;

	if (!p->tree)
		return pid == process_pid(p) ? getpid() : 0;
	tree_lock(p->tree);
	struct slot *slot = slot_of(p->tree, pid);
	if (slot)
		host = slot->host;
	tree_unlock(p->tree);
	return host;
}

static uint32_t
find_host(struct wasix_process *p, pid_t host, bool gone)
{
	uint32_t pid = 0;

	if (!p->tree)
		return host == getpid() ? process_pid(p) : 0;
	tree_lock(p->tree);
	for (uint32_t i = 0; i < p->tree->end && !pid; i++)
		if ((p->tree->slots[i].state == SLOT_FREE) == gone &&
			p->tree->slots[i].host == host)
			pid = p->tree->slots[i].pid;
	tree_unlock(p->tree);
	return pid;
}

uint32_t
process_of_host(struct wasix_process *p, pid_t host)
{
	return find_host(p, host, false);
}

uint32_t
process_of_host_or_gone(struct wasix_process *p, pid_t host)
{
	uint32_t pid = find_host(p, host, false);
	return pid || !p->tree ? pid : find_host(p, host, true);
}

/* --- signals --- */

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

/* --- groups and sessions --- */

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
