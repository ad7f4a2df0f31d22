/* validate.h -- what the parts of the validator share: the operand stack and the control stack
 * (spec appendix, "Validation Algorithm").
 *
 * Both stacks are arrays in a scratch arena that serve all functions in turn. Neither they nor the
 * walk over the code recurse: nesting is bounded by memory alone.
 */
#ifndef ENGINE_VALIDATE_H
#define ENGINE_VALIDATE_H

#include "arena.h"
#include "instr.h"
#include "module.h"

#include <assert.h>

#define LIMIT_LOCALS 50000u

/* Operand of any type, as popped in unreachable code. */
#define KIND_UNKNOWN 0

/* An entry of the control stack. */
struct frame {
	const struct functype *type; /* of the block */
	uint32_t height;             /* operands below it */
	uint32_t table;              /* serial number of the last br_table that had a look at it */
	uint8_t op; /* enum op of what opened it: OP_BLOCK, ..., OP_ELSE, OP_CATCH; OP_CALL for the
		       function itself */
	bool unreachable;
};

struct validator {
	struct wasix_module *m;
	struct arena *scratch;
	wasix_error *err;
	struct reader code;
	struct instr in; /* being checked */

	uint8_t *operands; /* enum wasix_kind, or KIND_UNKNOWN */
	uint32_t top, operand_capacity;
	uint32_t height; /* of the innermost frame, for speed */
	struct frame *frames;
	uint32_t frame_count, frame_capacity;
	uint8_t *locals; /* kind of each */
	uint32_t local_count, local_capacity;
	uint32_t tables; /* br_table instructions so far in this function */
	uint64_t features;
};

/* One function body. Errors: MALFORMED, INVALID, UNSUPPORTED, LIMIT. */
wasix_result validate_body(struct validator *v, uint32_t function);

/* --- names for messages --- */

/* "type mismatch" at the current instruction. */
wasix_result fail_types(struct validator *v, const char *format, ...)
	__attribute__((format(printf, 2, 3), cold));

/* "unknown WHAT N" at the current instruction unless index < count. */
static inline wasix_result
check_index(struct validator *v, uint32_t index, uint32_t count, const char *what)
{
	if (__builtin_expect(index >= count, 0))
		return fail_at(v->err, WASIX_INVALID, v->in.offset, "unknown %s %u", what, index);
	return WASIX_OK;
}

/* --- operands (validate_stack.c) --- */

/* Room for `count` more operands; slow. */
wasix_result operands_grow(struct validator *v, uint32_t count);

/* After this, `count` operands can be pushed. */
static inline wasix_result
operands_reserve(struct validator *v, uint32_t count)
{
	return v->operand_capacity - v->top >= count ? WASIX_OK : operands_grow(v, count);
}

/* The top operand is not as expected, or there is none: an error, unless the code is unreachable.
 */
wasix_result pop_slow(struct validator *v, uint8_t expected, uint8_t *out);

/* Room was reserved. */
static inline void
push(struct validator *v, uint8_t kind)
{
	assert(v->top < v->operand_capacity);
	v->operands[v->top++] = kind;
}

static inline wasix_result
pop(struct validator *v, uint8_t expected)
{
	uint8_t kind = 0;

	if (__builtin_expect(v->top > v->height && v->operands[v->top - 1] == expected, 1)) {
		v->top--;
		return WASIX_OK;
	}
	return pop_slow(v, expected, &kind);
}

/* Whatever is there; KIND_UNKNOWN in unreachable code. */
wasix_result pop_any(struct validator *v, uint8_t *kind);

wasix_result pop_list(struct validator *v, const uint8_t *kinds, uint32_t count);
wasix_result push_list(struct validator *v, const uint8_t *kinds, uint32_t count);
/* The top operands would satisfy pop_list; they stay. */
wasix_result peek_list(struct validator *v, const uint8_t *kinds, uint32_t count);

/* --- control --- */

/* op: see struct frame. The block's parameters are on the stack already. */
wasix_result frame_push(struct validator *v, uint8_t op, const struct functype *type);
/* The innermost frame, its results checked and popped, nothing else left above it. The frame stays
 * in memory until the next push. */
wasix_result frame_pop(struct validator *v, struct frame *out);
/* The rest of the innermost block cannot be reached. */
void frame_set_unreachable(struct validator *v);

static inline struct frame *
frame_top(const struct validator *v)
{
	return &v->frames[v->frame_count - 1];
}

/* label < frame_count */
static inline struct frame *
frame_at(const struct validator *v, uint32_t label)
{
	return &v->frames[v->frame_count - 1 - label];
}

/* What a branch to the frame takes with it. */
static inline const uint8_t *
label_types(const struct frame *f, uint32_t *count)
{
	*count = f->op == OP_LOOP ? f->type->param_count : f->type->result_count;
	return f->op == OP_LOOP ? f->type->params : f->type->results;
}

#endif
