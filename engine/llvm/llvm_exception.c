/* llvm_exception.c -- exceptions: try_table, throw, throw_ref, and the older try, catch, delegate,
 * rethrow, which come to the same form.
 *
 * A call inside a handler is an invoke; its landing pad leads to the handler's dispatch block,
 * which compares tags and jumps to a label or to the next handler's dispatch. Where no handler of
 * the function wants the exception, throw_ref starts it again from here.
 *
 * Who owns an exception: a catch without reference releases it at once. One that may be thrown
 * again by `rethrow` is held until its catch body is left, on whatever way. One whose reference is
 * pushed is captured: it lives as long as the store says.
 */
#include "llvm_translate.h"

#include <assert.h>

static LLVMValueRef
load_field(struct translator *t, LLVMTypeRef type, LLVMValueRef exception, size_t offset)
{
	return LLVMBuildLoad2(t->b, type, unit_field(t->u, t->b, exception, offset), "");
}

static LLVMValueRef
build_tag(struct translator *t, uint32_t tag)
{
	uint64_t offset = t->u->layout.tags + (uint64_t)tag * 8;

	return unit_load_invariant(t->u, t->b, t->u->ptr, unit_field(t->u, t->b, t->vm, offset));
}

static const struct functype *
tag_type(const struct translator *t, uint32_t tag)
{
	return &t->u->m->types[t->u->m->tags[tag]];
}

static void
build_release(struct translator *t, LLVMValueRef exception)
{
	build_builtin(t, BUILTIN_RELEASE, false, &exception);
}

/* --- handlers --- */

static struct handler *
handler_of(struct translator *t, uint32_t frame)
{
	struct frame *f = &t->frames[frame];

	return f->form == FRAME_CATCH ? &f->cleanup : &f->body;
}

static void
make_dispatch(struct translator *t, struct handler *h)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);

	if (h->dispatch)
		return;
	h->dispatch = new_block(t);
	set_block(t, h->dispatch);
	h->exception = LLVMBuildPhi(t->b, t->u->ptr, "");
	set_block(t, here);
}

static void
make_pad(struct translator *t, struct handler *h)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);
	LLVMValueRef pad, exception;

	make_dispatch(t, h);
	if (!LLVMHasPersonalityFn(t->function))
		LLVMSetPersonalityFn(t->function, unit_personality(t->u));
	h->pad = new_block(t);
	set_block(t, h->pad);
	pad = LLVMBuildLandingPad(t->b, t->u->pad, NULL, 1, "");
	LLVMAddClause(pad, t->u->null); /* everything */
	exception = LLVMBuildExtractValue(t->b, pad, 0, "");
	LLVMAddIncoming(h->exception, &exception, &h->pad, 1);
	LLVMBuildBr(t->b, h->dispatch);
	set_block(t, here);
}

LLVMBasicBlockRef
current_pad(struct translator *t)
{
	uint32_t frame = frame_at(t, 0)->handler;
	struct handler *h;

	if (frame == NO_FRAME)
		return NULL;
	h = handler_of(t, frame);
	if (!h->pad)
		make_pad(t, h);
	return h->pad;
}

/* Hands an exception to the handler of another frame, or out of the function. */
static void
build_forward(struct translator *t, LLVMValueRef exception, uint32_t frame)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);
	struct handler *h;

	if (frame == NO_FRAME) {
		build_builtin(t, BUILTIN_THROW_REF, false, &exception);
		LLVMBuildUnreachable(t->b);
		return;
	}
	h = handler_of(t, frame);
	make_dispatch(t, h);
	LLVMAddIncoming(h->exception, &exception, &here, 1);
	LLVMBuildBr(t->b, h->dispatch);
}

/* --- catching --- */

/* Goes on in a block of its own if the exception has the tag; returns the block for when not. */
static LLVMBasicBlockRef
build_match(struct translator *t, LLVMValueRef exception, uint32_t tag)
{
	LLVMValueRef thrown = load_field(t, t->u->ptr, exception, offsetof(struct exception, tag));
	LLVMValueRef same = LLVMBuildICmp(t->b, LLVMIntEQ, thrown, build_tag(t, tag), "");
	LLVMBasicBlockRef match = new_block(t), next = new_block(t);

	LLVMBuildCondBr(t->b, same, match, next);
	set_block(t, match);
	return next;
}

/* The values of an exception to t->scratch; there is room for one more. */
static wasix_result
load_payload(struct translator *t, LLVMValueRef exception, uint32_t tag, uint32_t *count)
{
	const struct functype *type = tag_type(t, tag);

	*count = type->param_count;
	TRY(scratch_reserve(t, *count + 1));
	for (uint32_t i = 0; i < *count; i++) {
		size_t offset = offsetof(struct exception, values) + (size_t)i * sizeof(union cell);
		LLVMValueRef cell = unit_field(t->u, t->b, exception, offset);
		t->scratch[i] = unit_load_cell(t->u, t->b, type->params[i], cell);
	}
	return WASIX_OK;
}

/* One clause of the top frame, a try_table. Labels count from outside it. */
static wasix_result
build_clause(struct translator *t, const struct catch_clause *clause, LLVMValueRef exception)
{
	bool by_tag = clause->form == CATCH || clause->form == CATCH_REF;
	LLVMBasicBlockRef next = NULL;
	uint32_t count = 0;

	if (by_tag) {
		next = build_match(t, exception, clause->tag);
		TRY(load_payload(t, exception, clause->tag, &count));
	}
	TRY(scratch_reserve(t, count + 1));
	if (clause->form == CATCH_REF || clause->form == CATCH_ALL_REF) {
		build_builtin(t, BUILTIN_CAPTURE, false, &exception);
		t->scratch[count] = exception;
	} else {
		build_release(t, exception);
	}
	build_branch(t, clause->label + 1, t->scratch);
	if (next)
		set_block(t, next);
	return WASIX_OK;
}

wasix_result
try_table_dispatch(struct translator *t)
{
	struct frame *f = frame_at(t, 0);
	LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);
	LLVMValueRef exception = f->body.exception;
	bool complete = false;

	if (!f->body.dispatch)
		return WASIX_OK; /* nothing inside can throw */
	set_block(t, f->body.dispatch);
	for (uint32_t i = 0; i < f->clause_count && !complete; i++) {
		struct catch_clause clause = instr_catch(&f->clauses);
		TRY(build_clause(t, &clause, exception));
		complete = clause.form == CATCH_ALL || clause.form == CATCH_ALL_REF;
	}
	if (!complete)
		build_forward(t, exception, f->outer);
	set_block(t, here);
	return WASIX_OK;
}

static wasix_result
translate_try_table(struct translator *t, const struct instr *in)
{
	struct frame *f;

	TRY(frame_open(t, FRAME_TRY_TABLE, &in->block));
	f = frame_at(t, 0);
	f->clauses = in->list;
	f->clause_count = in->count;
	if (in->count)
		f->handler = t->frame_count - 1;
	return WASIX_OK;
}

/* --- the older instructions --- */

/* Whether `rethrow` stands anywhere in the rest of the function: then catch bodies hold their
 * exception. */
static wasix_result
look_for_rethrow(struct translator *t)
{
	struct reader rest = t->code;
	struct instr in;

	t->has_rethrow = 1;
	while (reader_left(&rest)) {
		TRY(read_instr(&rest, &in));
		if (in.op == OP_RETHROW) {
			t->has_rethrow = 2;
			break;
		}
	}
	return WASIX_OK;
}

static wasix_result
translate_try(struct translator *t, const struct instr *in)
{
	if (!t->has_rethrow)
		TRY(look_for_rethrow(t));
	TRY(frame_open(t, FRAME_TRY, &in->block));
	frame_at(t, 0)->handler = t->frame_count - 1;
	return WASIX_OK;
}

static void
set_held(struct translator *t, struct frame *f, LLVMValueRef exception)
{
	if (exception && !f->held)
		t->holding++;
	if (!exception && f->held)
		t->holding--;
	f->held = exception;
	f->handler = exception ? (uint32_t)(f - t->frames) : f->outer;
}

/* The body or the clause before this one runs off its end. */
static void
end_part(struct translator *t, struct frame *f)
{
	if (t->reachable && f->held)
		build_release(t, f->held);
	if (t->reachable)
		LLVMBuildBr(t->b, frame_edge(t, f, &t->stack[f->height]));
	t->reachable = false;
	if (f->form == FRAME_TRY) {
		f->form = FRAME_CATCH;
		f->next = f->body.dispatch;
	}
	set_held(t, f, NULL);
}

static wasix_result
translate_catch(struct translator *t, const struct instr *in)
{
	struct frame *f = frame_at(t, 0);
	LLVMValueRef exception;
	uint32_t count = 0;

	end_part(t, f);
	t->skipped = 0;
	if (!f->next)
		return WASIX_OK; /* nothing gets here */
	exception = f->body.exception;
	set_block(t, f->next);
	set_location(t, in->offset);
	f->next = NULL;
	if (in->op == OP_CATCH) {
		f->next = build_match(t, exception, in->index);
		TRY(load_payload(t, exception, in->index, &count));
	}
	t->depth = f->height;
	TRY(stack_reserve(t, count));
	for (uint32_t i = 0; i < count; i++)
		push(t, t->scratch[i]);
	if (t->has_rethrow == 2)
		set_held(t, f, exception);
	else
		build_release(t, exception);
	t->reachable = true;
	return WASIX_OK;
}

/* What no clause wanted, and what is thrown out of a catch body that holds another exception. */
static void
build_rest(struct translator *t, struct frame *f, uint32_t receiver)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(t->b);
	LLVMBasicBlockRef next = f->form == FRAME_TRY ? f->body.dispatch : f->next;

	if (next) {
		set_block(t, next);
		build_forward(t, f->body.exception, receiver);
	}
	if (f->cleanup.dispatch) {
		set_block(t, f->cleanup.dispatch);
		build_release(t, f->body.exception);
		build_forward(t, f->cleanup.exception, f->outer);
	}
	set_block(t, here);
}

void
try_finish(struct translator *t)
{
	struct frame *f = frame_at(t, 0);

	if (t->reachable && f->held)
		build_release(t, f->held);
	set_held(t, f, NULL);
	build_rest(t, f, f->outer);
}

/* Ends a try whose exceptions the handler around label `depth` gets. */
static wasix_result
translate_delegate(struct translator *t, uint32_t depth)
{
	build_rest(t, frame_at(t, 0), frame_at(t, depth + 1)->handler);
	return frame_close(t);
}

bool
leaves_held(struct translator *t, uint32_t depth)
{
	if (!t->holding)
		return false;
	for (uint32_t i = 0; i <= depth; i++)
		if (frame_at(t, i)->held)
			return true;
	return false;
}

void
build_releases(struct translator *t, uint32_t depth)
{
	if (!t->holding)
		return;
	for (uint32_t i = 0; i <= depth; i++)
		if (frame_at(t, i)->held)
			build_release(t, frame_at(t, i)->held);
}

/* --- throwing --- */

static void
translate_throw(struct translator *t, uint32_t tag)
{
	struct unit *u = t->u;
	const struct functype *type = tag_type(t, tag);
	uint32_t count = type->param_count;
	LLVMTypeRef cells_type = LLVMArrayType2(u->i64, (uint64_t)count * 2);
	LLVMValueRef cells = LLVMBuildAlloca(u->entry_builder, cells_type, "");
	LLVMValueRef args[] = { unit_i32(u, tag), cells, unit_i32(u, count) };

	LLVMSetAlignment(cells, 16);
	t->depth -= count;
	for (uint32_t i = 0; i < count; i++)
		unit_store_cell(u, t->b, t->stack[t->depth + i], type->params[i],
			unit_field(u, t->b, cells, (uint64_t)i * sizeof(union cell)));
	build_builtin(t, BUILTIN_THROW_TAG, true, args);
}

/* The body keeps its hold, so the exception in flight needs one of its own. */
static void
translate_rethrow(struct translator *t, uint32_t depth)
{
	LLVMValueRef exception = frame_at(t, depth)->held;
	LLVMValueRef place =
		unit_field(t->u, t->b, exception, offsetof(struct exception, references));
	LLVMValueRef count = LLVMBuildLoad2(t->b, t->u->i32, place, "");

	assert(exception);
	LLVMBuildStore(t->b, LLVMBuildAdd(t->b, count, unit_i32(t->u, 1), ""), place);
	build_builtin(t, BUILTIN_THROW_REF, true, &exception);
}

wasix_result
translate_exception(struct translator *t, const struct instr *in)
{
	LLVMValueRef exception;

	set_location(t, in->offset);
	switch (in->op) {
	case OP_TRY_TABLE:
		return translate_try_table(t, in);
	case OP_TRY:
		return translate_try(t, in);
	case OP_CATCH:
	case OP_CATCH_ALL:
		return translate_catch(t, in);
	case OP_DELEGATE:
		return translate_delegate(t, in->index);
	case OP_THROW:
		translate_throw(t, in->index);
		break;
	case OP_RETHROW:
		translate_rethrow(t, in->index);
		break;
	case OP_THROW_REF:
		exception = pop(t);
		build_builtin(t, BUILTIN_THROW_REF, true, &exception);
		break;
	}
	LLVMBuildUnreachable(t->b);
	end_block(t);
	return WASIX_OK;
}
