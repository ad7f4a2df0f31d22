/* exec.c -- another program in place of this one. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"

#include <errno.h>

USES_EXTENSION(execve);

long
__wasix_sys_execve(long path, long argv, long envp)
{
	return (long)EXTENSION(
		execve, path, argv, envp, (long)__wasix_cloexec_bits, sizeof __wasix_cloexec_bits);
}
