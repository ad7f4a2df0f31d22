/* signal_handle.c -- a handler runs, where the host keeps masks and what is pending. */
#include "extension.h"
#include "lowered.h"
#include "signals.h"

#include <signal.h>
#include <string.h>
#include <ucontext.h>

USES_EXTENSION(signal_info);
USES_EXTENSION(signal_mask);

/* What the handler leaves in uc_sigmask is the mask that is set after it. */
static void
handle_with_info(int signal, const struct k_sigaction *action)
{
	siginfo_t info = { .si_signo = signal };
	ucontext_t context = { 0 };
	struct signal_mask before = { 0 };

	(void)EXTENSION(signal_info, (long)&info, (long)&before);
	memcpy(&context.uc_sigmask, &before, sizeof before);
	((void (*)(int, siginfo_t *, void *))(void *)action->handler)(signal, &info, &context);
	if (memcmp(&context.uc_sigmask, &before, sizeof before) != 0)
		(void)EXTENSION(signal_mask, (long)&context.uc_sigmask);
}

/* A disposition that was changed while the signal was on its way holds. */
void
__wasix_signal_handle(int signal)
{
	struct k_sigaction action = __wasix_signal_actions[signal];

	if (action.handler == SIG_IGN || action.handler == SIG_DFL)
		return;
	if (action.flags & SA_RESETHAND)
		__wasix_signal_actions[signal].handler = SIG_DFL;
	if (action.flags & SA_SIGINFO)
		handle_with_info(signal, &action);
	else
		action.handler(signal);
}
