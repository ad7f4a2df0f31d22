/* backtrace.c -- a program's own stack.
 *
 * Return addresses are not in linear memory: a program sees its stack as far as its host tells, by
 * extensions, and no frame where the host does not know them.
 */
#include "context.h"
#include "extension.h"

#include <stddef.h>

USES_EXTENSION(backtrace);
USES_EXTENSION(function_name);
USES_EXTENSION(source_line);

enum { FRAMES_MAX = 128 };

size_t __wasix_function_name(uintptr_t ip, char *out, size_t size);
uint32_t __wasix_source_line(uintptr_t ip, char *file, size_t size);

int
_Unwind_Backtrace(int (*visit)(struct _Unwind_Context *, void *), void *argument)
{
	uint32_t offsets[FRAMES_MAX];
	long long count = EXTENSION(backtrace, (long)offsets, FRAMES_MAX);

	/* The innermost is this function. The host tells where a call is; a return address, which
	 * who asks takes one from, is behind that. */
	for (long long i = 1; i < count; i++) {
		struct _Unwind_Context frame = { .ip = offsets[i] + 1 };
		if (visit(&frame, argument) != 0)
			return REASON_FATAL_PHASE1_ERROR;
	}
	return REASON_END_OF_STACK;
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

/* Likewise: the line, and the file's path with a NUL; 0 if there are no line tables. */
uint32_t
__wasix_source_line(uintptr_t ip, char *file, size_t size)
{
	long long line = EXTENSION(source_line, (long)ip, (long)file, (long)size);

	return line < 0 ? 0 : (uint32_t)line;
}
