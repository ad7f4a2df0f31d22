/* process_table.c -- the guest's tree of processes; see process_table.h. Signals and groups within
 * it have files of their own. */
#include "process_slots.h"

#include "raw_syscall.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

TEXT_TOGETHER

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

void
tree_lock(struct process_tree *tree)
{
	if (pthread_mutex_lock(&tree->lock) == EOWNERDEAD)
		pthread_mutex_consistent(&tree->lock);
}

void
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

struct process_tree *
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

struct slot *
slot_of(struct process_tree *tree, uint32_t pid)
{
	for (uint32_t i = 0; pid && i < tree->end; i++)
		if (tree->slots[i].state != SLOT_FREE && tree->slots[i].pid == pid)
			return &tree->slots[i];
	return NULL;
}

bool
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
