/* validate_code.c -- types of function bodies (spec, "Validation": Instructions).
 *
 * Instructions with fixed operands are checked by their row in opcodes.def alone; a case below is
 * only for those whose types depend on something.
 */
#include "validate_control.h"

#include <string.h>

/* --- immediates --- */

static wasix_result
check_memarg(struct validator *v, bool exact)
{
	const struct instr *in = &v->in;
	uint32_t natural = immediate_access_log2(in->immediate);

	TRY(check_index(v, in->index, v->m->memory_count, "memory"));
	if (in->align > natural)
		return fail_at(v->err, WASIX_INVALID, in->offset,
			"alignment must not be larger than natural: %s has 2^%u",
			opcode_row(in->op)->text, in->align);
	if (exact && in->align != natural)
		return fail_at(v->err, WASIX_INVALID, in->offset,
			"alignment must be natural: %s has 2^%u", opcode_row(in->op)->text,
			in->align);
	if (in->bits > UINT32_MAX)
		return fail_at(v->err, WASIX_INVALID, in->offset, "offset out of range");
	return WASIX_OK;
}

/* The spec has the data count section for these: without it a single pass could not know the number
 * of segments. */
static wasix_result
check_data(struct validator *v)
{
	if (!v->m->has_data_count_section)
		return fail_at(
			v->err, WASIX_MALFORMED, v->in.offset, "data count section required");
	return check_index(v, v->in.index, v->m->data_count, "data segment");
}

static wasix_result
check_table_init(struct validator *v)
{
	const struct wasix_module *m = v->m;

	TRY(check_index(v, v->in.index2, m->table_count, "table"));
	TRY(check_index(v, v->in.index, m->elem_count, "elem segment"));
	if (m->elems[v->in.index].kind != m->tables[v->in.index2].element)
		return fail_types(v, "copies %s into a table of %s",
			kind_name(m->elems[v->in.index].kind),
			kind_name(m->tables[v->in.index2].element));
	return WASIX_OK;
}

static wasix_result
check_table_copy(struct validator *v)
{
	const struct wasix_module *m = v->m;

	TRY(check_index(v, v->in.index, m->table_count, "table"));
	TRY(check_index(v, v->in.index2, m->table_count, "table"));
	if (m->tables[v->in.index].element != m->tables[v->in.index2].element)
		return fail_types(v, "copies %s into a table of %s",
			kind_name(m->tables[v->in.index2].element),
			kind_name(m->tables[v->in.index].element));
	return WASIX_OK;
}

/* lane: of in, whichever kind it is. */
static wasix_result
check_lane(struct validator *v, uint32_t lane)
{
	uint32_t count = immediate_lanes(v->in.immediate);

	if (lane >= count)
		return fail_at(v->err, WASIX_INVALID, v->in.offset,
			"invalid lane index %u: %s has %u lanes", lane, opcode_row(v->in.op)->text,
			count);
	return WASIX_OK;
}

static wasix_result
check_shuffle(struct validator *v)
{
	for (unsigned i = 0; i < 16; i++)
		if (instr_byte(&v->in, i) >= 32)
			return fail_at(v->err, WASIX_INVALID, v->in.offset,
				"invalid lane index %u: i8x16.shuffle chooses from 32 lanes",
				instr_byte(&v->in, i));
	return WASIX_OK;
}

static wasix_result
check_immediates(struct validator *v)
{
	const struct wasix_module *m = v->m;
	const struct instr *in = &v->in;

	switch ((enum immediate)in->immediate) {
	case IMM_LOCAL:
		return check_index(v, in->index, v->local_count, "local");
	case IMM_LABEL: /* delegate's counts from outside its block */
		return check_index(v, in->index, v->frame_count - (in->op == OP_DELEGATE), "label");
	case IMM_FUNC:
		return check_index(v, in->index, m->function_count, "function");
	case IMM_TAG:
		return check_index(v, in->index, m->tag_count, "tag");
	case IMM_GLOBAL:
		return check_index(v, in->index, m->global_count, "global");
	case IMM_TYPE_TABLE:
		TRY(check_index(v, in->index2, m->table_count, "table"));
		return check_index(v, in->index, m->type_count, "type");
	case IMM_TABLE:
		return check_index(v, in->index, m->table_count, "table");
	case IMM_TABLE_TABLE:
		return check_table_copy(v);
	case IMM_ELEM:
		return check_index(v, in->index, m->elem_count, "elem segment");
	case IMM_ELEM_TABLE:
		return check_table_init(v);
	case IMM_DATA:
		return check_data(v);
	case IMM_DATA_MEMORY:
		TRY(check_index(v, in->index2, m->memory_count, "memory"));
		return check_data(v);
	case IMM_MEMORY:
		return check_index(v, in->index, m->memory_count, "memory");
	case IMM_MEMORY_MEMORY:
		TRY(check_index(v, in->index, m->memory_count, "memory"));
		return check_index(v, in->index2, m->memory_count, "memory");
	case IMM_MEMARG1:
	case IMM_MEMARG2:
	case IMM_MEMARG4:
	case IMM_MEMARG8:
	case IMM_MEMARG16:
		return check_memarg(v, false);
	case IMM_LANE_MEMARG1:
	case IMM_LANE_MEMARG2:
	case IMM_LANE_MEMARG4:
	case IMM_LANE_MEMARG8:
		TRY(check_memarg(v, false));
		return check_lane(v, in->index2);
	case IMM_LANE2:
	case IMM_LANE4:
	case IMM_LANE8:
	case IMM_LANE16:
		return check_lane(v, in->index);
	case IMM_SHUFFLE:
		return check_shuffle(v);
	case IMM_ATOMIC1:
	case IMM_ATOMIC2:
	case IMM_ATOMIC4:
	case IMM_ATOMIC8:
		return check_memarg(v, true);
	case IMM_BLOCK:
	case IMM_TRY_TABLE:
		return in->block.form == BLOCK_TYPE
			       ? check_index(v, in->block.index, m->type_count, "type")
			       : WASIX_OK;
	case IMM_NONE:
	case IMM_LABELS:
	case IMM_TYPES:
	case IMM_REFTYPE:
	case IMM_I32:
	case IMM_I64:
	case IMM_F32:
	case IMM_F64:
	case IMM_V128:
	case IMM_FENCE:
		return WASIX_OK;
	}
	return WASIX_OK;
}

/* --- values, variables, tables --- */

static wasix_result
check_drop(struct validator *v)
{
	uint8_t kind = 0;

	return pop_any(v, &kind);
}

static wasix_result
check_select(struct validator *v)
{
	uint8_t a = 0, b = 0;

	TRY(pop(v, WASIX_I32));
	TRY(pop_any(v, &b));
	TRY(pop_any(v, &a));
	if (kind_is_reference(a) || kind_is_reference(b))
		return fail_types(v, "without a type does not take references");
	if (a != b && a != KIND_UNKNOWN && b != KIND_UNKNOWN)
		return fail_types(v, "needs two values of one type, but the stack has %s and %s",
			kind_name(a), kind_name(b));
	push(v, a == KIND_UNKNOWN ? b : a);
	return WASIX_OK;
}

static wasix_result
check_select_typed(struct validator *v)
{
	if (v->in.count != 1)
		return fail_at(v->err, WASIX_INVALID, v->in.offset,
			"invalid result arity: select with %u types", v->in.count);
	TRY(pop(v, WASIX_I32));
	TRY(pop(v, v->in.kind));
	TRY(pop(v, v->in.kind));
	push(v, v->in.kind);
	return WASIX_OK;
}

static wasix_result
check_ref_is_null(struct validator *v)
{
	uint8_t kind = 0;

	TRY(pop_any(v, &kind));
	if (kind != KIND_UNKNOWN && !kind_is_reference(kind))
		return fail_types(v, "needs a reference, but the stack has %s", kind_name(kind));
	push(v, WASIX_I32);
	return WASIX_OK;
}

static wasix_result
check_ref_func(struct validator *v)
{
	if (!v->m->functions[v->in.index].declared)
		return fail_at(v->err, WASIX_INVALID, v->in.offset,
			"undeclared function reference %u", v->in.index);
	push(v, WASIX_FUNCREF);
	return WASIX_OK;
}

static wasix_result
check_local(struct validator *v)
{
	uint8_t kind = v->locals[v->in.index];

	if (v->in.op != OP_LOCAL_GET)
		TRY(pop(v, kind));
	if (v->in.op != OP_LOCAL_SET)
		push(v, kind);
	return WASIX_OK;
}

static wasix_result
check_global_set(struct validator *v)
{
	const struct globaltype *type = &v->m->globals[v->in.index].type;

	if (!type->is_mutable)
		return fail_at(v->err, WASIX_INVALID, v->in.offset,
			"immutable global %u: global is immutable", v->in.index);
	return pop(v, type->kind);
}

static wasix_result
check_table_access(struct validator *v)
{
	uint8_t element = v->m->tables[v->in.index].element;

	switch (v->in.op) {
	case OP_TABLE_GET:
		TRY(pop(v, WASIX_I32));
		push(v, element);
		return WASIX_OK;
	case OP_TABLE_SET:
		TRY(pop(v, element));
		return pop(v, WASIX_I32);
	case OP_TABLE_GROW:
		TRY(pop(v, WASIX_I32));
		TRY(pop(v, element));
		push(v, WASIX_I32);
		return WASIX_OK;
	default: /* table.fill */
		TRY(pop(v, WASIX_I32));
		TRY(pop(v, element));
		return pop(v, WASIX_I32);
	}
}

/* Results of 128 bits are two longs, the lower half first; so are operands. */
static wasix_result
check_wide(struct validator *v)
{
	bool product = v->in.op == OP_I64_MUL_WIDE_S || v->in.op == OP_I64_MUL_WIDE_U;

	for (unsigned i = 0; i < (product ? 2 : 4); i++)
		TRY(pop(v, WASIX_I64));
	TRY(operands_reserve(v, 2));
	push(v, WASIX_I64);
	push(v, WASIX_I64);
	return WASIX_OK;
}

/* --- the walk --- */

static wasix_result
check_fixed(struct validator *v)
{
	const struct signature_types *s = &signature_types[v->in.signature];

	for (uint32_t i = s->param_count; i-- > 0;)
		TRY(pop(v, s->params[i]));
	if (s->result)
		push(v, s->result);
	return WASIX_OK;
}

static wasix_result
check_special(struct validator *v)
{
	switch ((enum op)v->in.op) {
	case OP_UNREACHABLE:
		frame_set_unreachable(v);
		return WASIX_OK;
	case OP_BLOCK:
	case OP_LOOP:
	case OP_IF:
	case OP_TRY:
		return check_block(v);
	case OP_TRY_TABLE:
		return check_try_table(v);
	case OP_ELSE:
		return check_else(v);
	case OP_END:
		return check_end(v);
	case OP_CATCH:
	case OP_CATCH_ALL:
		return check_legacy_catch(v);
	case OP_DELEGATE:
		return check_delegate(v);
	case OP_BR:
		return check_branch(v, v->in.index);
	case OP_BR_IF:
		return check_br_if(v);
	case OP_BR_TABLE:
		return check_br_table(v);
	case OP_RETURN:
		return check_return(v);
	case OP_CALL:
		return check_call(v, module_functype(v->m, v->in.index));
	case OP_CALL_INDIRECT:
		return check_call_indirect(v);
	case OP_RETURN_CALL:
		return check_return_call(v, module_functype(v->m, v->in.index));
	case OP_RETURN_CALL_INDIRECT:
		return check_return_call_indirect(v);
	case OP_THROW:
		return check_throw(v);
	case OP_THROW_REF:
		return check_throw_ref(v);
	case OP_RETHROW:
		return check_rethrow(v);
	case OP_DROP:
		return check_drop(v);
	case OP_SELECT:
		return check_select(v);
	case OP_SELECT_T:
		return check_select_typed(v);
	case OP_REF_NULL:
		push(v, v->in.kind);
		return WASIX_OK;
	case OP_REF_IS_NULL:
		return check_ref_is_null(v);
	case OP_REF_FUNC:
		return check_ref_func(v);
	case OP_LOCAL_GET:
	case OP_LOCAL_SET:
	case OP_LOCAL_TEE:
		return check_local(v);
	case OP_GLOBAL_GET:
		push(v, v->m->globals[v->in.index].type.kind);
		return WASIX_OK;
	case OP_GLOBAL_SET:
		return check_global_set(v);
	case OP_TABLE_GET:
	case OP_TABLE_SET:
	case OP_TABLE_GROW:
	case OP_TABLE_FILL:
		return check_table_access(v);
	case OP_I64_ADD128:
	case OP_I64_SUB128:
	case OP_I64_MUL_WIDE_S:
	case OP_I64_MUL_WIDE_U:
		return check_wide(v);
	default:
		assert(false); /* a row with signature X and no case */
		return WASIX_OK;
	}
}

/* Up to the end of the function's own block. */
static wasix_result
check_instructions(struct validator *v)
{
	while (v->frame_count) {
		TRY(read_instr(&v->code, &v->in));
		v->features |= UINT64_C(1) << v->in.feature;
		TRY(operands_reserve(v, 1));
		if (v->in.immediate != IMM_NONE)
			TRY(check_immediates(v));
		TRY(v->in.signature == SIGNATURE_X ? check_special(v) : check_fixed(v));
	}
	if (v->code.at != v->code.end)
		return reader_fail(&v->code, WASIX_MALFORMED,
			"END opcode expected: %zu bytes follow the function's end",
			reader_left(&v->code));
	return WASIX_OK;
}

static wasix_result
locals_append(struct validator *v, struct local_group group)
{
	uint64_t count = (uint64_t)v->local_count + group.count;
	uint8_t *locals;

	if (count > UINT32_MAX)
		return reader_fail(&v->code, WASIX_MALFORMED, "too many locals");
	if (count > LIMIT_LOCALS)
		return reader_fail(&v->code, WASIX_LIMIT,
			"too many locals: %llu, this engine takes %u", (unsigned long long)count,
			LIMIT_LOCALS);
	if (count > v->local_capacity) {
		locals = arena_alloc(v->scratch, count * 2);
		if (!locals)
			return fail_memory(v->err);
		if (v->local_count)
			memcpy(locals, v->locals, v->local_count);
		v->locals = locals;
		v->local_capacity = (uint32_t)count * 2;
	}
	if (group.count)
		memset(v->locals + v->local_count, group.kind, group.count);
	v->local_count = (uint32_t)count;
	return WASIX_OK;
}

/* Parameters, then the declared groups. All groups are read before the number is judged. */
static wasix_result
check_locals(struct validator *v, const struct functype *type)
{
	struct reader groups;
	struct local_group group = { 0 };
	uint32_t group_count = 0;
	uint64_t total = type->param_count;

	TRY(read_u32(&v->code, &group_count));
	groups = v->code;
	for (uint32_t i = 0; i < group_count; i++) {
		TRY(read_local_group(&v->code, &group));
		total += group.count;
	}
	if (total > UINT32_MAX)
		return reader_fail(&v->code, WASIX_MALFORMED, "too many locals");
	v->local_count = 0;
	for (uint32_t i = 0; i < type->param_count; i++)
		TRY(locals_append(v, (struct local_group){ 1, type->params[i] }));
	for (uint32_t i = 0; i < group_count; i++) {
		TRY(read_local_group(&groups, &group));
		TRY(locals_append(v, group));
	}
	return WASIX_OK;
}

wasix_result
validate_body(struct validator *v, uint32_t function)
{
	const struct function *f = &v->m->functions[function];
	const struct functype *type = module_functype(v->m, function);
	struct functype block = { NULL, type->results, 0, type->result_count };

	v->code = (struct reader){ f->body.at, f->body.at + f->body.len, v->m->bytes, v->err };
	v->in.offset = f->offset;
	v->top = v->height = 0;
	v->frame_count = 0;
	v->tables = 0;
	TRY(check_locals(v, type));
	TRY(frame_push(v, OP_CALL, &block));
	return check_instructions(v);
}
