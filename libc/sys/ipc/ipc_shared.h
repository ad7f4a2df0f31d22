/* ipc_shared.h -- files of /dev/shm that processes share: what message queues and the System V
 * calls are made of. The host shares the pages; on hosts that do not, /dev/shm or the sharing is
 * missing, and the calls fail.
 */
#ifndef SYS_IPC_SHARED_H
#define SYS_IPC_SHARED_H

#include <stddef.h>
#include <sys/types.h>

#include "pthread_impl.h"

/* Held for moments only, never while one waits. A holder that was killed within is noticed, and the
 * next one goes on with what it finds. */
hidden void ipc_lock(volatile int *lock);
hidden void ipc_unlock(volatile int *lock);

/* Whether the process has ended. NOTE: of one that its parent, not the caller, has to wait for it
 * is known only then. */
hidden int __wasix_ipc_is_gone(int pid);

/* Tells all who wait for a change. */
static inline void
ipc_changed(volatile int *changes)
{
	a_inc(changes);
	__wake(changes, -1, 0);
}

/* Waits until *changes is not `seen` any more; at is a time of day, or NULL. 0 or -errno: EINTR,
 * ETIMEDOUT, ECANCELED. May come back early. */
hidden long __wasix_ipc_wait(volatile int *changes, int seen, const struct timespec *at);

/* Opens or makes (O_CREAT) a file, of the size where it makes it, and maps it. *size is what it
 * has. -errno as a pointer. */
hidden void *__wasix_ipc_map(const char *path, int flags, mode_t mode, size_t *size);

#define IPC_FAILED(p) ((unsigned long)(p) > -4096UL)

#endif
