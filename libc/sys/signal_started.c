/* signal_started.c -- the signals that a program finds ignored and blocked when it starts. */
#include "extension.h"
#include "imports.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>

USES_EXTENSION(started_blocked);

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

static void
take_blocked(void)
{
	long long bits = EXTENSION(started_blocked, 0);
	struct signal_mask mask = { { (unsigned)bits, (unsigned)(bits >> 32) } };

	if (bits != -ENOSYS && bits)
		__wasix_signal_mask_swap(&mask, NULL);
}

void
__wasix_signals_started(void)
{
	static bool taken;

	if (taken)
		return;
	taken = true;
	take_ignored();
	take_blocked();
}
