/* sysv_sem.h -- a set of System V semaphores, as its file has it. */
#ifndef SYS_SYSV_SEM_H
#define SYS_SYSV_SEM_H

#include "ipc_shared.h"

#include <sys/sem.h>

enum { SEMAPHORE_VALUE_MAX = 32767, SEMAPHORE_UNDOS = 256 };

struct semaphore_set {
	int lock;
	int changes;
	int is_removed;
	unsigned count;
	unsigned undo_count; /* places of undos that are taken */
	struct semaphore_undo {
		int pid; /* 0: free */
		unsigned short number;
		short value; /* what is added when the process ends */
	} undos[SEMAPHORE_UNDOS];
	struct semaphore {
		int value, pid, up, down; /* who waits for more, for zero */
	} semaphores[];
};

/* All with the lock of the set held. */

/* Notes what the operations with SEM_UNDO did. 0, or nothing noted: -ENOSPC, -ERANGE. */
hidden long __wasix_semaphore_undo_note(
	struct semaphore_set *s, const struct sembuf *ops, size_t count);

/* Undoes what processes did that are gone. */
hidden void __wasix_semaphore_undo_gone(struct semaphore_set *s);

/* A value was set: nothing of what was done before is undone. number -1: of all. */
hidden void __wasix_semaphore_undo_forget(struct semaphore_set *s, int number);

#endif
