/* attention_syscall.c -- system calls that no signal slips past (Linux, x86-64).
 *
 * Between a look at the word and the system call there is always an instruction, and a signal that
 * comes there would be slept over. So the handler looks where it interrupted: from the look on, up
 * to the syscall instruction, it makes the function return instead.
 */
#include "attention_syscall.h"

#include "runtime.h"

#include <ucontext.h>

_Static_assert(SYSCALL_NOT_BEGUN == -512, "attention_syscall");

/* Of the section; the linker sets them, and their names.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
[[gnu::visibility("hidden")]] extern const struct attention_range __start_attention_ranges[];
[[gnu::visibility("hidden")]] extern const struct attention_range __stop_attention_ranges[];
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

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
		"1:\tcmpl $0, (%r11)\n\t"
		"jne 3f\n\t"
		"syscall\n"
		"2:\tretq\n"
		"3:\tmovq $-512, %rax\n\t"
		"retq\n\t"
		".pushsection attention_ranges, \"a\", @progbits\n\t"
		".balign 4\n\t"
		".long 1b - ., 2b - ., 3b - .\n\t"
		".popsection");
}

static uintptr_t
place_of(const int32_t *distance)
{
	return (uintptr_t)distance + (uintptr_t)(intptr_t)*distance;
}

void
attention_leave_syscall(void *context)
{
	greg_t *pc = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	for (const struct attention_range *r = __start_attention_ranges;
		r < __stop_attention_ranges; r++)
		if ((uintptr_t)*pc >= place_of(&r->begin) && (uintptr_t)*pc < place_of(&r->end)) {
			*pc = (greg_t)place_of(&r->interrupted);
			return;
		}
}
