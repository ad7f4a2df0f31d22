/* sysv_map.h -- the files of semaphore sets and queues, mapped once a process. */
#ifndef SYS_SYSV_MAP_H
#define SYS_SYSV_MAP_H

#include "sysv.h"

#include <errno.h>
#include <stdlib.h>

#include "lock.h"

struct mapped {
	struct mapped *next;
	long id;
	void *at;
};

struct mapped_list {
	struct mapped *first;
	volatile int lock[1];
};

/* What a number names; NULL when it names nothing. One that was removed stays mapped: who waits at
 * it looks at it again. */
static inline void *
mapped_of(struct mapped_list *list, enum sysv_kind kind, long id)
{
	size_t size;
	struct mapped *m;

	LOCK(list->lock);
	for (m = list->first; m && m->id != id; m = m->next)
		;
	if (!m && (m = malloc(sizeof *m))) {
		void *p = __wasix_sysv_map(kind, id, &size);
		if (IPC_FAILED(p)) {
			free(m);
			m = NULL;
		} else {
			*m = (struct mapped){ list->first, id, p };
			list->first = m;
		}
	}
	UNLOCK(list->lock);
	return m ? m->at : NULL;
}

#endif
