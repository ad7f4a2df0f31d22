/* dl.h -- programs that are linked at run time: the libraries that they load, for the rest of
 * the host.
 *
 * All threads have an instance of each module, and tables with the same functions at the same
 * places. Whoever loads a library makes the instances of all threads before it goes on.
 */
#ifndef HOST_DL_H
#define HOST_DL_H

#include "host.h"

/* struct provider.begin: makes the process a dynamic one. LINK: it is one already. */
wasix_result dynamic_begin(
	void *process, struct wasix_instance *main, struct linker *out, wasix_error *err);
/* Whether an import is one that dynamic_begin's linker will fill, in a module of this kind. */
bool dynamic_links(const struct wasix_module *m, const struct import *import);

/* For a thread that the caller makes in a store of its own: instances of all that its maker has.
 * start: the start block. LIMIT, LINK. */
wasix_result dynamic_thread_new(struct wasix_caller *c, struct wasix_store *store, wasix_gptr start,
	struct wasix_instance **out);
/* Nothing of the thread's store is looked at any more. */
void dynamic_thread_gone(struct wasix_process *p, const struct wasix_store *store);

/* Around a fork; in the child, the thread that has the store is the only one. */
void dynamic_hold(struct wasix_process *p);
void dynamic_let_go(struct wasix_process *p);
void dynamic_forked(struct wasix_process *p, const struct wasix_store *own);

/* After the program's store is gone. */
void dynamic_delete(struct wasix_process *p);

#endif
