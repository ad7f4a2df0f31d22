/* llvm_function.c -- one wasm function to LLVM IR: its locals, the walk over its instructions, and
 * what every instruction file needs to build blocks and traps.
 *
 * Locals are allocas, which sroa turns into values; the operand stack holds LLVM values
 * directly.
 */
#include "llvm_translate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STACK_ROOM 4 /* operands that an instruction may push without asking */

/* Bytes of code from which a function is left unoptimised: LLVM's time grows faster than its
 * length. bench/README.md, row "compile". */
#define HUGE_BODY (200u << 10)

/* --- growing arrays --- */

/* New array with room for `need`, or NULL; the old one stays then. */
static void *
grown(void *array, size_t size, uint32_t need, uint32_t *capacity)
{
	size_t wanted = (size_t)need + need / 2 + 16;
	void *bigger = wanted > UINT32_MAX ? NULL : reallocarray(array, wanted, size);

	if (bigger)
		*capacity = (uint32_t)wanted;
	return bigger;
}

/* GROW(t, stack, stack_capacity, need): makes room in an array of the translator. Has a hidden
 * return. */
#define GROW(t, array, capacity, need)                                                         \
	do {                                                                                   \
		if ((need) > (t)->capacity) {                                                  \
			void *grown_ =                                                         \
				grown((t)->array, sizeof *(t)->array, (need), &(t)->capacity); \
			if (!grown_)                                                           \
				return fail_memory((t)->u->err);                               \
			(t)->array = (typeof((t)->array))grown_;                               \
		}                                                                              \
	} while (0)

wasix_result
stack_reserve(struct translator *t, uint32_t count)
{
	GROW(t, stack, stack_capacity, t->depth + count + STACK_ROOM);
	return WASIX_OK;
}

wasix_result
scratch_reserve(struct translator *t, uint32_t count)
{
	GROW(t, scratch, scratch_capacity, count);
	return WASIX_OK;
}

wasix_result
frame_reserve(struct translator *t)
{
	GROW(t, frames, frame_capacity, t->frame_count + 1);
	return WASIX_OK;
}

/* --- blocks, locations, traps --- */

LLVMBasicBlockRef
new_block(struct translator *t)
{
	return LLVMAppendBasicBlockInContext(t->u->context, t->function, "");
}

void
set_block(struct translator *t, LLVMBasicBlockRef block)
{
	LLVMPositionBuilderAtEnd(t->b, block);
}

void
set_location(struct translator *t, uint64_t offset)
{
	LLVMMetadataRef location = LLVMDIBuilderCreateDebugLocation(
		t->u->context, (unsigned)offset, 0, t->scope, NULL);

	LLVMSetCurrentDebugLocation2(t->b, location);
}

/* The code becomes the operand of the ud1 instruction. nomerge: each trap keeps its place. */
void
build_trap(struct translator *t, enum trap_code code)
{
	struct unit *u = t->u;
	LLVMValueRef arg = LLVMConstInt(u->i8, code, false);
	LLVMValueRef call = unit_intrinsic(u, t->b, INTRINSIC_TRAP, 0, NULL, 0, &arg, 1);
	unsigned nomerge = LLVMGetEnumAttributeKindForName("nomerge", 7);

	LLVMAddCallSiteAttribute(call, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
		LLVMCreateEnumAttribute(u->context, nomerge, 0));
	LLVMBuildUnreachable(t->b);
}

void
build_trap_if(struct translator *t, LLVMValueRef condition, enum trap_code code)
{
	LLVMBasicBlockRef cold = new_block(t);
	LLVMBasicBlockRef next = new_block(t);

	LLVMBuildCondBr(t->b, condition, cold, next);
	set_block(t, cold);
	build_trap(t, code);
	set_block(t, next);
}

LLVMValueRef
build_truth(struct translator *t, LLVMValueRef value)
{
	if (LLVMIsAZExtInst(value)) {
		LLVMValueRef inner = LLVMGetOperand(value, 0);
		if (LLVMTypeOf(inner) == t->u->i1)
			return inner;
	}
	return LLVMBuildICmp(t->b, LLVMIntNE, value, unit_i32(t->u, 0), "");
}

/* Constants that some operation folds away: x + -0, x - 0, x * 1, max(x, -inf), ... */
static bool
is_neutral(LLVMValueRef value)
{
	LLVMBool lossy = false;
	double number;

	if (!LLVMIsAConstantFP(value))
		return false;
	number = LLVMConstRealGetDouble(value, &lossy);
	return number == 0 || number == 1 || number == -1 || !isfinite(number);
}

/* The same for the bits of 0, 1 and infinity, whatever the sign. */
static bool
is_neutral_f64(uint64_t bits)
{
	bits &= UINT64_C(0x7fffffffffffffff);
	return bits == 0 || bits == UINT64_C(0x3ff0000000000000) ||
	       bits == UINT64_C(0x7ff0000000000000);
}

static bool
is_neutral_f32(uint32_t bits)
{
	bits &= 0x7fffffff;
	return bits == 0 || bits == 0x3f800000 || bits == 0x7f800000;
}

/* A vector that is neutral in all lanes, of whichever floats it may hold. */
static bool
is_neutral_vector(LLVMValueRef value)
{
	bool narrow = true, wide = true;

	if (!LLVMIsConstant(value))
		return false;
	for (unsigned i = 0; i < 2; i++) {
		LLVMValueRef half = LLVMGetAggregateElement(value, i);
		uint64_t bits;
		if (!half || !LLVMIsAConstantInt(half))
			return true; /* not known */
		bits = LLVMConstIntGetZExtValue(half);
		wide &= is_neutral_f64(bits);
		narrow &= is_neutral_f32((uint32_t)bits) && is_neutral_f32((uint32_t)(bits >> 32));
	}
	return narrow || wide;
}

static LLVMValueRef
build_fence(struct unit *u, LLVMBuilderRef b, LLVMValueRef value, uint8_t kind)
{
	LLVMTypeRef type = unit_type(u, kind);
	unsigned variant = kind == WASIX_F64;

	if (kind == WASIX_V128) { /* as floats, whose kind does not matter */
		type = u->shapes[SHAPE_F32X4];
		variant = VARIANT_SHAPES + SHAPE_F32X4;
		value = LLVMBuildBitCast(b, value, type, "");
	}
	value = unit_intrinsic(u, b, INTRINSIC_FENCE, variant, &type, 1, &value, 1);
	return LLVMBuildBitCast(b, value, unit_type(u, kind), "");
}

LLVMValueRef
build_opaque(struct translator *t, LLVMValueRef value, uint8_t kind)
{
	bool hide = kind == WASIX_V128                       ? is_neutral_vector(value)
		    : kind == WASIX_F32 || kind == WASIX_F64 ? is_neutral(value)
							     : false;

	return hide ? build_fence(t->u, t->b, value, kind) : value;
}

/* --- locals --- */

static uint8_t
local_kind(const struct translator *t, uint32_t local)
{
	uint32_t low = 0, high = t->range_count - 1;

	if (local < t->type->param_count)
		return t->type->params[local];
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (local < t->ranges[middle].end)
			high = middle;
		else
			low = middle + 1;
	}
	return t->ranges[low].kind;
}

/* The alloca of a local. It is made on first use, so that a function pays for the locals it uses,
 * not for those that it declares. */
static LLVMValueRef
local_place(struct translator *t, uint32_t local)
{
	struct unit *u = t->u;
	LLVMValueRef place = t->locals[local], value;
	uint8_t kind;

	if (place)
		return place;
	kind = local_kind(t, local);
	place = LLVMBuildAlloca(u->entry_builder, unit_type(u, kind), "");
	if (local < t->type->param_count)
		value = build_parameter(t, u->entry_builder, local);
	else
		value = LLVMConstNull(unit_type(u, kind));
	if (local >= t->type->param_count &&
		(kind == WASIX_F32 || kind == WASIX_F64 || kind == WASIX_V128))
		value = build_fence(u, u->entry_builder, value, kind);
	LLVMBuildStore(u->entry_builder, value, place);
	t->locals[local] = place;
	t->used_locals[t->used_local_count++] = local;
	return place;
}

static wasix_result
translate_local(struct translator *t, const struct instr *in)
{
	LLVMValueRef place = local_place(t, in->index), value;
	LLVMTypeRef type = LLVMGetAllocatedType(place);

	if (in->op == OP_LOCAL_GET) {
		push(t, LLVMBuildLoad2(t->b, type, place, ""));
		return WASIX_OK;
	}
	value = build_opaque(t, t->stack[t->depth - 1], local_kind(t, in->index));
	LLVMBuildStore(t->b, value, place);
	if (in->op == OP_LOCAL_SET)
		t->depth--;
	return WASIX_OK;
}

/* Reads the declarations; nothing is built yet. */
static wasix_result
read_locals(struct translator *t)
{
	uint32_t group_count = 0, count = t->type->param_count;
	struct local_group group = { 0 };

	TRY(read_u32(&t->code, &group_count));
	t->range_count = 0;
	for (uint32_t i = 0; i < group_count; i++) {
		TRY(read_local_group(&t->code, &group));
		if (group.count == 0)
			continue;
		count += group.count;
		GROW(t, ranges, range_capacity, t->range_count + 1);
		t->ranges[t->range_count++] = (struct local_range){ count, group.kind };
	}
	while (t->used_local_count)
		t->locals[t->used_locals[--t->used_local_count]] = NULL;
	if (count > t->local_capacity) {
		uint32_t capacity = 0;
		free(t->locals);
		free(t->used_locals);
		t->used_locals = NULL;
		t->local_capacity = 0;
		t->locals = (LLVMValueRef *)calloc((size_t)count * 2, sizeof(LLVMValueRef));
		t->used_locals = (uint32_t *)grown(NULL, sizeof(uint32_t), count, &capacity);
		if (!t->locals || !t->used_locals)
			return fail_memory(t->u->err);
		t->local_capacity = count;
	}
	t->local_count = count;
	return WASIX_OK;
}

/* --- instructions --- */

static wasix_result
translate_select(struct translator *t)
{
	LLVMValueRef condition = build_truth(t, pop(t));
	LLVMValueRef otherwise = pop(t);
	LLVMValueRef value = pop(t);

	push(t, LLVMBuildSelect(t->b, condition, value, otherwise, ""));
	return WASIX_OK;
}

static wasix_result
translate_instr(struct translator *t, const struct instr *in)
{
	switch (in->op) {
	case OP_NOP:
		return WASIX_OK;
	case OP_DROP:
		t->depth--;
		return WASIX_OK;
	case OP_SELECT:
	case OP_SELECT_T:
		return translate_select(t);
	case OP_LOCAL_GET:
	case OP_LOCAL_SET:
	case OP_LOCAL_TEE:
		return translate_local(t, in);
	case OP_CALL:
	case OP_CALL_INDIRECT:
		return translate_call(t, in);
	case OP_RETURN_CALL:
	case OP_RETURN_CALL_INDIRECT:
		return translate_tail_call(t, in);
	case OP_THROW:
	case OP_THROW_REF:
	case OP_RETHROW:
	case OP_TRY:
	case OP_TRY_TABLE:
	case OP_CATCH:
	case OP_CATCH_ALL:
	case OP_DELEGATE:
		return translate_exception(t, in);
	}
	if (in->op <= OP_RETURN)
		return translate_control(t, in);
	if (translate_numeric(t, in) || translate_memory(t, in) || translate_bulk(t, in) ||
		translate_atomic(t, in) || translate_simd(t, in) || translate_wide(t, in) ||
		translate_table(t, in))
		return WASIX_OK;
	return translate_control(t, in);
}

/* In code that cannot be reached only the ends of blocks matter. */
static bool
skip_instr(struct translator *t, const struct instr *in)
{
	switch (in->op) {
	case OP_BLOCK:
	case OP_LOOP:
	case OP_IF:
	case OP_TRY:
	case OP_TRY_TABLE:
		t->skipped++;
		return true;
	case OP_END:
	case OP_DELEGATE:
		if (!t->skipped)
			return false;
		t->skipped--;
		return true;
	case OP_ELSE:
	case OP_CATCH:
	case OP_CATCH_ALL:
		return t->skipped > 0;
	default:
		return true;
	}
}

static wasix_result
translate_body(struct translator *t)
{
	struct instr in;

	while (t->frame_count) {
		TRY(read_instr(&t->code, &in));
		if (!t->reachable && skip_instr(t, &in))
			continue;
		TRY(stack_reserve(t, 0));
		TRY(translate_instr(t, &in));
	}
	return WASIX_OK;
}

/* --- the function --- */

/* Entry block: the base of the memory and the locals; then a jump to the first block of the code.
 */
static void
begin_code(struct translator *t)
{
	struct unit *u = t->u;
	LLVMBasicBlockRef entry = new_block(t), first = new_block(t);
	LLVMValueRef jump;

	t->vm = LLVMGetParam(t->function, 0);
	set_block(t, entry);
	jump = LLVMBuildBr(t->b, first);
	LLVMPositionBuilderBefore(u->entry_builder, jump);
	LLVMSetCurrentDebugLocation2(u->entry_builder, LLVMGetCurrentDebugLocation2(t->b));
	t->base = NULL;
	if (u->m->memory_count)
		t->base = unit_load_invariant(u, u->entry_builder, u->ptr, t->vm);
	set_block(t, first);
	t->reachable = true;
	t->skipped = 0;
}

/* The function as a block: its results are those of the frame. */
static wasix_result
begin_frames(struct translator *t)
{
	struct blocktype type = { BLOCK_TYPE, 0, t->u->m->functions[t->index].type };

	t->depth = 0;
	t->frame_count = 0;
	TRY(frame_open(t, FRAME_BLOCK, &type));
	t->frames[0].param_count = 0;
	t->frames[0].height = 0;
	t->frames[0].handler = t->frames[0].outer = NO_FRAME;
	return WASIX_OK;
}

static void
build_return(struct translator *t)
{
	const struct functype *type = t->type;
	LLVMValueRef all;

	if (type->result_count == 0) {
		LLVMBuildRetVoid(t->b);
		return;
	}
	if (type->result_count == 1) {
		LLVMBuildRet(t->b, t->stack[0]);
		return;
	}
	all = LLVMGetPoison(LLVMGetReturnType(LLVMGlobalGetValueType(t->function)));
	for (uint32_t i = 0; i < type->result_count; i++)
		all = LLVMBuildInsertValue(t->b, all, t->stack[i], i, "");
	LLVMBuildRet(t->b, all);
}

wasix_result
translate_function(struct translator *t, uint32_t index)
{
	const struct wasix_module *m = t->u->m;
	const struct span *body = &m->functions[index].body;

	t->index = index;
	t->type = module_functype(m, index);
	t->function = unit_function(t->u, index);
	t->is_uniform = LLVMGlobalGetValueType(t->function) !=
			unit_functype(t->u, m->functions[index].type);
	debug_begin_function(t->u, index, t->function);
	t->scope = LLVMGetSubprogram(t->function);
	if (body->len >= HUGE_BODY)
		unit_set_unoptimised(t->u, t->function);
	t->code = (struct reader){ body->at, body->at + body->len, m->bytes, t->u->err };
	t->holding = 0;
	t->has_rethrow = 0;
	t->phi_operands = 0;
	arena_delete(t->arena);
	t->arena = arena_new();
	if (!t->arena)
		return fail_memory(t->u->err);

	TRY(read_locals(t));
	set_location(t, m->functions[index].offset);
	begin_code(t);
	TRY(begin_frames(t));
	TRY(translate_body(t));
	if (t->reachable)
		build_return(t);
	return WASIX_OK;
}

void
translator_open(struct translator *t, struct unit *u)
{
	*t = (struct translator){ .u = u, .b = u->builder };
}

void
translator_close(struct translator *t)
{
	arena_delete(t->arena);
	free(t->stack);
	free(t->frames);
	free(t->scratch);
	free(t->locals);
	free(t->used_locals);
	free(t->ranges);
}
