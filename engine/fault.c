/* fault.c -- signals of the processor that are traps of the guest (Linux, x86-64).
 *
 *   SIGSEGV, SIGBUS   compiled code touched a linear memory's reservation: out of bounds
 *   SIGSEGV           anybody ran off the stack while wasm was on it: stack exhausted; so is what
 *                     touched pages of the memory that are a guard of the guest's own stacks
 *   SIGILL            compiled code ran into ud1; the operand is the trap's code
 *
 * A host function that meets the end of a mapped file, or a guard, goes on (mend_page).
 *
 * Anything else goes to the handler that was there before. The handlers are the one piece of state
 * that belongs to the process: they are installed once and stay.
 */
#include "activation.h"
#include "code.h"
#include "runtime.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>

#define STACK_WANTED     (UINT64_C(16) << 20)  /* of the main thread, if the hard limit allows */
#define STACK_MOST       (UINT64_C(256) << 20) /* without a limit a guest would take all memory */
#define STACK_LEAST      (UINT64_C(256) << 10)
#define STACK_SLACK      ((uintptr_t)1 << 20)   /* furthest that a frame without probes reaches */
#define HOST_STACK       ((uintptr_t)256 << 10) /* what a host function finds at least */
#define MAIN_STACK_MIN   ((uintptr_t)64 << 20)  /* the kernel maps nothing closer below the stack */
#define FILE_PAGE        ((uintptr_t)4096)
#define ALTERNATE_SIZE   ((size_t)128 << 10)
#define ALTERNATE_ENOUGH ((size_t)32 << 10)

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STACK_LIMIT_IS_FIXED true /* they looked at it when the process started */
#else
#define STACK_LIMIT_IS_FIXED false
#endif

/* glibc: where the main thread's stack began */
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl*): glibc chose the name
extern void *__libc_stack_end;

/* What this thread's handlers need. */
struct fault_thread {
	bool prepared;
	bool reporting; /* a backtrace is being taken */
	uintptr_t stack_low, stack_top;
};

static _Thread_local struct fault_thread thread;

static pthread_once_t installed = PTHREAD_ONCE_INIT;
static pthread_key_t thread_end;
static struct sigaction previous_segv, previous_bus, previous_ill;

/* --- which trap --- */

static uintptr_t
context_pc(const ucontext_t *context)
{
	return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
}

/* ud1 code(%eax), %eax: what llvm.ubsantrap becomes. */
static uint32_t
trap_code_at(const uint8_t *pc)
{
	if (pc[0] == 0x67 && pc[1] == 0x0f && pc[2] == 0xb9 && pc[3] == 0x40)
		return pc[4];
	return 0;
}

static bool
is_stack_overflow(uintptr_t address, uintptr_t sp, const struct activation *a)
{
	uintptr_t frame = (uintptr_t)a->frame;
	bool is_near = address - (sp - STACK_SLACK) <= 2 * STACK_SLACK && address < frame;

	if (frame < thread.stack_low || frame > thread.stack_top)
		return is_near; /* a stack of the embedder's: all we know is its pointer */
	if (sp < thread.stack_low)
		return true;
	return is_near && address < thread.stack_low + STACK_SLACK;
}

/* What compiled code calls to fill and copy memory holds nothing either, and has no frame. */
static bool
is_called_by_guest(uintptr_t sp)
{
	return activation_code_at(*(void *const *)sp);
}

/* A page that the guest made a guard of (memory_guard). */
static bool
is_guard(int signal_number, const siginfo_t *info, const struct activation *a)
{
	return signal_number == SIGSEGV && info->si_code == SEGV_ACCERR &&
	       memory_holds(a->store, info->si_addr);
}

/* 0: not the guest's doing. */
static uint32_t
fault_trap(int signal_number, const siginfo_t *info, const ucontext_t *context)
{
	const struct activation *a = activation_current();
	uintptr_t pc = context_pc(context);
	uintptr_t sp = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];

	if (!a || info->si_code <= 0) /* <= 0: sent by a process */
		return 0;
	bool is_guest = activation_code_at((const void *)pc);
	if (signal_number == SIGILL)
		return is_guest ? trap_code_at((const uint8_t *)pc) : 0;
	if (is_guard(signal_number, info, a))
		return is_guest || is_called_by_guest(sp) ? TRAP_STACK_EXHAUSTED : 0;
	if (is_guest && memory_reserves(a->store, info->si_addr))
		return TRAP_MEMORY_OUT_OF_BOUNDS;
	if (is_stack_overflow((uintptr_t)info->si_addr, sp, a))
		return TRAP_STACK_EXHAUSTED;
	return 0;
}

/* What a handler does must go on, so the page becomes ordinary. */
static bool
mend_guard(int signal_number, const siginfo_t *info, const ucontext_t *context, uintptr_t page)
{
	return is_guard(signal_number, info, activation_current()) &&
	       !fault_trap(signal_number, info, context) &&
	       mprotect((void *)page, FILE_PAGE, PROT_READ | PROT_WRITE) == 0;
}

/* A guard, or a page of a mapped file that the file does not reach (any more): it becomes the
 * memory's own, zero, and no part of the file. */
static bool
mend_page(int signal_number, const siginfo_t *info, const ucontext_t *context)
{
	const struct activation *a = activation_current();
	uintptr_t page = (uintptr_t)info->si_addr & ~(uintptr_t)(FILE_PAGE - 1);

	if (!a || info->si_code <= 0)
		return false;
	if (signal_number == SIGSEGV)
		return mend_guard(signal_number, info, context, page);
	if (signal_number != SIGBUS || activation_code_at((const void *)context_pc(context)) ||
		!memory_reserves(a->store, info->si_addr))
		return false;
	return mmap((void *)page, FILE_PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
}

/* --- handlers --- */

static struct sigaction *
previous_action(int signal_number)
{
	switch (signal_number) {
	case SIGSEGV:
		return &previous_segv;
	case SIGBUS:
		return &previous_bus;
	default:
		return &previous_ill;
	}
}

void
fault_set_previous(int signal_number, const struct sigaction *action)
{
	*previous_action(signal_number) = *action;
}

/* As if we had never been there. */
static void
pass_on(int signal_number, siginfo_t *info, void *context)
{
	const struct sigaction *previous = previous_action(signal_number);

	if (previous->sa_flags & SA_SIGINFO) {
		previous->sa_sigaction(signal_number, info, context);
	} else if (previous->sa_handler == SIG_DFL ||
		   (previous->sa_handler == SIG_IGN && info->si_code > 0)) {
		signal(signal_number, SIG_DFL); /* a fault comes again on return */
		if (info->si_code <= 0)
			raise(signal_number);
	} else if (previous->sa_handler != SIG_IGN) {
		previous->sa_handler(signal_number);
	}
}

/* The jump keeps the signal mask, so the one from before the fault is set first. */
[[noreturn]] static void
leave_handler(const ucontext_t *context)
{
	thread.reporting = false;
	unwind_forget(); /* if it fell while it threw, or while the backtrace was taken */
	pthread_sigmask(SIG_SETMASK, &context->uc_sigmask, NULL);
	activation_stop(WASIX_TRAP);
}

static void
faults_add(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGSEGV);
	sigaddset(set, SIGBUS);
	sigaddset(set, SIGILL);
}

static void
on_fault(int signal_number, siginfo_t *info, void *context)
{
	if (thread.reporting) /* the unwinder itself fell: the trap stands, without its stack */
		leave_handler(context);
	if (mend_page(signal_number, info, context))
		return;
	uint32_t code = fault_trap(signal_number, info, context);
	if (!code) {
		pass_on(signal_number, info, context);
		return;
	}
	thread.reporting = true;
	sigset_t faults;
	faults_add(&faults);
	pthread_sigmask(SIG_UNBLOCK, &faults, NULL); /* one of the unwinder shall come here too */
	activation_report_trap(code);
	leave_handler(context);
}

static void
end_thread(void *alternate)
{
	stack_t off = { .ss_flags = SS_DISABLE };
	sigaltstack(&off, NULL);
	munmap(alternate, ALTERNATE_SIZE);
}

static void
install(void)
{
	/* What processes send must neither pile up on the alternate stack nor meet itself there. */
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	pthread_key_create(&thread_end, end_thread);
	sigfillset(&action.sa_mask);
	sigaction(SIGSEGV, &action, &previous_segv);
	sigaction(SIGBUS, &action, &previous_bus);
	sigaction(SIGILL, &action, &previous_ill);
}

/* --- a thread's stacks --- */

static bool
alternate_prepare(void)
{
	stack_t stack;

	if (sigaltstack(NULL, &stack) == 0 && !(stack.ss_flags & SS_DISABLE) &&
		stack.ss_size >= ALTERNATE_ENOUGH)
		return true;
	void *memory = mmap(NULL, ALTERNATE_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (memory == MAP_FAILED)
		return false;
	stack = (stack_t){ .ss_sp = memory, .ss_size = ALTERNATE_SIZE };
	sigaltstack(&stack, NULL);
	pthread_setspecific(thread_end, memory);
	return true;
}

/* What the soft limit should be: neither too little for deep guests nor endless. */
static rlim_t
wanted_stack(const struct rlimit *limit, uint64_t max_stack)
{
	if (STACK_LIMIT_IS_FIXED)
		return limit->rlim_cur;
	if (max_stack) {
		rlim_t asked = max_stack < STACK_LEAST ? STACK_LEAST : max_stack;
		if (asked > MAIN_STACK_MIN)
			asked = MAIN_STACK_MIN;
		return asked < limit->rlim_max ? asked : limit->rlim_max;
	}
	if (limit->rlim_cur > STACK_MOST)
		return STACK_MOST;
	if (limit->rlim_cur >= STACK_WANTED)
		return limit->rlim_cur;
	return limit->rlim_max < STACK_WANTED ? limit->rlim_max : STACK_WANTED;
}

/* pthread_getattr_np would parse /proc/self/maps for this one. */
static bool
find_main_stack(uintptr_t frame, uint64_t max_stack)
{
	uintptr_t top = (uintptr_t)__libc_stack_end;
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) != 0)
		return false;
	if (frame > top || (top - frame > MAIN_STACK_MIN && top - frame > limit.rlim_cur))
		return false;
	rlim_t old = limit.rlim_cur;
	limit.rlim_cur = wanted_stack(&limit, max_stack);
	if (limit.rlim_cur != old && setrlimit(RLIMIT_STACK, &limit) != 0)
		limit.rlim_cur = old;
	thread.stack_top = top;
	thread.stack_low = limit.rlim_cur < top ? top - limit.rlim_cur : 0;
	return true;
}

static void
find_thread_stack(void)
{
	pthread_attr_t attributes;
	void *low;
	size_t size;

	if (pthread_getattr_np(pthread_self(), &attributes) != 0)
		return;
	if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
		thread.stack_low = (uintptr_t)low;
		thread.stack_top = (uintptr_t)low + size;
	}
	pthread_attr_destroy(&attributes);
}

bool
fault_on_thread_stack(const void *frame)
{
	uintptr_t at = (uintptr_t)frame;
	return thread.stack_low && at >= thread.stack_low && at <= thread.stack_top;
}

uintptr_t
fault_host_limit(const void *frame)
{
	uintptr_t size = thread.stack_top - thread.stack_low;

	if (!fault_on_thread_stack(frame)) /* one of the embedder's */
		return 0;
	return thread.stack_low + (size / 4 < HOST_STACK ? size / 4 : HOST_STACK);
}

void
fault_thread_stack(void *low, size_t size, void *alternate, size_t alternate_size)
{
	stack_t stack = { .ss_sp = alternate, .ss_size = alternate_size };

	pthread_once(&installed, install);
	thread.stack_low = (uintptr_t)low;
	thread.stack_top = (uintptr_t)low + size;
	thread.prepared = sigaltstack(&stack, NULL) == 0;
}

bool
fault_thread_prepare(uint64_t max_stack)
{
	if (thread.prepared)
		return true;
	pthread_once(&installed, install);
	if (!alternate_prepare())
		return false;
	if (!find_main_stack((uintptr_t)__builtin_frame_address(0), max_stack))
		find_thread_stack();
	thread.prepared = true;
	return true;
}
