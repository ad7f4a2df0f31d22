/* signals.h -- the guest's signals are the kernel's.
 *
 * A guest process is a host process, so dispositions, masks and what is pending are kept by the
 * kernel, and default actions, job control and inheritance need nothing of ours. Only a handler of
 * the guest cannot be the kernel's: ours stands in for it (signal.c). If it hits compiled code it
 * calls the guest's at once. Else it records the signal, keeps all others that have handlers
 * blocked, and the thread attends to it when the host function is over.
 */
#ifndef HOST_SIGNALS_H
#define HOST_SIGNALS_H

#include "block.h"

#include <signal.h>

enum {
	SIGNALS = 65,        /* numbers of the kernel, 0 for none */
	SIGNAL_RUNTIME = 34, /* the runtime's own: --timeout. No guest gets or blocks it */
};

/* Signal n is bit n - 1, as in the kernel. */
typedef uint64_t signal_set;

static inline signal_set
signal_bit(int sig)
{
	return UINT64_C(1) << (sig - 1);
}

/* What SIG_DFL, SIG_IGN and a handler are told by. */
enum disposition { DISPOSITION_DEFAULT, DISPOSITION_IGNORE, DISPOSITION_HANDLER };

struct signal_action {
	enum disposition disposition;
	uint32_t flags;  /* SA_* of the guest */
	signal_set mask; /* blocked while the handler runs */
};

/* --- dispositions (signal_action.c) --- */

/* -EINVAL: there is no such signal, or it cannot be changed. */
int signal_set_action(int sig, const struct signal_action *action);
enum disposition signal_disposition(int sig);
struct signal_action signal_action_of(int sig);
/* Those that have a handler of the guest. */
signal_set signals_handled(void);
/* Whether its default action is the end; whether that is what it does; and is not blocked. */
bool signal_ends_by_default(int sig);
bool signal_would_end(int sig);
bool signal_ends(int sig);
/* SA_RESETHAND: it has been called. */
void signal_handler_spent(int sig);
/* Before the change of the program: handlers become defaults. */
void signal_actions_reset(void);

/* --- arrival and delivery (signal.c) --- */

/* Whatever may be blocked: not the faults, not the runtime's own. */
signal_set signals_blockable(void);

/* The kernel's handler of all signals that the guest handles. */
void signal_arrived(int sig, siginfo_t *info, void *context);
/* On the ordinary stack, where signal_arrived could not handle a signal because it was not. */
void signal_due(void *context);
/* provider.attend: runs handlers for what is recorded. */
bool signal_attend(struct wasix_caller *c, uint32_t result);
/* The calling thread's mask as the guest knows it. */
signal_set signal_mask(void);
/* As sigprocmask(2); returns the one before. What is let through is attended to when the host
 * function is over. */
signal_set signal_mask_change(int how, signal_set set);
/* NULL: no handler runs. */
const siginfo_t *signal_being_handled(void);
/* The mask that is set when the handler is over; out or in may be NULL. false: none runs. */
bool signal_return_mask(signal_set *out, const signal_set *in);
/* A host function was interrupted and ends with EINTR: what the handlers may do about it. It is
 * called again in any case if it had done nothing yet. */
void signal_interrupted(enum restart restart, bool not_begun);
/* See block_began; and what comes next begins anew. */
uint64_t signal_call_began(uint64_t now);
void signal_call_proceeds(void);
/* Blocking calls answer EINTR at once from now on. */
void signal_refuse_waits(bool refuse);
bool signal_waits_are_refused(void);

/* A thread of the host begins one of the guest, and has ended it: until the next one everything is
 * blocked. In a child of fork; before a change of the program. */
void signals_thread_begins(signal_set mask);
void signals_thread_ends(void);
void signals_forked(struct wasix_process *p);
void signals_exec(struct wasix_process *p);

/* In a child that starts a program: sets of signals that are ignored, or not, in any case. */
void signals_of_child(signal_set ignored, signal_set defaulted);

/* --- sending --- */

/* kill(2) to the process itself, or to the calling thread: 0 or -errno of Linux. The first process
 * may not return. Call it with nothing held. */
int signal_self(struct wasix_caller *c, int sig, bool thread);
/* The same to a thread of the process; tid 0: the calling one. -ESRCH: there is none. */
int signal_thread(struct wasix_caller *c, uint32_t tid, int sig);

/* --- siginfo_t (signal_info.c) --- */

/* siginfo_t of the guest's libc, whose long has four bytes. */
struct guest_siginfo {
	int32_t signo, error, code;
	union {
		struct {
			int32_t pid;
			uint32_t uid;
			union {
				int32_t status; /* SIGCHLD */
				uint32_t value;
			};
		};
		struct {
			int32_t timer, overrun;
			uint32_t timer_value;
		};
		struct {
			int32_t band, fd; /* SIGIO */
		};
		uint8_t size[116];
	};
};
static_assert(sizeof(struct guest_siginfo) == 128, "siginfo_t");

void siginfo_to_guest(struct wasix_process *p, const siginfo_t *info, struct guest_siginfo *out);

/* --- descriptors (signal_fd.c) --- */

struct iovec;

/* What was read from one: numbers of processes and timers become the guest's. */
void signalfd_convert(struct wasix_process *p, const struct iovec *iov, size_t bytes);

/* --- timers (timer.c) --- */

/* Kernel's number to the guest's, -1: none. */
int timer_of_host(int id);
/* A signal after each interval, or once; one such timer a signal. 0 or -errno of Linux. */
int timer_raise(int sig, int64_t interval_ns, bool repeat);
void timers_forget(void);
void timers_delete(void);

#endif
