/* llvm_loads.c -- loads whose value nothing needs: LLVM would delete them, but in wasm they still
 * trap when they are out of bounds. They are found as dead-code elimination finds them, backwards
 * from what has an effect, and made volatile. All loads volatile would cost 3 % of run time.
 */
#include "llvm_translate.h"

#include <stdlib.h>

/* Instructions known to matter: a set with open addressing, and those whose operands are still to
 * be looked at. */
struct live {
	LLVMValueRef *set;
	size_t mask;
	LLVMValueRef *todo;
	size_t todo_count;
};

static size_t
slot_of(const struct live *live, LLVMValueRef value)
{
	size_t slot = ((uintptr_t)value >> 4) * 0x9e3779b97f4a7c15u >> 20 & live->mask;

	while (live->set[slot] && live->set[slot] != value)
		slot = (slot + 1) & live->mask;
	return slot;
}

static void
add(struct live *live, LLVMValueRef instruction)
{
	size_t slot = slot_of(live, instruction);

	if (live->set[slot])
		return;
	live->set[slot] = instruction;
	live->todo[live->todo_count++] = instruction;
}

static bool
is_intrinsic_value(LLVMValueRef call)
{
	LLVMValueRef callee = LLVMGetCalledValue(call);

	return LLVMIsAFunction(callee) && LLVMGetIntrinsicID(callee) &&
	       LLVMGetTypeKind(LLVMTypeOf(call)) != LLVMVoidTypeKind;
}

static bool
has_effect(LLVMValueRef instruction)
{
	switch (LLVMGetInstructionOpcode(instruction)) {
	case LLVMStore:
	case LLVMInvoke:
	case LLVMRet:
	case LLVMBr:
	case LLVMSwitch:
	case LLVMUnreachable:
	case LLVMLandingPad:
	case LLVMFence:
	case LLVMAtomicCmpXchg:
	case LLVMAtomicRMW:
		return true;
	case LLVMCall:
		return !is_intrinsic_value(instruction);
	case LLVMLoad:
		return LLVMGetOrdering(instruction) != LLVMAtomicOrderingNotAtomic;
	default:
		return false;
	}
}

static void
add_operands(struct live *live, LLVMValueRef instruction)
{
	unsigned count = (unsigned)LLVMGetNumOperands(instruction);

	for (unsigned i = 0; i < count; i++) {
		LLVMValueRef operand = LLVMGetOperand(instruction, i);
		if (LLVMIsAInstruction(operand))
			add(live, operand);
	}
}

/* Loads of linear memory are the only ones with alignment 1. */
static void
mark_dead_loads(const struct live *live, LLVMValueRef function)
{
	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b;
		b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i))
			if (LLVMGetInstructionOpcode(i) == LLVMLoad && LLVMGetAlignment(i) == 1 &&
				!live->set[slot_of(live, i)])
				LLVMSetVolatile(i, true);
}

static void
keep_in_function(struct live *live, LLVMValueRef function)
{
	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b;
		b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i))
			if (has_effect(i))
				add(live, i);
	while (live->todo_count)
		add_operands(live, live->todo[--live->todo_count]);
	mark_dead_loads(live, function);
}

static size_t
count_instructions(LLVMValueRef function)
{
	size_t count = 0;

	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b;
		b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i))
			count++;
	return count;
}

wasix_result
keep_trapping_loads(struct unit *u)
{
	for (LLVMValueRef f = LLVMGetFirstFunction(u->module); f; f = LLVMGetNextFunction(f)) {
		size_t count = count_instructions(f), size = 64;
		struct live live = { 0 };

		while (size < count * 2)
			size *= 2;
		live.mask = size - 1;
		live.set = (LLVMValueRef *)calloc(size, sizeof(LLVMValueRef));
		live.todo = (LLVMValueRef *)calloc(count + 1, sizeof(LLVMValueRef));
		if (live.set && live.todo)
			keep_in_function(&live, f);
		free(live.set);
		free(live.todo);
		if (!live.set || !live.todo)
			return fail_memory(u->err);
	}
	return WASIX_OK;
}
