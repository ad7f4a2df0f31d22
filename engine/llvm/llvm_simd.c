/* llvm_simd.c -- 128-bit vectors (spec, "Vector Instructions"): a table from opcode to how it is
 * built, and what only moves lanes. */
#include "llvm_simd.h"

#define AT(NAME) [OP_##NAME & 0xfff]

/* clang-format off */
#define ROW(NAME, LOWERING, SHAPE, what) AT(NAME) = { SIMD_##LOWERING, SHAPE_##SHAPE, what }
#define ALL_INTS(NAME, LOWERING, what) SMALL_INTS(NAME, LOWERING, what), ROW(I32X4_##NAME, LOWERING, I32X4, what), \
	ROW(I64X2_##NAME, LOWERING, I64X2, what)
#define SMALL_INTS(NAME, LOWERING, what) ROW(I8X16_##NAME, LOWERING, I8X16, what), ROW(I16X8_##NAME, LOWERING, I16X8, what)
#define BOTH_FLOATS(NAME, LOWERING, what) ROW(F32X4_##NAME, LOWERING, F32X4, what), ROW(F64X2_##NAME, LOWERING, F64X2, what)
#define NOT_LONG(NAME, LOWERING, what) SMALL_INTS(NAME, LOWERING, what), ROW(I32X4_##NAME, LOWERING, I32X4, what)
#define HALVES(WIDE, NAME, NARROW, LOWERING)                                             \
	ROW(WIDE##_##NAME##_LOW_##NARROW##_S, LOWERING, WIDE, 0),                        \
	ROW(WIDE##_##NAME##_HIGH_##NARROW##_S, LOWERING, WIDE, HALF_HIGH),               \
	ROW(WIDE##_##NAME##_LOW_##NARROW##_U, LOWERING, WIDE, HALF_UNSIGNED),            \
	ROW(WIDE##_##NAME##_HIGH_##NARROW##_U, LOWERING, WIDE, HALF_UNSIGNED | HALF_HIGH)
#define SIGNS(SHAPE, NAME, REST, LOWERING, RESULT, s, u)      \
	ROW(SHAPE##_##NAME##_S##REST, LOWERING, RESULT, s),   \
	ROW(SHAPE##_##NAME##_U##REST, LOWERING, RESULT, u)

static const struct simd_row rows[] = {
	ROW(V128_CONST, CONST, I64X2, 0),
	ROW(I8X16_SHUFFLE, SHUFFLE, I8X16, 0),
	ROW(I8X16_SWIZZLE, SWIZZLE, I8X16, 0),
	ROW(I8X16_RELAXED_SWIZZLE, SWIZZLE, I8X16, 0),
	ALL_INTS(SPLAT, SPLAT, 0),
	BOTH_FLOATS(SPLAT, SPLAT, 0),
	ALL_INTS(REPLACE_LANE, REPLACE, 0),
	BOTH_FLOATS(REPLACE_LANE, REPLACE, 0),
	SMALL_INTS(EXTRACT_LANE_S, EXTRACT, true),
	SMALL_INTS(EXTRACT_LANE_U, EXTRACT, false),
	ROW(I32X4_EXTRACT_LANE, EXTRACT, I32X4, 0),
	ROW(I64X2_EXTRACT_LANE, EXTRACT, I64X2, 0),
	BOTH_FLOATS(EXTRACT_LANE, EXTRACT, 0),

	ALL_INTS(EQ, COMPARE, LLVMIntEQ),
	ALL_INTS(NE, COMPARE, LLVMIntNE),
	ALL_INTS(LT_S, COMPARE, LLVMIntSLT),
	NOT_LONG(LT_U, COMPARE, LLVMIntULT),
	ALL_INTS(GT_S, COMPARE, LLVMIntSGT),
	NOT_LONG(GT_U, COMPARE, LLVMIntUGT),
	ALL_INTS(LE_S, COMPARE, LLVMIntSLE),
	NOT_LONG(LE_U, COMPARE, LLVMIntULE),
	ALL_INTS(GE_S, COMPARE, LLVMIntSGE),
	NOT_LONG(GE_U, COMPARE, LLVMIntUGE),

	ROW(V128_NOT, NOT, I64X2, 0),
	ROW(V128_AND, BINARY, I64X2, LLVMAnd),
	ROW(V128_ANDNOT, ANDNOT, I64X2, 0),
	ROW(V128_OR, BINARY, I64X2, LLVMOr),
	ROW(V128_XOR, BINARY, I64X2, LLVMXor),
	ROW(V128_BITSELECT, BITSELECT, I64X2, 0),
	ALL_INTS(RELAXED_LANESELECT, BITSELECT, 0),
	ROW(V128_ANY_TRUE, ANY_TRUE, I64X2, 0),
	ALL_INTS(ALL_TRUE, ALL_TRUE, 0),
	ALL_INTS(BITMASK, BITMASK, 0),

	ALL_INTS(ABS, ABS, 0),
	ALL_INTS(NEG, NEG, 0),
	ROW(I8X16_POPCNT, POPCNT, I8X16, 0),
	ALL_INTS(SHL, SHIFT, LLVMShl),
	ALL_INTS(SHR_S, SHIFT, LLVMAShr),
	ALL_INTS(SHR_U, SHIFT, LLVMLShr),
	ALL_INTS(ADD, BINARY, LLVMAdd),
	ALL_INTS(SUB, BINARY, LLVMSub),
	ROW(I16X8_MUL, BINARY, I16X8, LLVMMul),
	ROW(I32X4_MUL, BINARY, I32X4, LLVMMul),
	ROW(I64X2_MUL, BINARY, I64X2, LLVMMul),
	SMALL_INTS(ADD_SAT_S, INTRINSIC, INTRINSIC_SADD_SAT),
	SMALL_INTS(ADD_SAT_U, INTRINSIC, INTRINSIC_UADD_SAT),
	SMALL_INTS(SUB_SAT_S, INTRINSIC, INTRINSIC_SSUB_SAT),
	SMALL_INTS(SUB_SAT_U, INTRINSIC, INTRINSIC_USUB_SAT),
	NOT_LONG(MIN_S, INTRINSIC, INTRINSIC_SMIN),
	NOT_LONG(MIN_U, INTRINSIC, INTRINSIC_UMIN),
	NOT_LONG(MAX_S, INTRINSIC, INTRINSIC_SMAX),
	NOT_LONG(MAX_U, INTRINSIC, INTRINSIC_UMAX),
	SMALL_INTS(AVGR_U, AVGR, 0),
	ROW(I16X8_Q15MULR_SAT_S, Q15MULR, I16X8, 0),
	ROW(I16X8_RELAXED_Q15MULR_S, Q15MULR, I16X8, 0),
	SIGNS(I8X16, NARROW_I16X8, , NARROW, I8X16, true, false),
	SIGNS(I16X8, NARROW_I32X4, , NARROW, I16X8, true, false),
	HALVES(I16X8, EXTEND, I8X16, EXTEND),
	HALVES(I32X4, EXTEND, I16X8, EXTEND),
	HALVES(I64X2, EXTEND, I32X4, EXTEND),
	HALVES(I16X8, EXTMUL, I8X16, EXTMUL),
	HALVES(I32X4, EXTMUL, I16X8, EXTMUL),
	HALVES(I64X2, EXTMUL, I32X4, EXTMUL),
	SIGNS(I16X8, EXTADD_PAIRWISE_I8X16, , PAIRWISE, I16X8, 0, HALF_UNSIGNED),
	SIGNS(I32X4, EXTADD_PAIRWISE_I16X8, , PAIRWISE, I32X4, 0, HALF_UNSIGNED),
	ROW(I32X4_DOT_I16X8_S, DOT, I32X4, 0),
	ROW(I16X8_RELAXED_DOT_I8X16_I7X16_S, DOT, I16X8, 0),
	ROW(I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S, DOT_ADD, I32X4, 0),

	BOTH_FLOATS(EQ, FLOAT_COMPARE, LLVMRealOEQ),
	BOTH_FLOATS(NE, FLOAT_COMPARE, LLVMRealUNE),
	BOTH_FLOATS(LT, FLOAT_COMPARE, LLVMRealOLT),
	BOTH_FLOATS(GT, FLOAT_COMPARE, LLVMRealOGT),
	BOTH_FLOATS(LE, FLOAT_COMPARE, LLVMRealOLE),
	BOTH_FLOATS(GE, FLOAT_COMPARE, LLVMRealOGE),
	BOTH_FLOATS(ABS, UNARY, INTRINSIC_FABS),
	BOTH_FLOATS(NEG, FLOAT_NEG, 0),
	BOTH_FLOATS(SQRT, UNARY, INTRINSIC_SQRT),
	BOTH_FLOATS(CEIL, ROUND, INTRINSIC_CEIL),
	BOTH_FLOATS(FLOOR, ROUND, INTRINSIC_FLOOR),
	BOTH_FLOATS(TRUNC, ROUND, INTRINSIC_TRUNC),
	BOTH_FLOATS(NEAREST, ROUND, INTRINSIC_ROUNDEVEN),
	BOTH_FLOATS(ADD, FLOAT, LLVMFAdd),
	BOTH_FLOATS(SUB, FLOAT, LLVMFSub),
	BOTH_FLOATS(MUL, FLOAT, LLVMFMul),
	BOTH_FLOATS(DIV, FLOAT, LLVMFDiv),
	BOTH_FLOATS(MIN, EXTREME, INTRINSIC_MINIMUM),
	BOTH_FLOATS(MAX, EXTREME, INTRINSIC_MAXIMUM),
	BOTH_FLOATS(RELAXED_MIN, EXTREME, INTRINSIC_MINIMUM),
	BOTH_FLOATS(RELAXED_MAX, EXTREME, INTRINSIC_MAXIMUM),
	BOTH_FLOATS(PMIN, PICK, INTRINSIC_MINIMUM),
	BOTH_FLOATS(PMAX, PICK, INTRINSIC_MAXIMUM),
	BOTH_FLOATS(RELAXED_MADD, MADD, LLVMFAdd),
	BOTH_FLOATS(RELAXED_NMADD, MADD, LLVMFSub),
	ROW(F32X4_DEMOTE_F64X2_ZERO, DEMOTE, F32X4, 0),
	ROW(F64X2_PROMOTE_LOW_F32X4, PROMOTE, F64X2, 0),
	SIGNS(I32X4, TRUNC_SAT_F32X4, , SATURATE, F32X4, LLVMFPToSI, LLVMFPToUI),
	SIGNS(I32X4, TRUNC_SAT_F64X2, _ZERO, SATURATE, F64X2, LLVMFPToSI, LLVMFPToUI),
	SIGNS(I32X4, RELAXED_TRUNC_F32X4, , SATURATE, F32X4, LLVMFPToSI, LLVMFPToUI),
	SIGNS(I32X4, RELAXED_TRUNC_F64X2, _ZERO, SATURATE, F64X2, LLVMFPToSI, LLVMFPToUI),
	SIGNS(F32X4, CONVERT_I32X4, , CONVERT, F32X4, LLVMSIToFP, LLVMUIToFP),
	SIGNS(F64X2, CONVERT_LOW_I32X4, , CONVERT, F64X2, LLVMSIToFP, LLVMUIToFP),
};
/* clang-format on */

/* --- helpers --- */

LLVMValueRef
simd_as(struct translator *t, LLVMValueRef vector, enum shape shape)
{
	return LLVMBuildBitCast(t->b, vector, t->u->shapes[shape], "");
}

LLVMValueRef
simd_back(struct translator *t, LLVMValueRef vector)
{
	return LLVMBuildBitCast(t->b, vector, t->u->shapes[SHAPE_I64X2], "");
}

LLVMValueRef
simd_same(struct translator *t, LLVMTypeRef type, uint64_t number)
{
	LLVMValueRef lanes[16], lane = LLVMConstInt(LLVMGetElementType(type), number, false);
	unsigned count = LLVMGetVectorSize(type);

	(void)t;
	for (unsigned i = 0; i < count; i++)
		lanes[i] = lane;
	return LLVMConstVector(lanes, count);
}

LLVMValueRef
simd_splat(struct translator *t, LLVMValueRef value, enum shape shape)
{
	LLVMTypeRef type = t->u->shapes[shape];
	LLVMValueRef one =
		LLVMBuildInsertElement(t->b, LLVMGetPoison(type), value, unit_i32(t->u, 0), "");

	return simd_lanes(t, one, LLVMGetPoison(type), 0, 0, shape_lanes(shape));
}

LLVMValueRef
simd_lanes(struct translator *t, LLVMValueRef a, LLVMValueRef b, unsigned first, unsigned step,
	unsigned count)
{
	LLVMValueRef mask[16];

	for (unsigned i = 0; i < count; i++)
		mask[i] = unit_i32(t->u, first + i * step);
	return LLVMBuildShuffleVector(t->b, a, b, LLVMConstVector(mask, count), "");
}

LLVMValueRef
simd_intrinsic(struct translator *t, enum intrinsic which, enum shape shape, LLVMValueRef *args,
	unsigned count)
{
	LLVMTypeRef type = t->u->shapes[shape];

	return unit_intrinsic(t->u, t->b, which, VARIANT_SHAPES + shape, &type, 1, args, count);
}

/* --- lanes --- */

static LLVMValueRef
build_shuffle(struct translator *t, const struct instr *in, LLVMValueRef *args)
{
	LLVMValueRef mask[16];

	for (unsigned i = 0; i < 16; i++)
		mask[i] = unit_i32(t->u, instr_byte(in, i));
	return LLVMBuildShuffleVector(t->b, simd_as(t, args[0], SHAPE_I8X16),
		simd_as(t, args[1], SHAPE_I8X16), LLVMConstVector(mask, 16), "");
}

/* Lane by lane, for processors without an instruction. */
static LLVMValueRef
build_slow_swizzle(struct translator *t, LLVMValueRef vector, LLVMValueRef indices)
{
	struct unit *u = t->u;
	LLVMValueRef result = LLVMConstNull(u->shapes[SHAPE_I8X16]);

	for (unsigned i = 0; i < 16; i++) {
		LLVMValueRef index = LLVMBuildExtractElement(t->b, indices, unit_i32(u, i), "");
		LLVMValueRef inside =
			LLVMBuildICmp(t->b, LLVMIntULT, index, LLVMConstInt(u->i8, 16, false), "");
		LLVMValueRef low = LLVMBuildAnd(t->b, index, LLVMConstInt(u->i8, 15, false), "");
		LLVMValueRef lane = LLVMBuildExtractElement(t->b, vector, low, "");
		lane = LLVMBuildSelect(t->b, inside, lane, LLVMConstNull(u->i8), "");
		result = LLVMBuildInsertElement(t->b, result, lane, unit_i32(u, i), "");
	}
	return result;
}

/* pshufb gives 0 where bit 7 of the index is set, which 16 and above + 0x70 have. */
static LLVMValueRef
build_swizzle(struct translator *t, LLVMValueRef *args)
{
	LLVMValueRef bytes[2] = { simd_as(t, args[0], SHAPE_I8X16),
		simd_as(t, args[1], SHAPE_I8X16) };
	LLVMValueRef sum[2] = { bytes[1], NULL };

	if (!t->u->has_ssse3)
		return build_slow_swizzle(t, bytes[0], bytes[1]);
	sum[1] = simd_same(t, t->u->shapes[SHAPE_I8X16], 0x70);
	bytes[1] = simd_intrinsic(t, INTRINSIC_UADD_SAT, SHAPE_I8X16, sum, 2);
	return unit_intrinsic(t->u, t->b, INTRINSIC_PSHUFB, 0, NULL, 0, bytes, 2);
}

/* i8 and i16 lanes are i32 on the stack. */
static LLVMValueRef
narrow_to_lane(struct translator *t, LLVMValueRef value, enum shape shape)
{
	if (shape > SHAPE_I16X8)
		return value;
	return LLVMBuildTrunc(t->b, value, LLVMGetElementType(t->u->shapes[shape]), "");
}

static LLVMValueRef
build_extract(struct translator *t, struct simd_row row, const struct instr *in, LLVMValueRef v)
{
	LLVMValueRef lane = LLVMBuildExtractElement(
		t->b, simd_as(t, v, row.shape), unit_i32(t->u, in->index), "");

	if (row.shape > SHAPE_I16X8)
		return lane;
	return row.what ? LLVMBuildSExt(t->b, lane, t->u->i32, "")
			: LLVMBuildZExt(t->b, lane, t->u->i32, "");
}

/* NULL: not of this file. */
static LLVMValueRef
build_lanes(struct translator *t, struct simd_row row, const struct instr *in, LLVMValueRef *args)
{
	LLVMValueRef halves[2];

	switch ((enum simd_lowering)row.lowering) {
	case SIMD_CONST:
		halves[0] = unit_i64(t->u, in->bits);
		halves[1] = unit_i64(t->u, in->high);
		return LLVMConstVector(halves, 2);
	case SIMD_SHUFFLE:
		return build_shuffle(t, in, args);
	case SIMD_SWIZZLE:
		return build_swizzle(t, args);
	case SIMD_SPLAT:
		return simd_splat(t, narrow_to_lane(t, args[0], row.shape), row.shape);
	case SIMD_EXTRACT:
		return build_extract(t, row, in, args[0]);
	case SIMD_REPLACE:
		return LLVMBuildInsertElement(t->b, simd_as(t, args[0], row.shape),
			narrow_to_lane(t, args[1], row.shape), unit_i32(t->u, in->index), "");
	default:
		return NULL;
	}
}

/* --- one instruction --- */

bool
translate_simd(struct translator *t, const struct instr *in)
{
	const struct signature_types *types = &signature_types[in->signature];
	LLVMValueRef args[3] = { NULL }, result;
	struct simd_row row;

	if (in->op >> 12 != 0xfd)
		return false;
	if (simd_memory(t, in))
		return true;
	if ((in->op & 0xfff) >= sizeof rows / sizeof *rows)
		return false;
	row = rows[in->op & 0xfff];
	t->depth -= types->param_count;
	for (unsigned i = 0; i < types->param_count; i++)
		args[i] = t->stack[t->depth + i];
	result = build_lanes(t, row, in, args);
	if (!result)
		result = simd_integer(t, row, args);
	if (!result)
		result = simd_float(t, row, args);
	if (!result)
		return false;
	push(t, types->result == WASIX_V128 ? simd_back(t, result) : result);
	return true;
}
