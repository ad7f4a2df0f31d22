/* block.h -- system calls that may wait, which signals for the guest interrupt. */
#ifndef HOST_BLOCK_H
#define HOST_BLOCK_H

#include "attention_syscall.h"
#include "host.h"

#include <errno.h>

/* What a handler of the guest that was set with SA_RESTART does to the call; one that was set
 * without always ends it. As Linux, signal(7). */
enum restart {
	RESTARTS,       /* goes on: read, write, wait4, accept, flock... */
	RESTARTS_NEVER, /* ends: poll, nanosleep, sigsuspend, what has a time-out */
};

/* syscall(2), but for the result: -errno of Linux on failure. -EINTR: give back all that is held
 * and end with EINTR. The guest's handlers run when the host function is over; if they wish, or the
 * system call had not begun, the guest's call is made again, else it ends with EINTR. */
long block_syscall(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long a4, long a5);

/* Whether the calling thread's next call that waits is like any other: 0. (signal.c) */
enum { WAITS_REFUSED = 1, CALL_AGAIN = 2 /* for the second time, after a signal */ };
extern _Thread_local uint8_t signal_unusual [[gnu::tls_model("initial-exec")]];

/* The fuzzer's build has it that way: its linker puts something in front of block_syscall. */
#ifdef WASIX_NO_WAIT_IN_LINE
#define WAITS_IN_LINE false
#else
#define WAITS_IN_LINE true
#endif

/* Second half of block_syscall4: what an answer means that tells of an interruption. */
long block_interrupted4(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long result);

/* block_syscall in line, where each instruction counts (bench rows "write" and "open"). */
[[gnu::always_inline]] static inline long
block_syscall4(struct wasix_caller *c, enum restart restart, long number, long a0, long a1, long a2,
	long a3)
{
	if (!WAITS_IN_LINE || !c->instance || signal_unusual)
		return block_syscall(c, restart, number, a0, a1, a2, a3, 0, 0);
	long result = attention_syscall4(c->instance->vm->attention, number, a0, a1, a2, a3);
	if (__builtin_expect(result == -EINTR || result == SYSCALL_NOT_BEGUN, 0))
		result = block_interrupted4(c, restart, number, a0, a1, a2, a3, result);
	return result;
}

long block_interrupted6(struct wasix_caller *c, enum restart restart, long number, long a0, long a1,
	long a2, long a3, long a4, long a5, long result);

/* The same of up to six arguments (rows "send" and "pingpong"). */
[[gnu::always_inline]] static inline long
block_syscall6(struct wasix_caller *c, enum restart restart, long number, long a0, long a1, long a2,
	long a3, long a4, long a5)
{
	if (!WAITS_IN_LINE || !c->instance || signal_unusual)
		return block_syscall(c, restart, number, a0, a1, a2, a3, a4, a5);
	long result =
		attention_syscall6(c->instance->vm->attention, number, a0, a1, a2, a3, a4, a5);
	if (__builtin_expect(result == -EINTR || result == SYSCALL_NOT_BEGUN, 0))
		result = block_interrupted6(c, restart, number, a0, a1, a2, a3, a4, a5, result);
	return result;
}

/* When a call with a time span began, in ns of the monotonic clock: now, or if it is made again
 * after a signal, what it was told then. */
uint64_t block_began(uint64_t now);

#endif
