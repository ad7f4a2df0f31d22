/* exit.c -- the end of the process, through preview 1, so that every host can. */
#include "imports.h"
#include "lowered.h"

_Noreturn void
__wasix_sys_exit_group(long status)
{
	__import_preview1_proc_exit((abi_exitcode)(status & 0xff));
	__builtin_trap();
}
