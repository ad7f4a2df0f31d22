/* exit.c -- the end of the process, through preview 1, so that every host can. */
#include "imports.h"
#include "lowered.h"
#include "mmap_shared.h"

void (*__wasix_exit_hook)(void) = NULL;

_Noreturn void
__wasix_sys_exit_group(long status)
{
	if (__wasix_exit_hook)
		__wasix_exit_hook();
	if (__wasix_share_hooks)
		__wasix_share_hooks->sync(NULL, (size_t)-1, 0);
	__import_preview1_proc_exit((abi_exitcode)(status & 0xff));
	__builtin_trap();
}
