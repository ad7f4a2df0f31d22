/* sysv.h -- System V's shared memory, semaphores and message queues: a table of /dev/shm/sysv that
 * all processes of the guest share, and a file for each object. */
#ifndef SYS_SYSV_H
#define SYS_SYSV_H

#include "ipc_shared.h"

#include <sys/ipc.h>

enum sysv_kind { SYSV_SHM, SYSV_SEM, SYSV_MSG, SYSV_KINDS };

struct sysv_object {
	int is_used;
	int sequence;
	struct ipc_perm perm;
	unsigned long size; /* bytes of memory, semaphores of a set, bytes that a queue may hold */
	time_t change;
	time_t times[2]; /* attach and detach, operation, send and receive */
	int creator, pids[2];
	int attached;
};

/* An object, found or made. Its number, or -errno. bytes: of its file. */
hidden long __wasix_sysv_get(
	enum sysv_kind kind, key_t key, unsigned long size, size_t bytes, long flags);

/* The object of a number, with the table locked; NULL (and unlocked): there is none. */
hidden struct sysv_object *__wasix_sysv_lock(enum sysv_kind kind, long id);
hidden void __wasix_sysv_unlock(void);

/* Its file, mapped. -errno as a pointer. */
hidden void *__wasix_sysv_map(enum sysv_kind kind, long id, size_t *size);

/* IPC_RMID and IPC_SET, and the checks of all; the table is locked. 0 or -errno. */
hidden long __wasix_sysv_remove(enum sysv_kind kind, long id, struct sysv_object *o);
hidden long __wasix_sysv_set(struct sysv_object *o, const struct ipc_perm *perm);

hidden time_t __wasix_sysv_now(void);

#endif
