/* landing_pad.c -- which handler of a C++ function takes an exception.
 *
 * An exception that arrives at a try block is caught by its tag; the compiler's code there writes
 * which block it is to __wasm_lpad_context and calls _Unwind_CallPersonality. The C++ runtime's
 * personality routine then reads the function's table as it does on other machines, by the
 * functions below, and says which handler fits.
 */
#include "context.h"

enum { ACTION_SEARCH_PHASE = 1, REGISTER_OF_SELECTOR = 1 };

/* Shared with compiled code. */
_Thread_local struct {
	uintptr_t index;
	uintptr_t language_data;
	uintptr_t selector;
} __wasm_lpad_context;

int __gxx_personality_wasm0(int version, int actions, uint64_t class,
	struct _Unwind_Exception *exception, struct _Unwind_Context *context);

int
_Unwind_CallPersonality(void *thrown)
{
	struct _Unwind_Exception *exception = thrown;
	/* a return address lies behind its call, and the table's rows count from 1 */
	struct _Unwind_Context context = { .ip = __wasm_lpad_context.index + 2,
		.language_data = __wasm_lpad_context.language_data };

	int reason = __gxx_personality_wasm0(
		1, ACTION_SEARCH_PHASE, exception->class, exception, &context);
	__wasm_lpad_context.selector = context.selector;
	return reason;
}

void
_Unwind_SetGR(struct _Unwind_Context *context, int number, uintptr_t value)
{
	if (number == REGISTER_OF_SELECTOR)
		context->selector = value;
}

uintptr_t
_Unwind_GetLanguageSpecificData(struct _Unwind_Context *context)
{
	return context->language_data;
}

/* The landing pad is reached already: there is nowhere to go, and rows are not relative. */

void
_Unwind_SetIP(struct _Unwind_Context *context, uintptr_t ip)
{
	(void)context, (void)ip;
}

uintptr_t
_Unwind_GetRegionStart(struct _Unwind_Context *context)
{
	(void)context;
	return 0;
}
