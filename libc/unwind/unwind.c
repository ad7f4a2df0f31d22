/* unwind.c -- the Itanium names of unwinding that Rust's standard library calls: libunwind.a.
 *
 * Throwing and catching are instructions; there is no unwinder to write. What C++ and Rust call an
 * exception is one tag, __cpp_exception (sys/tags.s), that carries the object's address; cleanups
 * and landing pads are the compiler's. A program may look at its own stack only as far as its host
 * tells: not at all yet.
 */
#include <stdint.h>

struct _Unwind_Context;

struct _Unwind_Exception {
	uint64_t class;
	void (*cleanup)(int reason, struct _Unwind_Exception *);
	uintptr_t reserved[2];
};

/* The numbers of the Itanium C++ ABI, "Exception Handling", 1.2. */
enum { REASON_FOREIGN_EXCEPTION_CAUGHT = 1, REASON_END_OF_STACK = 5 };

enum { TAG_CPP_EXCEPTION }; /* what __builtin_wasm_throw knows __cpp_exception by */

int
_Unwind_RaiseException(struct _Unwind_Exception *exception)
{
	__builtin_wasm_throw(TAG_CPP_EXCEPTION, exception);
}

void
_Unwind_DeleteException(struct _Unwind_Exception *exception)
{
	if (exception->cleanup)
		exception->cleanup(REASON_FOREIGN_EXCEPTION_CAUGHT, exception);
}

int
_Unwind_Backtrace(int (*visit)(struct _Unwind_Context *, void *), void *argument)
{
	(void)visit;
	(void)argument;
	return REASON_END_OF_STACK;
}

uintptr_t
_Unwind_GetIP(struct _Unwind_Context *frame)
{
	(void)frame;
	return 0;
}
