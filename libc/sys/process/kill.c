/* kill.c -- signals to processes; to oneself they do not leave the program if the host does not
 * keep dispositions. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>

USES_EXTENSION(kill);

long
__wasix_sys_kill(long pid, long signal)
{
	if (signal < 0 || signal >= SIGNALS)
		return -EINVAL;
	long long result = EXTENSION(kill, pid, signal);
	if (result != -ENOSYS)
		return (long)result;
	if (pid == __wasix_sys_getpid()) {
		if (signal)
			__wasix_signal_deliver((int)signal, SI_USER);
		return 0;
	}
	return __wasix_result(__import_wasix_proc_signal((abi_pid)pid, (abi_signal)signal));
}
