/* llvm_bulk.c -- whole pieces of linear memory (spec, "Memory Instructions": size, grow, fill,
 * copy, init).
 *
 * Copies and fills check their bounds in place and call the C library, or become a few moves when
 * the length is a small constant; only what is out of bounds goes to the runtime's service, which
 * traps.
 */
#include "llvm_translate.h"

static LLVMValueRef
build_memory(struct translator *t, uint32_t memory)
{
	struct unit *u = t->u;
	uint64_t at =
		memory ? u->layout.memories + (uint64_t)memory * 8 : offsetof(struct vmctx, memory);

	return unit_load_object(
		u, t->b, unit_field(u, t->b, t->vm, at), sizeof(struct wasix_memory));
}

/* Another thread may grow a shared memory meanwhile, so the load is atomic then. */
static LLVMValueRef
build_memory_bytes(struct translator *t, uint32_t memory, LLVMValueRef object)
{
	struct unit *u = t->u;
	LLVMValueRef bytes = unit_load(u, t->b, u->i64,
		unit_field(u, t->b, object, offsetof(struct wasix_memory, bytes)), ALIAS_VMCTX);

	if (u->m->memories[memory].shared)
		LLVMSetOrdering(bytes, LLVMAtomicOrderingAcquire);
	LLVMSetAlignment(bytes, 8);
	return bytes;
}

static void
translate_memory_size(struct translator *t, uint32_t memory)
{
	struct unit *u = t->u;
	LLVMValueRef bytes = build_memory_bytes(t, memory, build_memory(t, memory));

	bytes = LLVMBuildLShr(t->b, bytes, unit_i64(u, 16), "");
	push(t, LLVMBuildTrunc(t->b, bytes, u->i32, ""));
}

/* A service that takes the instruction's indices, then its operands. */
static void
translate_service(struct translator *t, enum builtin which, const uint32_t *indices,
	unsigned index_count, unsigned operands)
{
	LLVMValueRef args[6], result;

	for (unsigned i = 0; i < index_count; i++)
		args[i] = unit_i32(t->u, indices[i]);
	t->depth -= operands;
	for (unsigned i = 0; i < operands; i++)
		args[index_count + i] = t->stack[t->depth + i];
	result = build_builtin(t, which, false, args);
	if (which == BUILTIN_MEMORY_GROW)
		push(t, result);
}

/* --- in place --- */

/* A piece of a memory: host address, and i1 whether it lies inside. len is an i64. */
struct piece {
	LLVMValueRef address, inside;
};

static struct piece
build_piece(struct translator *t, uint32_t memory, LLVMValueRef at, LLVMValueRef len)
{
	struct unit *u = t->u;
	LLVMValueRef object = build_memory(t, memory);
	LLVMValueRef base =
		memory ? unit_load_invariant(u, t->b, u->ptr,
				 unit_field(u, t->b, object, offsetof(struct wasix_memory, base)))
		       : t->base;
	LLVMValueRef bytes = build_memory_bytes(t, memory, object), end;

	at = LLVMBuildZExt(t->b, at, u->i64, "");
	end = LLVMBuildAdd(t->b, at, len, "");
	return (struct piece){
		.address = LLVMBuildGEP2(t->b, u->i8, base, &at, 1, ""),
		.inside = LLVMBuildICmp(t->b, LLVMIntULE, end, bytes, ""),
	};
}

/* Goes on in the first block where `inside` holds; the service is called in another, and both meet
 * in the third. */
static void
build_split(struct translator *t, LLVMValueRef inside, LLVMBasicBlockRef *outside,
	LLVMBasicBlockRef *after)
{
	LLVMBasicBlockRef in_place = new_block(t);

	*outside = new_block(t);
	*after = new_block(t);
	LLVMBuildCondBr(t->b, inside, in_place, *outside);
	set_block(t, in_place);
}

/* A length that is constant becomes a few moves, or takes no time. */
static void
build_attention_after(struct translator *t, LLVMValueRef len)
{
	if (!LLVMIsAConstantInt(len))
		build_attention(t);
}

static void
translate_fill(struct translator *t, const struct instr *in)
{
	LLVMValueRef *operands = &t->stack[t->depth - 3];
	LLVMValueRef len = LLVMBuildZExt(t->b, operands[2], t->u->i64, "");
	struct piece piece = build_piece(t, in->index, operands[0], len);
	LLVMBasicBlockRef outside, after;
	LLVMValueRef value;

	build_split(t, piece.inside, &outside, &after);
	value = LLVMBuildTrunc(t->b, operands[1], t->u->i8, "");
	unit_set_alias(t->u, LLVMBuildMemSet(t->b, piece.address, value, len, 1), ALIAS_MEMORY);
	LLVMBuildBr(t->b, after);
	set_block(t, outside);
	translate_service(t, BUILTIN_MEMORY_FILL, &in->index, 1, 3);
	LLVMBuildBr(t->b, after);
	set_block(t, after);
	build_attention_after(t, len);
}

static void
translate_copy(struct translator *t, const struct instr *in)
{
	LLVMValueRef *operands = &t->stack[t->depth - 3];
	LLVMValueRef len = LLVMBuildZExt(t->b, operands[2], t->u->i64, "");
	struct piece to = build_piece(t, in->index, operands[0], len);
	struct piece from = build_piece(t, in->index2, operands[1], len);
	uint32_t memories[] = { in->index, in->index2 };
	LLVMBasicBlockRef outside, after;

	build_split(t, LLVMBuildAnd(t->b, to.inside, from.inside, ""), &outside, &after);
	unit_set_alias(
		t->u, LLVMBuildMemMove(t->b, to.address, 1, from.address, 1, len), ALIAS_MEMORY);
	LLVMBuildBr(t->b, after);
	set_block(t, outside);
	translate_service(t, BUILTIN_MEMORY_COPY, memories, 2, 3);
	LLVMBuildBr(t->b, after);
	set_block(t, after);
	build_attention_after(t, len);
}

bool
translate_bulk(struct translator *t, const struct instr *in)
{
	uint32_t memory_first[] = { in->index2, in->index };

	switch (in->op) {
	case OP_MEMORY_SIZE:
		translate_memory_size(t, in->index);
		return true;
	case OP_MEMORY_GROW:
		translate_service(t, BUILTIN_MEMORY_GROW, &in->index, 1, 1);
		build_attention(t);
		return true;
	case OP_MEMORY_FILL:
		set_location(t, in->offset);
		translate_fill(t, in);
		return true;
	case OP_MEMORY_COPY:
		set_location(t, in->offset);
		translate_copy(t, in);
		return true;
	case OP_MEMORY_INIT:
		set_location(t, in->offset);
		translate_service(t, BUILTIN_MEMORY_INIT, memory_first, 2, 3);
		build_attention(t);
		return true;
	case OP_DATA_DROP:
		translate_service(t, BUILTIN_DATA_DROP, &in->index, 1, 0);
		return true;
	}
	return false;
}
