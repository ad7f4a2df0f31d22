/* signal_started.c -- the signals that a program finds ignored when it starts, where the host does
 * not keep dispositions. */
#include "imports.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>

static void
take_ignored(void)
{
	struct abi_signal_disposition list[SIGNALS];
	abi_usize count = 0;

	if (__import_wasix_proc_signals_sizes_get(&count) & 0xffff || count > SIGNALS ||
		(count && __import_wasix_proc_signals_get(list) & 0xffff))
		return;
	for (abi_usize i = 0; i < count; i++)
		if (list[i].sig < SIGNALS && list[i].disp == ABI_DISPOSITION_IGNORE)
			__wasix_signal_actions[list[i].sig].handler = SIG_IGN;
}

void
__wasix_signals_started(void)
{
	static bool taken;

	if (taken)
		return;
	taken = true;
	take_ignored();
}
