/* llvm_atomic.c -- atomic accesses (threads proposal): the address is checked to be a multiple of
 * the size, then LLVM's sequentially consistent instructions work on it. */
#include "llvm_translate.h"

#define ORDER LLVMAtomicOrderingSequentiallyConsistent

/* Index + offset as a 64-bit number within the memory. */
static LLVMValueRef
build_effective(struct translator *t, const struct instr *in, LLVMValueRef index)
{
	index = LLVMBuildZExt(t->b, index, t->u->i64, "");
	return LLVMBuildAdd(t->b, index, unit_i64(t->u, in->bits), "");
}

static LLVMValueRef
build_aligned(struct translator *t, const struct instr *in, LLVMValueRef index)
{
	uint64_t size = 1u << immediate_access_log2(in->immediate);
	LLVMValueRef low;

	if (size > 1) {
		low = LLVMBuildAnd(
			t->b, build_effective(t, in, index), unit_i64(t->u, size - 1), "");
		build_trap_if(t, LLVMBuildICmp(t->b, LLVMIntNE, low, unit_i64(t->u, 0), ""),
			TRAP_UNALIGNED_ATOMIC);
	}
	return build_address(t, in, index);
}

static LLVMTypeRef
narrow_type(const struct translator *t, const struct instr *in)
{
	return LLVMIntTypeInContext(t->u->context, 8u << immediate_access_log2(in->immediate));
}

/* The access is as wide as its type: natural alignment, or LLVM would call a library. */
static void
set_natural(struct translator *t, const struct instr *in, LLVMValueRef access)
{
	LLVMSetAlignment(access, 1u << immediate_access_log2(in->immediate));
	unit_set_alias(t->u, access, ALIAS_MEMORY);
}

static LLVMValueRef
build_narrow(struct translator *t, const struct instr *in, LLVMValueRef value)
{
	LLVMTypeRef narrow = narrow_type(t, in);

	return LLVMTypeOf(value) == narrow ? value : LLVMBuildTrunc(t->b, value, narrow, "");
}

static void
push_wide(struct translator *t, const struct instr *in, LLVMValueRef value)
{
	LLVMTypeRef full = unit_type(t->u, signature_types[in->signature].result);

	push(t, LLVMTypeOf(value) == full ? value : LLVMBuildZExt(t->b, value, full, ""));
}

static LLVMValueRef
build_atomic_load(struct translator *t, const struct instr *in, LLVMValueRef address)
{
	LLVMValueRef load = LLVMBuildLoad2(t->b, narrow_type(t, in), address, "");

	LLVMSetOrdering(load, ORDER);
	set_natural(t, in, load);
	return load;
}

static void
translate_load(struct translator *t, const struct instr *in)
{
	push_wide(t, in, build_atomic_load(t, in, build_aligned(t, in, pop(t))));
}

static void
translate_store(struct translator *t, const struct instr *in)
{
	LLVMValueRef value = build_narrow(t, in, pop(t));
	LLVMValueRef store = LLVMBuildStore(t->b, value, build_aligned(t, in, pop(t)));

	LLVMSetOrdering(store, ORDER);
	set_natural(t, in, store);
}

static void
translate_rmw(struct translator *t, const struct instr *in, LLVMAtomicRMWBinOp operation)
{
	LLVMValueRef value = build_narrow(t, in, pop(t));
	LLVMValueRef address = build_aligned(t, in, pop(t));
	LLVMValueRef old = LLVMBuildAtomicRMW(t->b, operation, address, value, ORDER, false);

	set_natural(t, in, old);
	push_wide(t, in, old);
}

static LLVMValueRef
build_cmpxchg(struct translator *t, const struct instr *in, LLVMValueRef address,
	LLVMValueRef expected, LLVMValueRef value)
{
	LLVMValueRef pair =
		LLVMBuildAtomicCmpXchg(t->b, address, expected, value, ORDER, ORDER, false);

	set_natural(t, in, pair);
	return LLVMBuildExtractValue(t->b, pair, 0, "");
}

/* The content is zero-extended, then compared: bits of `wide` above a narrow access make it unequal
 * to any content, so the exchange is only a load. */
static void
translate_cmpxchg(struct translator *t, const struct instr *in)
{
	LLVMValueRef value = build_narrow(t, in, pop(t));
	LLVMValueRef wide = pop(t), expected = build_narrow(t, in, wide);
	LLVMValueRef address = build_aligned(t, in, pop(t)), results[2], phi;
	LLVMBasicBlockRef from[2], both;

	if (expected == wide) {
		push(t, build_cmpxchg(t, in, address, expected, value));
		return;
	}
	from[0] = new_block(t);
	from[1] = new_block(t);
	both = new_block(t);
	LLVMBuildCondBr(t->b,
		LLVMBuildICmp(t->b, LLVMIntEQ, LLVMBuildZExt(t->b, expected, LLVMTypeOf(wide), ""),
			wide, ""),
		from[0], from[1]);
	set_block(t, from[0]);
	results[0] = build_cmpxchg(t, in, address, expected, value);
	LLVMBuildBr(t->b, both);
	set_block(t, from[1]);
	results[1] = build_atomic_load(t, in, address);
	LLVMBuildBr(t->b, both);
	set_block(t, both);
	phi = LLVMBuildPhi(t->b, LLVMTypeOf(value), "");
	LLVMAddIncoming(phi, results, from, 2);
	push_wide(t, in, phi);
}

static void
translate_wait(struct translator *t, const struct instr *in, enum builtin which)
{
	LLVMValueRef timeout = pop(t), expected = pop(t);
	LLVMValueRef args[] = { unit_i32(t->u, in->index), build_effective(t, in, pop(t)), expected,
		timeout };

	push(t, build_builtin(t, which, false, args));
	build_attention(t);
}

static void
translate_notify(struct translator *t, const struct instr *in)
{
	LLVMValueRef count = pop(t);
	LLVMValueRef args[] = { unit_i32(t->u, in->index), build_effective(t, in, pop(t)), count };

	push(t, build_builtin(t, BUILTIN_ATOMIC_NOTIFY, false, args));
	build_attention(t);
}

/* The seven widths of an operation stand one after the other. */
static void
translate_operation(struct translator *t, const struct instr *in)
{
	static const LLVMAtomicRMWBinOp operations[] = {
		LLVMAtomicRMWBinOpAdd,
		LLVMAtomicRMWBinOpSub,
		LLVMAtomicRMWBinOpAnd,
		LLVMAtomicRMWBinOpOr,
		LLVMAtomicRMWBinOpXor,
		LLVMAtomicRMWBinOpXchg,
	};

	if (in->op >= OP_I32_ATOMIC_RMW_CMPXCHG)
		translate_cmpxchg(t, in);
	else if (in->op >= OP_I32_ATOMIC_RMW_ADD)
		translate_rmw(t, in, operations[(in->op - OP_I32_ATOMIC_RMW_ADD) / 7]);
	else if (in->op >= OP_I32_ATOMIC_STORE)
		translate_store(t, in);
	else
		translate_load(t, in);
}

bool
translate_atomic(struct translator *t, const struct instr *in)
{
	if (in->op >> 8 != 0xfe)
		return false;
	set_location(t, in->offset);
	switch (in->op) {
	case OP_MEMORY_ATOMIC_NOTIFY:
		translate_notify(t, in);
		break;
	case OP_MEMORY_ATOMIC_WAIT32:
		translate_wait(t, in, BUILTIN_ATOMIC_WAIT32);
		break;
	case OP_MEMORY_ATOMIC_WAIT64:
		translate_wait(t, in, BUILTIN_ATOMIC_WAIT64);
		break;
	case OP_ATOMIC_FENCE:
		LLVMBuildFence(t->b, ORDER, false, "");
		break;
	default:
		translate_operation(t, in);
	}
	return true;
}
