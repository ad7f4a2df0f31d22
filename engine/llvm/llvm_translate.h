/* llvm_translate.h -- what the files that turn wasm into LLVM IR share: the unit (one LLVM module,
 * made from a run of functions) and the translator (one function of it).
 *
 * Only code of wasix-compile includes this. The module was validated: operands have the right types
 * and indices are in range, which the code here asserts or takes for granted.
 */
#ifndef ENGINE_LLVM_TRANSLATE_H
#define ENGINE_LLVM_TRANSLATE_H

#include "arena.h"
#include "compile.h"
#include "error.h"
#include "instr.h"

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/TargetMachine.h>

/* --- unit (llvm_unit.c) --- */

/* Accesses of different groups never alias (TBAA). */
enum alias { ALIAS_MEMORY, ALIAS_VMCTX, ALIAS_GLOBAL, ALIAS_TABLE, ALIAS_COUNT };

/* Intrinsics in use, without "llvm.". */
#define INTRINSICS(X)                           \
	X(CEIL, "ceil")                         \
	X(FLOOR, "floor")                       \
	X(TRUNC, "trunc")                       \
	X(ROUNDEVEN, "roundeven")               \
	X(SQRT, "sqrt")                         \
	X(FABS, "fabs")                         \
	X(COPYSIGN, "copysign")                 \
	X(MINIMUM, "minimum")                   \
	X(MAXIMUM, "maximum")                   \
	X(FPTOSI_SAT, "fptosi.sat")             \
	X(FPTOUI_SAT, "fptoui.sat")             \
	X(CTLZ, "ctlz")                         \
	X(CTTZ, "cttz")                         \
	X(CTPOP, "ctpop")                       \
	X(FSHL, "fshl")                         \
	X(FSHR, "fshr")                         \
	X(FENCE, "arithmetic.fence")            \
	X(ABS, "abs")                           \
	X(SMIN, "smin")                         \
	X(SMAX, "smax")                         \
	X(UMIN, "umin")                         \
	X(UMAX, "umax")                         \
	X(SADD_SAT, "sadd.sat")                 \
	X(UADD_SAT, "uadd.sat")                 \
	X(SSUB_SAT, "ssub.sat")                 \
	X(USUB_SAT, "usub.sat")                 \
	X(PMULHRSW, "x86.ssse3.pmul.hr.sw.128") \
	X(PSHUFB, "x86.ssse3.pshuf.b.128")      \
	X(TRAP, "ubsantrap")

enum intrinsic {
#define INTRINSIC(NAME, text) INTRINSIC_##NAME,
	INTRINSICS(INTRINSIC)
#undef INTRINSIC
		INTRINSIC_COUNT
};

/* How an instruction looks at a vector. */
enum shape {
	SHAPE_I8X16,
	SHAPE_I16X8,
	SHAPE_I32X4,
	SHAPE_I64X2,
	SHAPE_F32X4,
	SHAPE_F64X2,
	SHAPE_COUNT
};

/* Choices of types that an intrinsic is used with: scalars have the first numbers, vectors
 * VARIANT_SHAPES + enum shape. */
enum { VARIANT_SHAPES = 4, VARIANT_COUNT = VARIANT_SHAPES + SHAPE_COUNT };

/* An intrinsic for one choice of types, declared when first used. */
struct intrinsic_use {
	LLVMValueRef function;
	LLVMTypeRef type;
};

struct unit {
	const struct wasix_module *m;
	struct vmctx_layout layout;
	uint32_t first, end; /* functions that it is to define */
	int opt_level;       /* as wasix_engine_options */
	bool has_sse41;      /* else rounding is built from additions */
	bool has_ssse3;      /* else i8x16.swizzle goes lane by lane, q15mulr over wider lanes */
	struct arena *arena;
	wasix_error *err;

	LLVMTargetMachineRef machine; /* borrowed */
	LLVMContextRef context;
	LLVMModuleRef module;
	LLVMBuilderRef builder;
	LLVMBuilderRef
		entry_builder; /* stays before the end of the current function's entry block */
	LLVMTypeRef i1, i8, i16, i32, i64, f32, f64, ptr, none;
	LLVMTypeRef shapes[SHAPE_COUNT]; /* of vectors; as values they are I64X2 */
	LLVMTypeRef pad;                 /* what a landing pad gives: { ptr, i32 } */
	LLVMValueRef null;

	LLVMTypeRef *functypes;   /* by type index; NULL until used */
	LLVMValueRef *functions;  /* by function index; NULL until used */
	LLVMValueRef personality; /* NULL until used */
	bool casts_calls;         /* llvm_cast.c */
	LLVMValueRef call_cast;   /* NULL until used */
	LLVMValueRef *casts;      /* by type index; NULL until used */
	struct intrinsic_use intrinsics[INTRINSIC_COUNT][VARIANT_COUNT];

	unsigned md_tbaa, md_invariant, md_dereferenceable;
	LLVMValueRef tbaa[ALIAS_COUNT];
	LLVMValueRef empty_node;

	/* llvm_debug.c; builder is NULL in a unit without functions */
	LLVMDIBuilderRef di;
	LLVMMetadataRef di_file;
	LLVMMetadataRef di_functype;
};

/* Makes an empty unit; it lives until the process ends. err stays with it. Errors: LIMIT. */
[[nodiscard]] wasix_result unit_open(struct unit *u, const struct wasix_module *m, int opt_level,
	LLVMTargetMachineRef machine, wasix_error *err);

/* LLVM's type of a wasm value. */
LLVMTypeRef unit_type(const struct unit *u, uint8_t kind);
/* Type of the compiled function for a functype: ctx and the parameters; several results are a
 * struct. */
LLVMTypeRef unit_functype(struct unit *u, uint32_t type);
/* The kinds alone: result of a functype. */
LLVMTypeRef unit_result_type(struct unit *u, uint32_t type);
/* An own function, declared when first asked for. */
LLVMValueRef unit_function(struct unit *u, uint32_t function);
/* Adds a function with the attributes that all code has. */
LLVMValueRef unit_add_function(struct unit *u, const char *name, LLVMTypeRef type);
/* Leaves a function out of all passes. */
void unit_set_unoptimised(struct unit *u, LLVMValueRef function);
/* The unwinder's entry for frames with landing pads: a symbol of the code object's index unit. */
LLVMValueRef unit_personality(struct unit *u);

/* --- calls through pointers of another type (llvm_cast.c) --- */

bool module_casts_calls(const struct wasix_module *m);
/* What stands in for the callee: entry for ctx = its struct wasix_func. */
LLVMValueRef unit_cast(struct unit *u, uint32_t type_index);
LLVMValueRef unit_call_cast(struct unit *u);

LLVMValueRef unit_i32(const struct unit *u, uint32_t value);
LLVMValueRef unit_i64(const struct unit *u, uint64_t value);
/* ptr + offset bytes. */
LLVMValueRef unit_field(struct unit *u, LLVMBuilderRef b, LLVMValueRef ptr, uint64_t offset);
/* Loads what never changes while the function runs. */
LLVMValueRef unit_load_invariant(
	struct unit *u, LLVMBuilderRef b, LLVMTypeRef type, LLVMValueRef ptr);
/* The same for a pointer to `bytes` readable bytes: what is loaded through it may move out of
 * loops. */
LLVMValueRef unit_load_object(struct unit *u, LLVMBuilderRef b, LLVMValueRef ptr, uint64_t bytes);
LLVMValueRef unit_load(
	struct unit *u, LLVMBuilderRef b, LLVMTypeRef type, LLVMValueRef ptr, enum alias alias);
LLVMValueRef unit_store(
	struct unit *u, LLVMBuilderRef b, LLVMValueRef value, LLVMValueRef ptr, enum alias alias);
void unit_set_alias(struct unit *u, LLVMValueRef access, enum alias alias);
/* Calls an intrinsic. types, type_count: those it is overloaded on; variant < VARIANT_COUNT: a
 * number of the caller's for that choice. */
LLVMValueRef unit_intrinsic(struct unit *u, LLVMBuilderRef b, enum intrinsic which,
	unsigned variant, LLVMTypeRef *types, unsigned type_count, LLVMValueRef *args,
	unsigned arg_count);
/* A value to and from a 16-byte cell (union cell); C's are aligned to 8 only. */
enum { CELL_ALIGNMENT = 8 };
void unit_store_cell(
	struct unit *u, LLVMBuilderRef b, LLVMValueRef value, uint8_t kind, LLVMValueRef cell);
LLVMValueRef unit_load_cell(struct unit *u, LLVMBuilderRef b, uint8_t kind, LLVMValueRef cell);

/* --- debug information (llvm_debug.c): the "line" of an instruction is its byte in the module ---
 */

void debug_open(struct unit *u);
void debug_begin_function(struct unit *u, uint32_t function, LLVMValueRef value);
/* Symbol of a function: unique, readable; out has SYMBOL_MAX bytes. */
#define SYMBOL_MAX 96
void debug_symbol(const struct wasix_module *m, uint32_t function, char *out);
void debug_close(struct unit *u);

/* --- translator --- */

enum frame_form {
	FRAME_BLOCK,
	FRAME_LOOP,
	FRAME_IF,
	FRAME_ELSE,
	FRAME_TRY_TABLE,
	FRAME_TRY,
	FRAME_CATCH
};

/* Where exceptions go; blocks are made when something needs them. */
struct handler {
	LLVMBasicBlockRef pad;      /* landing pad of the invokes */
	LLVMBasicBlockRef dispatch; /* decides; inner handlers come here too */
	LLVMValueRef exception;     /* phi of dispatch */
};

#define NO_FRAME UINT32_MAX

/* One structured block that is open. Only reachable blocks get one. */
struct frame {
	uint8_t form;     /* enum frame_form */
	uint8_t one_kind; /* results point here for a block type that is one value type */
	const uint8_t *params, *results;
	uint32_t param_count, result_count;
	uint32_t height; /* of the operand stack without the parameters */
	LLVMBasicBlockRef
		target; /* of branches: loop header or what follows the block; NULL until needed */
	LLVMValueRef *phis;          /* of target */
	LLVMBasicBlockRef otherwise; /* FRAME_IF: the else branch */
	LLVMValueRef *else_params;

	/* exceptions: handlers are frames */
	uint32_t handler;    /* index of the frame that handles what is thrown directly inside, or
				NO_FRAME */
	uint32_t outer;      /* the same just outside */
	struct handler body; /* FRAME_TRY, FRAME_TRY_TABLE */
	struct handler cleanup; /* FRAME_CATCH that holds its exception */
	LLVMBasicBlockRef
		next;      /* FRAME_CATCH: where the next clause is tried; NULL after catch_all */
	LLVMValueRef held; /* FRAME_CATCH: the exception, kept for rethrow; NULL: not kept */
	struct reader clauses; /* FRAME_TRY_TABLE */
	uint32_t clause_count;
};

struct translator {
	struct unit *u;
	LLVMBuilderRef b;
	struct arena *arena; /* of this function */
	uint32_t index;      /* in the function index space */
	const struct functype *type;
	LLVMValueRef function;
	LLVMValueRef vm;
	LLVMValueRef base;     /* of memory 0 */
	LLVMMetadataRef scope; /* of debug locations */
	struct reader code;

	/* kept from function to function */
	LLVMValueRef *stack;
	uint32_t depth, stack_capacity;
	struct frame *frames;
	uint32_t frame_count, frame_capacity;
	LLVMValueRef *scratch; /* argument lists; scratch_reserve */
	uint32_t scratch_capacity;
	LLVMValueRef *locals; /* allocas, NULL until used */
	uint32_t *used_locals;
	uint32_t used_local_count, local_count, local_capacity;
	struct local_range *ranges;
	uint32_t range_count, range_capacity;

	bool reachable;
	uint32_t skipped;    /* blocks opened in unreachable code */
	uint32_t holding;    /* frames with `held` */
	bool is_uniform;     /* llvm_tail_call.c */
	uint8_t has_rethrow; /* 0: not looked for yet; 1: no; 2: yes */
	uint64_t phi_operands;
};

/* Locals below `end`, from the previous range's end on. */
struct local_range {
	uint32_t end;
	uint8_t kind;
};

void translator_open(struct translator *t, struct unit *u);
void translator_close(struct translator *t);
/* Adds one own function's code to the unit. Errors: LIMIT; what reading an instruction can give. */
[[nodiscard]] wasix_result translate_function(struct translator *t, uint32_t function);

/* llvm_function.c: operand stack. push needs room: each instruction has room for one more, other
 * users ask first. */
[[nodiscard]] wasix_result stack_reserve(struct translator *t, uint32_t count);
[[nodiscard]] wasix_result scratch_reserve(struct translator *t, uint32_t count);
[[nodiscard]] wasix_result frame_reserve(struct translator *t);

static inline void
push(struct translator *t, LLVMValueRef value)
{
	t->stack[t->depth++] = value;
}

static inline LLVMValueRef
pop(struct translator *t)
{
	return t->stack[--t->depth];
}

/* An i1 from an i32: not zero. */
LLVMValueRef build_truth(struct translator *t, LLVMValueRef value);
/* Continues in another block. */
void set_block(struct translator *t, LLVMBasicBlockRef block);
LLVMBasicBlockRef new_block(struct translator *t);
/* Traps with `code` if condition (i1) holds. */
void build_trap_if(struct translator *t, LLVMValueRef condition, enum trap_code code);
/* Traps; the block ends. */
void build_trap(struct translator *t, enum trap_code code);
/* Current instruction for debuggers and traps; before calls and what can trap. */
void set_location(struct translator *t, uint64_t offset);
/* Hides a float constant from folds that would hand a signalling NaN on unquieted, e.g. x * 1.0 =
 * x; and a vector that may be one. */
LLVMValueRef build_opaque(struct translator *t, LLVMValueRef value, uint8_t kind);

/* llvm_control.c */
[[nodiscard]] wasix_result translate_control(struct translator *t, const struct instr *in);
[[nodiscard]] wasix_result frame_open(
	struct translator *t, enum frame_form form, const struct blocktype *type);
/* The frame that label `depth` names. */
struct frame *frame_at(struct translator *t, uint32_t depth);
/* Adds an edge from the current block to the frame's target: gives the block to jump to. values: as
 * many as the label takes. */
LLVMBasicBlockRef frame_edge(struct translator *t, struct frame *f, const LLVMValueRef *values);
/* Jumps to label `depth`; what catch bodies hold on the way is released. The block ends. */
void build_branch(struct translator *t, uint32_t depth, const LLVMValueRef *values);
void end_block(struct translator *t);
/* Ends the top frame: continues after it if anything gets there. */
[[nodiscard]] wasix_result frame_close(struct translator *t);
void block_types(struct translator *t, const struct blocktype *type, struct frame *f);

/* llvm_numeric.c, llvm_memory.c, llvm_bulk.c, llvm_atomic.c, llvm_simd.c, llvm_wide.c:
 * false if the instruction
 * is not theirs. */
bool translate_numeric(struct translator *t, const struct instr *in);
bool translate_memory(struct translator *t, const struct instr *in);
bool translate_bulk(struct translator *t, const struct instr *in);
bool translate_atomic(struct translator *t, const struct instr *in);
bool translate_simd(struct translator *t, const struct instr *in);
bool translate_wide(struct translator *t, const struct instr *in);
/* ceil, floor, trunc and nearest of a scalar. */
LLVMValueRef build_round_scalar(
	struct translator *t, enum intrinsic which, uint8_t kind, LLVMValueRef value);
/* A load or store of the instruction at operand `index`, as the type is: traps out of bounds. */
LLVMValueRef build_load(
	struct translator *t, const struct instr *in, LLVMTypeRef type, LLVMValueRef index);
void build_store(
	struct translator *t, const struct instr *in, LLVMValueRef value, LLVMValueRef index);
/* Address in linear memory of operand `index` + in->bits; the second also as an i64 address. */
LLVMValueRef build_address(struct translator *t, const struct instr *in, LLVMValueRef index);

/* llvm_table.c: tables, globals, references. */
bool translate_table(struct translator *t, const struct instr *in);
LLVMValueRef build_table(struct translator *t, uint32_t table);
LLVMValueRef build_table_size(struct translator *t, uint32_t table, LLVMValueRef object);
LLVMValueRef build_table_slot(struct translator *t, LLVMValueRef object, LLVMValueRef index);

/* llvm_call.c */
[[nodiscard]] wasix_result translate_call(struct translator *t, const struct instr *in);

enum builtin {
	BUILTIN_MEMORY_GROW,
	BUILTIN_MEMORY_FILL,
	BUILTIN_MEMORY_COPY,
	BUILTIN_MEMORY_INIT,
	BUILTIN_DATA_DROP,
	BUILTIN_TABLE_GROW,
	BUILTIN_TABLE_FILL,
	BUILTIN_TABLE_COPY,
	BUILTIN_TABLE_INIT,
	BUILTIN_ELEM_DROP,
	BUILTIN_REF_FUNC,
	BUILTIN_THROW_TAG,
	BUILTIN_THROW_REF,
	BUILTIN_CAPTURE,
	BUILTIN_RELEASE,
	BUILTIN_ATOMIC_WAIT32,
	BUILTIN_ATOMIC_WAIT64,
	BUILTIN_ATOMIC_NOTIFY,
	BUILTIN_ATTEND,
};
/* Calls a runtime service; args without the vmctx. can_throw: through an invoke where there is a
 * handler. */
LLVMValueRef build_builtin(
	struct translator *t, enum builtin which, bool can_throw, LLVMValueRef *args);
/* Behind calls of what is not compiled code: looks whether somebody wants the thread's attention.
 */
void build_attention(struct translator *t);
/* A call that may throw. args includes ctx. */
LLVMValueRef build_call(struct translator *t, LLVMTypeRef type, LLVMValueRef callee,
	LLVMValueRef *args, unsigned count);

/* Operands of a call_indirect: the callee that its table has, after all checks. */
struct callee {
	LLVMValueRef entry, context;
};
struct callee build_table_callee(struct translator *t, const struct instr *in);

/* --- tail calls (llvm_tail_call.c) --- */

/* Whether a function is to have the type below: it calls in the end what has another type. */
bool function_is_uniform(const struct unit *u, uint32_t function);
/* One type for all functions whose parameters are in registers: it has all of them. To callers,
 * which know the function by its own type, that is the same. */
LLVMTypeRef unit_uniform_type(struct unit *u, uint32_t type);
/* A parameter of the function being translated, whichever type it has. */
LLVMValueRef build_parameter(struct translator *t, LLVMBuilderRef b, uint32_t local);
[[nodiscard]] wasix_result translate_tail_call(struct translator *t, const struct instr *in);

/* llvm_exception.c */
[[nodiscard]] wasix_result translate_exception(struct translator *t, const struct instr *in);
/* The landing pad for calls at this point, or NULL: exceptions leave the function. */
LLVMBasicBlockRef current_pad(struct translator *t);
[[nodiscard]] wasix_result try_table_dispatch(struct translator *t);
void try_finish(struct translator *t);
/* Releases what the frames inside label `depth` hold. */
void build_releases(struct translator *t, uint32_t depth);
bool leaves_held(struct translator *t, uint32_t depth);

/* llvm_adapters.c: the code object's index unit: header, adapters, personality. */
[[nodiscard]] wasix_result translate_index(struct unit *u);

/* llvm_emit.c */
/* The machine that this process runs on. NULL: LLVM has none (a message is in err). */
LLVMTargetMachineRef emit_machine(int opt_level, wasix_error *err);
bool emit_machine_has(LLVMTargetMachineRef machine, const char *feature);
/* Optimises the unit and writes it to fd as an ELF object. Errors: COMPILE, IO. */
[[nodiscard]] wasix_result emit_object(struct unit *u, int fd);

#endif
