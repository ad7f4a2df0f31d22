/* llvm_simd_float.c -- vectors of floats. What is said of NaNs in llvm_numeric.c holds for each
 * lane.
 */
#include "llvm_simd.h"

static LLVMTypeRef
type_of(const struct translator *t, enum shape shape)
{
	return t->u->shapes[shape];
}

/* Operands of arithmetic: constants, and the second of two equal ones, are hidden from folds. */
static void
take_operands(struct translator *t, enum shape shape, const LLVMValueRef *args, LLVMValueRef *out)
{
	bool same = args[0] == args[1];

	for (unsigned i = 0; i < 2; i++)
		out[i] = simd_as(t, build_opaque(t, args[i], WASIX_V128), shape);
	if (same)
		out[1] = simd_intrinsic(t, INTRINSIC_FENCE, shape, &out[1], 1);
}

static LLVMValueRef
build_arithmetic(struct translator *t, enum shape shape, LLVMOpcode op, const LLVMValueRef *args)
{
	LLVMValueRef pair[2];

	take_operands(t, shape, args, pair);
	return LLVMBuildBinOp(t->b, op, pair[0], pair[1], "");
}

/* As build_extreme of llvm_numeric.c. */
static LLVMValueRef
build_extreme(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef pair[2], unordered, numbers, sum;

	take_operands(t, row.shape, args, pair);
	unordered = LLVMBuildFCmp(t->b, LLVMRealUNO, pair[0], pair[1], "");
	numbers = simd_intrinsic(t, row.what, row.shape, pair, 2);
	if (LLVMCanValueUseFastMathFlags(numbers))
		LLVMSetFastMathFlags(numbers, LLVMFastMathNoNaNs);
	sum = LLVMBuildFAdd(t->b, pair[0], pair[1], "");
	return LLVMBuildSelect(t->b, unordered, sum, numbers, "");
}

/* b < a ? b : a, and a < b ? b : a. */
static LLVMValueRef
build_pick(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef a = simd_as(t, args[0], row.shape), b = simd_as(t, args[1], row.shape);
	bool least = row.what == INTRINSIC_MINIMUM;
	LLVMValueRef second = LLVMBuildFCmp(t->b, LLVMRealOLT, least ? b : a, least ? a : b, "");

	return LLVMBuildSelect(t->b, second, b, a, "");
}

/* Product and sum are each rounded, whether the processor could do both at once or not: results do
 * not depend on it. */
static LLVMValueRef
build_madd(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef product = build_arithmetic(t, row.shape, LLVMFMul, args);
	LLVMValueRef sum = simd_as(t, build_opaque(t, args[2], WASIX_V128), row.shape);

	return row.what == LLVMFAdd ? LLVMBuildFAdd(t->b, product, sum, "")
				    : LLVMBuildFSub(t->b, sum, product, "");
}

static LLVMValueRef
build_round(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	uint8_t kind = row.shape == SHAPE_F32X4 ? WASIX_F32 : WASIX_F64;

	vector = simd_as(t, vector, row.shape);
	if (t->u->has_sse41)
		return simd_intrinsic(t, row.what, row.shape, &vector, 1);
	for (unsigned i = 0; i < shape_lanes(row.shape); i++) {
		LLVMValueRef index = unit_i32(t->u, i);
		LLVMValueRef lane = LLVMBuildExtractElement(t->b, vector, index, "");
		lane = build_round_scalar(t, row.what, kind, lane);
		vector = LLVMBuildInsertElement(t->b, vector, lane, index, "");
	}
	return vector;
}

/* --- conversion --- */

static LLVMValueRef
low_lanes(struct translator *t, LLVMValueRef vector)
{
	return simd_lanes(t, vector, LLVMGetPoison(LLVMTypeOf(vector)), 0, 1, 2);
}

/* Two lanes, then two that are zero. */
static LLVMValueRef
zero_rest(struct translator *t, LLVMValueRef pair)
{
	return simd_lanes(t, pair, LLVMConstNull(LLVMTypeOf(pair)), 0, 1, 4);
}

static LLVMValueRef
build_demote(struct translator *t, LLVMValueRef vector)
{
	LLVMTypeRef pair = LLVMVectorType(t->u->f32, 2);

	vector = LLVMBuildFPTrunc(t->b, simd_as(t, vector, SHAPE_F64X2), pair, "");
	return zero_rest(t, vector);
}

/* NOTE: LLVM folds promote then demote to nothing, NaN and all. */
static LLVMValueRef
build_promote(struct translator *t, LLVMValueRef vector)
{
	vector = low_lanes(t, simd_as(t, vector, SHAPE_F32X4));
	vector = LLVMBuildFPExt(t->b, vector, type_of(t, SHAPE_F64X2), "");
	return simd_intrinsic(t, INTRINSIC_FENCE, SHAPE_F64X2, &vector, 1);
}

static LLVMValueRef
all_lanes(LLVMTypeRef type, double number)
{
	LLVMValueRef lanes[4], lane = LLVMConstReal(LLVMGetElementType(type), number);
	unsigned count = LLVMGetVectorSize(type);

	for (unsigned i = 0; i < count; i++)
		lanes[i] = lane;
	return LLVMConstVector(lanes, count);
}

/* LLVM's own saturating casts go lane by lane. Bounds are exact in either type. */
static LLVMValueRef
build_saturate(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	unsigned lanes = shape_lanes(row.shape);
	LLVMTypeRef from = type_of(t, row.shape), to = LLVMVectorType(t->u->i32, lanes);
	bool is_signed = row.what == LLVMFPToSI;
	LLVMValueRef low = all_lanes(from, is_signed ? -0x1p31 : 0);
	LLVMValueRef most = simd_same(t, to, is_signed ? INT32_MAX : UINT32_MAX);
	LLVMValueRef over, number, result;

	vector = simd_as(t, vector, row.shape);
	over = LLVMBuildFCmp(
		t->b, LLVMRealOGE, vector, all_lanes(from, is_signed ? 0x1p31 : 0x1p32), "");
	number = LLVMBuildFCmp(t->b, LLVMRealORD, vector, vector, "");
	/* a NaN becomes `low` */
	vector = LLVMBuildSelect(
		t->b, LLVMBuildFCmp(t->b, LLVMRealOGT, vector, low, ""), vector, low, "");
	vector = LLVMBuildSelect(t->b, over, LLVMConstNull(from), vector, "");
	result = LLVMBuildCast(t->b, (LLVMOpcode)row.what, vector, to, "");
	result = LLVMBuildSelect(t->b, over, most, result, "");
	result = LLVMBuildAnd(t->b, result, LLVMBuildSExt(t->b, number, to, ""), "");
	return lanes == 2 ? zero_rest(t, result) : result;
}

static LLVMValueRef
build_convert(struct translator *t, struct simd_row row, LLVMValueRef vector)
{
	vector = simd_as(t, vector, SHAPE_I32X4);
	if (row.shape == SHAPE_F64X2)
		vector = low_lanes(t, vector);
	return LLVMBuildCast(t->b, (LLVMOpcode)row.what, vector, type_of(t, row.shape), "");
}

/* --- one instruction --- */

static LLVMValueRef
build_compare(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef lanes = LLVMBuildFCmp(t->b, (LLVMRealPredicate)row.what,
		simd_as(t, args[0], row.shape), simd_as(t, args[1], row.shape), "");

	return LLVMBuildSExt(
		t->b, lanes, type_of(t, row.shape == SHAPE_F32X4 ? SHAPE_I32X4 : SHAPE_I64X2), "");
}

LLVMValueRef
simd_float(struct translator *t, struct simd_row row, LLVMValueRef *args)
{
	LLVMValueRef vector;

	switch ((enum simd_lowering)row.lowering) {
	case SIMD_FLOAT:
		return build_arithmetic(t, row.shape, (LLVMOpcode)row.what, args);
	case SIMD_FLOAT_COMPARE:
		return build_compare(t, row, args);
	case SIMD_UNARY:
		vector = simd_as(t, args[0], row.shape);
		return simd_intrinsic(t, row.what, row.shape, &vector, 1);
	case SIMD_FLOAT_NEG:
		return LLVMBuildFNeg(t->b, simd_as(t, args[0], row.shape), "");
	case SIMD_ROUND:
		return build_round(t, row, args[0]);
	case SIMD_EXTREME:
		return build_extreme(t, row, args);
	case SIMD_PICK:
		return build_pick(t, row, args);
	case SIMD_MADD:
		return build_madd(t, row, args);
	case SIMD_DEMOTE:
		return build_demote(t, args[0]);
	case SIMD_PROMOTE:
		return build_promote(t, args[0]);
	case SIMD_SATURATE:
		return build_saturate(t, row, args[0]);
	case SIMD_CONVERT:
		return build_convert(t, row, args[0]);
	default:
		return NULL;
	}
}
