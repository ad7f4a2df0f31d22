/* context.c -- what backtraces and personality routines both ask of a frame. */
#include "context.h"

uintptr_t
_Unwind_GetIP(struct _Unwind_Context *frame)
{
	return frame->ip;
}
