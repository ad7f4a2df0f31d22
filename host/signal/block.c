/* block.c -- system calls that may wait; see block.h. */
#include "block.h"

#include "signals.h"

#include <errno.h>

/* Interrupted without attention wanted: it was no handler of the guest, but somebody stopped and
 * continued us. */
long
block_syscall(struct wasix_caller *c, enum restart restart, long number, long a0, long a1, long a2,
	long a3, long a4, long a5)
{
	const _Atomic uint32_t *attention = caller_attention(c);
	long result;

	signal_call_proceeds();
	if (signal_waits_are_refused())
		return -EINTR;
	do
		result = attention_syscall(attention, number, a0, a1, a2, a3, a4, a5);
	while (result == -EINTR && !atomic_load(attention));
	if (result != -EINTR && result != SYSCALL_NOT_BEGUN)
		return result;
	signal_interrupted(restart, result == SYSCALL_NOT_BEGUN);
	return -EINTR;
}

uint64_t
block_began(uint64_t now)
{
	return signal_call_began(now);
}
