/* sysv_shm.c -- System V shared memory. NOTE: shm_nattch counts shmat and shmdt; fork and the end
 * of a process are not seen. */
#include "sysv.h"

#include "fork_locks.h"
#include "lowered.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/shm.h>

#include "lock.h"

enum { PAGE = 4096 };

struct attachment {
	struct attachment *next;
	void *at;
	size_t size;
	long id;
};

static struct attachment *attachments;
static volatile int attachments_lock[1];
HELD_OVER_FORK(attachments_lock);

long
__wasix_sys_shmget(long key, long size, long flags)
{
	size_t bytes = ((size_t)size + PAGE - 1) & (size_t)-PAGE;

	if (size < 0 || (size > 0 && bytes == 0))
		return -EINVAL;
	return __wasix_sysv_get(SYSV_SHM, (key_t)key, (unsigned long)size, bytes, flags);
}

static void
count(long id, int change)
{
	struct sysv_object *o = __wasix_sysv_lock(SYSV_SHM, id);
	if (!o)
		return;
	o->attached += change;
	o->times[change < 0] = __wasix_sysv_now();
	o->pids[0] = (int)__wasix_sys_getpid();
	__wasix_sysv_unlock();
}

long
__wasix_sys_shmat(long id, long address, long flags)
{
	struct sysv_object *o = __wasix_sysv_lock(SYSV_SHM, id);

	(void)flags; /* there is no protection: SHM_RDONLY can be written */
	if (!o)
		return -EINVAL;
	__wasix_sysv_unlock();
	if (address)
		return -EINVAL; /* NOTE: where it goes is not for the program to say */
	struct attachment *a = malloc(sizeof *a);
	if (!a)
		return -ENOMEM;
	void *p = __wasix_sysv_map(SYSV_SHM, id, &a->size);
	if (IPC_FAILED(p)) {
		free(a);
		return (long)p;
	}
	a->at = p;
	a->id = id;
	LOCK(attachments_lock);
	a->next = attachments;
	attachments = a;
	UNLOCK(attachments_lock);
	count(id, 1);
	return (long)p;
}

long
__wasix_sys_shmdt(long address)
{
	LOCK(attachments_lock);
	struct attachment **at = &attachments;
	while (*at && (*at)->at != (void *)address)
		at = &(*at)->next;
	struct attachment *a = *at;
	if (a)
		*at = a->next;
	UNLOCK(attachments_lock);
	if (!a)
		return -EINVAL;
	__wasix_sys_munmap((long)a->at, (long)a->size);
	count(a->id, -1);
	free(a);
	return 0;
}

static void
tell(const struct sysv_object *o, struct shmid_ds *out)
{
	*out = (struct shmid_ds){ .shm_perm = o->perm,
		.shm_segsz = o->size,
		.shm_atime = o->times[0],
		.shm_dtime = o->times[1],
		.shm_ctime = o->change,
		.shm_cpid = o->creator,
		.shm_lpid = o->pids[0],
		.shm_nattch = (unsigned long)(o->attached > 0 ? o->attached : 0) };
}

long
__wasix_sys_shmctl(long id, long command, long buffer)
{
	struct shmid_ds *ds = (struct shmid_ds *)buffer;
	struct sysv_object *o = __wasix_sysv_lock(SYSV_SHM, id);
	long r = 0;

	if (!o)
		return -EINVAL;
	switch (command & 0xff) {
	case IPC_RMID:
		r = __wasix_sysv_remove(SYSV_SHM, id, o);
		break;
	case IPC_SET:
		r = __wasix_sysv_set(o, ds ? &ds->shm_perm : NULL);
		break;
	case IPC_STAT:
		if (ds)
			tell(o, ds);
		else
			r = -EFAULT;
		break;
	default:
		r = -EINVAL;
	}
	__wasix_sysv_unlock();
	return r;
}
