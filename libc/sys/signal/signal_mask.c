/* signal_mask.c -- masks, waiting signals, alternate stacks. */
#include "extension.h"
#include "lowered.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

USES_EXTENSION(rt_sigprocmask);

static long
change_here(long how, long set, long old)
{
	const struct signal_mask *s = (const struct signal_mask *)set;
	struct signal_mask now;

	__wasix_signals_started();
	__wasix_signal_mask_get(&now);
	struct signal_mask before = now;
	if (s) {
		for (int i = 0; i < 2; i++) {
			switch (how) {
			case SIG_BLOCK:
				now.bits[i] |= s->bits[i];
				break;
			case SIG_UNBLOCK:
				now.bits[i] &= ~s->bits[i];
				break;
			case SIG_SETMASK:
				now.bits[i] = s->bits[i];
				break;
			default:
				return -EINVAL;
			}
		}
	}
	if (old)
		*(struct signal_mask *)old = before;
	if (s)
		__wasix_signal_mask_swap(&now, NULL);
	return 0;
}

long
__wasix_sys_rt_sigprocmask(long how, long set, long old, long size)
{
	(void)size;
	long r = (long)EXTENSION(rt_sigprocmask, how, set, old);
	return r == -ENOSYS ? change_here(how, set, old) : r;
}

/* Handlers run on the ordinary stack: wasm has no way to switch. What is set can be read back. */
long
__wasix_sys_sigaltstack(long new, long old)
{
	static _Thread_local stack_t current = { .ss_flags = SS_DISABLE };
	const stack_t *s = (const stack_t *)new;

	stack_t before = current;
	if (s) {
		if (s->ss_flags & ~SS_DISABLE)
			return -EINVAL;
		if (!(s->ss_flags & SS_DISABLE) && s->ss_size < MINSIGSTKSZ)
			return -ENOMEM;
		current = *s;
	}
	if (old)
		*(stack_t *)old = before;
	return 0;
}
