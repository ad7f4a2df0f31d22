/* attention_syscall.c -- system calls that no signal slips past (Linux, x86-64).
 *
 * Between a look at the word and the system call there is always an instruction, and a signal that
 * comes there would be slept over. So the handler looks where it interrupted: from the look on, up
 * to the syscall instruction, it makes the function return instead.
 */
#include "runtime.h"

#include <ucontext.h>

_Static_assert(SYSCALL_NOT_BEGUN == -512, "attention_syscall");

[[gnu::visibility("hidden")]] extern const char attention_syscall_begin[];
[[gnu::visibility("hidden")]] extern const char attention_syscall_end[];
[[gnu::visibility("hidden")]] extern const char attention_syscall_interrupted[];

/* At _end the kernel has answered. Nothing is pushed, so that all exits are alike. */
[[gnu::naked]] long
attention_syscall(const _Atomic uint32_t *word, long number, long a0, long a1, long a2, long a3,
	long a4, long a5)
{
	__asm__("movq %rdi, %r11\n\t"
		"movq %rsi, %rax\n\t"
		"movq %rdx, %rdi\n\t"
		"movq %rcx, %rsi\n\t"
		"movq %r8, %rdx\n\t"
		"movq %r9, %r10\n\t"
		"movq 8(%rsp), %r8\n\t"
		"movq 16(%rsp), %r9\n"
		"attention_syscall_begin:\n\t"
		"cmpl $0, (%r11)\n\t"
		"jne attention_syscall_interrupted\n\t"
		"syscall\n"
		"attention_syscall_end:\n\t"
		"retq\n"
		"attention_syscall_interrupted:\n\t"
		"movq $-512, %rax\n\t"
		"retq");
}

void
attention_leave_syscall(void *context)
{
	greg_t *pc = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	if (*pc >= (greg_t)(uintptr_t)attention_syscall_begin &&
		*pc < (greg_t)(uintptr_t)attention_syscall_end)
		*pc = (greg_t)(uintptr_t)attention_syscall_interrupted;
}
