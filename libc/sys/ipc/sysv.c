/* sysv.c -- the table of System V objects; see sysv.h.
 *
 * A number is sequence * OBJECTS + place, so that one that was removed is not taken for its
 * successor. Everybody in the guest's tree is one user, so permissions are kept and not checked.
 */
#include "sysv.h"

#include "fork_locks.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lock.h"

enum { OBJECTS = 128, SEQUENCE_MAX = 1 << 20 };

static struct table {
	int lock;
	struct sysv_object objects[SYSV_KINDS][OBJECTS];
} *table;

static volatile int opening[1];
HELD_OVER_FORK(opening);

/* 0 or -errno. */
static long
table_open(void)
{
	size_t size = sizeof *table;
	long r = 0;

	LOCK(opening);
	if (!table) {
		struct table *t = __wasix_ipc_map("/dev/shm/sysv", O_CREAT, 0600, &size);
		r = !IPC_FAILED(t)       ? 0
		    : (long)t == -ENOENT ? -ENOSYS /* there is no /dev/shm */
					 : (long)t;
		if (r == 0)
			table = t;
	}
	UNLOCK(opening);
	return r;
}

time_t
__wasix_sysv_now(void)
{
	struct timespec t = { 0 };
	__wasix_sys_clock_gettime64(CLOCK_REALTIME, (long)&t);
	return t.tv_sec;
}

static void
path_of(enum sysv_kind kind, long id, char path[48])
{
	snprintf(path, 48, "/dev/shm/sysv.%c%ld", "msq"[kind], id);
}

void *
__wasix_sysv_map(enum sysv_kind kind, long id, size_t *size)
{
	char path[48];
	path_of(kind, id, path);
	return __wasix_ipc_map(path, 0, 0, size);
}

static long
make(enum sysv_kind kind, int place, key_t key, unsigned long size, size_t bytes, long flags)
{
	struct sysv_object *o = &table->objects[kind][place];
	int sequence = (o->sequence + 1) % SEQUENCE_MAX;
	long id = (long)sequence * OBJECTS + place;
	char path[48];

	path_of(kind, id, path);
	__wasix_sys_unlinkat(AT_FDCWD, (long)path, 0);
	size_t made = bytes;
	void *p = __wasix_ipc_map(path, O_CREAT | O_EXCL, 0600, &made);
	if (IPC_FAILED(p))
		return (long)p == -ENOSPC ? -ENOMEM : (long)p;
	__wasix_sys_munmap((long)p, (long)made);
	*o = (struct sysv_object){ .is_used = 1,
		.sequence = sequence,
		.size = size,
		.change = __wasix_sysv_now(),
		.creator = (int)__wasix_sys_getpid() };
	o->perm.__key = key;
	o->perm.__seq = sequence;
	o->perm.uid = o->perm.cuid = (uid_t)__wasix_sys_geteuid();
	o->perm.gid = o->perm.cgid = (gid_t)__wasix_sys_getegid();
	o->perm.mode = (mode_t)flags & 0777;
	return id;
}

static long
get_locked(enum sysv_kind kind, key_t key, unsigned long size, size_t bytes, long flags)
{
	struct sysv_object *objects = table->objects[kind];
	int free_place = -1;

	for (int i = 0; i < OBJECTS; i++) {
		struct sysv_object *o = &objects[i];
		if (!o->is_used) {
			free_place = free_place < 0 ? i : free_place;
			continue;
		}
		if (key == IPC_PRIVATE || o->perm.__key != key)
			continue;
		if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL))
			return -EEXIST;
		if (kind != SYSV_MSG && size > o->size)
			return -EINVAL;
		return (long)o->sequence * OBJECTS + i;
	}
	if (key != IPC_PRIVATE && !(flags & IPC_CREAT))
		return -ENOENT;
	if (size == 0)
		return -EINVAL;
	return free_place < 0 ? -ENOSPC : make(kind, free_place, key, size, bytes, flags);
}

long
__wasix_sysv_get(enum sysv_kind kind, key_t key, unsigned long size, size_t bytes, long flags)
{
	long r = table_open();
	if (r < 0)
		return r;
	ipc_lock(&table->lock);
	r = get_locked(kind, key, size, bytes, flags);
	ipc_unlock(&table->lock);
	return r;
}

struct sysv_object *
__wasix_sysv_lock(enum sysv_kind kind, long id)
{
	if (id < 0 || table_open() < 0)
		return NULL;
	ipc_lock(&table->lock);
	struct sysv_object *o = &table->objects[kind][id % OBJECTS];
	if (o->is_used && o->sequence == id / OBJECTS)
		return o;
	ipc_unlock(&table->lock);
	return NULL;
}

void
__wasix_sysv_unlock(void)
{
	ipc_unlock(&table->lock);
}

/* Who has it mapped keeps it. */
long
__wasix_sysv_remove(enum sysv_kind kind, long id, struct sysv_object *o)
{
	char path[48];

	path_of(kind, id, path);
	o->is_used = 0;
	return __wasix_sys_unlinkat(AT_FDCWD, (long)path, 0);
}

long
__wasix_sysv_set(struct sysv_object *o, const struct ipc_perm *perm)
{
	if (!perm)
		return -EFAULT;
	o->perm.uid = perm->uid;
	o->perm.gid = perm->gid;
	o->perm.mode = perm->mode & 0777;
	o->change = __wasix_sysv_now();
	return 0;
}
