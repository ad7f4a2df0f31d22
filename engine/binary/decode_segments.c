/* decode_segments.c -- constant expressions, element and data segments, and where each function's
 * body lies. */
#include "decode.h"

/* --- constant expressions --- */

/* The step that *in is; false: not an instruction of constant expressions. */
static bool
const_take(const struct instr *in, struct const_step *out)
{
	static const struct {
		uint32_t op;
		uint8_t form, kind;
	} constants[] = {
		{ OP_I32_CONST, CONST_VALUE, WASIX_I32 },
		{ OP_I64_CONST, CONST_VALUE, WASIX_I64 },
		{ OP_F32_CONST, CONST_VALUE, WASIX_F32 },
		{ OP_F64_CONST, CONST_VALUE, WASIX_F64 },
		{ OP_V128_CONST, CONST_VALUE, WASIX_V128 },
		{ OP_GLOBAL_GET, CONST_GLOBAL, 0 },
		{ OP_REF_FUNC, CONST_REF_FUNC, WASIX_FUNCREF },
		{ OP_REF_NULL, CONST_REF_NULL, 0 },
		{ OP_I32_ADD, CONST_ADD, WASIX_I32 },
		{ OP_I32_SUB, CONST_SUB, WASIX_I32 },
		{ OP_I32_MUL, CONST_MUL, WASIX_I32 },
		{ OP_I64_ADD, CONST_ADD, WASIX_I64 },
		{ OP_I64_SUB, CONST_SUB, WASIX_I64 },
		{ OP_I64_MUL, CONST_MUL, WASIX_I64 },
	};

	for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
		if (constants[i].op != in->op)
			continue;
		out->op = constants[i].form;
		out->kind = in->op == OP_REF_NULL ? in->kind : constants[i].kind;
		out->index = in->op == OP_GLOBAL_GET || in->op == OP_REF_FUNC ? in->index : 0;
		out->bits = out->op == CONST_VALUE ? in->bits : 0;
		out->high = in->op == OP_V128_CONST ? in->high : 0;
		out->offset = (uint32_t)in->offset;
		return true;
	}
	return false;
}

static bool
opens_block(uint32_t op)
{
	return op == OP_BLOCK || op == OP_LOOP || op == OP_IF || op == OP_TRY || op == OP_TRY_TABLE;
}

/* How many values there are after a step; false: it takes what is not there, or it is too much. */
static bool
const_depth(const struct const_step *step, uint32_t *depth)
{
	if (step->op < CONST_STEPS) {
		*depth += 1;
		return *depth <= CONST_DEPTH_MAX;
	}
	if (*depth < 2)
		return false;
	*depth -= 1;
	return true;
}

/* Finds the end and counts the instructions before it. */
static wasix_result
const_measure(struct reader *r, struct const_expr *out)
{
	uint32_t blocks = 0, values = 0;
	struct const_step step = { 0 };
	struct instr in;

	for (;;) {
		TRY(read_instr(r, &in));
		if (in.op == OP_END && blocks-- == 0)
			break;
		blocks += opens_block(in.op);
		out->index++;
		if (!out->malformed_for_validate)
			out->malformed_for_validate =
				!const_take(&in, &step) || !const_depth(&step, &values);
	}
	out->malformed_for_validate |= values != 1;
	return WASIX_OK;
}

/* The steps of an expression that was measured, read once more. */
static wasix_result
const_take_steps(struct decoder *d, struct reader r, struct const_expr *out)
{
	struct instr in;

	out->op = CONST_STEPS;
	out->steps = arena_array(d->arena, out->index, sizeof *out->steps);
	if (!out->steps)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < out->index; i++) {
		TRY(read_instr(&r, &in));
		const_take(&in, &out->steps[i]);
	}
	out->kind = out->steps[out->index - 1].kind;
	return WASIX_OK;
}

wasix_result
decode_const_expr(struct decoder *d, struct reader *r, struct const_expr *out)
{
	struct reader start = *r, in_steps;
	struct const_step step = { 0 };
	struct instr in;

	out->offset = reader_offset(r);
	TRY(const_measure(r, out));
	out->code = (struct span){ start.at, (uint32_t)(r->at - start.at) };
	if (out->malformed_for_validate)
		return WASIX_OK;
	in_steps = start;
	TRY(read_instr(&start, &in));
	const_take(&in, &step);
	if (out->index > 1 || step.kind == WASIX_V128)
		return const_take_steps(d, in_steps, out);
	out->op = step.op;
	out->kind = step.kind;
	out->index = step.index;
	out->bits = step.bits;
	return WASIX_OK;
}

/* --- element segments --- */

#define ELEM_NOT_ACTIVE 1u
#define ELEM_EXPLICIT   2u /* active: names its table; else: declarative */
#define ELEM_EXPRS      4u

static wasix_result
decode_elem_kind(struct reader *r, uint32_t flags, struct elem_segment *out)
{
	uint8_t kind = 0;

	out->kind = WASIX_FUNCREF;
	if (!(flags & (ELEM_NOT_ACTIVE | ELEM_EXPLICIT)))
		return WASIX_OK;
	if (flags & ELEM_EXPRS)
		return read_reftype(r, &out->kind);
	TRY(read_u8(r, &kind));
	if (kind)
		return fail_at(r->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"malformed element kind 0x%02x", kind);
	return WASIX_OK;
}

static wasix_result
decode_elem_item(struct decoder *d, struct reader *r, uint32_t flags, struct const_expr *out)
{
	if (flags & ELEM_EXPRS)
		return decode_const_expr(d, r, out);
	out->op = CONST_REF_FUNC;
	out->kind = WASIX_FUNCREF;
	out->offset = reader_offset(r);
	return read_u32(r, &out->index);
}

static wasix_result
decode_elem(struct decoder *d, struct reader *r, struct elem_segment *out)
{
	uint32_t flags = 0;

	out->offset = reader_offset(r);
	TRY(read_u32(r, &flags));
	if (flags > 7)
		return fail_at(r->err, WASIX_MALFORMED, out->offset,
			"malformed element segment kind %u", flags);
	if (flags & ELEM_NOT_ACTIVE) {
		out->mode = flags & ELEM_EXPLICIT ? SEGMENT_DECLARED : SEGMENT_PASSIVE;
	} else {
		out->mode = SEGMENT_ACTIVE;
		if (flags & ELEM_EXPLICIT)
			TRY(read_u32(r, &out->table));
		TRY(decode_const_expr(d, r, &out->at));
	}
	TRY(decode_elem_kind(r, flags, out));
	TRY(read_count(r, UINT32_MAX, "elements", &out->count));
	out->items = arena_array(d->arena, out->count, sizeof *out->items);
	if (!out->items)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < out->count; i++)
		TRY(decode_elem_item(d, r, flags, &out->items[i]));
	return WASIX_OK;
}

wasix_result
decode_elems(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;

	TRY(read_count(r, LIMIT_SEGMENTS, "element segments", &m->elem_count));
	m->elems = arena_array(d->arena, m->elem_count, sizeof *m->elems);
	if (!m->elems)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < m->elem_count; i++)
		TRY(decode_elem(d, r, &m->elems[i]));
	return WASIX_OK;
}

/* --- data segments --- */

static wasix_result
decode_data(struct decoder *d, struct reader *r, struct data_segment *out)
{
	uint32_t flags = 0;

	out->offset = reader_offset(r);
	TRY(read_u32(r, &flags));
	if (flags > 2)
		return fail_at(r->err, WASIX_MALFORMED, out->offset,
			"malformed data segment kind %u", flags);
	out->mode = flags == 1 ? SEGMENT_PASSIVE : SEGMENT_ACTIVE;
	if (flags == 2)
		TRY(read_u32(r, &out->memory));
	if (out->mode == SEGMENT_ACTIVE)
		TRY(decode_const_expr(d, r, &out->at));
	TRY(read_u32(r, &out->bytes.len));
	return read_bytes(r, out->bytes.len, &out->bytes.at);
}

wasix_result
decode_datas(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;

	TRY(read_count(r, LIMIT_SEGMENTS, "data segments", &m->data_count));
	m->datas = arena_array(d->arena, m->data_count, sizeof *m->datas);
	if (!m->datas)
		return fail_memory(d->err);
	for (uint32_t i = 0; i < m->data_count; i++)
		TRY(decode_data(d, r, &m->datas[i]));
	return WASIX_OK;
}

/* --- code --- */

wasix_result
decode_code(struct decoder *d, struct reader *r)
{
	struct wasix_module *m = d->m;
	uint32_t own = m->function_count - m->imported_function_count;

	m->code_offset = reader_offset(r);
	m->code_size = reader_left(r);
	TRY(read_count(r, LIMIT_FUNCTIONS, "function bodies", &d->bodies));
	if (d->bodies != own)
		return reader_fail(r, WASIX_MALFORMED,
			"function and code section have inconsistent lengths: %u types, %u bodies",
			own, d->bodies);
	for (uint32_t i = 0; i < own; i++) {
		struct function *f = &m->functions[m->imported_function_count + i];

		TRY(read_u32(r, &f->body.len));
		f->offset = reader_offset(r);
		TRY(read_bytes(r, f->body.len, &f->body.at));
	}
	return WASIX_OK;
}
