/* llvm_numeric.c -- constants, arithmetic, comparison and conversion (spec, "Numeric
 * Instructions"): a table from opcode to LLVM's instruction or intrinsic, and a case for each way
 * to use one. */
#include "llvm_translate.h"

/* How a row's `what` is used. The operand types come from the instruction's signature. */
enum lowering {
	LOWER_NONE,          /* not an instruction of this file */
	LOWER_BINARY,        /* LLVMOpcode on integers */
	LOWER_FLOAT,         /* LLVMOpcode on floats */
	LOWER_SHIFT,         /* LLVMOpcode; the count is taken modulo the width */
	LOWER_ROTATE,        /* intrinsic fshl, fshr */
	LOWER_DIVIDE,        /* LLVMOpcode of a division or remainder */
	LOWER_INT_COMPARE,   /* LLVMIntPredicate */
	LOWER_FLOAT_COMPARE, /* LLVMRealPredicate */
	LOWER_EQZ,
	LOWER_COUNT, /* intrinsic ctlz, cttz, ctpop */
	LOWER_UNARY, /* float intrinsic of one operand */
	LOWER_ROUND, /* the same, needs SSE4.1 on x86-64 */
	LOWER_NEG,
	LOWER_COPYSIGN,
	LOWER_EXTREME, /* intrinsic minimum, maximum */
	LOWER_CAST,    /* LLVMOpcode */
	LOWER_PROMOTE,
	LOWER_EXTEND,   /* sign-extends the low `what` bits */
	LOWER_TRUNCATE, /* LLVMOpcode, trapping */
	LOWER_SATURATE, /* intrinsic */
	LOWER_CONST,
};

struct row {
	uint8_t lowering;
	uint8_t what;
};

#define BOTH_INTS(NAME, LOWERING, value) \
	[OP_I32_##NAME] = { LOWER_##LOWERING, value }, [OP_I64_##NAME] = { LOWER_##LOWERING, value }
#define BOTH_FLOATS(NAME, LOWERING, value) \
	[OP_F32_##NAME] = { LOWER_##LOWERING, value }, [OP_F64_##NAME] = { LOWER_##LOWERING, value }
#define TRUNCATE(NAME, value) [OP_##NAME] = { LOWER_TRUNCATE, value }
#define CAST(NAME, value)     [OP_##NAME] = { LOWER_CAST, value }

static const struct row rows[0x100] = {
	[OP_I32_CONST] = { LOWER_CONST, 0 },
	[OP_I64_CONST] = { LOWER_CONST, 0 },
	[OP_F32_CONST] = { LOWER_CONST, 0 },
	[OP_F64_CONST] = { LOWER_CONST, 0 },

	BOTH_INTS(EQZ, EQZ, 0),
	BOTH_INTS(EQ, INT_COMPARE, LLVMIntEQ),
	BOTH_INTS(NE, INT_COMPARE, LLVMIntNE),
	BOTH_INTS(LT_S, INT_COMPARE, LLVMIntSLT),
	BOTH_INTS(LT_U, INT_COMPARE, LLVMIntULT),
	BOTH_INTS(GT_S, INT_COMPARE, LLVMIntSGT),
	BOTH_INTS(GT_U, INT_COMPARE, LLVMIntUGT),
	BOTH_INTS(LE_S, INT_COMPARE, LLVMIntSLE),
	BOTH_INTS(LE_U, INT_COMPARE, LLVMIntULE),
	BOTH_INTS(GE_S, INT_COMPARE, LLVMIntSGE),
	BOTH_INTS(GE_U, INT_COMPARE, LLVMIntUGE),
	BOTH_FLOATS(EQ, FLOAT_COMPARE, LLVMRealOEQ),
	BOTH_FLOATS(NE, FLOAT_COMPARE, LLVMRealUNE),
	BOTH_FLOATS(LT, FLOAT_COMPARE, LLVMRealOLT),
	BOTH_FLOATS(GT, FLOAT_COMPARE, LLVMRealOGT),
	BOTH_FLOATS(LE, FLOAT_COMPARE, LLVMRealOLE),
	BOTH_FLOATS(GE, FLOAT_COMPARE, LLVMRealOGE),

	BOTH_INTS(CLZ, COUNT, INTRINSIC_CTLZ),
	BOTH_INTS(CTZ, COUNT, INTRINSIC_CTTZ),
	BOTH_INTS(POPCNT, COUNT, INTRINSIC_CTPOP),
	BOTH_INTS(ADD, BINARY, LLVMAdd),
	BOTH_INTS(SUB, BINARY, LLVMSub),
	BOTH_INTS(MUL, BINARY, LLVMMul),
	BOTH_INTS(DIV_S, DIVIDE, LLVMSDiv),
	BOTH_INTS(DIV_U, DIVIDE, LLVMUDiv),
	BOTH_INTS(REM_S, DIVIDE, LLVMSRem),
	BOTH_INTS(REM_U, DIVIDE, LLVMURem),
	BOTH_INTS(AND, BINARY, LLVMAnd),
	BOTH_INTS(OR, BINARY, LLVMOr),
	BOTH_INTS(XOR, BINARY, LLVMXor),
	BOTH_INTS(SHL, SHIFT, LLVMShl),
	BOTH_INTS(SHR_S, SHIFT, LLVMAShr),
	BOTH_INTS(SHR_U, SHIFT, LLVMLShr),
	BOTH_INTS(ROTL, ROTATE, INTRINSIC_FSHL),
	BOTH_INTS(ROTR, ROTATE, INTRINSIC_FSHR),

	BOTH_FLOATS(ABS, UNARY, INTRINSIC_FABS),
	BOTH_FLOATS(NEG, NEG, 0),
	BOTH_FLOATS(CEIL, ROUND, INTRINSIC_CEIL),
	BOTH_FLOATS(FLOOR, ROUND, INTRINSIC_FLOOR),
	BOTH_FLOATS(TRUNC, ROUND, INTRINSIC_TRUNC),
	BOTH_FLOATS(NEAREST, ROUND, INTRINSIC_ROUNDEVEN),
	BOTH_FLOATS(SQRT, UNARY, INTRINSIC_SQRT),
	BOTH_FLOATS(ADD, FLOAT, LLVMFAdd),
	BOTH_FLOATS(SUB, FLOAT, LLVMFSub),
	BOTH_FLOATS(MUL, FLOAT, LLVMFMul),
	BOTH_FLOATS(DIV, FLOAT, LLVMFDiv),
	BOTH_FLOATS(MIN, EXTREME, INTRINSIC_MINIMUM),
	BOTH_FLOATS(MAX, EXTREME, INTRINSIC_MAXIMUM),
	BOTH_FLOATS(COPYSIGN, COPYSIGN, 0),

	CAST(I32_WRAP_I64, LLVMTrunc),
	CAST(I64_EXTEND_I32_S, LLVMSExt),
	CAST(I64_EXTEND_I32_U, LLVMZExt),
	CAST(F32_CONVERT_I32_S, LLVMSIToFP),
	CAST(F32_CONVERT_I32_U, LLVMUIToFP),
	CAST(F32_CONVERT_I64_S, LLVMSIToFP),
	CAST(F32_CONVERT_I64_U, LLVMUIToFP),
	CAST(F64_CONVERT_I32_S, LLVMSIToFP),
	CAST(F64_CONVERT_I32_U, LLVMUIToFP),
	CAST(F64_CONVERT_I64_S, LLVMSIToFP),
	CAST(F64_CONVERT_I64_U, LLVMUIToFP),
	CAST(F32_DEMOTE_F64, LLVMFPTrunc),
	[OP_F64_PROMOTE_F32] = { LOWER_PROMOTE, 0 },
	CAST(I32_REINTERPRET_F32, LLVMBitCast),
	CAST(I64_REINTERPRET_F64, LLVMBitCast),
	CAST(F32_REINTERPRET_I32, LLVMBitCast),
	CAST(F64_REINTERPRET_I64, LLVMBitCast),
	TRUNCATE(I32_TRUNC_F32_S, LLVMFPToSI),
	TRUNCATE(I32_TRUNC_F32_U, LLVMFPToUI),
	TRUNCATE(I32_TRUNC_F64_S, LLVMFPToSI),
	TRUNCATE(I32_TRUNC_F64_U, LLVMFPToUI),
	TRUNCATE(I64_TRUNC_F32_S, LLVMFPToSI),
	TRUNCATE(I64_TRUNC_F32_U, LLVMFPToUI),
	TRUNCATE(I64_TRUNC_F64_S, LLVMFPToSI),
	TRUNCATE(I64_TRUNC_F64_U, LLVMFPToUI),
	[OP_I32_EXTEND8_S] = { LOWER_EXTEND, 8 },
	[OP_I32_EXTEND16_S] = { LOWER_EXTEND, 16 },
	[OP_I64_EXTEND8_S] = { LOWER_EXTEND, 8 },
	[OP_I64_EXTEND16_S] = { LOWER_EXTEND, 16 },
	[OP_I64_EXTEND32_S] = { LOWER_EXTEND, 32 },
};

static struct row
row_of(uint32_t op)
{
	if (op < 0x100)
		return rows[op];
	if (op >= OP_I32_TRUNC_SAT_F32_S && op <= OP_I64_TRUNC_SAT_F64_U) /* even: signed */
		return (struct row){ LOWER_SATURATE,
			op % 2 == 0 ? INTRINSIC_FPTOSI_SAT : INTRINSIC_FPTOUI_SAT };
	return (struct row){ LOWER_NONE, 0 };
}

/* --- helpers --- */

/* An intrinsic overloaded on the type of its operands. */
static LLVMValueRef
build_intrinsic(struct translator *t, enum intrinsic which, uint8_t kind, LLVMValueRef *args,
	unsigned count)
{
	LLVMTypeRef type = unit_type(t->u, kind);
	unsigned wide = kind == WASIX_I64 || kind == WASIX_F64;

	return unit_intrinsic(t->u, t->b, which, wide, &type, 1, args, count);
}

static LLVMValueRef
zero(struct translator *t, LLVMTypeRef type)
{
	(void)t;
	return LLVMConstNull(type);
}

static LLVMValueRef
widen(struct translator *t, LLVMValueRef condition)
{
	return LLVMBuildZExt(t->b, condition, t->u->i32, "");
}

/* x op x and operations with a constant may fold to x itself; then a signalling NaN would come out
 * as it went in, where the standard wants it quiet. */
static void
hide_operands(struct translator *t, uint8_t kind, LLVMValueRef *args)
{
	LLVMTypeRef type = unit_type(t->u, kind);

	args[0] = build_opaque(t, args[0], kind);
	if (args[0] == args[1])
		args[1] = unit_intrinsic(
			t->u, t->b, INTRINSIC_FENCE, kind == WASIX_F64, &type, 1, &args[1], 1);
	else
		args[1] = build_opaque(t, args[1], kind);
}

/* --- integers --- */

static LLVMValueRef
build_shift(struct translator *t, LLVMOpcode op, LLVMValueRef value, LLVMValueRef count)
{
	LLVMTypeRef type = LLVMTypeOf(value);
	LLVMValueRef mask = LLVMConstInt(type, LLVMGetIntTypeWidth(type) - 1, false);

	return LLVMBuildBinOp(t->b, op, value, LLVMBuildAnd(t->b, count, mask, ""), "");
}

/* Divisor 0 traps. The least number by -1: the quotient traps, the remainder is 0. */
static LLVMValueRef
build_division(struct translator *t, LLVMOpcode op, LLVMValueRef value, LLVMValueRef divisor)
{
	LLVMTypeRef type = LLVMTypeOf(value);
	LLVMValueRef minus_one = LLVMConstAllOnes(type), is_minus_one, least;

	build_trap_if(t, LLVMBuildICmp(t->b, LLVMIntEQ, divisor, zero(t, type), ""),
		TRAP_INTEGER_DIVIDE_BY_ZERO);
	if (op == LLVMUDiv || op == LLVMURem)
		return LLVMBuildBinOp(t->b, op, value, divisor, "");
	is_minus_one = LLVMBuildICmp(t->b, LLVMIntEQ, divisor, minus_one, "");
	if (op == LLVMSRem) {
		divisor = LLVMBuildSelect(
			t->b, is_minus_one, LLVMConstInt(type, 1, false), divisor, "");
		return LLVMBuildSRem(t->b, value, divisor, "");
	}
	least = LLVMConstInt(type, 1ull << (LLVMGetIntTypeWidth(type) - 1), false);
	least = LLVMBuildICmp(t->b, LLVMIntEQ, value, least, "");
	build_trap_if(t, LLVMBuildAnd(t->b, is_minus_one, least, ""), TRAP_INTEGER_OVERFLOW);
	return LLVMBuildSDiv(t->b, value, divisor, "");
}

static LLVMValueRef
build_count(struct translator *t, enum intrinsic which, uint8_t kind, LLVMValueRef value)
{
	LLVMValueRef args[] = { value, LLVMConstNull(t->u->i1) }; /* 0 has a result too */

	return build_intrinsic(t, which, kind, args, which == INTRINSIC_CTPOP ? 1 : 2);
}

/* --- floats --- */

/* Rounds to an integer without an instruction for it: 2^52 (2^23) has no fraction bits, so adding
 * and subtracting it rounds the magnitude to nearest even; then a step corrects for the other
 * directions. */
static LLVMValueRef
build_nearest_by_addition(struct translator *t, uint8_t kind, LLVMValueRef value)
{
	LLVMValueRef big =
		LLVMConstReal(unit_type(t->u, kind), kind == WASIX_F64 ? 0x1p52 : 0x1p23);
	LLVMValueRef magnitude = build_intrinsic(t, INTRINSIC_FABS, kind, &value, 1);
	LLVMValueRef sum = LLVMBuildFAdd(t->b, magnitude, big, "");
	LLVMValueRef rounded = LLVMBuildFSub(t->b, sum, build_opaque(t, big, kind), "");
	LLVMValueRef small = LLVMBuildFCmp(t->b, LLVMRealOLT, magnitude, big, "");
	LLVMValueRef args[2];

	/* large or NaN: itself, quiet */
	args[0] =
		LLVMBuildFAdd(t->b, magnitude, build_opaque(t, zero(t, LLVMTypeOf(big)), kind), "");
	args[0] = LLVMBuildSelect(t->b, small, rounded, args[0], "");
	args[1] = value;
	return build_intrinsic(t, INTRINSIC_COPYSIGN, kind, args, 2);
}

static LLVMValueRef
build_round_by_addition(
	struct translator *t, enum intrinsic which, uint8_t kind, LLVMValueRef value)
{
	LLVMValueRef one = LLVMConstReal(unit_type(t->u, kind), 1.0);
	LLVMValueRef nearest = build_nearest_by_addition(t, kind, value), too_far, stepped, args[2];
	bool up = which == INTRINSIC_CEIL;

	if (which == INTRINSIC_ROUNDEVEN)
		return nearest;
	if (which == INTRINSIC_TRUNC) { /* the floor of the magnitude, with the sign */
		args[0] = build_intrinsic(t, INTRINSIC_FABS, kind, &value, 1);
		args[0] = build_round_by_addition(t, INTRINSIC_FLOOR, kind, args[0]);
	} else {
		too_far = LLVMBuildFCmp(t->b, up ? LLVMRealOLT : LLVMRealOGT, nearest, value, "");
		stepped = up ? LLVMBuildFAdd(t->b, nearest, one, "")
			     : LLVMBuildFSub(t->b, nearest, one, "");
		args[0] = LLVMBuildSelect(t->b, too_far, stepped, nearest, "");
	}
	args[1] = value;
	return build_intrinsic(t, INTRINSIC_COPYSIGN, kind, args, 2);
}

LLVMValueRef
build_round_scalar(struct translator *t, enum intrinsic which, uint8_t kind, LLVMValueRef value)
{
	if (!t->u->has_sse41)
		return build_round_by_addition(t, which, kind, value);
	return build_intrinsic(t, which, kind, &value, 1);
}

/* LLVM's minimum and maximum treat zeros as wasm does, but hand signalling NaNs on: for NaNs the
 * sum is taken, which is quiet. */
static LLVMValueRef
build_extreme(
	struct translator *t, enum intrinsic which, uint8_t kind, LLVMValueRef a, LLVMValueRef b)
{
	LLVMValueRef args[] = { a, b }, numbers, sum, unordered;

	hide_operands(t, kind, args);
	unordered = LLVMBuildFCmp(t->b, LLVMRealUNO, args[0], args[1], "");
	numbers = build_intrinsic(t, which, kind, args, 2);
	if (LLVMCanValueUseFastMathFlags(numbers))
		LLVMSetFastMathFlags(numbers, LLVMFastMathNoNaNs);
	sum = LLVMBuildFAdd(t->b, args[0], args[1], "");
	return LLVMBuildSelect(t->b, unordered, sum, numbers, "");
}

/* NOTE: LLVM folds promote then demote to nothing, NaN and all. */
static LLVMValueRef
build_promote(struct translator *t, LLVMValueRef value)
{
	LLVMTypeRef type = t->u->f64;

	value = LLVMBuildFPExt(t->b, value, type, "");
	return unit_intrinsic(t->u, t->b, INTRINSIC_FENCE, 1, &type, 1, &value, 1);
}

/* --- conversion to integers --- */

/* Numbers that truncate into the range lie strictly between these, or at the lower one if
 * `inclusive`. All are exact in their type. */
struct range {
	double low, high;
	bool inclusive;
};

static struct range
truncation_range(uint8_t from, uint8_t to, bool is_signed)
{
	if (to == WASIX_I64)
		return is_signed ? (struct range){ -0x1p63, 0x1p63, true }
				 : (struct range){ -1.0, 0x1p64, false };
	if (!is_signed)
		return (struct range){ -1.0, 0x1p32, false };
	if (from == WASIX_F64)
		return (struct range){ -0x1p31 - 1.0, 0x1p31, false };
	return (struct range){ -0x1p31, 0x1p31, true };
}

static LLVMValueRef
build_truncate(struct translator *t, LLVMOpcode op, uint8_t from, uint8_t to, LLVMValueRef value)
{
	struct range range = truncation_range(from, to, op == LLVMFPToSI);
	LLVMTypeRef type = LLVMTypeOf(value);
	LLVMBasicBlockRef cold = new_block(t), next = new_block(t);
	LLVMValueRef above = LLVMBuildFCmp(t->b, range.inclusive ? LLVMRealOGE : LLVMRealOGT, value,
		LLVMConstReal(type, range.low), "");
	LLVMValueRef below =
		LLVMBuildFCmp(t->b, LLVMRealOLT, value, LLVMConstReal(type, range.high), "");

	LLVMBuildCondBr(t->b, LLVMBuildAnd(t->b, above, below, ""), next, cold);
	set_block(t, cold);
	build_trap_if(
		t, LLVMBuildFCmp(t->b, LLVMRealUNO, value, value, ""), TRAP_INVALID_CONVERSION);
	build_trap(t, TRAP_INTEGER_OVERFLOW);
	set_block(t, next);
	return LLVMBuildCast(t->b, op, value, unit_type(t->u, to), "");
}

static LLVMValueRef
build_saturate(
	struct translator *t, enum intrinsic which, uint8_t from, uint8_t to, LLVMValueRef value)
{
	LLVMTypeRef types[] = { unit_type(t->u, to), unit_type(t->u, from) };
	unsigned variant = (to == WASIX_I64) * 2u + (from == WASIX_F64);

	return unit_intrinsic(t->u, t->b, which, variant, types, 2, &value, 1);
}

/* --- one instruction --- */

static LLVMValueRef
build_const(struct translator *t, uint8_t kind, uint64_t bits)
{
	if (kind == WASIX_I32 || kind == WASIX_F32) {
		LLVMValueRef value = unit_i32(t->u, (uint32_t)bits);
		return kind == WASIX_I32 ? value : LLVMConstBitCast(value, t->u->f32);
	}
	return kind == WASIX_I64 ? unit_i64(t->u, bits)
				 : LLVMConstBitCast(unit_i64(t->u, bits), t->u->f64);
}

static LLVMValueRef
build_unary(
	struct translator *t, struct row row, const struct signature_types *types, LLVMValueRef a)
{
	LLVMTypeRef result = unit_type(t->u, types->result), low;

	switch ((enum lowering)row.lowering) {
	case LOWER_EQZ:
		return widen(t, LLVMBuildICmp(t->b, LLVMIntEQ, a, zero(t, LLVMTypeOf(a)), ""));
	case LOWER_COUNT:
		return build_count(t, row.what, types->result, a);
	case LOWER_UNARY:
		return build_intrinsic(t, row.what, types->result, &a, 1);
	case LOWER_ROUND:
		return build_round_scalar(t, row.what, types->result, a);
	case LOWER_NEG:
		return LLVMBuildFNeg(t->b, a, "");
	case LOWER_CAST:
		return LLVMBuildCast(t->b, (LLVMOpcode)row.what, a, result, "");
	case LOWER_PROMOTE:
		return build_promote(t, a);
	case LOWER_TRUNCATE:
		return build_truncate(t, (LLVMOpcode)row.what, types->params[0], types->result, a);
	case LOWER_SATURATE:
		return build_saturate(t, row.what, types->params[0], types->result, a);
	default:
		low = LLVMIntTypeInContext(t->u->context, row.what);
		return LLVMBuildSExt(t->b, LLVMBuildTrunc(t->b, a, low, ""), result, "");
	}
}

static LLVMValueRef
build_binary(struct translator *t, struct row row, uint8_t kind, LLVMValueRef a, LLVMValueRef b)
{
	LLVMValueRef args[] = { a, b, b };

	switch ((enum lowering)row.lowering) {
	case LOWER_SHIFT:
		return build_shift(t, (LLVMOpcode)row.what, a, b);
	case LOWER_ROTATE:
		args[1] = a;
		return build_intrinsic(t, row.what, kind, args, 3);
	case LOWER_DIVIDE:
		return build_division(t, (LLVMOpcode)row.what, a, b);
	case LOWER_INT_COMPARE:
		return widen(t, LLVMBuildICmp(t->b, (LLVMIntPredicate)row.what, a, b, ""));
	case LOWER_FLOAT_COMPARE:
		return widen(t, LLVMBuildFCmp(t->b, (LLVMRealPredicate)row.what, a, b, ""));
	case LOWER_FLOAT:
		hide_operands(t, kind, args);
		return LLVMBuildBinOp(t->b, (LLVMOpcode)row.what, args[0], args[1], "");
	case LOWER_COPYSIGN:
		return build_intrinsic(t, INTRINSIC_COPYSIGN, kind, args, 2);
	case LOWER_EXTREME:
		return build_extreme(t, row.what, kind, a, b);
	default:
		return LLVMBuildBinOp(t->b, (LLVMOpcode)row.what, a, b, "");
	}
}

bool
translate_numeric(struct translator *t, const struct instr *in)
{
	const struct signature_types *types = &signature_types[in->signature];
	struct row row = row_of(in->op);
	LLVMValueRef a, b;

	if (row.lowering == LOWER_NONE)
		return false;
	if (row.lowering == LOWER_DIVIDE || row.lowering == LOWER_TRUNCATE)
		set_location(t, in->offset);
	if (row.lowering == LOWER_CONST) {
		push(t, build_const(t, types->result, in->bits));
		return true;
	}
	if (types->param_count == 1) {
		a = pop(t);
		push(t, build_unary(t, row, types, a));
		return true;
	}
	b = pop(t);
	a = pop(t);
	push(t, build_binary(t, row, types->params[0], a, b));
	return true;
}
