/* process_slots.h -- the insides of the table of processes, for the files that work on it:
 * process_table.c, process_signal.c, process_group.c. */
#ifndef HOST_PROCESS_SLOTS_H
#define HOST_PROCESS_SLOTS_H

#include "process_table.h"

#include <pthread.h>

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

/* Who died with the lock left at worst one slot half filled, which then counts as dead. */
void tree_lock(struct process_tree *tree);
void tree_unlock(struct process_tree *tree);
/* The process's, which is made if need be. NULL: memory is short. */
struct process_tree *tree_of(struct wasix_process *p);

/* With the lock held. NULL: none. */
struct slot *slot_of(struct process_tree *tree, uint32_t pid);
/* With the lock held: whether the process is there yet; one that is seen to be gone is noted. */
bool slot_lives(struct slot *slot);

#endif
