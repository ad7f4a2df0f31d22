/* activation.h -- calls into wasm on the C stack, as trap.c, fault.c and backtrace.c see them.
 *
 * Nested calls (wasm -> embedder's callback -> wasm) form a chain, one a thread, innermost first.
 */
#ifndef ENGINE_ACTIVATION_H
#define ENGINE_ACTIVATION_H

#include "compile.h"

#include <setjmp.h>

/* A place on the C stack, and the jump to it. The compiler's own saves three registers; sanitizers
 * must know of the jump. Only trap.c jumps. */
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
typedef sigjmp_buf stack_mark;
#define STACK_MARK(mark)    sigsetjmp(mark, 0)
#define STACK_JUMP_TO(mark) siglongjmp(mark, 1)
#else
typedef void *stack_mark[5];
#define STACK_MARK(mark)    __builtin_setjmp(mark)
#define STACK_JUMP_TO(mark) __builtin_longjmp(mark, 1)
#endif

struct wasix_store;

struct activation {
	stack_mark mark;
	struct activation *outer;
	struct wasix_store *store;
	struct wasix_instance *instance; /* whose function was called; NULL: of none */
	wasix_error *err;                /* of the caller; may be NULL */
	void *frame;           /* an address on the stack, above all that this call uses */
	uintptr_t outer_limit; /* host_stack_limit of outer */
	wasix_result result;
};

/* The innermost call of this thread, or NULL. */
struct activation *activation_current(void);

/* Once a thread, before its first call: handlers, alternate stack, bounds of the stack. max_stack
 * is the engine's option. false when the host refuses memory. (fault.c) */
bool fault_thread_prepare(uint64_t max_stack);
/* Whether an address is on the stack that the thread began with; an embedder may have others. */
bool fault_on_thread_stack(const void *frame);
/* What host_stack_limit must be for a call from this frame. */
uintptr_t fault_host_limit(const void *frame);

/* Host functions are not entered below this address: they may hold locks, so running off the stack
 * within one must not happen. 0: not known. Of this thread. (host_entry.c) */
extern _Thread_local uintptr_t host_stack_limit [[gnu::tls_model("initial-exec")]];

/* Fills err->frames and the offset with the wasm functions on the stack. (backtrace.c) */
void backtrace_fill(wasix_error *err);

/* The loaded code that a host address lies in, over all active stores; NULL if none. */
const struct wasix_module *activation_code_at(const void *pc);

/* Puts the trap and the stack into the innermost call's error, unless it holds a message. */
void activation_report_trap(enum trap_code code);

/* Ends the innermost call; its error is filled already. */
[[noreturn]] void activation_stop(wasix_result result);

#endif
