/* sysv_undo.c -- SEM_UNDO: what a process did to semaphores is undone when it ends.
 *
 * A process that ends by itself does that itself. What one that was killed left is found by the
 * next that uses the set, or by who waits at it, within a tenth of a second.
 */
#include "sysv_sem.h"

#include "fork_locks.h"
#include "lowered.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lock.h"

/* Sets that this process has undos in. */
struct used {
	struct used *next;
	struct semaphore_set *set;
};

static struct used *used;
static volatile int used_lock[1];
HELD_OVER_FORK(used_lock);

static void
apply(struct semaphore_set *s, struct semaphore_undo *u)
{
	struct semaphore *m = &s->semaphores[u->number];
	int value = m->value + u->value;

	m->value = value < 0 ? 0 : value > SEMAPHORE_VALUE_MAX ? SEMAPHORE_VALUE_MAX : value;
	m->pid = u->pid;
	u->pid = 0;
	s->undo_count--;
}

/* Of one process, or of all that are gone (0). */
static void
undo(struct semaphore_set *s, int pid)
{
	int gone = 0, there = (int)__wasix_sys_getpid();
	bool changed = false;

	for (int i = 0; s->undo_count && i < SEMAPHORE_UNDOS; i++) {
		struct semaphore_undo *u = &s->undos[i];
		if (!u->pid || (pid ? u->pid != pid : u->pid == there))
			continue;
		if (!pid && u->pid != gone && !__wasix_ipc_is_gone(u->pid)) {
			there = u->pid; /* the next is likely to be of the same one */
			continue;
		}
		gone = u->pid;
		changed |= u->value != 0;
		apply(s, u);
	}
	if (changed)
		ipc_changed(&s->changes);
}

void
__wasix_semaphore_undo_gone(struct semaphore_set *s)
{
	undo(s, 0);
}

/* --- the end of this process --- */

static void
at_exit(void)
{
	int self = (int)__wasix_sys_getpid();

	for (struct used *u = used; u; u = u->next) {
		ipc_lock(&u->set->lock);
		undo(u->set, self);
		ipc_unlock(&u->set->lock);
	}
}

static bool
remember(struct semaphore_set *s)
{
	struct used *u;

	LOCK(used_lock);
	for (u = used; u && u->set != s; u = u->next)
		;
	if (!u && (u = malloc(sizeof *u))) {
		*u = (struct used){ used, s };
		used = u;
	}
	UNLOCK(used_lock);
	__wasix_exit_hook = at_exit;
	return u;
}

/* --- notes --- */

static struct semaphore_undo *
find(struct semaphore_set *s, int pid, unsigned number)
{
	for (int i = 0; i < SEMAPHORE_UNDOS; i++)
		if (s->undos[i].pid == pid && (!pid || s->undos[i].number == number))
			return &s->undos[i];
	return NULL;
}

/* 0 or -errno. Adds `value` to what is undone. */
static long
note(struct semaphore_set *s, int self, unsigned number, int value)
{
	struct semaphore_undo *u = find(s, self, number);

	if (!u) {
		u = find(s, 0, 0);
		if (!u)
			return -ENOSPC;
		*u = (struct semaphore_undo){ self, (unsigned short)number, 0 };
		s->undo_count++;
	}
	int sum = u->value + value;
	if (sum > SEMAPHORE_VALUE_MAX || sum < -SEMAPHORE_VALUE_MAX)
		return -ERANGE;
	u->value = (short)sum;
	return 0;
}

long
__wasix_semaphore_undo_note(struct semaphore_set *s, const struct sembuf *ops, size_t count)
{
	int self = 0;
	long r = 0;
	size_t i;

	for (i = 0; i < count && r == 0; i++) {
		if (!(ops[i].sem_flg & SEM_UNDO) || !ops[i].sem_op)
			continue;
		if (!self) {
			self = (int)__wasix_sys_getpid();
			if (!remember(s))
				return -ENOSPC;
		}
		r = note(s, self, ops[i].sem_num, -ops[i].sem_op);
	}
	if (r == 0)
		return 0;
	for (i--; i-- > 0;)
		if (ops[i].sem_flg & SEM_UNDO && ops[i].sem_op)
			(void)note(s, self, ops[i].sem_num, ops[i].sem_op);
	return r;
}

void
__wasix_semaphore_undo_forget(struct semaphore_set *s, int number)
{
	for (int i = 0; s->undo_count && i < SEMAPHORE_UNDOS; i++)
		if (s->undos[i].pid && (number < 0 || s->undos[i].number == number)) {
			s->undos[i].pid = 0;
			s->undo_count--;
		}
}
