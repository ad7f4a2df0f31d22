/* llvm_wide.c -- arithmetic on 128 bits (proposal "wide arithmetic"): numbers are two longs on the
 * stack, the lower half first. */
#include "llvm_translate.h"

static LLVMValueRef
join(struct translator *t, LLVMTypeRef wide, LLVMValueRef low, LLVMValueRef high)
{
	low = LLVMBuildZExt(t->b, low, wide, "");
	high = LLVMBuildShl(
		t->b, LLVMBuildZExt(t->b, high, wide, ""), LLVMConstInt(wide, 64, false), "");
	return LLVMBuildOr(t->b, low, high, "");
}

static void
push_wide(struct translator *t, LLVMTypeRef wide, LLVMValueRef value)
{
	LLVMValueRef high = LLVMBuildLShr(t->b, value, LLVMConstInt(wide, 64, false), "");

	push(t, LLVMBuildTrunc(t->b, value, t->u->i64, ""));
	push(t, LLVMBuildTrunc(t->b, high, t->u->i64, ""));
}

static void
translate_sum(struct translator *t, LLVMTypeRef wide, LLVMOpcode op)
{
	LLVMValueRef *operands = &t->stack[t->depth - 4];
	LLVMValueRef a = join(t, wide, operands[0], operands[1]);
	LLVMValueRef b = join(t, wide, operands[2], operands[3]);

	t->depth -= 4;
	push_wide(t, wide, LLVMBuildBinOp(t->b, op, a, b, ""));
}

static void
translate_product(struct translator *t, LLVMTypeRef wide, bool is_signed)
{
	LLVMValueRef b = LLVMBuildIntCast2(t->b, pop(t), wide, is_signed, "");
	LLVMValueRef a = LLVMBuildIntCast2(t->b, pop(t), wide, is_signed, "");

	push_wide(t, wide, LLVMBuildMul(t->b, a, b, ""));
}

bool
translate_wide(struct translator *t, const struct instr *in)
{
	LLVMTypeRef wide = LLVMIntTypeInContext(t->u->context, 128);

	switch (in->op) {
	case OP_I64_ADD128:
		translate_sum(t, wide, LLVMAdd);
		return true;
	case OP_I64_SUB128:
		translate_sum(t, wide, LLVMSub);
		return true;
	case OP_I64_MUL_WIDE_S:
		translate_product(t, wide, true);
		return true;
	case OP_I64_MUL_WIDE_U:
		translate_product(t, wide, false);
		return true;
	default:
		return false;
	}
}
