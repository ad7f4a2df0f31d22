/* memory.h -- a linear memory with what compiled code does not see; for memory.c and wait.c. */
#ifndef ENGINE_MEMORY_H
#define ENGINE_MEMORY_H

#include "compile.h"

#include <pthread.h>

struct waiter;

enum { SLEEPER_COUNTS = 64 };

struct memory_object {
	struct wasix_memory memory; /* first: the two pointers are the same */
	uint64_t declared_max;      /* pages; UINT64_MAX: none */
	void *mapping;              /* what munmap gets: base is aligned within */
	struct memory_object *next; /* in the store's list */
	pthread_mutex_t lock;       /* of growing */
	pthread_mutex_t wait_lock;  /* of waiters */
	struct waiter *waiters;
	_Atomic uint32_t listed;                   /* how many are, or are about to be */
	_Atomic uint32_t sleepers[SLEEPER_COUNTS]; /* in the kernel, by a hash of the address */
};

#endif
