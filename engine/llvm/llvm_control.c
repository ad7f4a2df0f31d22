/* llvm_control.c -- structured control flow (spec, "Control Instructions"): frames, branches and
 * the phis where they meet.
 *
 * A frame's target block and its phis are made by the first branch that needs them, so blocks that
 * nobody leaves early cost nothing.
 */
#include "llvm_translate.h"

#include <stdlib.h>

/* More than real code ever needs; a small module could ask for billions otherwise. */
#define PHI_OPERANDS_MAX 4000000

/* --- frames --- */

void
block_types(struct translator *t, const struct blocktype *type, struct frame *f)
{
	const struct functype *functype;

	f->param_count = 0;
	f->result_count = type->form == BLOCK_VALUE;
	f->one_kind = type->kind;
	f->results = NULL; /* one_kind: frames move, so no pointer into them */
	if (type->form != BLOCK_TYPE)
		return;
	functype = &t->u->m->types[type->index];
	f->params = functype->params;
	f->param_count = functype->param_count;
	f->results = functype->results;
	f->result_count = functype->result_count;
}

static uint8_t
result_kind(const struct frame *f, uint32_t i)
{
	return f->results ? f->results[i] : f->one_kind;
}

struct frame *
frame_at(struct translator *t, uint32_t depth)
{
	return &t->frames[t->frame_count - 1 - depth];
}

static uint32_t
label_arity(const struct frame *f)
{
	return f->form == FRAME_LOOP ? f->param_count : f->result_count;
}

static uint8_t
label_kind(const struct frame *f, uint32_t i)
{
	return f->form == FRAME_LOOP ? f->params[i] : result_kind(f, i);
}

/* Makes the block that branches to the frame go to, with a phi an operand. */
static void
make_target(struct translator *t, struct frame *f)
{
	uint32_t arity = label_arity(f);
	LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);

	f->target = new_block(t);
	f->phis = (LLVMValueRef *)arena_array(t->arena, arity, sizeof(LLVMValueRef));
	if (!f->phis)
		abort(); /* as LLVM does when memory is short; the parent process reports it */
	set_block(t, f->target);
	for (uint32_t i = 0; i < arity; i++)
		f->phis[i] = LLVMBuildPhi(t->b, unit_type(t->u, label_kind(f, i)), "");
	set_block(t, here);
}

LLVMBasicBlockRef
frame_edge(struct translator *t, struct frame *f, const LLVMValueRef *values)
{
	uint32_t arity = label_arity(f);

	if (!f->target)
		make_target(t, f);
	t->phi_operands += arity;
	for (uint32_t i = 0; i < arity; i++) {
		LLVMValueRef value = build_opaque(t, values[i], label_kind(f, i));
		LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);
		LLVMAddIncoming(f->phis[i], &value, &here, 1);
	}
	return f->target;
}

/* The parameters stay on the stack, above the new frame's height. */
wasix_result
frame_open(struct translator *t, enum frame_form form, const struct blocktype *type)
{
	struct frame *f;

	TRY(frame_reserve(t));
	f = &t->frames[t->frame_count];
	*f = (struct frame){ .form = (uint8_t)form };
	block_types(t, type, f);
	f->height = t->depth - (t->frame_count ? f->param_count : 0);
	f->handler = f->outer = t->frame_count ? t->frames[t->frame_count - 1].handler : NO_FRAME;
	t->frame_count++;
	return WASIX_OK;
}

void
end_block(struct translator *t)
{
	t->reachable = false;
	t->skipped = 0;
}

/* What runs off the end of a block goes on behind it. Without branches no new block is needed. */
static void
fall_through(struct translator *t, struct frame *f)
{
	if (t->reachable)
		LLVMBuildBr(t->b, frame_edge(t, f, &t->stack[f->height]));
}

/* `if` without else: its parameters are its results. */
static void
end_missing_else(struct translator *t, struct frame *f)
{
	fall_through(t, f);
	set_block(t, f->otherwise);
	LLVMBuildBr(t->b, frame_edge(t, f, f->else_params));
	t->reachable = false;
}

wasix_result
frame_close(struct translator *t)
{
	struct frame *f = &t->frames[t->frame_count - 1];

	if (f->form == FRAME_IF)
		end_missing_else(t, f);
	t->frame_count--;
	if (!f->target || f->form == FRAME_LOOP)
		return WASIX_OK; /* its results are on the stack, if its end is reached */
	fall_through(t, f);
	LLVMMoveBasicBlockAfter(f->target, LLVMGetInsertBlock(t->b));
	set_block(t, f->target);
	t->reachable = true;
	t->depth = f->height;
	TRY(stack_reserve(t, f->result_count));
	for (uint32_t i = 0; i < f->result_count; i++)
		push(t, f->phis[i]);
	return WASIX_OK;
}

/* --- branches --- */

/* The block to jump to for a label. Where catch bodies that hold an exception are left, it is one
 * of its own that releases them first. */
static LLVMBasicBlockRef
branch_block(struct translator *t, uint32_t depth, const LLVMValueRef *values)
{
	LLVMBasicBlockRef here, between;

	if (!leaves_held(t, depth))
		return frame_edge(t, frame_at(t, depth), values);
	here = LLVMGetInsertBlock(t->b);
	between = new_block(t);
	set_block(t, between);
	build_branch(t, depth, values);
	set_block(t, here);
	return between;
}

void
build_branch(struct translator *t, uint32_t depth, const LLVMValueRef *values)
{
	build_releases(t, depth);
	LLVMBuildBr(t->b, frame_edge(t, frame_at(t, depth), values));
}

/* The operands of a label, on top of the stack. */
static const LLVMValueRef *
label_values(struct translator *t, uint32_t depth)
{
	return &t->stack[t->depth - label_arity(frame_at(t, depth))];
}

static void
translate_br_if(struct translator *t, uint32_t depth)
{
	LLVMValueRef condition = build_truth(t, pop(t));
	LLVMBasicBlockRef taken = branch_block(t, depth, label_values(t, depth));
	LLVMBasicBlockRef next = new_block(t);

	LLVMBuildCondBr(t->b, condition, taken, next);
	set_block(t, next);
}

static wasix_result
check_phi_operands(struct translator *t, const struct instr *in)
{
	if (t->phi_operands <= PHI_OPERANDS_MAX)
		return WASIX_OK;
	return fail_at(t->u->err, WASIX_LIMIT, in->offset,
		"function %u hands too many values from block to block", t->index);
}

/* Targets equal to the default need no case. */
static wasix_result
translate_br_table(struct translator *t, const struct instr *in)
{
	struct reader list = in->list;
	LLVMValueRef index = pop(t);
	LLVMBasicBlockRef fallback = branch_block(t, in->index, label_values(t, in->index));
	LLVMValueRef jump = NULL;

	jump = LLVMBuildSwitch(t->b, index, fallback, in->count);
	LLVMInstructionRemoveFromParent(jump); /* edges may still add instructions before it */
	for (uint32_t i = 0; i < in->count; i++) {
		uint32_t depth = instr_label(&list);
		if (depth == in->index)
			continue;
		TRY(check_phi_operands(t, in));
		LLVMAddCase(
			jump, unit_i32(t->u, i), branch_block(t, depth, label_values(t, depth)));
	}
	LLVMInsertIntoBuilder(t->b, jump);
	end_block(t);
	return WASIX_OK;
}

/* --- blocks --- */

/* The header's phis take the place of the parameters. */
static wasix_result
translate_loop(struct translator *t, const struct blocktype *type)
{
	struct frame *f;
	LLVMBasicBlockRef header;

	TRY(frame_open(t, FRAME_LOOP, type));
	f = frame_at(t, 0);
	header = frame_edge(t, f, &t->stack[f->height]);
	LLVMBuildBr(t->b, header);
	set_block(t, header);
	for (uint32_t i = 0; i < f->param_count; i++)
		t->stack[f->height + i] = f->phis[i];
	return WASIX_OK;
}

static wasix_result
translate_if(struct translator *t, const struct blocktype *type)
{
	LLVMValueRef condition = build_truth(t, pop(t));
	LLVMBasicBlockRef then = new_block(t);
	struct frame *f;

	TRY(frame_open(t, FRAME_IF, type));
	f = frame_at(t, 0);
	f->otherwise = new_block(t);
	f->else_params =
		(LLVMValueRef *)arena_array(t->arena, f->param_count, sizeof(LLVMValueRef));
	if (!f->else_params)
		return fail_memory(t->u->err);
	for (uint32_t i = 0; i < f->param_count; i++)
		f->else_params[i] = t->stack[f->height + i];
	LLVMBuildCondBr(t->b, condition, then, f->otherwise);
	set_block(t, then);
	return WASIX_OK;
}

static wasix_result
translate_else(struct translator *t)
{
	struct frame *f = frame_at(t, 0);

	fall_through(t, f);
	f->form = FRAME_ELSE;
	LLVMMoveBasicBlockAfter(f->otherwise, LLVMGetInsertBlock(t->b));
	set_block(t, f->otherwise);
	t->depth = f->height;
	TRY(stack_reserve(t, f->param_count));
	for (uint32_t i = 0; i < f->param_count; i++)
		push(t, f->else_params[i]);
	t->reachable = true;
	return WASIX_OK;
}

static wasix_result
translate_end(struct translator *t)
{
	struct frame *f = frame_at(t, 0);

	if (f->form == FRAME_TRY_TABLE)
		TRY(try_table_dispatch(t));
	if (f->form == FRAME_TRY || f->form == FRAME_CATCH)
		try_finish(t);
	return frame_close(t);
}

wasix_result
translate_control(struct translator *t, const struct instr *in)
{
	TRY(check_phi_operands(t, in));
	switch (in->op) {
	case OP_BLOCK:
		return frame_open(t, FRAME_BLOCK, &in->block);
	case OP_LOOP:
		return translate_loop(t, &in->block);
	case OP_IF:
		return translate_if(t, &in->block);
	case OP_ELSE:
		return translate_else(t);
	case OP_END:
		return translate_end(t);
	case OP_BR_IF:
		translate_br_if(t, in->index);
		return WASIX_OK;
	case OP_BR_TABLE:
		return translate_br_table(t, in);
	case OP_BR:
		build_branch(t, in->index, label_values(t, in->index));
		break;
	case OP_RETURN:
		build_branch(t, t->frame_count - 1, label_values(t, t->frame_count - 1));
		break;
	case OP_UNREACHABLE:
		set_location(t, in->offset);
		build_trap(t, TRAP_UNREACHABLE);
		break;
	default: /* read_instr and this file disagree */
		return fail_at(t->u->err, WASIX_UNSUPPORTED, in->offset,
			"the compiler does not know %s", opcode_row(in->op)->text);
	}
	end_block(t);
	return WASIX_OK;
}
