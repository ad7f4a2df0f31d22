/* unwind.c -- throwing: libunwind.a, which serves Rust and C++.
 *
 * Throwing and catching are instructions; there is no unwinder to write. What C++ and Rust call an
 * exception is one tag, __cpp_exception (sys/start/tags.s), that carries the object's address;
 * cleanups and landing pads are the compiler's.
 */
#include "context.h"

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
