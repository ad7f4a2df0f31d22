/* signal_die.c -- the end by a signal. Where the host does not end the process (it knows no
 * signals), the status is the shell's 128 + number. */
#include "imports.h"
#include "signals.h"

bool __wasix_signal_dying;

void
__wasix_signal_die(int signal)
{
	__wasix_signal_dying = true; /* the host may hand the signal back to us */
	if (__wasix_signal_host_keeps)
		__wasix_signal_host_keeps(signal);
	__import_preview1_proc_raise((abi_signal)signal);
	__import_preview1_proc_exit((abi_exitcode)(128 + signal));
	__builtin_trap();
}
