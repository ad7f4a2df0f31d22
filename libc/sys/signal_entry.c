/* signal_entry.c -- dispositions, and the door by which the host's signals come in.
 *
 * The first handler or ignored signal registers the door. A program that never asks for a signal
 * does not import the registration: the host's default ends it.
 */
#include "imports.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

static const char ENTRY[] = "__wasm_signal";

__attribute__((export_name("__wasm_signal"))) void
__wasm_signal(int signal)
{
	if (signal > 0 && signal < SIGNALS)
		__wasix_signal_deliver(signal, SI_USER);
}

static void
open_door(void)
{
	static bool open;
	if (!open)
		__import_wasix_callback_signal(ENTRY, sizeof ENTRY - 1);
	open = true;
	__wasix_signal_hook = __wasix_signal_deliver;
}

long
__wasix_sys_rt_sigaction(long signal, long new, long old, long size)
{
	(void)size;
	if (signal <= 0 || signal >= SIGNALS || (new && (signal == SIGKILL || signal == SIGSTOP)))
		return -EINVAL;
	__wasix_signals_started();
	struct k_sigaction *action = &__wasix_signal_actions[signal];
	struct k_sigaction previous = *action;
	if (new) {
		*action = *(const struct k_sigaction *)new;
		if (action->handler != SIG_DFL)
			open_door();
	}
	if (old)
		*(struct k_sigaction *)old = previous;
	return 0;
}
