/* llvm_simd_int.c -- vectors of integers and of bits. */
#include "llvm_simd.h"

static LLVMTypeRef
type_of(const struct translator *t, enum shape shape)
{
	return t->u->shapes[shape];
}

/* A vector type of other lanes than 128 bits have. */
static LLVMTypeRef
vector_of(struct translator *t, unsigned bits, unsigned count)
{
	return LLVMVectorType(LLVMIntTypeInContext(t->u->context, bits), count);
}

static LLVMValueRef
extend(struct translator *t, LLVMValueRef vector, LLVMTypeRef type, bool is_signed)
{
	return is_signed ? LLVMBuildSExt(t->b, vector, type, "")
			 : LLVMBuildZExt(t->b, vector, type, "");
}

/* --- tests --- */

/* One bit a lane, as an i32. */
static LLVMValueRef
build_mask(struct translator *t, LLVMValueRef lanes, unsigned count)
{
	LLVMTypeRef type = LLVMIntTypeInContext(t->u->context, count);

	return LLVMBuildZExt(t->b, LLVMBuildBitCast(t->b, lanes, type, ""), t->u->i32, "");
}

static LLVMValueRef
build_test(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	LLVMTypeRef whole = LLVMIntTypeInContext(t->u->context, 128);
	LLVMValueRef zero = LLVMConstNull(type_of(t, row.shape)), lanes, all;
	unsigned count = shape_lanes(row.shape);

	if (row.lowering == SIMD_ANY_TRUE) {
		vector = LLVMBuildBitCast(t->b, vector, whole, "");
		return LLVMBuildZExt(t->b,
			LLVMBuildICmp(t->b, LLVMIntNE, vector, LLVMConstNull(whole), ""), t->u->i32,
			"");
	}
	vector = simd_as(t, vector, row.shape);
	if (row.lowering == SIMD_BITMASK)
		return build_mask(t, LLVMBuildICmp(t->b, LLVMIntSLT, vector, zero, ""), count);
	lanes = build_mask(t, LLVMBuildICmp(t->b, LLVMIntNE, vector, zero, ""), count);
	all = LLVMBuildICmp(t->b, LLVMIntEQ, lanes, unit_i32(t->u, (1u << count) - 1), "");
	return LLVMBuildZExt(t->b, all, t->u->i32, "");
}

static LLVMValueRef
build_bitselect(struct translator *t, LLVMValueRef *args)
{
	LLVMValueRef first = LLVMBuildAnd(t->b, args[0], args[2], "");
	LLVMValueRef second = LLVMBuildAnd(t->b, args[1], LLVMBuildNot(t->b, args[2], ""), "");

	return LLVMBuildOr(t->b, first, second, "");
}

/* --- arithmetic --- */

/* The count is taken modulo the width of a lane. */
static LLVMValueRef
build_shift(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMTypeRef lane = LLVMGetElementType(type_of(t, row.shape));
	LLVMValueRef count =
		LLVMBuildAnd(t->b, args[1], unit_i32(t->u, shape_bits(row.shape) - 1), "");

	count = LLVMBuildIntCast2(t->b, count, lane, false, "");
	return LLVMBuildBinOp(t->b, (LLVMOpcode)row.what, simd_as(t, args[0], row.shape),
		simd_splat(t, count, row.shape), "");
}

static LLVMValueRef
build_abs(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	LLVMValueRef args[] = { simd_as(t, vector, row.shape), LLVMConstNull(t->u->i1) };

	return simd_intrinsic(t, INTRINSIC_ABS, row.shape, args, 2);
}

/* (a + b + 1) / 2 in twice the width. */
static LLVMValueRef
build_average(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMTypeRef wide = vector_of(t, 2 * shape_bits(row.shape), shape_lanes(row.shape));
	LLVMValueRef one = simd_same(t, wide, 1);
	LLVMValueRef a = extend(t, simd_as(t, args[0], row.shape), wide, false);
	LLVMValueRef b = extend(t, simd_as(t, args[1], row.shape), wide, false);
	LLVMValueRef sum = LLVMBuildAdd(t->b, LLVMBuildAdd(t->b, a, b, ""), one, "");

	return LLVMBuildTrunc(t->b, LLVMBuildLShr(t->b, sum, one, ""), type_of(t, row.shape), "");
}

/* (a * b + 0x4000) >> 15 modulo 2^16. */
static LLVMValueRef
build_rounded_product(struct translator *t, LLVMValueRef *args)
{
	LLVMTypeRef wide = vector_of(t, 32, 8);
	LLVMValueRef a, b, product;

	if (t->u->has_ssse3)
		return unit_intrinsic(t->u, t->b, INTRINSIC_PMULHRSW, 0, NULL, 0, args, 2);
	a = extend(t, args[0], wide, true);
	b = extend(t, args[1], wide, true);
	product = LLVMBuildAdd(t->b, LLVMBuildMul(t->b, a, b, ""), simd_same(t, wide, 0x4000), "");
	product = LLVMBuildLShr(t->b, product, simd_same(t, wide, 15), "");
	return LLVMBuildTrunc(t->b, product, type_of(t, SHAPE_I16X8), "");
}

/* Fixed point with 15 fraction bits. Only -1 * -1 does not fit: it comes out as 0x8000, which
 * nothing else does, and all its bits are turned. */
static LLVMValueRef
build_q15mulr(struct translator *t, LLVMValueRef *args)
{
	LLVMTypeRef type = type_of(t, SHAPE_I16X8);
	LLVMValueRef pair[] = { simd_as(t, args[0], SHAPE_I16X8),
		simd_as(t, args[1], SHAPE_I16X8) };
	LLVMValueRef product = build_rounded_product(t, pair);
	LLVMValueRef overflow =
		LLVMBuildICmp(t->b, LLVMIntEQ, product, simd_same(t, type, 0x8000), "");

	return LLVMBuildXor(t->b, product, LLVMBuildSExt(t->b, overflow, type, ""), "");
}

/* --- other widths --- */

/* Both operands have lanes twice as wide; they are signed, whatever the result is. */
static LLVMValueRef
build_narrow(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	enum shape from = row.shape + 1;
	unsigned bits = shape_bits(row.shape), count = shape_lanes(from);
	uint64_t most = (UINT64_C(1) << (row.what ? bits - 1 : bits)) - 1;
	uint64_t least = row.what ? ~most : 0;
	LLVMValueRef parts[2];

	for (unsigned i = 0; i < 2; i++) {
		LLVMValueRef limit[2] = { simd_as(t, args[i], from),
			simd_same(t, type_of(t, from), least) };
		limit[0] = simd_intrinsic(t, INTRINSIC_SMAX, from, limit, 2);
		limit[1] = simd_same(t, type_of(t, from), most);
		parts[i] = simd_intrinsic(t, INTRINSIC_SMIN, from, limit, 2);
		parts[i] = LLVMBuildTrunc(t->b, parts[i], vector_of(t, bits, count), "");
	}
	return simd_lanes(t, parts[0], parts[1], 0, 1, 2 * count);
}

/* Lanes first, first + step, ... of a vector whose lanes are half as wide, in the shape's width. */
static LLVMValueRef
widen(struct translator *t, struct simd_row row, LLVMValueRef vector, unsigned first, unsigned step)
{
	LLVMValueRef narrow = simd_as(t, vector, row.shape - 1);
	LLVMValueRef lanes = simd_lanes(
		t, narrow, LLVMGetPoison(LLVMTypeOf(narrow)), first, step, shape_lanes(row.shape));

	return extend(t, lanes, type_of(t, row.shape), !(row.what & HALF_UNSIGNED));
}

static LLVMValueRef
widen_half(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	return widen(t, row, vector, row.what & HALF_HIGH ? shape_lanes(row.shape) : 0, 1);
}

static LLVMValueRef
build_pairwise(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	return LLVMBuildAdd(t->b, widen(t, row, vector, 0, 2), widen(t, row, vector, 1, 2), "");
}

/* Products of neighbours are added. */
static LLVMValueRef
build_dot(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef products[2];

	for (unsigned i = 0; i < 2; i++)
		products[i] = LLVMBuildMul(
			t->b, widen(t, row, args[0], i, 2), widen(t, row, args[1], i, 2), "");
	return LLVMBuildAdd(t->b, products[0], products[1], "");
}

static LLVMValueRef
build_dot_add(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	struct simd_row dot = { SIMD_DOT, SHAPE_I16X8, 0 };
	LLVMValueRef sums = build_pairwise(t, row, build_dot(t, dot, args));

	return LLVMBuildAdd(t->b, sums, simd_as(t, args[2], row.shape), "");
}

/* --- one instruction --- */

static LLVMValueRef
build_compare(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef lanes = LLVMBuildICmp(t->b, (LLVMIntPredicate)row.what,
		simd_as(t, args[0], row.shape), simd_as(t, args[1], row.shape), "");

	return LLVMBuildSExt(t->b, lanes, type_of(t, row.shape), "");
}

static LLVMValueRef
build_on_two(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef pair[] = { simd_as(t, args[0], row.shape), simd_as(t, args[1], row.shape) };

	if (row.lowering == SIMD_BINARY)
		return LLVMBuildBinOp(t->b, (LLVMOpcode)row.what, pair[0], pair[1], "");
	return simd_intrinsic(t, row.what, row.shape, pair, 2);
}

LLVMValueRef
simd_integer(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef vector;

	switch ((enum simd_lowering)row.lowering) {
	case SIMD_BINARY:
	case SIMD_INTRINSIC:
		return build_on_two(t, row, args);
	case SIMD_SHIFT:
		return build_shift(t, row, args);
	case SIMD_COMPARE:
		return build_compare(t, row, args);
	case SIMD_NOT:
		return LLVMBuildNot(t->b, args[0], "");
	case SIMD_ANDNOT:
		return LLVMBuildAnd(t->b, args[0], LLVMBuildNot(t->b, args[1], ""), "");
	case SIMD_BITSELECT:
		return build_bitselect(t, args);
	case SIMD_ANY_TRUE:
	case SIMD_ALL_TRUE:
	case SIMD_BITMASK:
		return build_test(t, row, args[0]);
	case SIMD_ABS:
		return build_abs(t, row, args[0]);
	case SIMD_NEG:
		return LLVMBuildNeg(t->b, simd_as(t, args[0], row.shape), "");
	case SIMD_POPCNT:
		vector = simd_as(t, args[0], row.shape);
		return simd_intrinsic(t, INTRINSIC_CTPOP, row.shape, &vector, 1);
	case SIMD_AVGR:
		return build_average(t, row, args);
	case SIMD_Q15MULR:
		return build_q15mulr(t, args);
	case SIMD_NARROW:
		return build_narrow(t, row, args);
	case SIMD_EXTEND:
		return widen_half(t, row, args[0]);
	case SIMD_EXTMUL:
		return LLVMBuildMul(
			t->b, widen_half(t, row, args[0]), widen_half(t, row, args[1]), "");
	case SIMD_PAIRWISE:
		return build_pairwise(t, row, args[0]);
	case SIMD_DOT:
		return build_dot(t, row, args);
	case SIMD_DOT_ADD:
		return build_dot_add(t, row, args);
	default:
		return NULL;
	}
}
