/* thread.h -- threads of the guest beside its first one, each on a thread of the host with a store
 * and an instance of its own over the same memory.
 *
 * The process ends as a whole: whoever ends it first says how (threads_end), and every other thread
 * leaves its calls (engine/stop.c). The first thread waits for the others in wasix_run, so nothing
 * of the guest runs any more when that returns.
 */
#ifndef HOST_THREAD_H
#define HOST_THREAD_H

#include "host.h"

#include <sys/types.h>

enum {
	TID_MAIN_OF_LIBC = 0x3fffffff, /* what WASIX libcs call their main thread */
	THREADS_DEFAULT = 4096,        /* beside the first one */
	THREADS_MAX = 30000,           /* what --enable-threads takes */
};

/* The calling thread's number. */
uint32_t thread_id(struct wasix_process *p);
/* The host's thread behind a number; the first thread has three: the process's, libc's own, and the
 * number it had in the process that forked this one. 0: gone, or never there. */
pid_t thread_host_of(struct wasix_process *p, uint32_t tid);

/* Leaves the calling thread the only one: the others have ended their calls. For exec. false: the
 * process is ending already, so the caller is to end its call. */
bool threads_end_others(struct wasix_process *p);

/* The provider's finish. */
wasix_result threads_finish(
	void *process, struct wasix_store *store, wasix_result result, wasix_error *err);

/* Around a fork; then in the child, where the caller is the only thread. */
void threads_hold(struct wasix_process *p);
void threads_let_go(struct wasix_process *p);
void threads_forked(struct wasix_process *p);

void threads_init(struct thread_table *t);

#endif
