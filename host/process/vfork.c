/* vfork.c -- proc_fork_env: the caller goes on as its own child as far as the host is concerned,
 * and becomes itself again when the child execs or exits. The child's process is made only then:
 * until it happens, the parent's descriptors and working directory are put by, and what the child
 * changes is what it will start with. */
#include "guest.h"
#include "launch.h"
#include "process_table.h"

#include <stdlib.h>

struct vfork {
	uint32_t pid; /* the child's */
	struct fd_entry *entries;
	uint32_t count;
	char *cwd;
};

static void
entries_put(struct fd_entry *entries, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		file_put(entries[i].file);
	free(entries);
}

/* With both locks held. Every file is held once more. */
static bool
copy(const struct wasix_process *p, struct vfork *v)
{
	v->cwd = strdup(p->cwd);
	v->entries = malloc((p->fds.count + 1) * sizeof *v->entries);
	if (!v->cwd || !v->entries)
		return false;
	v->count = p->fds.count;
	memcpy(v->entries, p->fds.entries, v->count * sizeof *v->entries);
	for (uint32_t i = 0; i < v->count; i++)
		if (v->entries[i].file)
			file_hold(v->entries[i].file);
	return true;
}

static bool
put_by(struct wasix_process *p, struct vfork *v)
{
	pthread_mutex_lock(&p->fds.lock);
	pthread_mutex_lock(&p->cwd_lock);
	bool ok = copy(p, v);
	pthread_mutex_unlock(&p->cwd_lock);
	pthread_mutex_unlock(&p->fds.lock);
	return ok;
}

static void
vfork_delete(struct vfork *v)
{
	entries_put(v->entries, v->count);
	free(v->cwd);
	free(v);
}

/* WASIX, proc_fork_env. NOTSUP while one lasts. */
wasix_errno
host_proc_fork_env(struct wasix_caller *c, wasix_gptr ret_pid)
{
	struct wasix_process *p = caller_process(c);

	if (p->vfork)
		return ABI_ERRNO_NOTSUP;
	if (!guest_in_bounds(c->memory, ret_pid, sizeof(uint32_t)))
		return ABI_ERRNO_FAULT;
	struct vfork *v = calloc(1, sizeof *v);
	if (!v)
		return ABI_ERRNO_NOMEM;
	if (process_slot_reserve(p, false, &v->pid)) {
		free(v);
		return ABI_ERRNO_PERM;
	}
	if (!put_by(p, v)) {
		process_slot_give_back(p, v->pid);
		vfork_delete(v);
		return ABI_ERRNO_NOMEM;
	}
	p->vfork = v;
	return guest_write_u32(c, ret_pid, v->pid);
}

uint32_t
vfork_pid(const struct wasix_process *p)
{
	return p->vfork->pid;
}

wasix_errno
vfork_begin_child(struct wasix_process *p, bool *in_child)
{
	uint32_t pid;

	GUEST_TRY(process_fork_as(p, p->vfork->pid, &pid));
	*in_child = pid == 0;
	if (*in_child) {
		vfork_delete(p->vfork);
		p->vfork = NULL;
	}
	return ABI_ERRNO_SUCCESS;
}

void
vfork_end(struct wasix_process *p)
{
	struct vfork *v = p->vfork;

	pthread_mutex_lock(&p->fds.lock);
	pthread_mutex_lock(&p->cwd_lock);
	struct fd_entry *entries = p->fds.entries;
	uint32_t count = p->fds.count;
	p->fds.entries = v->entries;
	p->fds.count = v->count;
	p->fds.none_free_below = 0;
	free(p->cwd);
	p->cwd = v->cwd;
	p->vfork = NULL;
	pthread_mutex_unlock(&p->cwd_lock);
	pthread_mutex_unlock(&p->fds.lock);
	free(v);
	entries_put(entries, count);
}

void
vfork_forked(struct wasix_process *p)
{
	if (!p->vfork)
		return;
	vfork_delete(p->vfork);
	p->vfork = NULL;
}

void
vfork_forget(struct wasix_process *p)
{
	if (!p->vfork)
		return;
	process_slot_give_back(p, p->vfork->pid);
	vfork_end(p);
}

/* NOTE: where the host has no room for a process, the child is missing when it is waited for. */
void
vfork_exit(struct wasix_caller *c, int code)
{
	struct wasix_process *p = caller_process(c);
	bool in_child = false;

	(void)vfork_begin_child(p, &in_child);
	if (in_child)
		caller_exit(c, code);
	vfork_end(p);
}
