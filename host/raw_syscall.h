/* raw_syscall.h -- a system call without the C library around it, where that costs as much as the
 * call's own work (bench row "status"). Linux, x86-64. The result is -errno on failure.
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

#endif
