/* context.h -- what the functions of the Itanium ABI know of a frame. */
#ifndef UNWIND_CONTEXT_H
#define UNWIND_CONTEXT_H

#include <stdint.h>

/* In a backtrace only ip is set: the byte of the module. For a personality routine it numbers the
 * landing pad. */
struct _Unwind_Context {
	uintptr_t ip;
	uintptr_t language_data; /* the function's table of landing pads */
	uintptr_t selector;      /* which handler the routine chose */
};

/* The numbers of the Itanium C++ ABI, "Exception Handling", 1.2. */
enum {
	REASON_FOREIGN_EXCEPTION_CAUGHT = 1,
	REASON_FATAL_PHASE1_ERROR = 3,
	REASON_END_OF_STACK = 5
};

struct _Unwind_Exception {
	uint64_t class;
	void (*cleanup)(int reason, struct _Unwind_Exception *);
	uintptr_t reserved[2];
};

#endif
