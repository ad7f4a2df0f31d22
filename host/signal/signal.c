/* signal.c -- a signal arrives, and the guest's handler runs; see signals.h.
 *
 * The kernel calls signal_arrived with everything blocked. What it hit decides:
 *
 *   compiled code   nothing of ours is held, and the guest's stack pointer is right at every
 *                   instruction: the handler runs right here, on the same native stack
 *   host code       the signal goes into the thread's one slot, and all signals that have handlers
 *                   are blocked in the context that the kernel returns to, so that the others wait
 *                   in the kernel, in its order. attention_syscall ends the call that waits.
 *
 * The guest's mask is then not the kernel's but the slot's, until the handler has run.
 */
#include "signals.h"

#include "guest.h"
#include "process_table.h"
#include "raw_syscall.h"
#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

TEXT_TOGETHER

enum {
	RED_ZONE = 256, /* below the stack pointer of C that clang makes: 128 bytes */
	UNBLOCKED = 3,  /* SIGSEGV, SIGBUS, SIGILL */
};

/* A handler that runs. */
struct delivery {
	const siginfo_t *info;
	signal_set after; /* the mask when it is over */
	struct delivery *outer;
};

/* The calling thread's. recorded, info and mask: by signal_arrived, with everything blocked. */
struct signal_thread {
	atomic_bool recorded;
	siginfo_t info;
	volatile signal_set mask; /* what the guest thinks is blocked, while recorded */
	struct delivery *delivery;
	bool interrupted; /* the host function that is ending; and how it takes it */
	bool not_begun;
	enum restart restart;
	uint64_t began; /* when the host function was called for the first time */
	/* Those that the kernel cannot keep, since they cannot be blocked; bit n: waiting[n]. */
	atomic_uchar waits;
	siginfo_t waiting[UNBLOCKED];
};

static _Thread_local struct signal_thread self [[gnu::tls_model("initial-exec")]];
_Thread_local uint8_t signal_unusual [[gnu::tls_model("initial-exec")]];

static void
unusual_set(uint8_t bit, bool on)
{
	signal_unusual = (uint8_t)(on ? signal_unusual | bit : signal_unusual & ~bit);
}

/* --- the kernel's mask --- */

static signal_set
kernel_mask(int how, const signal_set *set)
{
	signal_set old = 0;

	(void)raw_syscall4(SYS_rt_sigprocmask, how, (long)set, (long)&old, sizeof old);
	return old;
}

static void
kernel_mask_set(signal_set set)
{
	(void)kernel_mask(SIG_SETMASK, &set);
}

/* uc_sigmask of glibc is longer than the kernel's. */
static signal_set *
context_mask(void *context)
{
	return (signal_set *)(void *)&((ucontext_t *)context)->uc_sigmask;
}

/* What is recorded later came under the new mask; what was recorded before, under the old one. */
static void
mask_set(signal_set set)
{
	kernel_mask_set(set);
	if (self.recorded)
		self.mask = set;
}

signal_set
signal_mask(void)
{
	signal_set now = kernel_mask(SIG_BLOCK, NULL);
	return self.recorded ? self.mask : now;
}

static signal_set
changed(int how, signal_set old, signal_set set)
{
	switch (how) {
	case SIG_BLOCK:
		return old | set;
	case SIG_UNBLOCK:
		return old & ~set;
	default:
		return set;
	}
}

/* Nothing arrives between the look at the slot and the change. */
signal_set
signal_mask_change(int how, signal_set set)
{
	signal_set all = signals_blockable(), wanted = set & all, old, new;

	if (!signals_handled() && !self.recorded) /* nothing can be recorded */
		return kernel_mask(how, &wanted);
	old = kernel_mask(SIG_SETMASK, &all);
	if (self.recorded)
		old = self.mask;
	new = changed(how, old, set) & all;
	if (self.recorded)
		self.mask = new;
	else
		kernel_mask_set(new);
	return old;
}

/* --- the guest's handler --- */

static const char ENTRY[] = "__wasm_signal";

static struct wasix_func *
entry_of(struct wasix_caller *c)
{
	const struct wasix_process *p = caller_process(c);
	wasix_extern item;

	if (!wasix_instance_export(
		    c->instance, p->signal_handler[0] ? p->signal_handler : ENTRY, &item) ||
		item.kind != WASIX_EXTERN_FUNC || item.of.func->type->param_count != 1 ||
		item.of.func->type->result_count != 0 || item.of.func->type->params[0] != WASIX_I32)
		return NULL;
	return item.of.func;
}

/* Libcs of others call a default action that is a null pointer until they know sigaction. */
static void
failed(struct wasix_caller *c, wasix_result result, const wasix_error *err, int sig)
{
	struct wasix_process *p = caller_process(c);

	if (!p->next.module && result != WASIX_EXCEPTION && self.delivery == NULL)
		kernel_mask_set(signal_mask() & ~signals_handled());
	if (result == WASIX_TRAP && p->signal_handler[0])
		process_die(c, (uint32_t)sig);
	caller_pass_on(c, result, err);
}

/* Calls it with its mask set; afterwards that mask is still set. May not return. */
static void
handle(struct wasix_caller *c, const siginfo_t *info, signal_set *after)
{
	struct signal_action action = signal_action_of(info->si_signo);
	struct delivery d = { .info = info, .after = *after, .outer = self.delivery };
	union cell argument = { .i32 = (uint32_t)info->si_signo };
	struct wasix_func *entry = entry_of(c);
	wasix_error err = { 0 };

	if (!entry)
		return;
	signal_set blocked = *after | action.mask;
	if (!(action.flags & SA_NODEFER))
		blocked |= signal_bit(info->si_signo);
	self.delivery = &d;
	mask_set(blocked & signals_blockable());
	wasix_result result = func_call(entry, &argument, &err);
	self.delivery = d.outer;
	*after = d.after;
	if (result != WASIX_OK)
		failed(c, result, &err, info->si_signo);
}

/* -1: it can be blocked. */
static int
unblocked_index(int sig)
{
	return sig == SIGSEGV ? 0 : sig == SIGBUS ? 1 : sig == SIGILL ? 2 : -1;
}

/* As in the kernel, one of a kind. */
static void
wait_here(const siginfo_t *info)
{
	int i = unblocked_index(info->si_signo);

	if (self.waits >> i & 1)
		return;
	self.waiting[i] = *info;
	atomic_fetch_or(&self.waits, (unsigned char)(1 << i));
}

/* Whether there is one in the slot, which is filled by what waited for it. More may come at any
 * instruction. */
static bool
next_recorded(void)
{
	if (!self.waits || atomic_exchange(&self.recorded, true))
		return self.recorded;
	int i = __builtin_ctz(self.waits);
	self.info = self.waiting[i];
	self.mask = kernel_mask(SIG_BLOCK, NULL);
	atomic_fetch_and(&self.waits, (unsigned char)~(1 << i));
	return true;
}

/* Runs what is in the slot. */
static void
handle_recorded(struct wasix_caller *c)
{
	siginfo_t info = self.info;
	signal_set after = self.mask;

	self.recorded = false;
	handle(c, &info, &after);
	mask_set(after);
}

/* A libc that has one entry for all signals does not expect that poll and the like end early. */
static bool
waits_on(struct wasix_caller *c)
{
	return caller_process(c)->signal_handler[0];
}

bool
signal_attend(struct wasix_caller *c, uint32_t result)
{
	bool again = true, interrupted = self.interrupted && result == ABI_ERRNO_INTR;
	bool not_begun = self.not_begun;
	enum restart restart = self.restart;

	self.interrupted = false;
	while (next_recorded()) {
		if (!(signal_action_of(self.info.si_signo).flags & SA_RESTART))
			again = false;
		handle_recorded(c);
	}
	again = interrupted && !(signal_unusual & WAITS_REFUSED) &&
		(not_begun || (restart == RESTARTS ? again : waits_on(c)));
	unusual_set(CALL_AGAIN, again);
	return again;
}

/* --- arrival --- */

static void
record(const siginfo_t *info, void *context)
{
	signal_set *mask = context_mask(context);

	if (self.recorded && unblocked_index(info->si_signo) >= 0) {
		wait_here(info);
	} else if (self.recorded) { /* a handler set meanwhile: it waits in the kernel */
		(void)syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), info->si_signo, info);
	} else {
		self.info = *info;
		self.mask = *mask;
		self.recorded = true;
	}
	*mask |= (signals_handled() | signal_bit(info->si_signo)) & signals_blockable();
	attention_want();
	attention_leave_syscall(context);
}

static bool
process_of(const struct wasix_instance *instance, struct wasix_caller *out)
{
	const struct wasix_store *store = instance->store;

	for (uint32_t i = 0; i < store->provider_count; i++)
		if (store->providers[i].attend == signal_attend) {
			*out = attention_caller(instance, store->providers[i].self);
			return true;
		}
	return false;
}

/* Modules of others know nothing of signals between two instructions: what lies below the stack
 * pointer is made safe for them, and if the pointer is not to be had, the signal waits for the next
 * host function. Ours do it themselves. */
static union cell *
foreign_stack_pointer(struct wasix_caller *c)
{
	wasix_extern item;

	if (wasix_instance_export(c->instance, "__stack_pointer", &item) &&
		item.kind == WASIX_EXTERN_GLOBAL && item.of.global->type.kind == WASIX_I32 &&
		item.of.global->type.is_mutable)
		return item.of.global->cell;
	return NULL;
}

/* From within our own handler: the kernel puts back mask and registers when it returns. */
static void
handle_here(struct wasix_caller *c, const siginfo_t *info, void *context)
{
	bool foreign = caller_process(c)->signal_handler[0];
	union cell *sp = foreign ? foreign_stack_pointer(c) : NULL;
	signal_set after = *context_mask(context);

	if (foreign && !sp) {
		record(info, context);
		return;
	}
	if (sp)
		sp->i32 -= RED_ZONE;
	handle(c, info, &after);
	kernel_mask_set(signals_blockable());
	while (next_recorded()) {
		siginfo_t next = self.info;
		self.recorded = false;
		handle(c, &next, &after);
		kernel_mask_set(signals_blockable());
	}
	if (sp)
		sp->i32 += RED_ZONE;
	*context_mask(context) = after;
}

/* Of a signal that was recorded on the alternate stack, where the guest's C cannot run. */
void
signal_due(void *context)
{
	const struct wasix_instance *instance = attention_interrupted(context);
	siginfo_t info = self.info;
	struct wasix_caller c;
	int kept = errno;

	if (self.recorded && instance && process_of(instance, &c)) {
		self.recorded = false;
		*context_mask(context) = self.mask;
		handle_here(&c, &info, context);
	}
	errno = kept;
}

void
signal_arrived(int sig, siginfo_t *info, void *context)
{
	const struct wasix_instance *instance = attention_interrupted(context);
	struct wasix_caller c;
	int kept = errno;

	if (signal_action_of(sig).flags & SA_RESETHAND)
		signal_handler_spent(sig);
	bool is_fault = instance && !self.recorded && unblocked_index(sig) >= 0;
	if (!instance || self.recorded || is_fault) { /* of faults, this is the alternate stack */
		record(info, context);
		if (is_fault && !self.delivery) /* cannot be blocked, and shall not pile up */
			stop_when_handled();
	} else if (process_of(instance, &c)) {
		handle_here(&c, info, context);
	} else {
		record(info, context);
	}
	errno = kept;
}

/* --- what others ask --- */

const siginfo_t *
signal_being_handled(void)
{
	return self.delivery ? self.delivery->info : NULL;
}

bool
signal_return_mask(signal_set *out, const signal_set *in)
{
	if (!self.delivery)
		return false;
	if (out)
		*out = self.delivery->after;
	if (in)
		self.delivery->after = *in & signals_blockable();
	return true;
}

void
signal_interrupted(enum restart restart, bool not_begun)
{
	self.interrupted = true;
	self.not_begun = not_begun;
	self.restart = restart;
}

uint64_t
signal_call_began(uint64_t now)
{
	if (!(signal_unusual & CALL_AGAIN))
		self.began = now;
	return self.began;
}

void
signal_call_proceeds(void)
{
	unusual_set(CALL_AGAIN, false);
}

void
signal_refuse_waits(bool refuse)
{
	unusual_set(WAITS_REFUSED, refuse);
}

bool
signal_waits_are_refused(void)
{
	return signal_unusual & WAITS_REFUSED;
}

/* --- other lives --- */

/* One that came while the thread was being made is its first. */
void
signals_thread_begins(signal_set mask)
{
	kernel_mask_set(signals_blockable());
	self = (struct signal_thread){ .recorded = self.recorded, .info = self.info, .mask = mask };
	if (self.recorded) {
		mask |= (signals_handled() | signal_bit(self.info.si_signo)) & signals_blockable();
		attention_want();
	}
	signal_unusual = 0;
	kernel_mask_set(mask);
}

/* What was sent to the thread ends with it; what was sent to the process is for others. */
static void
hand_back(siginfo_t *info)
{
	if (info->si_code == SI_TKILL)
		return;
	if (syscall(SYS_rt_sigqueueinfo, getpid(), info->si_signo, info) < 0)
		(void)kill(getpid(), info->si_signo); /* the kernel keeps such codes to itself */
}

void
signals_thread_ends(void)
{
	signal_set all = signals_blockable(), pending = 0;
	siginfo_t info, taken[SIGNALS];
	int count = 0;

	kernel_mask_set(all);
	if (self.recorded)
		taken[count++] = self.info;
	self.recorded = false;
	(void)syscall(SYS_rt_sigpending, &pending, sizeof pending);
	if (pending & all) {
		const struct timespec now = { 0 };
		while (count < SIGNALS &&
			syscall(SYS_rt_sigtimedwait, &all, &info, &now, sizeof all) > 0)
			taken[count++] = info;
	}
	for (int i = 0; i < count; i++)
		hand_back(&taken[i]);
}

void
signals_forked(struct wasix_process *p)
{
	(void)p;
	timers_forget();
	if (self.waits)
		self.waits = 0;
	if (!self.recorded)
		return;
	self.recorded = false; /* the parent handles it */
	kernel_mask_set(self.mask);
}

/* What was recorded waits in the kernel for the new program. */
void
signals_exec(struct wasix_process *p)
{
	signal_set mask = signal_mask_change(SIG_BLOCK, ~UINT64_C(0));

	timers_delete();
	if (self.recorded)
		(void)syscall(
			SYS_rt_tgsigqueueinfo, getpid(), gettid(), self.info.si_signo, &self.info);
	self = (struct signal_thread){ 0 };
	signal_actions_reset();
	p->signal_handler[0] = 0;
	kernel_mask_set(mask);
}

/* --- sending --- */

/* A signal that the calling thread handles and lets in comes when this host function is over in any
 * case, so the kernel need not be asked: if nobody else could take it, and nothing came before. */
static bool
signal_at_once(struct wasix_caller *c, int sig, bool thread)
{
	signal_set bit = signal_bit(sig);

	if (self.recorded || !(signals_handled() & bit) ||
		signal_action_of(sig).flags & SA_RESETHAND ||
		(caller_process(c)->threads.first && !thread))
		return false;
	signal_set mask = kernel_mask(SIG_BLOCK, NULL);
	if (mask & bit)
		return false;
	self.info = (siginfo_t){ .si_signo = sig, .si_code = thread ? SI_TKILL : SI_USER };
	self.info.si_pid = getpid();
	self.info.si_uid = getuid();
	self.mask = mask;
	self.recorded = true;
	attention_want();
	return true;
}

int
signal_self(struct wasix_caller *c, int sig, bool thread)
{
	if (sig == 0 || signal_at_once(c, sig, thread))
		return 0;
	if (!caller_process(c)->is_child && signal_ends(sig))
		process_die(c, (uint32_t)sig);
	long r = thread ? syscall(SYS_tgkill, getpid(), gettid(), sig) : kill(getpid(), sig);
	return r < 0 ? -errno : 0;
}

int
signal_thread(struct wasix_caller *c, uint32_t tid, int sig)
{
	pid_t host = tid ? thread_host_of(caller_process(c), tid) : gettid();

	if (!host)
		return -ESRCH;
	if (host == gettid())
		return signal_self(c, sig, true);
	return syscall(SYS_tgkill, getpid(), host, sig) < 0 ? -errno : 0;
}

wasix_errno
signal_raise(struct wasix_caller *c, uint32_t sig)
{
	int result = signal_self(c, (int)sig, true);
	return result < 0 ? errno_to_wasi(-result) : ABI_ERRNO_SUCCESS;
}
