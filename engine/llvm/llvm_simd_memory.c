/* llvm_simd_memory.c -- vectors in linear memory: whole ones, single lanes, and loads that extend
 * or repeat what they read. They trap out of bounds as all other accesses do (llvm_memory.c).
 */
#include "llvm_simd.h"

/* The shape whose lanes are as wide as the access. */
static enum shape
access_shape(const struct instr *in)
{
	return SHAPE_I8X16 + immediate_access_log2(in->immediate);
}

static LLVMTypeRef
access_type(const struct translator *t, const struct instr *in)
{
	return LLVMGetElementType(t->u->shapes[access_shape(in)]);
}

/* 8 bytes as lanes half as wide as those of the shape, extended. */
static void
translate_load_extend(struct translator *t, const struct instr *in, enum shape shape)
{
	struct unit *u = t->u;
	bool is_signed = (in->op - OP_V128_LOAD8X8_S) % 2 == 0;
	LLVMTypeRef narrow = LLVMVectorType(
		LLVMIntTypeInContext(u->context, shape_bits(shape) / 2), shape_lanes(shape));
	LLVMValueRef loaded = build_load(t, in, u->i64, pop(t));

	loaded = LLVMBuildBitCast(t->b, loaded, narrow, "");
	loaded = is_signed ? LLVMBuildSExt(t->b, loaded, u->shapes[shape], "")
			   : LLVMBuildZExt(t->b, loaded, u->shapes[shape], "");
	push(t, simd_back(t, loaded));
}

static void
translate_load_splat(struct translator *t, const struct instr *in)
{
	LLVMValueRef loaded = build_load(t, in, access_type(t, in), pop(t));

	push(t, simd_back(t, simd_splat(t, loaded, access_shape(in))));
}

static void
translate_load_zero(struct translator *t, const struct instr *in)
{
	LLVMValueRef loaded = build_load(t, in, access_type(t, in), pop(t));
	LLVMValueRef zero = LLVMConstNull(t->u->shapes[access_shape(in)]);

	loaded = LLVMBuildInsertElement(t->b, zero, loaded, unit_i32(t->u, 0), "");
	push(t, simd_back(t, loaded));
}

static void
translate_load_lane(struct translator *t, const struct instr *in)
{
	LLVMValueRef vector = simd_as(t, pop(t), access_shape(in));
	LLVMValueRef loaded = build_load(t, in, access_type(t, in), pop(t));

	vector = LLVMBuildInsertElement(t->b, vector, loaded, unit_i32(t->u, in->index2), "");
	push(t, simd_back(t, vector));
}

static void
translate_store_lane(struct translator *t, const struct instr *in)
{
	LLVMValueRef vector = simd_as(t, pop(t), access_shape(in));
	LLVMValueRef lane = LLVMBuildExtractElement(t->b, vector, unit_i32(t->u, in->index2), "");

	build_store(t, in, lane, pop(t));
}

bool
simd_memory(struct translator *t, const struct instr *in)
{
	LLVMValueRef value;

	switch (in->op) {
	case OP_V128_LOAD:
		push(t, build_load(t, in, t->u->shapes[SHAPE_I64X2], pop(t)));
		return true;
	case OP_V128_STORE:
		value = pop(t);
		build_store(t, in, value, pop(t));
		return true;
	case OP_V128_LOAD8X8_S:
	case OP_V128_LOAD8X8_U:
		translate_load_extend(t, in, SHAPE_I16X8);
		return true;
	case OP_V128_LOAD16X4_S:
	case OP_V128_LOAD16X4_U:
		translate_load_extend(t, in, SHAPE_I32X4);
		return true;
	case OP_V128_LOAD32X2_S:
	case OP_V128_LOAD32X2_U:
		translate_load_extend(t, in, SHAPE_I64X2);
		return true;
	case OP_V128_LOAD8_SPLAT:
	case OP_V128_LOAD16_SPLAT:
	case OP_V128_LOAD32_SPLAT:
	case OP_V128_LOAD64_SPLAT:
		translate_load_splat(t, in);
		return true;
	case OP_V128_LOAD32_ZERO:
	case OP_V128_LOAD64_ZERO:
		translate_load_zero(t, in);
		return true;
	case OP_V128_LOAD8_LANE:
	case OP_V128_LOAD16_LANE:
	case OP_V128_LOAD32_LANE:
	case OP_V128_LOAD64_LANE:
		translate_load_lane(t, in);
		return true;
	case OP_V128_STORE8_LANE:
	case OP_V128_STORE16_LANE:
	case OP_V128_STORE32_LANE:
	case OP_V128_STORE64_LANE:
		translate_store_lane(t, in);
		return true;
	default:
		return false;
	}
}
