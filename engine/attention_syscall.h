/* attention_syscall.h -- attention_syscall in line (Linux, x86-64).
 *
 * Coming back from the kernel, a processor predicts no return right: what protects the kernel from
 * its own predictions has used up the stack of them. So each function that the system call is away
 * from the guest costs as much as forty instructions (bench row "write").
 *
 * From the look at the word up to the syscall instruction, a signal handler that interrupts makes
 * the call end as if the word had been set: attention_leave_syscall finds the place in a section of
 * its own.
 */
#ifndef ENGINE_ATTENTION_SYSCALL_H
#define ENGINE_ATTENTION_SYSCALL_H

#include <stdatomic.h>
#include <stdint.h>

/* Distances from the member itself, so that nothing is relocated. */
struct attention_range {
	int32_t begin;
	int32_t end;
	int32_t interrupted;
};

/* The number is in rax, as the result is; an operand called word is what is looked at. */
#define ATTENTION_SYSCALL                                     \
	"1:\tcmpl $0, %[word]\n\t"                            \
	"jne 3f\n\t"                                          \
	"syscall\n"                                           \
	"2:\n\t"                                              \
	".pushsection .text.unlikely, \"ax\", @progbits\n"    \
	"3:\tmovq $-512, %%rax\n\t"                           \
	"jmp 2b\n\t"                                          \
	".popsection\n\t"                                     \
	".pushsection attention_ranges, \"a\", @progbits\n\t" \
	".balign 4\n\t"                                       \
	".long 1b - ., 2b - ., 3b - .\n\t"                    \
	".popsection"

[[gnu::always_inline]] static inline long
attention_syscall6(const _Atomic uint32_t *word, long number, long a0, long a1, long a2, long a3,
	long a4, long a5)
{
	register long fourth __asm__("r10") = a3;
	register long fifth __asm__("r8") = a4;
	register long sixth __asm__("r9") = a5;
	long result;

	__asm__ volatile(ATTENTION_SYSCALL
		: "=a"(result)
		: "0"(number), "D"(a0), "S"(a1), "d"(a2), "r"(fourth), "r"(fifth),
		"r"(sixth), [word] "m"(*word)
		: "rcx", "r11", "memory", "cc");
	return result;
}

[[gnu::always_inline]] static inline long
attention_syscall4(const _Atomic uint32_t *word, long number, long a0, long a1, long a2, long a3)
{
	register long fourth __asm__("r10") = a3;
	long result;

	__asm__ volatile(ATTENTION_SYSCALL
		: "=a"(result)
		: "0"(number), "D"(a0), "S"(a1), "d"(a2), "r"(fourth), [word] "m"(*word)
		: "rcx", "r11", "memory", "cc");
	return result;
}

#endif
