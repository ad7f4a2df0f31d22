/* llvm_call.c -- calls: own functions directly, imports through their slot in the vmctx, table
 * elements after the checks of call_indirect, runtime services through the vmctx. */
#include "llvm_translate.h"

#include <assert.h>

/* --- the call itself --- */

LLVMValueRef
build_call(struct translator *t, LLVMTypeRef type, LLVMValueRef callee, LLVMValueRef *args,
	unsigned count)
{
	LLVMBasicBlockRef pad = current_pad(t), next;
	LLVMValueRef result;

	if (!pad)
		return LLVMBuildCall2(t->b, type, callee, args, count, "");
	next = new_block(t);
	result = LLVMBuildInvoke2(t->b, type, callee, args, count, next, pad, "");
	set_block(t, next);
	return result;
}

/* Replaces the operands by the results. */
static wasix_result
build_wasm_call(
	struct translator *t, uint32_t type_index, LLVMValueRef callee, LLVMValueRef context)
{
	const struct functype *type = &t->u->m->types[type_index];
	LLVMValueRef result;

	TRY(scratch_reserve(t, type->param_count + 1));
	t->depth -= type->param_count;
	t->scratch[0] = context;
	for (uint32_t i = 0; i < type->param_count; i++)
		t->scratch[i + 1] = build_opaque(t, t->stack[t->depth + i], type->params[i]);
	result = build_call(
		t, unit_functype(t->u, type_index), callee, t->scratch, type->param_count + 1);

	TRY(stack_reserve(t, type->result_count));
	if (type->result_count == 1)
		push(t, result);
	else
		for (uint32_t i = 0; i < type->result_count; i++)
			push(t, LLVMBuildExtractValue(t->b, result, i, ""));
	return WASIX_OK;
}

static wasix_result
build_import_call(struct translator *t, uint32_t function)
{
	struct unit *u = t->u;
	uint64_t slot = u->layout.imports + (uint64_t)function * sizeof(struct import_slot);
	LLVMValueRef entry = unit_load_invariant(u, t->b, u->ptr,
		unit_field(u, t->b, t->vm, slot + offsetof(struct import_slot, entry)));
	LLVMValueRef context = unit_load_invariant(u, t->b, u->ptr,
		unit_field(u, t->b, t->vm, slot + offsetof(struct import_slot, ctx)));

	return build_wasm_call(t, u->m->functions[function].type, entry, context);
}

/* Goes on in a new block where somebody wants attention; returns the block for where nobody does.
 * The word changes under us: a volatile load is enough, since the service looks again. */
static LLVMBasicBlockRef
build_attention_test(struct translator *t)
{
	struct unit *u = t->u;
	LLVMBasicBlockRef cold = new_block(t), next = new_block(t);
	LLVMValueRef place = unit_load_invariant(
		u, t->b, u->ptr, unit_field(u, t->b, t->vm, offsetof(struct vmctx, attention)));
	LLVMValueRef word = unit_load(u, t->b, u->i32, place, ALIAS_VMCTX);

	LLVMSetVolatile(word, true);
	LLVMBuildCondBr(t->b, LLVMBuildICmp(t->b, LLVMIntNE, word, unit_i32(u, 0), ""), cold, next);
	set_block(t, cold);
	return next;
}

static LLVMValueRef
build_attend(struct translator *t, LLVMValueRef result)
{
	LLVMValueRef call = build_builtin(t, BUILTIN_ATTEND, true, &result);
	unsigned cold = LLVMGetEnumAttributeKindForName("cold", 4);

	LLVMAddCallSiteAttribute(call, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
		LLVMCreateEnumAttribute(t->u->context, cold, 0));
	return call;
}

/* Imports may be interrupted by a signal, and are called again if its handler wishes that. */
static wasix_result
translate_import_call(struct translator *t, uint32_t function)
{
	const struct wasix_module *m = t->u->m;
	const struct functype *type = &m->types[m->functions[function].type];
	LLVMBasicBlockRef again = new_block(t), next;
	LLVMValueRef result = unit_i32(t->u, 0);

	LLVMBuildBr(t->b, again);
	set_block(t, again);
	TRY(build_import_call(t, function));
	next = build_attention_test(t);
	if (type->result_count == 1 && type->results[0] == WASIX_I32)
		result = t->stack[t->depth - 1];
	result = build_attend(t, result);
	LLVMBuildCondBr(t->b, build_truth(t, result), again, next);
	set_block(t, next);
	return WASIX_OK;
}

static LLVMValueRef
load_func_field(struct translator *t, LLVMTypeRef type, LLVMValueRef func, size_t offset)
{
	return unit_load_invariant(t->u, t->b, type, unit_field(t->u, t->b, func, offset));
}

/* Whether func has the type. */
static LLVMValueRef
build_type_test(struct translator *t, LLVMValueRef func, uint32_t type)
{
	struct unit *u = t->u;
	LLVMValueRef ids = unit_load_invariant(
		u, t->b, u->ptr, unit_field(u, t->b, t->vm, offsetof(struct vmctx, type_ids)));
	LLVMValueRef wanted = unit_load_invariant(
		u, t->b, u->i32, unit_field(u, t->b, ids, (uint64_t)type * sizeof(uint32_t)));
	LLVMValueRef found = load_func_field(t, u->i32, func, offsetof(struct wasix_func, type_id));

	return LLVMBuildICmp(t->b, LLVMIntEQ, found, wanted, "");
}

/* What is behind func, which is not null. */
static struct callee
build_callee(struct translator *t, LLVMValueRef func, uint32_t type)
{
	struct unit *u = t->u;
	LLVMValueRef fits = build_type_test(t, func, type);
	struct callee c;

	if (!u->casts_calls)
		build_trap_if(t, LLVMBuildNot(t->b, fits, ""), TRAP_INDIRECT_CALL_TYPE);
	c.entry = load_func_field(t, u->ptr, func, offsetof(struct wasix_func, entry));
	c.context = load_func_field(t, u->ptr, func, offsetof(struct wasix_func, ctx));
	if (u->casts_calls) {
		c.entry = LLVMBuildSelect(t->b, fits, c.entry, unit_cast(u, type), "");
		c.context = LLVMBuildSelect(t->b, fits, c.context, func, "");
	}
	return c;
}

struct callee
build_table_callee(struct translator *t, const struct instr *in)
{
	struct unit *u = t->u;
	LLVMValueRef index = LLVMBuildZExt(t->b, pop(t), u->i64, "");
	LLVMValueRef table = build_table(t, in->index2);
	LLVMValueRef size = build_table_size(t, in->index2, table);
	LLVMValueRef func;

	build_trap_if(t, LLVMBuildICmp(t->b, LLVMIntUGE, index, size, ""), TRAP_UNDEFINED_ELEMENT);
	func = unit_load(u, t->b, u->ptr, build_table_slot(t, table, index), ALIAS_TABLE);
	build_trap_if(
		t, LLVMBuildICmp(t->b, LLVMIntEQ, func, u->null, ""), TRAP_UNINITIALIZED_ELEMENT);
	return build_callee(t, func, in->index);
}

wasix_result
translate_call(struct translator *t, const struct instr *in)
{
	const struct wasix_module *m = t->u->m;

	set_location(t, in->offset);
	if (in->op == OP_CALL_INDIRECT) {
		struct callee c = build_table_callee(t, in);
		return build_wasm_call(t, in->index, c.entry, c.context);
	}
	if (in->index < m->imported_function_count)
		return translate_import_call(t, in->index);
	return build_wasm_call(
		t, m->functions[in->index].type, unit_function(t->u, in->index), t->vm);
}

/* --- runtime services --- */

/* Signatures without the vmctx: result first; v none, i i32, l i64, p pointer. */
struct builtin_row {
	const char *signature;
	size_t offset;
};

#define ROW(NAME, member, signature) \
	[BUILTIN_##NAME] = { signature, offsetof(struct builtins, member) }
static const struct builtin_row builtin_rows[] = {
	ROW(MEMORY_GROW, memory_grow, "iii"),
	ROW(MEMORY_FILL, memory_fill, "viiii"),
	ROW(MEMORY_COPY, memory_copy, "viiiii"),
	ROW(MEMORY_INIT, memory_init, "viiiii"),
	ROW(DATA_DROP, data_drop, "vi"),
	ROW(TABLE_GROW, table_grow, "iipi"),
	ROW(TABLE_FILL, table_fill, "viipi"),
	ROW(TABLE_COPY, table_copy, "viiiii"),
	ROW(TABLE_INIT, table_init, "viiiii"),
	ROW(ELEM_DROP, elem_drop, "vi"),
	ROW(REF_FUNC, ref_func, "pi"),
	ROW(THROW_TAG, throw_tag, "vipi"),
	ROW(THROW_REF, throw_ref, "vp"),
	ROW(CAPTURE, capture, "vp"),
	ROW(RELEASE, release, "vp"),
	ROW(ATOMIC_WAIT32, atomic_wait32, "iilil"),
	ROW(ATOMIC_WAIT64, atomic_wait64, "iilll"),
	ROW(ATOMIC_NOTIFY, atomic_notify, "iili"),
	ROW(ATTEND, attend, "ii"),
};
#undef ROW

static LLVMTypeRef
letter_type(const struct unit *u, char letter)
{
	return letter == 'i' ? u->i32 : letter == 'l' ? u->i64 : letter == 'p' ? u->ptr : u->none;
}

/* The entry of a service at an offset in struct builtins. */
static LLVMValueRef
load_builtin(struct translator *t, size_t offset)
{
	struct unit *u = t->u;
	LLVMValueRef table = unit_load_object(u, t->b,
		unit_field(u, t->b, t->vm, offsetof(struct vmctx, builtins)),
		sizeof(struct builtins));

	return unit_load_invariant(u, t->b, u->ptr, unit_field(u, t->b, table, offset));
}

LLVMValueRef
build_builtin(struct translator *t, enum builtin which, bool can_throw, LLVMValueRef *args)
{
	struct unit *u = t->u;
	const struct builtin_row *row = &builtin_rows[which];
	LLVMTypeRef params[8] = { u->ptr }, type;
	LLVMValueRef all[8] = { t->vm }, entry;
	unsigned count = 1;

	for (const char *letter = row->signature + 1; *letter; letter++, count++) {
		assert(count < sizeof all / sizeof *all);
		params[count] = letter_type(u, *letter);
		// NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): as many as the row says
		all[count] = args[count - 1];
	}
	type = LLVMFunctionType(letter_type(u, row->signature[0]), params, count, false);
	entry = load_builtin(t, row->offset);
	if (can_throw)
		return build_call(t, type, entry, all, count);
	return LLVMBuildCall2(t->b, type, entry, all, count, "");
}

void
build_attention(struct translator *t)
{
	LLVMBasicBlockRef next = build_attention_test(t);

	build_attend(t, unit_i32(t->u, 0));
	LLVMBuildBr(t->b, next);
	set_block(t, next);
}
