/* llvm_loads.c -- loads of linear memory that LLVM may neither delete nor move: in wasm a load out
 * of bounds traps, there and then, whatever becomes of its value.
 *
 * LLVM would drop a load whose value is multiplied by zero, sink one into the only branch that
 * needs it, or divide first. So all are volatile. That costs 2 % of run time (geomean of
 * bench/kernels); marking only loads without any use is not enough (tests/memory).
 */
#include "llvm_translate.h"

/* Loads of linear memory are the only ones with alignment 1. */
static void
keep_in_block(LLVMBasicBlockRef block)
{
	for (LLVMValueRef i = LLVMGetFirstInstruction(block); i; i = LLVMGetNextInstruction(i))
		if (LLVMGetInstructionOpcode(i) == LLVMLoad && LLVMGetAlignment(i) == 1)
			LLVMSetVolatile(i, true);
}

wasix_result
keep_trapping_loads(struct unit *u)
{
	for (LLVMValueRef f = LLVMGetFirstFunction(u->module); f; f = LLVMGetNextFunction(f))
		for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b;
			b = LLVMGetNextBasicBlock(b))
			keep_in_block(b);
	return WASIX_OK;
}
