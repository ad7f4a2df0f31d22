/* closure.h -- functions that the guest makes at run time; the process's threads.lock guards them.
 */
#ifndef HOST_CLOSURE_H
#define HOST_CLOSURE_H

#include "host.h"

/* Whether an entry of the table is, or was, for closures: what is there may change. */
bool closure_is_entry(struct wasix_process *p, uint32_t entry);
/* A thread that is about to run gets those that there are. With the lock held. */
void closures_enter(struct wasix_process *p, struct wasix_instance *instance);
/* When nothing of the guest runs any more. */
void closures_delete(struct wasix_process *p);

#endif
