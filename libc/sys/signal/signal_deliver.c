/* signal_deliver.c -- what happens when a signal arrives: its mask, its handler, its default. */
#include "signals.h"

#include "imports.h"

#include <signal.h>
#include <string.h>
#include <ucontext.h>

struct k_sigaction __wasix_signal_actions[SIGNALS];

static _Thread_local struct signal_mask blocked;
static _Thread_local unsigned handled;
static struct signal_mask waiting;

static unsigned
word(int signal)
{
	return (unsigned)(signal - 1) / 32;
}

static unsigned
bit(int signal)
{
	return 1u << (signal - 1) % 32;
}

static bool
has(const struct signal_mask *set, int signal)
{
	return set->bits[word(signal)] & bit(signal);
}

static bool
ignored_by_default(int signal)
{
	return signal == SIGCHLD || signal == SIGCONT || signal == SIGURG || signal == SIGWINCH;
}

static bool
stops_by_default(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void
run_handler(int signal, int code, const struct k_sigaction *action)
{
	struct signal_mask saved = blocked;
	bool with_info = action->flags & SA_SIGINFO;

	for (int i = 0; i < 2; i++)
		blocked.bits[i] |= action->mask[i];
	if (!(action->flags & SA_NODEFER))
		blocked.bits[word(signal)] |= bit(signal);
	handled++;
	if (with_info) {
		siginfo_t info = { .si_signo = signal, .si_code = code };
		ucontext_t context = { 0 };
		memcpy(&context.uc_sigmask, &saved, sizeof saved);
		((void (*)(int, siginfo_t *, void *))(void *)action->handler)(
			signal, &info, &context);
		memcpy(&saved, &context.uc_sigmask, sizeof saved);
	} else {
		action->handler(signal);
	}
	__wasix_signal_mask_swap(&saved, NULL);
}

static void
act(int signal, int code)
{
	struct k_sigaction action = __wasix_signal_actions[signal];

	if (action.handler == SIG_IGN || signal == SIGKILL)
		return;
	if (action.handler == SIG_DFL) {
		if (stops_by_default(signal))
			__import_preview1_proc_raise((abi_signal)signal);
		else if (!ignored_by_default(signal))
			__wasix_signal_die(signal);
		return;
	}
	if (action.flags & SA_RESETHAND)
		__wasix_signal_actions[signal].handler = SIG_DFL;
	run_handler(signal, code, &action);
}

void
__wasix_signal_deliver(int signal, int code)
{
	if (__wasix_signal_dying)
		return;
	if (signal == SIGKILL)
		__wasix_signal_die(signal);
	if (has(&blocked, signal))
		waiting.bits[word(signal)] |= bit(signal);
	else
		act(signal, code);
}

int
__wasix_signal_take(const struct signal_mask *set)
{
	for (int i = 0; i < 2; i++) {
		unsigned found = waiting.bits[i] & set->bits[i];
		if (found) {
			int signal = i * 32 + __builtin_ctz(found) + 1;
			waiting.bits[i] &= ~bit(signal);
			return signal;
		}
	}
	return 0;
}

void
__wasix_signal_pending(struct signal_mask *out)
{
	*out = waiting;
}

void
__wasix_signal_mask_get(struct signal_mask *out)
{
	*out = blocked;
}

unsigned
__wasix_signal_handled(void)
{
	return handled;
}

void
__wasix_signal_mask_swap(const struct signal_mask *mask, struct signal_mask *old)
{
	if (old)
		*old = blocked;
	blocked = *mask;
	blocked.bits[word(SIGKILL)] &= ~(bit(SIGKILL) | bit(SIGSTOP));
	struct signal_mask open = { { ~blocked.bits[0], ~blocked.bits[1] } };
	for (int signal; (signal = __wasix_signal_take(&open)) != 0;)
		act(signal, SI_USER);
}
