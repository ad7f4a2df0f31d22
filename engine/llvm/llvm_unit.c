/* llvm_unit.c -- one LLVM module being filled: types, declarations, and the loads, stores and
 * intrinsic calls that all translator files make. */
#include "llvm_translate.h"

#include "decode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE ((LLVMAttributeIndex)LLVMAttributeFunctionIndex)

/* --- metadata, attributes --- */

static LLVMMetadataRef
md_string(struct unit *u, const char *text)
{
	return LLVMMDStringInContext2(u->context, text, strlen(text));
}

/* One TBAA type below the root for each group; the access tag says "this type, at offset 0". */
static void
open_tbaa(struct unit *u)
{
	static const char *const names[ALIAS_COUNT] = { "memory", "vmctx", "global", "table" };
	LLVMMetadataRef root_name = md_string(u, "wasix");
	LLVMMetadataRef root = LLVMMDNodeInContext2(u->context, &root_name, 1);
	LLVMMetadataRef zero = LLVMValueAsMetadata(unit_i64(u, 0));

	for (unsigned i = 0; i < ALIAS_COUNT; i++) {
		LLVMMetadataRef type_parts[] = { md_string(u, names[i]), root, zero };
		LLVMMetadataRef type = LLVMMDNodeInContext2(u->context, type_parts, 3);
		LLVMMetadataRef tag_parts[] = { type, type, zero };
		LLVMMetadataRef tag = LLVMMDNodeInContext2(u->context, tag_parts, 3);
		u->tbaa[i] = LLVMMetadataAsValue(u->context, tag);
	}
	u->empty_node = LLVMMetadataAsValue(u->context, LLVMMDNodeInContext2(u->context, NULL, 0));
	u->md_tbaa = LLVMGetMDKindIDInContext(u->context, "tbaa", 4);
	u->md_dereferenceable = LLVMGetMDKindIDInContext(u->context, "dereferenceable", 15);
	u->md_invariant = LLVMGetMDKindIDInContext(u->context, "invariant.load", 14);
}

static void
add_text_attribute(struct unit *u, LLVMValueRef function, const char *key, const char *value)
{
	LLVMAttributeRef attribute = LLVMCreateStringAttribute(
		u->context, key, (unsigned)strlen(key), value, (unsigned)strlen(value));

	LLVMAddAttributeAtIndex(function, WHOLE, attribute);
}

/* index: WHOLE, or a parameter's number from 1 on. */
static void
add_attribute(
	struct unit *u, LLVMValueRef function, unsigned index, const char *name, uint64_t value)
{
	unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));

	LLVMAddAttributeAtIndex(function, index, LLVMCreateEnumAttribute(u->context, kind, value));
}

void
unit_set_unoptimised(struct unit *u, LLVMValueRef function)
{
	add_attribute(u, function, WHOLE, "optnone", 0);
	add_attribute(u, function, WHOLE, "noinline", 0);
}

/* uwtable(async): backtraces start at any instruction. Tail calls would hide frames and turn
 * exhaustion of the stack into an endless loop. no-builtins: loops must not become calls of memset,
 * which the code object cannot make. */
LLVMValueRef
unit_add_function(struct unit *u, const char *name, LLVMTypeRef type)
{
	LLVMValueRef function = LLVMAddFunction(u->module, name, type);

	add_attribute(u, function, WHOLE, "uwtable", 2);
	add_text_attribute(u, function, "probe-stack", "inline-asm");
	add_text_attribute(u, function, "disable-tail-calls", "true");
	add_text_attribute(u, function, "no-builtins", "");
	LLVMSetVisibility(function, LLVMHiddenVisibility);
	return function;
}

/* --- life --- */

static void
open_types(struct unit *u)
{
	u->i1 = LLVMInt1TypeInContext(u->context);
	u->i8 = LLVMInt8TypeInContext(u->context);
	u->i16 = LLVMInt16TypeInContext(u->context);
	u->i32 = LLVMInt32TypeInContext(u->context);
	u->i64 = LLVMInt64TypeInContext(u->context);
	u->f32 = LLVMFloatTypeInContext(u->context);
	u->f64 = LLVMDoubleTypeInContext(u->context);
	u->ptr = LLVMPointerTypeInContext(u->context, 0);
	u->none = LLVMVoidTypeInContext(u->context);
	u->pad = LLVMStructTypeInContext(u->context, (LLVMTypeRef[]){ u->ptr, u->i32 }, 2, false);
	u->null = LLVMConstNull(u->ptr);
	u->shapes[SHAPE_I8X16] = LLVMVectorType(u->i8, 16);
	u->shapes[SHAPE_I16X8] = LLVMVectorType(u->i16, 8);
	u->shapes[SHAPE_I32X4] = LLVMVectorType(u->i32, 4);
	u->shapes[SHAPE_I64X2] = LLVMVectorType(u->i64, 2);
	u->shapes[SHAPE_F32X4] = LLVMVectorType(u->f32, 4);
	u->shapes[SHAPE_F64X2] = LLVMVectorType(u->f64, 2);
}

wasix_result
unit_open(struct unit *u, const struct wasix_module *m, int opt_level, LLVMTargetMachineRef machine,
	wasix_error *err)
{
	LLVMTargetDataRef layout;
	char *triple;

	*u = (struct unit){ .m = m, .opt_level = opt_level, .machine = machine, .err = err };
	u->layout = vmctx_layout_of(m);
	u->has_sse41 = emit_machine_has(machine, "+sse4.1");
	u->has_ssse3 = emit_machine_has(machine, "+ssse3");
	u->arena = arena_new();
	if (!u->arena)
		return fail_memory(err);
	u->casts_calls = module_casts_calls(m);
	u->casts = (LLVMValueRef *)arena_array(u->arena, m->type_count, sizeof *u->casts);
	u->functypes = (LLVMTypeRef *)arena_array(u->arena, m->type_count, sizeof *u->functypes);
	u->functions =
		(LLVMValueRef *)arena_array(u->arena, m->function_count, sizeof *u->functions);
	if (!u->functypes || !u->functions || !u->casts)
		return fail_memory(err);

	u->context = LLVMContextCreate();
	u->module = LLVMModuleCreateWithNameInContext("module.wasm", u->context);
	u->builder = LLVMCreateBuilderInContext(u->context);
	u->entry_builder = LLVMCreateBuilderInContext(u->context);
	layout = LLVMCreateTargetDataLayout(machine);
	LLVMSetModuleDataLayout(u->module, layout);
	LLVMDisposeTargetData(layout);
	triple = LLVMGetTargetMachineTriple(machine);
	LLVMSetTarget(u->module, triple);
	LLVMDisposeMessage(triple);
	open_types(u);
	open_tbaa(u);
	return WASIX_OK;
}

/* --- types and declarations --- */

LLVMTypeRef
unit_type(const struct unit *u, uint8_t kind)
{
	switch (kind) {
	case WASIX_I32:
		return u->i32;
	case WASIX_I64:
		return u->i64;
	case WASIX_F32:
		return u->f32;
	case WASIX_F64:
		return u->f64;
	case WASIX_V128:
		return u->shapes[SHAPE_I64X2];
	default:
		return u->ptr;
	}
}

LLVMTypeRef
unit_result_type(struct unit *u, uint32_t index)
{
	const struct functype *type = &u->m->types[index];
	LLVMTypeRef kinds[LIMIT_RESULTS];

	if (type->result_count == 0)
		return u->none;
	if (type->result_count == 1)
		return unit_type(u, type->results[0]);
	for (uint32_t i = 0; i < type->result_count; i++)
		kinds[i] = unit_type(u, type->results[i]);
	return LLVMStructTypeInContext(u->context, kinds, type->result_count, false);
}

LLVMTypeRef
unit_functype(struct unit *u, uint32_t index)
{
	const struct functype *type = &u->m->types[index];
	LLVMTypeRef params[1 + LIMIT_PARAMS];

	if (u->functypes[index])
		return u->functypes[index];
	params[0] = u->ptr;
	for (uint32_t i = 0; i < type->param_count; i++)
		params[i + 1] = unit_type(u, type->params[i]);
	u->functypes[index] =
		LLVMFunctionType(unit_result_type(u, index), params, type->param_count + 1, false);
	return u->functypes[index];
}

LLVMValueRef
unit_function(struct unit *u, uint32_t function)
{
	uint32_t type = u->m->functions[function].type;
	bool uniform;
	char name[SYMBOL_MAX];

	assert(function >= u->m->imported_function_count);
	if (!u->functions[function]) {
		debug_symbol(u->m, function, name);
		uniform = function >= u->first && function < u->end &&
			  function_is_uniform(u, function);
		u->functions[function] = unit_add_function(
			u, name, uniform ? unit_uniform_type(u, type) : unit_functype(u, type));
		if (uniform) /* calls by its own type are not to be completed with zeros */
			add_text_attribute(u, u->functions[function], "thunk", "");
		add_attribute(u, u->functions[function], 1, "dereferenceable", u->layout.size);
		add_attribute(u, u->functions[function], 1, "align", 8);
	}
	return u->functions[function];
}

LLVMValueRef
unit_personality(struct unit *u)
{
	LLVMTypeRef params[] = { u->i32, u->i32, u->i64, u->ptr, u->ptr };

	if (!u->personality)
		u->personality = unit_add_function(
			u, "wasix_personality", LLVMFunctionType(u->i32, params, 5, false));
	return u->personality;
}

/* --- values --- */

LLVMValueRef
unit_i32(const struct unit *u, uint32_t value)
{
	return LLVMConstInt(u->i32, value, false);
}

LLVMValueRef
unit_i64(const struct unit *u, uint64_t value)
{
	return LLVMConstInt(u->i64, value, false);
}

LLVMValueRef
unit_field(struct unit *u, LLVMBuilderRef b, LLVMValueRef ptr, uint64_t offset)
{
	LLVMValueRef index = unit_i64(u, offset);

	return LLVMBuildInBoundsGEP2(b, u->i8, ptr, &index, 1, "");
}

void
unit_set_alias(struct unit *u, LLVMValueRef access, enum alias alias)
{
	LLVMSetMetadata(access, u->md_tbaa, u->tbaa[alias]);
}

LLVMValueRef
unit_load_invariant(struct unit *u, LLVMBuilderRef b, LLVMTypeRef type, LLVMValueRef ptr)
{
	LLVMValueRef load = LLVMBuildLoad2(b, type, ptr, "");

	LLVMSetMetadata(load, u->md_invariant, u->empty_node);
	return load;
}

LLVMValueRef
unit_load_object(struct unit *u, LLVMBuilderRef b, LLVMValueRef ptr, uint64_t bytes)
{
	LLVMValueRef load = unit_load_invariant(u, b, u->ptr, ptr);
	LLVMMetadataRef size = LLVMValueAsMetadata(unit_i64(u, bytes));
	LLVMMetadataRef node = LLVMMDNodeInContext2(u->context, &size, 1);

	LLVMSetMetadata(load, u->md_dereferenceable, LLVMMetadataAsValue(u->context, node));
	return load;
}

LLVMValueRef
unit_load(struct unit *u, LLVMBuilderRef b, LLVMTypeRef type, LLVMValueRef ptr, enum alias alias)
{
	LLVMValueRef load = LLVMBuildLoad2(b, type, ptr, "");

	unit_set_alias(u, load, alias);
	return load;
}

LLVMValueRef
unit_store(struct unit *u, LLVMBuilderRef b, LLVMValueRef value, LLVMValueRef ptr, enum alias alias)
{
	LLVMValueRef store = LLVMBuildStore(b, value, ptr);

	unit_set_alias(u, store, alias);
	return store;
}

LLVMValueRef
unit_intrinsic(struct unit *u, LLVMBuilderRef b, enum intrinsic which, unsigned variant,
	LLVMTypeRef *types, unsigned type_count, LLVMValueRef *args, unsigned arg_count)
{
	static const char *const names[INTRINSIC_COUNT] = {
#define INTRINSIC(NAME, text) "llvm." text,
		INTRINSICS(INTRINSIC)
#undef INTRINSIC
	};
	struct intrinsic_use *use = &u->intrinsics[which][variant];

	if (!use->function) {
		unsigned id = LLVMLookupIntrinsicID(names[which], strlen(names[which]));
		use->function = LLVMGetIntrinsicDeclaration(u->module, id, types, type_count);
		use->type = LLVMGlobalGetValueType(use->function);
	}
	return LLVMBuildCall2(b, use->type, use->function, args, arg_count, "");
}

/* Cells hold i32 and f32 zero-extended to 64 bits. */
void
unit_store_cell(
	struct unit *u, LLVMBuilderRef b, LLVMValueRef value, uint8_t kind, LLVMValueRef cell)
{
	if (kind == WASIX_F32)
		value = LLVMBuildBitCast(b, value, u->i32, "");
	if (kind == WASIX_F32 || kind == WASIX_I32)
		value = LLVMBuildZExt(b, value, u->i64, "");
	LLVMSetAlignment(LLVMBuildStore(b, value, cell), CELL_ALIGNMENT);
}

LLVMValueRef
unit_load_cell(struct unit *u, LLVMBuilderRef b, uint8_t kind, LLVMValueRef cell)
{
	LLVMValueRef load = LLVMBuildLoad2(b, unit_type(u, kind), cell, "");

	LLVMSetAlignment(load, CELL_ALIGNMENT);
	return load;
}
