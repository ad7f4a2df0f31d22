/* exit_single.c -- the end of a thread where there is one. threads/exit.c takes its place. */
#include "lowered.h"

_Noreturn void
__wasix_sys_exit(long status)
{
	__wasix_sys_exit_group(status);
}

long
__wasix_sys_set_tid_address(long address)
{
	(void)address;
	return __wasix_sys_gettid();
}
