/* llvm_table.c -- globals, tables and references (spec, "Variable Instructions", "Table
 * Instructions", "Reference Instructions"). */
#include "llvm_translate.h"

/* --- globals --- */

/* Own ones lie in the vmctx, imported ones behind a pointer there. */
static LLVMValueRef
build_global(struct translator *t, uint32_t global)
{
	struct unit *u = t->u;
	uint32_t imported = u->m->imported_global_count;
	uint64_t offset;

	if (global >= imported) {
		offset = u->layout.globals + (uint64_t)(global - imported) * sizeof(union cell);
		return unit_field(u, t->b, t->vm, offset);
	}
	offset = u->layout.imported_globals + (uint64_t)global * 8;
	return unit_load_invariant(u, t->b, u->ptr, unit_field(u, t->b, t->vm, offset));
}

static void
translate_global_get(struct translator *t, uint32_t global)
{
	const struct globaltype *type = &t->u->m->globals[global].type;
	LLVMTypeRef value_type = unit_type(t->u, type->kind);
	LLVMValueRef place = build_global(t, global), value;

	if (type->is_mutable)
		value = unit_load(t->u, t->b, value_type, place, ALIAS_GLOBAL);
	else
		value = unit_load_invariant(t->u, t->b, value_type, place);
	if (type->kind == WASIX_V128)
		LLVMSetAlignment(value, CELL_ALIGNMENT);
	push(t, value);
}

/* Volatile: a signal handler of the guest may run between any two instructions, and uses the stack
 * below what __stack_pointer says. */
static void
translate_global_set(struct translator *t, uint32_t global)
{
	LLVMValueRef value = pop(t);
	LLVMValueRef store = unit_store(t->u, t->b, value, build_global(t, global), ALIAS_GLOBAL);

	LLVMSetVolatile(store, true);
	if (t->u->m->globals[global].type.kind == WASIX_V128)
		LLVMSetAlignment(store, CELL_ALIGNMENT);
}

/* --- tables --- */

LLVMValueRef
build_table(struct translator *t, uint32_t table)
{
	uint64_t offset = t->u->layout.tables + (uint64_t)table * 8;

	return unit_load_object(
		t->u, t->b, unit_field(t->u, t->b, t->vm, offset), sizeof(struct wasix_table));
}

/* An own table that cannot grow has the size that it declares. */
LLVMValueRef
build_table_size(struct translator *t, uint32_t table, LLVMValueRef object)
{
	const struct wasix_module *m = t->u->m;
	const struct limits *limits = &m->tables[table].limits;

	if (table >= m->imported_table_count && limits->min == limits->max)
		return unit_i64(t->u, limits->min);
	return unit_load(t->u, t->b, t->u->i64,
		unit_field(t->u, t->b, object, offsetof(struct wasix_table, size)), ALIAS_VMCTX);
}

LLVMValueRef
build_table_slot(struct translator *t, LLVMValueRef object, LLVMValueRef index)
{
	struct unit *u = t->u;
	LLVMValueRef elems = unit_load_invariant(
		u, t->b, u->ptr, unit_field(u, t->b, object, offsetof(struct wasix_table, elems)));

	return LLVMBuildGEP2(t->b, u->ptr, elems, &index, 1, "");
}

/* The slot of an element after the check of its index. */
static LLVMValueRef
build_checked_slot(struct translator *t, uint32_t table, LLVMValueRef index)
{
	LLVMValueRef object = build_table(t, table);
	LLVMValueRef size = build_table_size(t, table, object);

	index = LLVMBuildZExt(t->b, index, t->u->i64, "");
	build_trap_if(
		t, LLVMBuildICmp(t->b, LLVMIntUGE, index, size, ""), TRAP_TABLE_OUT_OF_BOUNDS);
	return build_table_slot(t, object, index);
}

static void
translate_table_get(struct translator *t, uint32_t table)
{
	LLVMValueRef slot = build_checked_slot(t, table, pop(t));

	push(t, unit_load(t->u, t->b, t->u->ptr, slot, ALIAS_TABLE));
}

static void
translate_table_set(struct translator *t, uint32_t table)
{
	LLVMValueRef value = pop(t);
	LLVMValueRef slot = build_checked_slot(t, table, pop(t));

	unit_store(t->u, t->b, value, slot, ALIAS_TABLE);
}

static void
translate_table_size(struct translator *t, uint32_t table)
{
	LLVMValueRef size = build_table_size(t, table, build_table(t, table));

	push(t, LLVMBuildTrunc(t->b, size, t->u->i32, ""));
}

/* A service that takes the instruction's indices, then three operands. */
static void
translate_table_bulk(struct translator *t, enum builtin which, uint32_t first, uint32_t second)
{
	LLVMValueRef args[5] = { unit_i32(t->u, first), unit_i32(t->u, second) };

	t->depth -= 3;
	for (unsigned i = 0; i < 3; i++)
		args[2 + i] = t->stack[t->depth + i];
	build_builtin(t, which, false, args);
	build_attention(t);
}

static void
translate_table_grow(struct translator *t, uint32_t table)
{
	LLVMValueRef delta = pop(t), value = pop(t);
	LLVMValueRef args[] = { unit_i32(t->u, table), value, delta };

	push(t, build_builtin(t, BUILTIN_TABLE_GROW, false, args));
	build_attention(t);
}

static void
translate_table_fill(struct translator *t, uint32_t table)
{
	LLVMValueRef count = pop(t), value = pop(t), at = pop(t);
	LLVMValueRef args[] = { unit_i32(t->u, table), at, value, count };

	build_builtin(t, BUILTIN_TABLE_FILL, false, args);
	build_attention(t);
}

/* --- references --- */

static void
translate_ref_is_null(struct translator *t)
{
	LLVMValueRef is_null = LLVMBuildICmp(t->b, LLVMIntEQ, pop(t), t->u->null, "");

	push(t, LLVMBuildZExt(t->b, is_null, t->u->i32, ""));
}

bool
translate_table(struct translator *t, const struct instr *in)
{
	LLVMValueRef arg;

	switch (in->op) {
	case OP_GLOBAL_GET:
		translate_global_get(t, in->index);
		return true;
	case OP_GLOBAL_SET:
		translate_global_set(t, in->index);
		return true;
	case OP_REF_NULL:
		push(t, t->u->null);
		return true;
	case OP_REF_IS_NULL:
		translate_ref_is_null(t);
		return true;
	}
	if (in->op != OP_TABLE_SIZE)
		set_location(t, in->offset);
	switch (in->op) {
	case OP_REF_FUNC:
		arg = unit_i32(t->u, in->index);
		push(t, build_builtin(t, BUILTIN_REF_FUNC, false, &arg));
		return true;
	case OP_TABLE_GET:
		translate_table_get(t, in->index);
		return true;
	case OP_TABLE_SET:
		translate_table_set(t, in->index);
		return true;
	case OP_TABLE_SIZE:
		translate_table_size(t, in->index);
		return true;
	case OP_TABLE_GROW:
		translate_table_grow(t, in->index);
		return true;
	case OP_TABLE_FILL:
		translate_table_fill(t, in->index);
		return true;
	case OP_TABLE_COPY:
		translate_table_bulk(t, BUILTIN_TABLE_COPY, in->index, in->index2);
		return true;
	case OP_TABLE_INIT: /* the service takes the table first */
		translate_table_bulk(t, BUILTIN_TABLE_INIT, in->index2, in->index);
		return true;
	case OP_ELEM_DROP:
		arg = unit_i32(t->u, in->index);
		build_builtin(t, BUILTIN_ELEM_DROP, false, &arg);
		return true;
	}
	return false;
}
