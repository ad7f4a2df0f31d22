/* llvm_tail_call.c -- return_call and return_call_indirect: the callee takes the place of the
 * function's frame.
 *
 * LLVM promises a jump (musttail) only where both functions have one type. Of the C calling
 * convention, parameters in registers do not say which others there are: a function that calls in
 * the end what has another type is given the "uniform" type, all registers for parameters, and
 * calls as if the callee had that type as well. Its callers notice nothing. Left are functions with
 * parameters on the machine's stack and several results in memory, whose types differ, and imports,
 * after which somebody may want the thread's attention: these are called, and then it returns.
 */
#include "llvm_translate.h"

#include <string.h>

/* Registers of the System V convention; the first for integers is ctx's. */
enum { INTS_MAX = 5, FLOATS_MAX = 8, UNIFORM_COUNT = 1 + INTS_MAX + FLOATS_MAX };
enum { INT_RESULTS_MAX = 3, FLOAT_RESULTS_MAX = 2 };

static bool
is_float(uint8_t kind)
{
	return kind == WASIX_F32 || kind == WASIX_F64 || kind == WASIX_V128;
}

static bool
kinds_fit(const uint8_t *kinds, uint32_t count, uint32_t ints_max, uint32_t floats_max)
{
	uint32_t ints = 0, floats = 0;

	for (uint32_t i = 0; i < count; i++)
		*(is_float(kinds[i]) ? &floats : &ints) += 1;
	return ints <= ints_max && floats <= floats_max;
}

static bool
params_fit(const struct functype *type)
{
	return kinds_fit(type->params, type->param_count, INTS_MAX, FLOATS_MAX);
}

static bool
results_fit(const struct functype *type)
{
	return kinds_fit(type->results, type->result_count, INT_RESULTS_MAX, FLOAT_RESULTS_MAX);
}

static bool
same_params(const struct functype *a, const struct functype *b)
{
	return a->param_count == b->param_count &&
	       (a->param_count == 0 || !memcmp(a->params, b->params, a->param_count));
}

/* --- which functions --- */

/* The type of what a tail call calls; NULL: not a tail call, or one of an import. */
static const struct functype *
tail_callee(const struct wasix_module *m, const struct instr *in)
{
	if (in->op == OP_RETURN_CALL_INDIRECT)
		return &m->types[in->index];
	if (in->op == OP_RETURN_CALL && in->index >= m->imported_function_count)
		return module_functype(m, in->index);
	return NULL;
}

bool
function_is_uniform(const struct unit *u, uint32_t function)
{
	const struct wasix_module *m = u->m;
	const struct functype *own = module_functype(m, function), *callee;
	const struct span *body = &m->functions[function].body;
	struct reader r = { body->at, body->at + body->len, m->bytes, NULL };
	struct local_group group;
	uint32_t groups = 0;
	struct instr in;

	if (!(m->features & UINT64_C(1) << FEATURE_TAIL_CALLS) || !params_fit(own))
		return false;
	if (read_u32(&r, &groups) != WASIX_OK)
		return false;
	while (groups-- > 0)
		if (read_local_group(&r, &group) != WASIX_OK)
			return false;
	while (reader_left(&r) && read_instr(&r, &in) == WASIX_OK) {
		callee = tail_callee(m, &in);
		if (callee && !same_params(own, callee) && params_fit(callee))
			return true;
	}
	return false;
}

/* --- the uniform type --- */

LLVMTypeRef
unit_uniform_type(struct unit *u, uint32_t type)
{
	LLVMTypeRef params[UNIFORM_COUNT] = { u->ptr };

	for (unsigned i = 0; i < INTS_MAX; i++)
		params[1 + i] = u->i64;
	for (unsigned i = 0; i < FLOATS_MAX; i++)
		params[1 + INTS_MAX + i] = u->shapes[SHAPE_I64X2];
	return LLVMFunctionType(unit_result_type(u, type), params, UNIFORM_COUNT, false);
}

/* The place of a parameter among the uniform ones. */
static unsigned
uniform_index(const struct functype *type, uint32_t param)
{
	unsigned before = 0;

	for (uint32_t i = 0; i < param; i++)
		before += is_float(type->params[i]) == is_float(type->params[param]);
	return 1 + before + (is_float(type->params[param]) ? INTS_MAX : 0);
}

/* A value as its register holds it, and back. */
static LLVMValueRef
to_register(struct translator *t, LLVMValueRef value, uint8_t kind)
{
	struct unit *u = t->u;
	enum shape shape = kind == WASIX_F32 ? SHAPE_F32X4 : SHAPE_F64X2;

	if (kind == WASIX_V128 || kind == WASIX_I64)
		return value;
	if (kind == WASIX_I32)
		return LLVMBuildZExt(t->b, value, u->i64, "");
	if (!is_float(kind))
		return LLVMBuildPtrToInt(t->b, value, u->i64, "");
	value = LLVMBuildInsertElement(
		t->b, LLVMGetPoison(u->shapes[shape]), value, unit_i32(u, 0), "");
	return LLVMBuildBitCast(t->b, value, u->shapes[SHAPE_I64X2], "");
}

static LLVMValueRef
from_register(struct unit *u, LLVMBuilderRef b, LLVMValueRef value, uint8_t kind)
{
	enum shape shape = kind == WASIX_F32 ? SHAPE_F32X4 : SHAPE_F64X2;

	if (kind == WASIX_V128 || kind == WASIX_I64)
		return value;
	if (kind == WASIX_I32)
		return LLVMBuildTrunc(b, value, u->i32, "");
	if (!is_float(kind))
		return LLVMBuildIntToPtr(b, value, u->ptr, "");
	value = LLVMBuildBitCast(b, value, u->shapes[shape], "");
	return LLVMBuildExtractElement(b, value, unit_i32(u, 0), "");
}

LLVMValueRef
build_parameter(struct translator *t, LLVMBuilderRef b, uint32_t local)
{
	LLVMValueRef param;

	if (!t->is_uniform)
		return LLVMGetParam(t->function, local + 1);
	param = LLVMGetParam(t->function, uniform_index(t->type, local));
	return from_register(t->u, b, param, t->type->params[local]);
}

/* --- the call --- */

/* Arguments to t->scratch behind the context; gives how many there are. */
static unsigned
place_arguments(struct translator *t, const struct functype *type, bool uniform)
{
	const LLVMValueRef *values = &t->stack[t->depth];
	LLVMTypeRef vector = t->u->shapes[SHAPE_I64X2];

	for (unsigned i = 1; uniform && i < UNIFORM_COUNT; i++)
		t->scratch[i] = LLVMGetPoison(i > INTS_MAX ? vector : t->u->i64);
	for (uint32_t i = 0; i < type->param_count; i++) {
		uint8_t kind = type->params[i];
		if (uniform)
			t->scratch[uniform_index(type, i)] = to_register(t, values[i], kind);
		else
			t->scratch[1 + i] = build_opaque(t, values[i], kind);
	}
	return uniform ? UNIFORM_COUNT : 1 + type->param_count;
}

static wasix_result
build_tail_call(struct translator *t, uint32_t type_index, struct callee c)
{
	const struct functype *type = &t->u->m->types[type_index];
	bool uniform = t->is_uniform && params_fit(type);
	bool jumps =
		results_fit(type) && (uniform || (!t->is_uniform && same_params(type, t->type)));
	LLVMTypeRef callee_type =
		uniform ? unit_uniform_type(t->u, type_index) : unit_functype(t->u, type_index);
	LLVMValueRef result;
	unsigned count;

	TRY(scratch_reserve(t, UNIFORM_COUNT + type->param_count));
	t->depth -= type->param_count;
	t->scratch[0] = c.context;
	count = place_arguments(t, type, uniform);
	build_releases(t, t->frame_count - 1);
	result = LLVMBuildCall2(t->b, callee_type, c.entry, t->scratch, count, "");
	if (jumps)
		LLVMSetTailCallKind(result, LLVMTailCallKindMustTail);
	if (type->result_count)
		LLVMBuildRet(t->b, result);
	else
		LLVMBuildRetVoid(t->b);
	return WASIX_OK;
}

/* An exception of the callee passes by the handlers around. */
static wasix_result
call_import_and_return(struct translator *t, const struct instr *in)
{
	struct frame *f = frame_at(t, t->frame_count - 1);
	uint32_t handler = frame_at(t, 0)->handler;

	build_releases(t, t->frame_count - 1);
	frame_at(t, 0)->handler = NO_FRAME;
	TRY(translate_call(t, in));
	frame_at(t, 0)->handler = handler;
	LLVMBuildBr(t->b, frame_edge(t, f, &t->stack[t->depth - f->result_count]));
	return WASIX_OK;
}

wasix_result
translate_tail_call(struct translator *t, const struct instr *in)
{
	const struct wasix_module *m = t->u->m;
	struct callee c;

	set_location(t, in->offset);
	if (in->op == OP_RETURN_CALL_INDIRECT) {
		c = build_table_callee(t, in);
		TRY(build_tail_call(t, in->index, c));
	} else if (in->index < m->imported_function_count) {
		TRY(call_import_and_return(t, in));
	} else {
		c = (struct callee){ unit_function(t->u, in->index), t->vm };
		TRY(build_tail_call(t, m->functions[in->index].type, c));
	}
	end_block(t);
	return WASIX_OK;
}
