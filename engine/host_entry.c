/* host_entry.c -- the way from compiled code into a provider's function (x86-64, System V).
 *
 * Compiled code meets the end of the stack at any instruction, and that is fine: it holds nothing.
 * A host function may hold a lock or be inside malloc, so it is not entered at all when little
 * stack is left. All arguments must pass untouched, whatever they are, hence the assembly.
 */
#include "activation.h"
#include "runtime.h"

TEXT_TOGETHER

_Thread_local uintptr_t host_stack_limit [[gnu::tls_model("initial-exec")]];

_Static_assert(offsetof(struct host_binding, entry) == 24, "host_enter");

void
trap_if_stack_is_low(void)
{
	if ((uintptr_t)__builtin_frame_address(0) < host_stack_limit)
		trap_raise(TRAP_STACK_EXHAUSTED);
}

/* From host_enter, in place of the host function. */
[[noreturn, gnu::used]] static void
refuse_host_entry(void)
{
	trap_raise(TRAP_STACK_EXHAUSTED);
}

/* ctx is in rdi; rax and r10, r11 are free at a call. */
[[gnu::naked]] void
host_enter(void)
{
	__asm__("movq host_stack_limit@gottpoff(%rip), %rax\n\t"
		"cmpq %fs:(%rax), %rsp\n\t"
		"jb 1f\n\t"
		"jmpq *24(%rdi)\n"
		"1:\n\t"
		"pushq %rax\n\t"
		".cfi_adjust_cfa_offset 8\n\t"
		"callq refuse_host_entry");
}
