/* llvm_cast.c -- calls through pointers of another type, where the module asks for them: native C
 * makes them, since a caller may pass what the callee does not look at. The specification wants a
 * trap; a module whose custom section "wasix.casts" says "calls" gets a call through cells instead:
 * the callee takes the parameters that it has from the start of them, what is missing is zero.
 */
#include "llvm_translate.h"

#include <string.h>

enum { CELLS_LEAST = 16 }; /* the callee may have more parameters than the caller */

bool
module_casts_calls(const struct wasix_module *m)
{
	static const char NAME[] = "wasix.casts", CALLS[] = "calls";

	for (uint32_t i = 0; i < m->custom_count; i++) {
		const struct custom_section *s = &m->customs[i];
		if (s->name_len == sizeof NAME - 1 && memcmp(s->name, NAME, sizeof NAME) == 0 &&
			s->bytes.len >= sizeof CALLS - 1 &&
			memcmp(s->bytes.at, CALLS, sizeof CALLS - 1) == 0)
			return true;
	}
	return false;
}

static LLVMValueRef
cell_at(struct unit *u, LLVMBuilderRef b, LLVMValueRef cells, uint32_t i)
{
	return unit_field(u, b, cells, (uint64_t)i * sizeof(union cell));
}

/* The function behind hooks.call_cast: a symbol of the index unit. */
LLVMValueRef
unit_call_cast(struct unit *u)
{
	LLVMTypeRef params[] = { u->ptr, u->ptr, u->i32 };

	if (!u->call_cast)
		u->call_cast = unit_add_function(
			u, "wasix_call_cast", LLVMFunctionType(u->ptr, params, 3, false));
	return u->call_cast;
}

static uint32_t
cell_count(const struct functype *type)
{
	uint32_t count = type->param_count > CELLS_LEAST ? type->param_count : CELLS_LEAST;

	return type->result_count > count ? type->result_count : count;
}

/* Zeroed, then the parameters. */
static LLVMValueRef
build_cells(struct unit *u, LLVMBuilderRef b, const struct functype *type, LLVMValueRef function)
{
	uint32_t count = cell_count(type);
	LLVMTypeRef array;
	LLVMValueRef cells;

	array = LLVMArrayType2(u->i64, (uint64_t)count * 2);
	cells = LLVMBuildAlloca(b, array, "");
	LLVMSetAlignment(cells, 16);
	LLVMSetAlignment(LLVMBuildStore(b, LLVMConstNull(array), cells), 16);
	for (uint32_t i = 0; i < type->param_count; i++)
		unit_store_cell(u, b, LLVMGetParam(function, i + 1), type->params[i],
			cell_at(u, b, cells, i));
	return cells;
}

static void
build_return(struct unit *u, LLVMBuilderRef b, const struct functype *type, LLVMTypeRef result,
	LLVMValueRef cells)
{
	LLVMValueRef all;

	if (type->result_count == 0) {
		LLVMBuildRetVoid(b);
		return;
	}
	all = LLVMGetPoison(result);
	for (uint32_t i = 0; i < type->result_count; i++) {
		LLVMValueRef value =
			unit_load_cell(u, b, type->results[i], cell_at(u, b, cells, i));
		all = type->result_count == 1 ? value : LLVMBuildInsertValue(b, all, value, i, "");
	}
	LLVMBuildRet(b, all);
}

/* Has the type of compiled code; ctx is the struct wasix_func that is really called. */
LLVMValueRef
unit_cast(struct unit *u, uint32_t type_index)
{
	const struct functype *type = &u->m->types[type_index];
	LLVMTypeRef function_type = unit_functype(u, type_index);
	LLVMBuilderRef b;
	LLVMValueRef function, args[3];

	if (u->casts[type_index])
		return u->casts[type_index];
	function = unit_add_function(u, "wasix.cast", function_type);
	LLVMSetLinkage(function, LLVMInternalLinkage);
	b = LLVMCreateBuilderInContext(u->context);
	LLVMPositionBuilderAtEnd(b, LLVMAppendBasicBlockInContext(u->context, function, ""));
	args[0] = LLVMGetParam(function, 0);
	args[1] = build_cells(u, b, type, function);
	args[2] = unit_i32(u, cell_count(type));
	LLVMBuildCall2(
		b, LLVMGlobalGetValueType(unit_call_cast(u)), unit_call_cast(u), args, 3, "");
	build_return(u, b, type, LLVMGetReturnType(function_type), args[1]);
	LLVMDisposeBuilder(b);
	u->casts[type_index] = function;
	return function;
}
