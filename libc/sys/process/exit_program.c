/* exit_program.c -- exit, in place of musl's, which knows nothing of thread-local objects: C++
 * wants the caller's destroyed before static ones. There is no array of ends as ELF has it. */
#include "exit_program.h"

#include <stdlib.h>

static void
nothing(void)
{
}

weak_alias(nothing, __wasix_thread_on_exit);
weak_alias(nothing, __funcs_on_exit);
weak_alias(nothing, __stdio_exit);

_Noreturn void
exit(int status)
{
	__wasix_thread_on_exit();
	__funcs_on_exit();
	__stdio_exit();
	_Exit(status);
}
