/* llvm_simd.h -- what the files for 128-bit vectors share. On the operand stack a vector is
 * <2 x i64>; each instruction looks at it in the shape that it works on.
 */
#ifndef ENGINE_LLVM_SIMD_H
#define ENGINE_LLVM_SIMD_H

#include "llvm_translate.h"

/* How a row's `what` is used; `shape` is of the result, where nothing else is said. */
enum simd_lowering {
	SIMD_NONE, /* no such instruction, or one of llvm_simd_memory.c */

	/* llvm_simd.c */
	SIMD_CONST,
	SIMD_SHUFFLE,
	SIMD_SWIZZLE,
	SIMD_SPLAT,
	SIMD_EXTRACT, /* shape of the operand; what: sign-extends */
	SIMD_REPLACE,

	/* llvm_simd_int.c */
	SIMD_BINARY,    /* LLVMOpcode */
	SIMD_INTRINSIC, /* of two operands */
	SIMD_SHIFT,     /* LLVMOpcode */
	SIMD_COMPARE,   /* LLVMIntPredicate */
	SIMD_NOT,
	SIMD_ANDNOT,
	SIMD_BITSELECT,
	SIMD_ANY_TRUE,
	SIMD_ALL_TRUE, /* shape of the operand */
	SIMD_BITMASK,  /* the same */
	SIMD_ABS,
	SIMD_NEG,
	SIMD_POPCNT,
	SIMD_AVGR,
	SIMD_Q15MULR,
	SIMD_NARROW,   /* what: to signed */
	SIMD_EXTEND,   /* what: HALF_* */
	SIMD_EXTMUL,   /* the same */
	SIMD_PAIRWISE, /* the same, for signedness */
	SIMD_DOT,
	SIMD_DOT_ADD,

	/* llvm_simd_float.c */
	SIMD_FLOAT,         /* LLVMOpcode */
	SIMD_FLOAT_COMPARE, /* LLVMRealPredicate; shape of the operands */
	SIMD_UNARY,         /* intrinsic */
	SIMD_FLOAT_NEG,
	SIMD_ROUND,   /* intrinsic */
	SIMD_EXTREME, /* intrinsic minimum, maximum */
	SIMD_PICK,    /* pmin, pmax. what: intrinsic minimum, maximum */
	SIMD_MADD,    /* what: LLVMFAdd, LLVMFSub */
	SIMD_DEMOTE,
	SIMD_PROMOTE,
	SIMD_SATURATE, /* LLVMOpcode; shape of the operand */
	SIMD_CONVERT,  /* LLVMOpcode */
};

enum { HALF_HIGH = 1, HALF_UNSIGNED = 2 };

struct simd_row {
	uint8_t lowering; /* enum simd_lowering */
	uint8_t shape;    /* enum shape */
	uint8_t what;
};

/* Lanes of a shape, and bits of each. */
static inline unsigned
shape_lanes(enum shape shape)
{
	static const uint8_t lanes[SHAPE_COUNT] = { 16, 8, 4, 2, 4, 2 };

	return lanes[shape];
}

static inline unsigned
shape_bits(enum shape shape)
{
	return 128 / shape_lanes(shape);
}

/* A vector in a shape; back to the form of the stack. */
LLVMValueRef simd_as(struct translator *t, LLVMValueRef vector, enum shape shape);
LLVMValueRef simd_back(struct translator *t, LLVMValueRef vector);
/* A constant with a number in all lanes; of any vector of integers. */
LLVMValueRef simd_same(struct translator *t, LLVMTypeRef type, uint64_t number);
/* A value in all lanes. */
LLVMValueRef simd_splat(struct translator *t, LLVMValueRef value, enum shape shape);
/* Lanes first, first + step, ... of a, then of b behind it. */
LLVMValueRef simd_lanes(struct translator *t, LLVMValueRef a, LLVMValueRef b, unsigned first,
	unsigned step, unsigned count);
/* An intrinsic overloaded on the shape. */
LLVMValueRef simd_intrinsic(struct translator *t, enum intrinsic which, enum shape shape,
	LLVMValueRef *args, unsigned count);

/* args: operands in the form of the stack, the first one deepest; gives the result, which may be in
 * any shape. NULL: not of this file. */
LLVMValueRef simd_integer(struct translator *t, struct simd_row row, LLVMValueRef *args);
LLVMValueRef simd_float(struct translator *t, struct simd_row row, LLVMValueRef *args);
/* false: the instruction does not touch memory. */
bool simd_memory(struct translator *t, const struct instr *in);

#endif
