/* unwind.c -- the Itanium names of unwinding that Rust's standard library calls: libunwind.a.
 *
 * Throwing and catching are instructions; there is no unwinder to write. What C++ and Rust call an
 * exception is one tag, __cpp_exception (sys/start/tags.s), that carries the object's address; cleanups
 * and landing pads are the compiler's. Return addresses are not in linear memory: a program sees
 * its own stack as far as its host tells, by extensions, and no frame where the host does not know
 * them.
 */
#include "extension.h"

#include <stddef.h>
#include <stdint.h>

USES_EXTENSION(backtrace);
USES_EXTENSION(function_name);

struct _Unwind_Context {
	uint32_t offset; /* byte of the module */
};

struct _Unwind_Exception {
	uint64_t class;
	void (*cleanup)(int reason, struct _Unwind_Exception *);
	uintptr_t reserved[2];
};

/* The numbers of the Itanium C++ ABI, "Exception Handling", 1.2. */
enum {
	REASON_FOREIGN_EXCEPTION_CAUGHT = 1,
	REASON_FATAL_PHASE1_ERROR = 3,
	REASON_END_OF_STACK = 5
};

enum { TAG_CPP_EXCEPTION }; /* what __builtin_wasm_throw knows __cpp_exception by */

enum { FRAMES_MAX = 128 };

size_t __wasix_function_name(uintptr_t ip, char *out, size_t size);

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
	uint32_t offsets[FRAMES_MAX];
	long long count = EXTENSION(backtrace, (long)offsets, FRAMES_MAX);

	/* the innermost is this function */
	for (long long i = 1; i < count; i++) {
		struct _Unwind_Context frame = { offsets[i] };
		if (visit(&frame, argument) != 0)
			return REASON_FATAL_PHASE1_ERROR;
	}
	return REASON_END_OF_STACK;
}

uintptr_t
_Unwind_GetIP(struct _Unwind_Context *frame)
{
	return frame->offset;
}

/* Frames have no address in linear memory. */
uintptr_t
_Unwind_GetCFA(struct _Unwind_Context *frame)
{
	(void)frame;
	return 0;
}

/* What is asked of it, __wasix_function_name tells of any byte of the function. */
void *
_Unwind_FindEnclosingFunction(void *ip)
{
	return ip;
}

/* For share/wasix/rust/symbolize.rs: the name of the function that a byte of the module is in; 0 if
 * there is none. Returns the bytes written. */
size_t
__wasix_function_name(uintptr_t ip, char *out, size_t size)
{
	long long len = EXTENSION(function_name, (long)ip, (long)out, (long)size);

	return len < 0 ? 0 : (size_t)len < size ? (size_t)len : size;
}
