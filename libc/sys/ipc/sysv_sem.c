/* sysv_sem.c -- System V semaphores. */
#include "sysv_sem.h"

#include "lowered.h"
#include "sysv_map.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

enum { SEMAPHORES_MAX = 32000, OPERATIONS_MAX = 500, LOOK_AFTER_NS = 100000000 };

static struct mapped_list sets;

long
__wasix_sys_semget(long key, long count, long flags)
{
	if (count < 0 || count > SEMAPHORES_MAX)
		return -EINVAL;
	size_t bytes = sizeof(struct semaphore_set) + (size_t)count * sizeof(struct semaphore);
	return __wasix_sysv_get(SYSV_SEM, (key_t)key, (unsigned long)count, bytes, flags);
}

/* 0 and *out with its lock held, or -errno. */
static long
set_lock(long id, struct semaphore_set **out)
{
	struct sysv_object *o = __wasix_sysv_lock(SYSV_SEM, id);
	if (!o)
		return -EINVAL;
	unsigned count = (unsigned)o->size;
	__wasix_sysv_unlock();
	struct semaphore_set *s = mapped_of(&sets, SYSV_SEM, id);
	if (!s)
		return -EINVAL;
	ipc_lock(&s->lock);
	s->count = count;
	if (s->undo_count)
		__wasix_semaphore_undo_gone(s);
	*out = s;
	return 0;
}

/* --- operations --- */

static void
undo(struct semaphore_set *s, const struct sembuf *ops, size_t count)
{
	while (count-- > 0)
		s->semaphores[ops[count].sem_num].value -= ops[count].sem_op;
}

/* All of them or none. *blocked: the first that cannot be. */
static long
try_all(struct semaphore_set *s, const struct sembuf *ops, size_t count, size_t *blocked)
{
	for (size_t i = 0; i < count; i++) {
		struct semaphore *m = &s->semaphores[ops[i].sem_num];
		int op = ops[i].sem_op;
		bool waits = op ? m->value + op < 0 : m->value != 0;
		if (!waits && m->value + op <= SEMAPHORE_VALUE_MAX) {
			m->value += op;
			continue;
		}
		undo(s, ops, i);
		*blocked = i;
		return waits ? -EAGAIN : -ERANGE;
	}
	return 0;
}

static struct timespec
time_after(const struct timespec *from, long long s, long ns)
{
	struct timespec t = { .tv_sec = from->tv_sec + s, .tv_nsec = from->tv_nsec + ns };

	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

static bool
is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* While others have something to be undone, not for long: nobody says that they were killed. */
static long
wait_locked(struct semaphore_set *s, const struct timespec *at)
{
	struct timespec now, look;
	int seen = s->changes;
	bool looks = s->undo_count;

	if (looks) {
		__wasix_sys_clock_gettime64(CLOCK_REALTIME, (long)&now);
		look = time_after(&now, 0, LOOK_AFTER_NS);
		if (at && is_before(at, &look))
			looks = false;
	}
	ipc_unlock(&s->lock);
	long r = __wasix_ipc_wait(&s->changes, seen, looks ? &look : at);
	ipc_lock(&s->lock);
	if (s->undo_count)
		__wasix_semaphore_undo_gone(s);
	return looks && r == -ETIMEDOUT ? 0 : r;
}

static long
wait_for(struct semaphore_set *s, const struct sembuf *op, const struct timespec *at)
{
	struct semaphore *m = &s->semaphores[op->sem_num];
	int *waiting = op->sem_op ? &m->up : &m->down;

	++*waiting;
	long r = wait_locked(s, at);
	--*waiting;
	if (s->is_removed)
		return -EIDRM;
	return r == -ETIMEDOUT ? -EAGAIN : r;
}

static long
operate(struct semaphore_set *s, const struct sembuf *ops, size_t count, const struct timespec *at)
{
	size_t blocked = 0;
	long r;

	for (size_t i = 0; i < count; i++)
		if (ops[i].sem_num >= s->count)
			return -EFBIG;
	while ((r = try_all(s, ops, count, &blocked)) == -EAGAIN) {
		if (ops[blocked].sem_flg & IPC_NOWAIT)
			return -EAGAIN;
		r = wait_for(s, &ops[blocked], at);
		if (r < 0)
			return r;
	}
	if (r == 0) {
		r = __wasix_semaphore_undo_note(s, ops, count);
		if (r < 0)
			undo(s, ops, count);
	}
	if (r < 0)
		return r;
	for (size_t i = 0; i < count; i++)
		s->semaphores[ops[i].sem_num].pid = (int)__wasix_sys_getpid();
	ipc_changed(&s->changes);
	return 0;
}

static void
note_time(long id)
{
	struct sysv_object *o = __wasix_sysv_lock(SYSV_SEM, id);
	if (!o)
		return;
	o->times[0] = __wasix_sysv_now();
	__wasix_sysv_unlock();
}

long
__wasix_sys_semtimedop_time64(long id, long ops, long count, long timeout)
{
	const long long *t = (const long long *)timeout;
	struct timespec at;
	struct semaphore_set *s;

	if ((unsigned long)count > OPERATIONS_MAX)
		return -E2BIG;
	if (count == 0 || (t && (t[0] < 0 || t[1] < 0 || t[1] > 999999999)))
		return -EINVAL;
	if (t) {
		__wasix_sys_clock_gettime64(CLOCK_REALTIME, (long)&at);
		at = time_after(&at, t[0], (long)t[1]);
	}
	long r = set_lock(id, &s);
	if (r < 0)
		return r;
	r = operate(s, (const struct sembuf *)ops, (size_t)count, t ? &at : NULL);
	ipc_unlock(&s->lock);
	if (r == 0)
		note_time(id);
	return r;
}

long
__wasix_sys_semop(long id, long ops, long count)
{
	return __wasix_sys_semtimedop_time64(id, ops, count, 0);
}

int
semtimedop(int id, struct sembuf *ops, size_t count, const struct timespec *timeout)
{
	const long long t[] = { timeout ? timeout->tv_sec : 0, timeout ? timeout->tv_nsec : 0 };
	return (int)__wasix_syscall_ret((unsigned long)__wasix_sys_semtimedop_time64(
		id, (long)ops, (long)count, timeout ? (long)t : 0));
}

/* --- control --- */

static long
set_all(struct semaphore_set *s, const unsigned short *values)
{
	for (unsigned i = 0; i < s->count; i++)
		if (values[i] > SEMAPHORE_VALUE_MAX)
			return -ERANGE;
	__wasix_semaphore_undo_forget(s, -1);
	for (unsigned i = 0; i < s->count; i++) {
		s->semaphores[i].value = values[i];
		s->semaphores[i].pid = (int)__wasix_sys_getpid();
	}
	ipc_changed(&s->changes);
	return 0;
}

static long
control_one(struct semaphore_set *s, unsigned number, long command, long value)
{
	if (number >= s->count)
		return -EINVAL;
	struct semaphore *m = &s->semaphores[number];
	switch (command) {
	case GETVAL:
		return m->value;
	case GETPID:
		return m->pid;
	case GETNCNT:
		return m->up;
	case GETZCNT:
		return m->down;
	default:
		if (value < 0 || value > SEMAPHORE_VALUE_MAX)
			return -ERANGE;
		__wasix_semaphore_undo_forget(s, (int)number);
		m->value = (int)value;
		m->pid = (int)__wasix_sys_getpid();
		ipc_changed(&s->changes);
		return 0;
	}
}

static long
control_set(long id, long command, struct semid_ds *ds)
{
	struct sysv_object *o = __wasix_sysv_lock(SYSV_SEM, id);
	long r = 0;

	if (!o)
		return -EINVAL;
	if (command == IPC_RMID)
		r = __wasix_sysv_remove(SYSV_SEM, id, o);
	else if (!ds)
		r = -EFAULT;
	else if (command == IPC_SET)
		r = __wasix_sysv_set(o, &ds->sem_perm);
	else
		*ds = (struct semid_ds){ .sem_perm = o->perm,
			.sem_otime = o->times[0],
			.sem_ctime = o->change,
			.sem_nsems = (unsigned short)o->size };
	__wasix_sysv_unlock();
	return r;
}

long
__wasix_sys_semctl(long id, long number, long command, long argument)
{
	struct semaphore_set *s;

	command &= 0xff;
	if (command == IPC_STAT || command == IPC_SET)
		return control_set(id, command, (struct semid_ds *)argument);
	long r = set_lock(id, &s);
	if (r < 0)
		return r;
	switch (command) {
	case IPC_RMID:
		r = control_set(id, command, NULL);
		s->is_removed = r == 0;
		ipc_changed(&s->changes);
		break;
	case GETALL:
		for (unsigned i = 0; i < s->count; i++)
			((unsigned short *)argument)[i] = (unsigned short)s->semaphores[i].value;
		break;
	case SETALL:
		r = set_all(s, (const unsigned short *)argument);
		break;
	case GETVAL:
	case GETPID:
	case GETNCNT:
	case GETZCNT:
	case SETVAL:
		r = control_one(s, (unsigned)number, command, argument);
		break;
	default:
		r = -EINVAL;
	}
	ipc_unlock(&s->lock);
	return r;
}

/* An argument that is a union comes as its address. That of SETVAL is a plain number in most
 * programs all the same, which is never the address of anything on a stack. */
static long
argument_of(long command, unsigned long given)
{
	size_t end = __builtin_wasm_memory_size(0) * (size_t)65536;
	bool is_number =
		command == SETVAL && (given <= SEMAPHORE_VALUE_MAX || given > end - sizeof(long));

	return is_number ? (long)given : *(const long *)given;
}

int
semctl(int id, int number, int command, ...)
{
	long argument = 0;
	va_list rest;

	va_start(rest, command);
	switch (command) {
	case SETVAL:
	case GETALL:
	case SETALL:
	case IPC_STAT:
	case IPC_SET:
		argument = argument_of(command, va_arg(rest, unsigned long));
	}
	va_end(rest);
	return (int)__wasix_syscall_ret(
		(unsigned long)__wasix_sys_semctl(id, number, command, argument));
}
