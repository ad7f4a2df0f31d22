/* validate_stack.c -- the validator's two stacks. */
#include "validate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

wasix_result
fail_types(struct validator *v, const char *format, ...)
{
	const char *name = opcode_row(v->in.op)->text;
	char detail[160];
	va_list args;

	va_start(args, format);
	vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	return fail_at(v->err, WASIX_INVALID, v->in.offset, "type mismatch: %s %s",
		name ? name : "instruction", detail);
}

/* --- operands --- */

wasix_result
operands_grow(struct validator *v, uint32_t count)
{
	uint64_t capacity = v->operand_capacity;
	uint8_t *operands;

	while (capacity - v->top < count)
		capacity = capacity ? capacity * 2 : 1024;
	if (capacity > UINT32_MAX)
		return fail_at(v->err, WASIX_LIMIT, v->in.offset, "too many operands on the stack");
	operands = arena_alloc(v->scratch, capacity);
	if (!operands)
		return fail_memory(v->err);
	if (v->top)
		memcpy(operands, v->operands, v->top);
	v->operands = operands;
	v->operand_capacity = (uint32_t)capacity;
	return WASIX_OK;
}

/* The suite's words for the most frequent of all refusals. */
static wasix_result
fail_operand(struct validator *v, uint8_t expected, const char *found)
{
	return fail_at(v->err, WASIX_INVALID, v->in.offset,
		"type mismatch: instruction requires [%s] but stack has [%s] at %s",
		kind_name(expected), found, opcode_row(v->in.op)->text);
}

wasix_result
pop_slow(struct validator *v, uint8_t expected, uint8_t *out)
{
	uint8_t kind = KIND_UNKNOWN;

	if (v->top > v->height)
		kind = v->operands[--v->top];
	else if (!frame_top(v)->unreachable)
		return fail_operand(v, expected, "");
	if (kind != expected && kind != KIND_UNKNOWN && expected != KIND_UNKNOWN)
		return fail_operand(v, expected, kind_name(kind));
	*out = kind == KIND_UNKNOWN ? expected : kind;
	return WASIX_OK;
}

wasix_result
pop_any(struct validator *v, uint8_t *kind)
{
	return pop_slow(v, KIND_UNKNOWN, kind);
}

/* True if the top operands are exactly these. */
static bool
top_is(const struct validator *v, const uint8_t *kinds, uint32_t count)
{
	return v->top - v->height >= count &&
	       (count == 0 || memcmp(v->operands + v->top - count, kinds, count) == 0);
}

wasix_result
pop_list(struct validator *v, const uint8_t *kinds, uint32_t count)
{
	if (top_is(v, kinds, count)) {
		v->top -= count;
		return WASIX_OK;
	}
	while (count-- > 0)
		TRY(pop(v, kinds[count]));
	return WASIX_OK;
}

wasix_result
push_list(struct validator *v, const uint8_t *kinds, uint32_t count)
{
	TRY(operands_reserve(v, count));
	if (count)
		memcpy(v->operands + v->top, kinds, count);
	v->top += count;
	return WASIX_OK;
}

wasix_result
peek_list(struct validator *v, const uint8_t *kinds, uint32_t count)
{
	uint32_t top = v->top;
	wasix_result result;

	if (top_is(v, kinds, count))
		return WASIX_OK;
	result = pop_list(v, kinds, count);
	v->top = top; /* popping overwrites nothing */
	return result;
}

/* --- control --- */

static wasix_result
frames_reserve(struct validator *v)
{
	uint64_t capacity = v->frame_capacity ? (uint64_t)v->frame_capacity * 2 : 64;
	struct frame *frames;

	if (v->frame_count < v->frame_capacity)
		return WASIX_OK;
	if (capacity > UINT32_MAX)
		return fail_at(v->err, WASIX_LIMIT, v->in.offset, "blocks are nested too deeply");
	frames = arena_array(v->scratch, capacity, sizeof *frames);
	if (!frames)
		return fail_memory(v->err);
	if (v->frame_count)
		memcpy(frames, v->frames, v->frame_count * sizeof *frames);
	v->frames = frames;
	v->frame_capacity = (uint32_t)capacity;
	return WASIX_OK;
}

wasix_result
frame_push(struct validator *v, uint8_t op, const struct functype *type)
{
	TRY(frames_reserve(v));
	v->height = v->top;
	v->frames[v->frame_count++] = (struct frame){ .type = type, .height = v->top, .op = op };
	return push_list(v, type->params, type->param_count);
}

wasix_result
frame_pop(struct validator *v, struct frame *out)
{
	struct frame *f = frame_top(v);

	TRY(pop_list(v, f->type->results, f->type->result_count));
	if (v->top != v->height)
		return fail_at(v->err, WASIX_INVALID, v->in.offset,
			"type mismatch: block requires [] but stack has [%s] beyond its results at "
			"%s",
			kind_name(v->operands[v->top - 1]), opcode_row(v->in.op)->text);
	*out = *f;
	v->frame_count--;
	v->height = v->frame_count ? frame_top(v)->height : 0;
	return WASIX_OK;
}

void
frame_set_unreachable(struct validator *v)
{
	v->top = v->height;
	frame_top(v)->unreachable = true;
}
