/* raw_syscall.h -- a system call without the C library around it, where that costs as much as the
 * call's own work (bench row "status"), or a page fault in each child (row "fork-0"). Linux,
 * x86-64. The result is -errno on failure.
 */
#ifndef HOST_RAW_SYSCALL_H
#define HOST_RAW_SYSCALL_H

static inline long
raw_syscall2(long number, long a0, long a1)
{
	long result;

	__asm__ volatile("syscall"
		: "=a"(result)
		: "0"(number), "D"(a0), "S"(a1)
		: "rcx", "r11", "memory");
	return result;
}

static inline long
raw_syscall4(long number, long a0, long a1, long a2, long a3)
{
	register long r10 __asm__("r10") = a3;
	long result;

	__asm__ volatile("syscall"
		: "=a"(result)
		: "0"(number), "D"(a0), "S"(a1), "d"(a2), "r"(r10)
		: "rcx", "r11", "memory");
	return result;
}

#endif
