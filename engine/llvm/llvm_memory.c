/* llvm_memory.c -- linear memory (spec, "Memory Instructions").
 *
 * Loads and stores are plain accesses at base + index + offset: any 32-bit index with any offset
 * lands in the reserved range of the memory, and outside of the memory proper the fault is the
 * trap.
 */
#include "llvm_translate.h"

LLVMValueRef
build_address(struct translator *t, const struct instr *in, LLVMValueRef index)
{
	struct unit *u = t->u;
	LLVMValueRef base = t->base, address, offset;

	if (in->index) {
		uint64_t at = u->layout.memories + (uint64_t)in->index * 8;
		LLVMValueRef memory =
			unit_load_invariant(u, t->b, u->ptr, unit_field(u, t->b, t->vm, at));
		base = unit_load_invariant(u, t->b, u->ptr,
			unit_field(u, t->b, memory, offsetof(struct wasix_memory, base)));
	}
	index = LLVMBuildZExt(t->b, index, u->i64, "");
	address = LLVMBuildGEP2(t->b, u->i8, base, &index, 1, "");
	if (!in->bits)
		return address;
	offset = unit_i64(u, in->bits);
	return LLVMBuildGEP2(t->b, u->i8, address, &offset, 1, "");
}

static LLVMTypeRef
access_type(const struct unit *u, const struct instr *in, uint8_t kind)
{
	if (kind == WASIX_F32 || kind == WASIX_F64)
		return unit_type(u, kind);
	return LLVMIntTypeInContext(u->context, 8u << immediate_access_log2(in->immediate));
}

/* Volatile: a load out of bounds traps, there and then, whatever becomes of its value. LLVM would
 * drop one whose value is multiplied by zero, sink one into the only branch that needs it, or
 * divide first. That costs 2 % of run time (geomean of bench/kernels); making only loads without
 * any use volatile is not enough (tests/memory). */
LLVMValueRef
build_load(struct translator *t, const struct instr *in, LLVMTypeRef type, LLVMValueRef index)
{
	LLVMValueRef load;

	set_location(t, in->offset);
	load = unit_load(t->u, t->b, type, build_address(t, in, index), ALIAS_MEMORY);
	LLVMSetAlignment(load, 1);
	LLVMSetVolatile(load, true);
	return load;
}

void
build_store(struct translator *t, const struct instr *in, LLVMValueRef value, LLVMValueRef index)
{
	LLVMValueRef store;

	set_location(t, in->offset);
	store = LLVMBuildStore(t->b, value, build_address(t, in, index));
	LLVMSetAlignment(store, 1);
	unit_set_alias(t->u, store, ALIAS_MEMORY);
}

static void
translate_load(struct translator *t, const struct instr *in, bool is_signed)
{
	struct unit *u = t->u;
	uint8_t kind = signature_types[in->signature].result;
	LLVMTypeRef full = unit_type(u, kind);
	LLVMTypeRef narrow = access_type(u, in, kind);
	LLVMValueRef load = build_load(t, in, narrow, pop(t));

	if (narrow != full)
		load = is_signed ? LLVMBuildSExt(t->b, load, full, "")
				 : LLVMBuildZExt(t->b, load, full, "");
	push(t, load);
}

static void
translate_store(struct translator *t, const struct instr *in)
{
	struct unit *u = t->u;
	uint8_t kind = signature_types[in->signature].params[1];
	LLVMTypeRef narrow = access_type(u, in, kind);
	LLVMValueRef value = pop(t);

	if (narrow != unit_type(u, kind))
		value = LLVMBuildTrunc(t->b, value, narrow, "");
	build_store(t, in, value, pop(t));
}

bool
translate_memory(struct translator *t, const struct instr *in)
{
	switch (in->op) {
	case OP_I32_LOAD8_S:
	case OP_I32_LOAD16_S:
	case OP_I64_LOAD8_S:
	case OP_I64_LOAD16_S:
	case OP_I64_LOAD32_S:
		translate_load(t, in, true);
		return true;
	}
	if (in->op >= OP_I32_LOAD && in->op <= OP_I64_LOAD32_U) {
		translate_load(t, in, false);
		return true;
	}
	if (in->op >= OP_I32_STORE && in->op <= OP_I64_STORE32) {
		translate_store(t, in);
		return true;
	}
	return false;
}
