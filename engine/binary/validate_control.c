/* validate_control.c -- blocks, branches, calls and exceptions (spec, "Validation": Control
 * Instructions).
 *
 * Both encodings of exceptions are taken: try_table (3.0) and the older try, catch, delegate,
 * rethrow.
 */
#include "validate_control.h"

#include <string.h>

/* --- blocks --- */

/* Types of blocks that give one value, by 0x7f - kind. */
static const uint8_t kinds[] = { WASIX_I32, WASIX_I64, WASIX_F32, WASIX_F64, WASIX_V128,
	WASIX_FUNCREF, WASIX_EXTERNREF, WASIX_EXNREF };
#define GIVES(n) { .results = &kinds[n], .result_count = 1 }
static const struct functype value_types[] = {
	[0x7f - WASIX_I32] = GIVES(0),
	[0x7f - WASIX_I64] = GIVES(1),
	[0x7f - WASIX_F32] = GIVES(2),
	[0x7f - WASIX_F64] = GIVES(3),
	[0x7f - WASIX_V128] = GIVES(4),
	[0x7f - WASIX_FUNCREF] = GIVES(5),
	[0x7f - WASIX_EXTERNREF] = GIVES(6),
	[0x7f - WASIX_EXNREF] = GIVES(7),
};

static const struct functype *
block_type(struct validator *v)
{
	static const struct functype empty;
	const struct functype *type;

	switch (v->in.block.form) {
	case BLOCK_EMPTY:
		return &empty;
	case BLOCK_VALUE:
		return &value_types[0x7f - v->in.block.kind];
	case BLOCK_TYPE:
		break;
	}
	type = &v->m->types[v->in.block.index];
	if (type->param_count > 0 || type->result_count > 1)
		v->features |= 1u << FEATURE_MULTI_VALUE;
	return type;
}

wasix_result
check_block(struct validator *v)
{
	const struct functype *type = block_type(v);

	if (v->in.op == OP_IF)
		TRY(pop(v, WASIX_I32));
	TRY(pop_list(v, type->params, type->param_count));
	return frame_push(v, (uint8_t)v->in.op, type);
}

static bool
lists_equal(const uint8_t *a, uint32_t a_count, const uint8_t *b, uint32_t b_count)
{
	return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count) == 0);
}

/* The values that a clause hands to its label must be what the label takes. */
static wasix_result
check_catch(struct validator *v, struct catch_clause clause)
{
	const struct wasix_module *m = v->m;
	bool with_tag = clause.form == CATCH || clause.form == CATCH_REF;
	bool with_ref = clause.form == CATCH_REF || clause.form == CATCH_ALL_REF;
	uint32_t given = 0, taken;
	const uint8_t *values = NULL, *types;

	TRY(check_index(v, clause.label, v->frame_count, "label"));
	types = label_types(frame_at(v, clause.label), &taken);
	if (with_tag) {
		TRY(check_index(v, clause.tag, m->tag_count, "tag"));
		values = m->types[m->tags[clause.tag]].params;
		given = m->types[m->tags[clause.tag]].param_count;
	}
	if (taken != given + with_ref || (with_ref && types[taken - 1] != WASIX_EXNREF) ||
		!lists_equal(types, given, values, given))
		return fail_types(v, "has a catch clause whose label takes other values");
	return WASIX_OK;
}

wasix_result
check_try_table(struct validator *v)
{
	struct reader list = v->in.list;

	for (uint32_t i = 0; i < v->in.count; i++)
		TRY(check_catch(v, instr_catch(&list)));
	return check_block(v);
}

static wasix_result
fail_misplaced(struct validator *v)
{
	return fail_at(v->err, WASIX_MALFORMED, v->in.offset,
		"END opcode expected: %s is out of place", opcode_row(v->in.op)->text);
}

wasix_result
check_else(struct validator *v)
{
	struct frame f;

	if (frame_top(v)->op != OP_IF)
		return fail_misplaced(v);
	TRY(frame_pop(v, &f));
	return frame_push(v, OP_ELSE, f.type);
}

wasix_result
check_end(struct validator *v)
{
	const struct functype *type;
	struct frame f;

	TRY(frame_pop(v, &f));
	type = f.type;
	if (f.op == OP_IF &&
		!lists_equal(type->params, type->param_count, type->results, type->result_count))
		return fail_types(
			v, "ends an if without else that gives other values than it takes");
	return push_list(v, type->results, type->result_count);
}

/* catch and catch_all of the legacy encoding: the next arm of a try. */
wasix_result
check_legacy_catch(struct validator *v)
{
	uint8_t op = frame_top(v)->op;
	const struct functype *tag;
	struct frame f;

	if (op != OP_TRY && op != OP_CATCH)
		return fail_misplaced(v);
	TRY(frame_pop(v, &f));
	TRY(frame_push(v, (uint8_t)v->in.op, f.type));
	v->top = v->height; /* the block's parameters are not there in an arm */
	if (v->in.op == OP_CATCH_ALL)
		return WASIX_OK;
	tag = &v->m->types[v->m->tags[v->in.index]];
	return push_list(v, tag->params, tag->param_count);
}

wasix_result
check_delegate(struct validator *v)
{
	struct frame f;

	if (frame_top(v)->op != OP_TRY)
		return fail_misplaced(v);
	TRY(frame_pop(v, &f));
	return push_list(v, f.type->results, f.type->result_count);
}

/* --- branches --- */

wasix_result
check_branch(struct validator *v, uint32_t label)
{
	uint32_t count;
	const uint8_t *types = label_types(frame_at(v, label), &count);

	TRY(pop_list(v, types, count));
	frame_set_unreachable(v);
	return WASIX_OK;
}

wasix_result
check_br_if(struct validator *v)
{
	uint32_t count;
	const uint8_t *types = label_types(frame_at(v, v->in.index), &count);

	TRY(pop(v, WASIX_I32));
	TRY(pop_list(v, types, count));
	return push_list(v, types, count); /* what was unknown is known now */
}

/* Each frame is looked at once, however often the table names it. */
static wasix_result
check_table_label(struct validator *v, uint32_t label, uint32_t arity)
{
	struct frame *f;
	const uint8_t *types;
	uint32_t count;

	TRY(check_index(v, label, v->frame_count, "label"));
	f = frame_at(v, label);
	if (f->table == v->tables)
		return WASIX_OK;
	f->table = v->tables;
	types = label_types(f, &count);
	if (count != arity)
		return fail_types(v, "has labels that take %u and %u values", count, arity);
	return peek_list(v, types, count);
}

wasix_result
check_br_table(struct validator *v)
{
	struct reader list = v->in.list;
	uint32_t arity;

	TRY(pop(v, WASIX_I32));
	TRY(check_index(v, v->in.index, v->frame_count, "label"));
	label_types(frame_at(v, v->in.index), &arity);
	v->tables++;
	for (uint32_t i = 0; i <= v->in.count; i++)
		TRY(check_table_label(v, instr_label(&list), arity));
	return check_branch(v, v->in.index);
}

wasix_result
check_return(struct validator *v)
{
	return check_branch(v, v->frame_count - 1);
}

wasix_result
check_call(struct validator *v, const struct functype *type)
{
	TRY(pop_list(v, type->params, type->param_count));
	return push_list(v, type->results, type->result_count);
}

static wasix_result
check_callee_index(struct validator *v)
{
	uint8_t element = v->m->tables[v->in.index2].element;

	if (v->in.index2 != 0)
		v->features |= 1u << FEATURE_REFERENCE_TYPES;
	if (element != WASIX_FUNCREF)
		return fail_types(v, "goes through a table of %s", kind_name(element));
	return pop(v, WASIX_I32);
}

wasix_result
check_call_indirect(struct validator *v)
{
	TRY(check_callee_index(v));
	return check_call(v, &v->m->types[v->in.index]);
}

/* The callee returns to this function's caller. */
wasix_result
check_return_call(struct validator *v, const struct functype *type)
{
	const struct functype *own = v->frames[0].type;

	if (!lists_equal(type->results, type->result_count, own->results, own->result_count))
		return fail_types(v, "calls what gives other results than this function");
	TRY(pop_list(v, type->params, type->param_count));
	frame_set_unreachable(v);
	return WASIX_OK;
}

wasix_result
check_return_call_indirect(struct validator *v)
{
	TRY(check_callee_index(v));
	return check_return_call(v, &v->m->types[v->in.index]);
}

wasix_result
check_throw(struct validator *v)
{
	const struct functype *tag = &v->m->types[v->m->tags[v->in.index]];

	TRY(pop_list(v, tag->params, tag->param_count));
	frame_set_unreachable(v);
	return WASIX_OK;
}

wasix_result
check_throw_ref(struct validator *v)
{
	TRY(pop(v, WASIX_EXNREF));
	frame_set_unreachable(v);
	return WASIX_OK;
}

wasix_result
check_rethrow(struct validator *v)
{
	uint8_t op = frame_at(v, v->in.index)->op;

	if (op != OP_CATCH && op != OP_CATCH_ALL)
		return fail_at(v->err, WASIX_INVALID, v->in.offset,
			"invalid rethrow label %u: it is no catch block", v->in.index);
	frame_set_unreachable(v);
	return WASIX_OK;
}
