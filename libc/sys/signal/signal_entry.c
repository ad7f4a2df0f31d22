/* signal_entry.c -- dispositions, and the door by which the host's signals come in.
 *
 * A host that has our extensions keeps dispositions and masks in its kernel, and calls the door
 * between any two instructions. On others the first handler or ignored signal registers the door,
 * and all is done here (signal_deliver.c). A program that never asks for a signal has none: the
 * host's default ends it.
 */
#include "extension.h"
#include "imports.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

USES_EXTENSION(rt_sigaction);
USES_EXTENSION(rt_sigprocmask);

static const char ENTRY[] = "__wasm_signal";

/* What a signal does, as rt_sigaction has it. */
enum { HOW_DEFAULT, HOW_IGNORE, HOW_HANDLER, HOW_NO_CHANGE = -1 };

/* What was interrupted may use 128 bytes below the stack pointer. */
__asm__(".globaltype __stack_pointer, i32\n"
	".functype __wasix_signal_enter (i32) -> ()\n"
	".section .text.__wasm_signal,\"\",@\n"
	".globl __wasm_signal\n"
	".type __wasm_signal,@function\n"
	".export_name __wasm_signal, __wasm_signal\n"
	"__wasm_signal:\n"
	".functype __wasm_signal (i32) -> ()\n"
	"global.get __stack_pointer\n"
	"i32.const 256\n"
	"i32.sub\n"
	"global.set __stack_pointer\n"
	"local.get 0\n"
	"call __wasix_signal_enter\n"
	"global.get __stack_pointer\n"
	"i32.const 256\n"
	"i32.add\n"
	"global.set __stack_pointer\n"
	"end_function\n");

extern void __wasm_signal(int);
/* In the module whenever this file is. */
__attribute__((used)) static void (*const entry)(int) = __wasm_signal;

void __wasix_signal_enter(int signal);

void
__wasix_signal_enter(int signal)
{
	if (signal <= 0 || signal >= SIGNALS)
		return;
	if (__wasix_signal_host_keeps)
		__wasix_signal_handle(signal);
	else
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

static int
how(const struct k_sigaction *action)
{
	if (!action)
		return HOW_NO_CHANGE;
	return action->handler == SIG_DFL   ? HOW_DEFAULT
	       : action->handler == SIG_IGN ? HOW_IGNORE
					    : HOW_HANDLER;
}

/* As before the program did anything. */
static void
make_default(int signal)
{
	const unsigned set[2] = { signal <= 32 ? 1u << (signal - 1) : 0,
		signal > 32 ? 1u << (signal - 33) : 0 };

	(void)EXTENSION(rt_sigaction, signal, HOW_DEFAULT, 0, 0);
	(void)EXTENSION(rt_sigprocmask, SIG_UNBLOCK, (long)set, 0);
}

/* The new handler is in the table before the host can call it, the old one until it cannot. */
static long
change(int signal, const struct k_sigaction *new, struct k_sigaction *previous)
{
	struct k_sigaction *action = &__wasix_signal_actions[signal];
	static const struct k_sigaction NONE;
	const struct k_sigaction *a = new ? new : &NONE;

	*previous = *action;
	if (how(new) == HOW_HANDLER)
		*action = *new;
	long long r = EXTENSION(rt_sigaction, signal, how(new), a->flags,
		(long long)((unsigned long long)a->mask[1] << 32 | a->mask[0]));
	if (r < 0) {
		*action = *previous;
		return (long)r;
	}
	__wasix_signal_host_keeps = make_default;
	if (r == HOW_IGNORE && previous->handler == SIG_DFL) /* inherited */
		previous->handler = SIG_IGN;
	if (new)
		*action = *new;
	return 0;
}

static void
change_here(int signal, const struct k_sigaction *new, struct k_sigaction *previous)
{
	struct k_sigaction *action = &__wasix_signal_actions[signal];

	__wasix_signals_started();
	*previous = *action;
	if (!new)
		return;
	*action = *new;
	if (action->handler != SIG_DFL)
		open_door();
}

long
__wasix_sys_rt_sigaction(long signal, long new, long old, long size)
{
	struct k_sigaction previous;

	(void)size;
	if (signal <= 0 || signal >= SIGNALS || (new && (signal == SIGKILL || signal == SIGSTOP)))
		return -EINVAL;
	long r = change((int)signal, (const struct k_sigaction *)new, &previous);
	if (r == -ENOSYS)
		change_here((int)signal, (const struct k_sigaction *)new, &previous);
	else if (r < 0)
		return r;
	if (old)
		*(struct k_sigaction *)old = previous;
	return 0;
}
