/* block.c -- system calls that may wait; see block.h. */
#include "block.h"

#include "signals.h"

#include <errno.h>

/* Interrupted without attention wanted: it was no handler of the guest, but somebody stopped and
 * continued us. */
static long
block_answer(
	struct wasix_caller *c, enum restart restart, long number, const long a[6], long result)
{
	const _Atomic uint32_t *attention = caller_attention(c);

	while (result == -EINTR && !atomic_load(attention))
		result = attention_syscall(attention, number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (result != -EINTR && result != SYSCALL_NOT_BEGUN)
		return result;
	signal_interrupted(restart, result == SYSCALL_NOT_BEGUN);
	return -EINTR;
}

long
block_syscall(struct wasix_caller *c, enum restart restart, long number, long a0, long a1, long a2,
	long a3, long a4, long a5)
{
	const long a[6] = { a0, a1, a2, a3, a4, a5 };

	signal_call_proceeds();
	if (signal_waits_are_refused())
		return -EINTR;
	return block_answer(c, restart, number, a,
		attention_syscall(caller_attention(c), number, a0, a1, a2, a3, a4, a5));
}

long
block_interrupted4(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long result)
{
	return block_answer(c, restart, number, (const long[6]){ a0, a1, a2, a3 }, result);
}

long
block_interrupted6(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long a4, long a5, long result)
{
	return block_answer(c, restart, number, (const long[6]){ a0, a1, a2, a3, a4, a5 }, result);
}

uint64_t
block_began(uint64_t now)
{
	return signal_call_began(now);
}
