/* llvm_adapters.c -- the index unit of a code object: its header, the adapters between cells and
 * compiled code, and the symbols that forward to the runtime's hooks.
 *
 * Header and tables are one constant, so that the distances in it are known when linking and the
 * loader relocates nothing.
 */
#include "llvm_translate.h"

#include <string.h>

/* Of one functype. Equal functypes share theirs. */
struct adapter {
	LLVMValueRef call; /* NULL: no function has it */
	LLVMValueRef host;
};

struct index {
	struct unit *u;
	struct adapter *adapters; /* by type index */
	LLVMValueRef header, hook_cell;
	LLVMTypeRef header_type;
};

/* --- call adapter: cells to compiled code --- */

static LLVMValueRef
cell_at(struct unit *u, LLVMValueRef cells, uint32_t i)
{
	return unit_field(u, u->builder, cells, (uint64_t)i * sizeof(union cell));
}

static void
store_results(struct unit *u, const struct functype *type, LLVMValueRef result, LLVMValueRef cells)
{
	for (uint32_t i = 0; i < type->result_count; i++) {
		LLVMValueRef value = result;
		if (type->result_count > 1)
			value = LLVMBuildExtractValue(u->builder, result, i, "");
		unit_store_cell(u, u->builder, value, type->results[i], cell_at(u, cells, i));
	}
}

/* Every exception ends here and is returned. */
static void
build_catch_all(struct unit *u, LLVMValueRef function, LLVMBasicBlockRef block)
{
	LLVMValueRef pad;

	LLVMSetPersonalityFn(function, unit_personality(u));
	LLVMPositionBuilderAtEnd(u->builder, block);
	pad = LLVMBuildLandingPad(u->builder, u->pad, NULL, 1, "");
	LLVMAddClause(pad, u->null);
	LLVMBuildRet(u->builder, LLVMBuildExtractValue(u->builder, pad, 0, ""));
}

/* struct exception *(void (*entry)(void), void *ctx, union cell *values) */
static LLVMValueRef
build_call_adapter(struct unit *u, uint32_t type_index, LLVMValueRef *args)
{
	const struct functype *type = &u->m->types[type_index];
	LLVMTypeRef params[] = { u->ptr, u->ptr, u->ptr };
	LLVMValueRef function =
		unit_add_function(u, "wasix.call", LLVMFunctionType(u->ptr, params, 3, false));
	LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(u->context, function, "");
	LLVMBasicBlockRef done = LLVMAppendBasicBlockInContext(u->context, function, "");
	LLVMBasicBlockRef pad = LLVMAppendBasicBlockInContext(u->context, function, "");
	LLVMValueRef cells = LLVMGetParam(function, 2), result;

	LLVMSetLinkage(function, LLVMInternalLinkage);
	LLVMPositionBuilderAtEnd(u->builder, entry);
	args[0] = LLVMGetParam(function, 1);
	for (uint32_t i = 0; i < type->param_count; i++)
		args[i + 1] = unit_load_cell(u, u->builder, type->params[i], cell_at(u, cells, i));
	result = LLVMBuildInvoke2(u->builder, unit_functype(u, type_index),
		LLVMGetParam(function, 0), args, type->param_count + 1, done, pad, "");
	LLVMPositionBuilderAtEnd(u->builder, done);
	store_results(u, type, result, cells);
	LLVMBuildRet(u->builder, u->null);
	build_catch_all(u, function, pad);
	return function;
}

/* --- host adapter: compiled code to cells --- */

static LLVMValueRef
load_hook(struct unit *u, LLVMValueRef hook_cell, size_t offset)
{
	LLVMValueRef hooks = LLVMBuildLoad2(u->builder, u->ptr, hook_cell, "");

	return LLVMBuildLoad2(u->builder, u->ptr, unit_field(u, u->builder, hooks, offset), "");
}

static void
return_cells(struct unit *u, const struct functype *type, LLVMTypeRef result, LLVMValueRef cells)
{
	LLVMValueRef all;

	if (type->result_count == 0) {
		LLVMBuildRetVoid(u->builder);
		return;
	}
	if (type->result_count == 1) {
		LLVMBuildRet(u->builder, unit_load_cell(u, u->builder, type->results[0], cells));
		return;
	}
	all = LLVMGetPoison(result);
	for (uint32_t i = 0; i < type->result_count; i++) {
		LLVMValueRef value =
			unit_load_cell(u, u->builder, type->results[i], cell_at(u, cells, i));
		all = LLVMBuildInsertValue(u->builder, all, value, i, "");
	}
	LLVMBuildRet(u->builder, all);
}

/* Has the type of compiled code; ctx is the struct wasix_func. */
static LLVMValueRef
build_host_adapter(struct index *x, uint32_t type_index)
{
	struct unit *u = x->u;
	const struct functype *type = &u->m->types[type_index];
	LLVMTypeRef function_type = unit_functype(u, type_index);
	LLVMTypeRef hook_params[] = { u->ptr, u->ptr };
	LLVMValueRef function = unit_add_function(u, "wasix.host", function_type);
	LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(u->context, function, "");
	uint32_t count =
		type->param_count > type->result_count ? type->param_count : type->result_count;
	LLVMValueRef cells, args[2];

	LLVMSetLinkage(function, LLVMInternalLinkage);
	LLVMPositionBuilderAtEnd(u->builder, entry);
	cells = LLVMBuildAlloca(u->builder, LLVMArrayType2(u->i64, (uint64_t)count * 2), "");
	LLVMSetAlignment(cells, 16);
	for (uint32_t i = 0; i < type->param_count; i++)
		unit_store_cell(u, u->builder, LLVMGetParam(function, i + 1), type->params[i],
			cell_at(u, cells, i));
	args[0] = LLVMGetParam(function, 0);
	args[1] = cells;
	LLVMBuildCall2(u->builder, LLVMFunctionType(u->none, hook_params, 2, false),
		load_hook(u, x->hook_cell, offsetof(struct code_hooks, host_call)), args, 2, "");
	return_cells(u, type, LLVMGetReturnType(function_type), cells);
	return function;
}

/* --- hooks by symbol --- */

/* Defines a function that is a hook: tables of the unwinder and LLVM's own calls name symbols. */
static void
build_forwarder(struct index *x, LLVMValueRef function, size_t offset)
{
	struct unit *u = x->u;
	LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(u->context, function, "");
	unsigned count = LLVMCountParams(function);
	LLVMValueRef args[5], call;

	LLVMPositionBuilderAtEnd(u->builder, entry);
	for (unsigned i = 0; i < count; i++)
		args[i] = LLVMGetParam(function, i);
	call = LLVMBuildCall2(u->builder, LLVMGlobalGetValueType(function),
		load_hook(u, x->hook_cell, offset), args, count, "");
	LLVMSetTailCallKind(call, LLVMTailCallKindMustTail);
	LLVMBuildRet(u->builder, call);
}

static void
build_forwarders(struct index *x)
{
	struct unit *u = x->u;
	LLVMTypeRef move[] = { u->ptr, u->ptr, u->i64 }, set[] = { u->ptr, u->i32, u->i64 };
	LLVMTypeRef move_type = LLVMFunctionType(u->ptr, move, 3, false);
	LLVMTypeRef set_type = LLVMFunctionType(u->ptr, set, 3, false);

	build_forwarder(x, unit_personality(u), offsetof(struct code_hooks, personality));
	build_forwarder(x, unit_call_cast(u), offsetof(struct code_hooks, call_cast));
	build_forwarder(
		x, unit_add_function(u, "memcpy", move_type), offsetof(struct code_hooks, memmove));
	build_forwarder(x, unit_add_function(u, "memmove", move_type),
		offsetof(struct code_hooks, memmove));
	build_forwarder(
		x, unit_add_function(u, "memset", set_type), offsetof(struct code_hooks, memset));
}

/* --- adapters of all types --- */

/* For each type the first that equals it: open addressing over twice as many slots as types. */
static wasix_result
find_equals(struct unit *u, uint32_t *first)
{
	const struct wasix_module *m = u->m;
	uint32_t slots = 16, *table;

	while (slots / 2 < m->type_count)
		slots *= 2;
	table = (uint32_t *)arena_array(u->arena, slots, sizeof *table);
	if (!table)
		return fail_memory(u->err);
	for (uint32_t i = 0; i < m->type_count; i++) {
		const struct functype *type = &m->types[i];
		uint32_t slot = functype_hash(type) & (slots - 1);
		while (table[slot] && !functype_equal(&m->types[table[slot] - 1], type))
			slot = (slot + 1) & (slots - 1);
		if (!table[slot])
			table[slot] = i + 1;
		first[i] = table[slot] - 1;
	}
	return WASIX_OK;
}

/* Cells to compiled code: only for what functions are. The other way for every type: what a table
 * holds may be the embedder's, or a closure. */
static wasix_result
build_adapters(struct index *x)
{
	struct unit *u = x->u;
	const struct wasix_module *m = u->m;
	uint32_t *first = (uint32_t *)arena_array(u->arena, m->type_count, sizeof *first);
	uint32_t longest = 0;
	LLVMValueRef *args;

	x->adapters = (struct adapter *)arena_array(u->arena, m->type_count, sizeof *x->adapters);
	for (uint32_t i = 0; i < m->type_count; i++)
		if (m->types[i].param_count > longest)
			longest = m->types[i].param_count;
	args = (LLVMValueRef *)arena_array(u->arena, longest + 1, sizeof *args);
	if (!first || !x->adapters || !args)
		return fail_memory(u->err);
	TRY(find_equals(u, first));
	for (uint32_t i = 0; i < m->function_count; i++) {
		struct adapter *a = &x->adapters[first[m->functions[i].type]];
		if (!a->call)
			a->call = build_call_adapter(u, first[m->functions[i].type], args);
	}
	for (uint32_t i = 0; i < m->type_count; i++)
		if (first[i] == i)
			x->adapters[i].host = build_host_adapter(x, i);
	for (uint32_t i = 0; i < m->type_count; i++)
		x->adapters[i] = x->adapters[first[i]];
	return WASIX_OK;
}

/* --- header --- */

static LLVMValueRef
distance(struct index *x, LLVMValueRef target)
{
	struct unit *u = x->u;
	LLVMValueRef to, from;

	if (!target)
		return unit_i32(u, 0);
	to = LLVMConstPtrToInt(target, u->i64);
	from = LLVMConstPtrToInt(x->header, u->i64);
	return LLVMConstTrunc(LLVMConstSub(to, from), u->i32);
}

enum { HEADER_WORDS = sizeof(struct code_header) / 4 };

static LLVMValueRef
build_fixed_part(struct index *x)
{
	const struct wasix_module *m = x->u->m;
	uint32_t own = m->function_count - m->imported_function_count;
	uint32_t functions = sizeof(struct code_header);
	uint32_t calls = functions + own * 4, hosts = calls + m->type_count * 4;
	LLVMValueRef words[HEADER_WORDS];

	for (unsigned i = 0; i < HEADER_WORDS; i++)
		words[i] = unit_i32(x->u, 0);
#define WORD(member, value) words[offsetof(struct code_header, member) / 4] = value
	WORD(version, unit_i32(x->u, CODE_VERSION));
	WORD(function_count, unit_i32(x->u, own));
	WORD(type_count, unit_i32(x->u, m->type_count));
	WORD(hooks, unit_i32(x->u, 1));
	WORD(functions, unit_i32(x->u, functions));
	WORD(call_adapters, unit_i32(x->u, calls));
	WORD(host_adapters, unit_i32(x->u, hosts));
	WORD(hook_cell, distance(x, x->hook_cell));
#undef WORD
	return LLVMConstArray2(x->u->i32, words, HEADER_WORDS);
}

static wasix_result
build_header(struct index *x)
{
	struct unit *u = x->u;
	const struct wasix_module *m = u->m;
	uint32_t own = m->function_count - m->imported_function_count;
	uint32_t most = own > m->type_count ? own : m->type_count;
	LLVMValueRef *words = (LLVMValueRef *)arena_array(u->arena, most, sizeof *words);
	LLVMValueRef parts[4];

	if (!words)
		return fail_memory(u->err);
	parts[0] = build_fixed_part(x);
	for (uint32_t i = 0; i < own; i++)
		words[i] = distance(x, unit_function(u, m->imported_function_count + i));
	parts[1] = LLVMConstArray2(u->i32, words, own);
	for (uint32_t i = 0; i < m->type_count; i++)
		words[i] = distance(x, x->adapters[i].call);
	parts[2] = LLVMConstArray2(u->i32, words, m->type_count);
	for (uint32_t i = 0; i < m->type_count; i++)
		words[i] = distance(x, x->adapters[i].host);
	parts[3] = LLVMConstArray2(u->i32, words, m->type_count);
	LLVMSetInitializer(x->header, LLVMConstStructInContext(u->context, parts, 4, false));
	return WASIX_OK;
}

static void
declare_header(struct index *x)
{
	struct unit *u = x->u;
	uint32_t own = u->m->function_count - u->m->imported_function_count;
	LLVMTypeRef parts[] = {
		LLVMArrayType2(u->i32, HEADER_WORDS),
		LLVMArrayType2(u->i32, own),
		LLVMArrayType2(u->i32, u->m->type_count),
		LLVMArrayType2(u->i32, u->m->type_count),
	};

	x->header_type = LLVMStructTypeInContext(u->context, parts, 4, false);
	x->header = LLVMAddGlobal(u->module, x->header_type, "wasix_code");
	LLVMSetGlobalConstant(x->header, true);
	LLVMSetAlignment(x->header, 16);
	x->hook_cell = LLVMAddGlobal(u->module, u->ptr, "wasix_hooks");
	LLVMSetInitializer(x->hook_cell, u->null);
	LLVMSetVisibility(x->hook_cell, LLVMHiddenVisibility);
}

wasix_result
translate_index(struct unit *u)
{
	struct index x = { .u = u };

	declare_header(&x);
	TRY(build_adapters(&x));
	build_forwarders(&x);
	return build_header(&x);
}
