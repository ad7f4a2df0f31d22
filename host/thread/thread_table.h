/* thread_table.h -- the threads of a process and their states; for thread.c and thread_end.c.
 *
 * A thread of the host that has run a thread of the guest rests for a moment, with its stack, store
 * and instance, and takes the next one: most of what making a thread costs is saved.
 *
 *   made -> in `threads` -> in `idle` -> in `threads` -> ... -> gone
 */
#ifndef HOST_THREAD_TABLE_H
#define HOST_THREAD_TABLE_H

#include "host.h"

#include <sys/types.h>

enum thread_work { THREAD_RESTS, THREAD_RUNS, THREAD_GOES };

struct guest_thread {
	struct guest_thread *next; /* in one of the process's lists */
	struct wasix_process *process;
	struct wasix_store *store;
	struct wasix_instance *instance;
	uint32_t tid;
	wasix_gptr start;
	uint64_t signal_mask;  /* that it begins with: its maker's */
	_Atomic uint32_t work; /* enum thread_work; a futex */
	_Atomic pid_t host;    /* 0: it did not run yet */
	bool leaves;           /* thread_exit was called: only this thread ends */
	bool is_only;          /* in a process that it forked: it stands for the first thread */
};

/* NULL in the first thread of a guest. */
extern _Thread_local struct guest_thread *thread_self [[gnu::tls_model("initial-exec")]];

static inline bool
thread_is_first(void)
{
	return !thread_self || thread_self->is_only;
}

/* Something of the table that others wait for is not as it was. */
void threads_changed(struct thread_table *t);
/* Returns when `changes` is not `seen`, after ms (negative: never), or interrupted; at once if
 * *attention is not 0 (NULL: of no interest). */
void threads_wait(struct thread_table *t, uint32_t seen, int ms, const _Atomic uint32_t *attention);
uint64_t threads_now_ms(void);

/* Gives a resting thread something to do. */
void thread_wake(struct guest_thread *thread, enum thread_work work);

/* How a thread's call ended is how the process ends, unless somebody said so before. */
void threads_say_end(struct wasix_process *p, wasix_result result, const wasix_error *err);

#endif
