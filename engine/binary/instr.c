/* instr.c -- reading one instruction (spec, "Binary Format": Instructions): opcode, row of the
 * table, immediates by their kind. */
#include "instr.h"

#include <assert.h>

/* clang-format off */
enum { SIMD_CODES = 0x120 }; /* behind 0xfd */
#define IS_SIMD(code)   ((code) >> 12 == 0xfd)
#define CODE_SLOT(code) (IS_SIMD(code) ? 0x300 + ((code) & 0xfff)                                  \
	: ((code) & 0xff) | ((code) < 0x100 ? 0 : (code) >> 8 == 0xfc ? 0x100 : 0x200))
static const struct opcode rows[0x300 + SIMD_CODES] = {
#define OP(code, NAME, text, signature, immediates, FEATURE)                                       \
	[CODE_SLOT(code)] = { SIGNATURE_##signature, IMM_##immediates, FEATURE_##FEATURE, text },
#include "opcodes.def"
#undef OP
};

const struct signature_types signature_types[SIGNATURE_COUNT] = {
#define SIGNATURE(name, result, ...)                                                               \
	[SIGNATURE_##name] = { result, { __VA_ARGS__ }, sizeof((uint8_t[]){ 0, __VA_ARGS__ }) - 1 },
#include "signatures.def"
#undef SIGNATURE
};
/* clang-format on */

const struct opcode *
opcode_row(uint32_t op)
{
	static const struct opcode none = { 0 };
	uint32_t prefix = op >> 8;

	if (IS_SIMD(op) ? (op & 0xfff) >= SIMD_CODES : prefix && prefix != 0xfc && prefix != 0xfe)
		return &none;
	return &rows[CODE_SLOT(op)];
}

/* --- types --- */

static wasix_result
fail_unsupported(struct reader *r, uint64_t offset, const char *what)
{
	return fail_at(r->err, WASIX_UNSUPPORTED, offset,
		"uses %s, which this version does not have", what);
}

/* The byte is consumed. what: the suite's text for a byte that is no type at all. */
static wasix_result
fail_type(struct reader *r, uint8_t byte, const char *what)
{
	uint64_t offset = reader_offset(r) - 1;

	if (byte == 0x63 || byte == 0x64)
		return fail_unsupported(r, offset, "typed function references");
	if ((byte >= 0x6a && byte <= 0x6e) || (byte >= 0x71 && byte <= 0x74))
		return fail_unsupported(r, offset, "garbage-collected types");
	return fail_at(r->err, WASIX_MALFORMED, offset, "%s 0x%02x", what, byte);
}

wasix_result
read_reftype(struct reader *r, uint8_t *kind)
{
	uint8_t byte = 0;

	TRY(read_u8(r, &byte));
	if (byte != WASIX_FUNCREF && byte != WASIX_EXTERNREF && byte != WASIX_EXNREF)
		return fail_type(r, byte, "malformed reference type");
	*kind = byte;
	return WASIX_OK;
}

wasix_result
read_valtype(struct reader *r, uint8_t *kind)
{
	uint8_t byte = 0;

	TRY(read_u8(r, &byte));
	switch (byte) {
	case WASIX_I32:
	case WASIX_I64:
	case WASIX_F32:
	case WASIX_F64:
	case WASIX_V128:
	case WASIX_FUNCREF:
	case WASIX_EXTERNREF:
	case WASIX_EXNREF:
		*kind = byte;
		return WASIX_OK;
	default:
		return fail_type(r, byte, "malformed value type");
	}
}

wasix_result
read_local_group(struct reader *r, struct local_group *out)
{
	TRY(read_u32(r, &out->count));
	return read_valtype(r, &out->kind);
}

/* A type index is a positive s33; everything else is one byte (spec, "Control Instructions"). */
static wasix_result
read_blocktype(struct reader *r, struct blocktype *out)
{
	int64_t index = 0;

	if (r->at != r->end && *r->at == 0x40) {
		r->at++;
		out->form = BLOCK_EMPTY;
		return WASIX_OK;
	}
	if (r->at != r->end && *r->at < 0x80 && *r->at >= 0x40) {
		out->form = BLOCK_VALUE;
		return read_valtype(r, &out->kind);
	}
	TRY(read_s33(r, &index));
	if (index < 0)
		return reader_fail(r, WASIX_MALFORMED, "malformed block type");
	out->form = BLOCK_TYPE;
	out->index = (uint32_t)index;
	return WASIX_OK;
}

/* --- immediates --- */

static wasix_result
read_memarg(struct reader *r, struct instr *in)
{
	uint32_t flags = 0;

	TRY(read_u32(r, &flags));
	if (flags >= 0x80)
		return reader_fail(r, WASIX_MALFORMED, "malformed memop flags");
	in->align = flags & 0x3f;
	in->index = 0;
	if (flags & 0x40)
		TRY(read_u32(r, &in->index));
	return read_u64(r, &in->bits);
}

static wasix_result
read_labels(struct reader *r, struct instr *in)
{
	TRY(read_u32(r, &in->count));
	if (in->count >= reader_left(r)) /* one byte each, and the default */
		return reader_fail(r, WASIX_MALFORMED,
			"unexpected end of section or function: %u labels are announced",
			in->count);
	in->list = *r;
	for (uint32_t i = 0; i <= in->count; i++)
		TRY(read_u32(r, &in->index));
	return WASIX_OK;
}

static wasix_result
read_catch(struct reader *r, struct catch_clause *out)
{
	uint8_t form = 0;

	TRY(read_u8(r, &form));
	if (form > CATCH_ALL_REF)
		return fail_at(r->err, WASIX_MALFORMED, reader_offset(r) - 1,
			"malformed catch clause 0x%02x", form);
	out->form = (enum catch_form)form;
	out->tag = 0;
	if (out->form == CATCH || out->form == CATCH_REF)
		TRY(read_u32(r, &out->tag));
	return read_u32(r, &out->label);
}

static wasix_result
read_try_table(struct reader *r, struct instr *in)
{
	struct catch_clause clause;

	TRY(read_blocktype(r, &in->block));
	TRY(read_u32(r, &in->count));
	if (in->count > reader_left(r))
		return reader_fail(r, WASIX_MALFORMED,
			"unexpected end of section or function: %u catch clauses are announced",
			in->count);
	in->list = *r;
	for (uint32_t i = 0; i < in->count; i++)
		TRY(read_catch(r, &clause));
	return WASIX_OK;
}

static wasix_result
read_types(struct reader *r, struct instr *in)
{
	TRY(read_u32(r, &in->count));
	if (in->count > reader_left(r))
		return reader_fail(r, WASIX_MALFORMED,
			"unexpected end of section or function: %u types are announced", in->count);
	for (uint32_t i = 0; i < in->count; i++)
		TRY(read_valtype(r, &in->kind));
	return WASIX_OK;
}

static wasix_result
read_fence(struct reader *r)
{
	uint8_t zero = 0;

	TRY(read_u8(r, &zero));
	if (zero)
		return fail_at(r->err, WASIX_MALFORMED, reader_offset(r) - 1, "zero byte expected");
	return WASIX_OK;
}

static wasix_result
read_i32_const(struct reader *r, struct instr *in)
{
	int32_t value = 0;

	TRY(read_s32(r, &value));
	in->bits = (uint32_t)value;
	return WASIX_OK;
}

static wasix_result
read_i64_const(struct reader *r, struct instr *in)
{
	int64_t value = 0;

	TRY(read_s64(r, &value));
	in->bits = (uint64_t)value;
	return WASIX_OK;
}

static wasix_result
read_f32_const(struct reader *r, struct instr *in)
{
	uint32_t bits = 0;

	TRY(read_f32_bits(r, &bits));
	in->bits = bits;
	return WASIX_OK;
}

static wasix_result
read_lane(struct reader *r, uint32_t *lane)
{
	uint8_t byte = 0;

	TRY(read_u8(r, &byte));
	*lane = byte;
	return WASIX_OK;
}

static wasix_result
read_v128(struct reader *r, struct instr *in)
{
	if (reader_left(r) < 16)
		return reader_fail_end(r);
	TRY(read_f64_bits(r, &in->bits));
	return read_f64_bits(r, &in->high);
}

static wasix_result
read_immediates(struct reader *r, struct instr *in)
{
	switch ((enum immediate)in->immediate) {
	case IMM_NONE:
		return WASIX_OK;
	case IMM_BLOCK:
		return read_blocktype(r, &in->block);
	case IMM_LABEL:
	case IMM_FUNC:
	case IMM_TAG:
	case IMM_LOCAL:
	case IMM_GLOBAL:
	case IMM_TABLE:
	case IMM_ELEM:
	case IMM_DATA:
	case IMM_MEMORY:
		return read_u32(r, &in->index);
	case IMM_TYPE_TABLE:
	case IMM_TABLE_TABLE:
	case IMM_ELEM_TABLE:
	case IMM_DATA_MEMORY:
	case IMM_MEMORY_MEMORY:
		TRY(read_u32(r, &in->index));
		return read_u32(r, &in->index2);
	case IMM_MEMARG1:
	case IMM_MEMARG2:
	case IMM_MEMARG4:
	case IMM_MEMARG8:
	case IMM_MEMARG16:
	case IMM_ATOMIC1:
	case IMM_ATOMIC2:
	case IMM_ATOMIC4:
	case IMM_ATOMIC8:
		return read_memarg(r, in);
	case IMM_LANE_MEMARG1:
	case IMM_LANE_MEMARG2:
	case IMM_LANE_MEMARG4:
	case IMM_LANE_MEMARG8:
		TRY(read_memarg(r, in));
		return read_lane(r, &in->index2);
	case IMM_LANE2:
	case IMM_LANE4:
	case IMM_LANE8:
	case IMM_LANE16:
		return read_lane(r, &in->index);
	case IMM_V128:
	case IMM_SHUFFLE:
		return read_v128(r, in);
	case IMM_LABELS:
		return read_labels(r, in);
	case IMM_TRY_TABLE:
		return read_try_table(r, in);
	case IMM_TYPES:
		return read_types(r, in);
	case IMM_REFTYPE:
		return read_reftype(r, &in->kind);
	case IMM_I32:
		return read_i32_const(r, in);
	case IMM_I64:
		return read_i64_const(r, in);
	case IMM_F32:
		return read_f32_const(r, in);
	case IMM_F64:
		return read_f64_bits(r, &in->bits);
	case IMM_FENCE:
		return read_fence(r);
	}
	return WASIX_OK;
}

/* --- instructions --- */

/* Opcodes of the standard and of proposals that have no row: the first byte tells which. */
static wasix_result
fail_opcode(struct reader *r, uint64_t offset, uint32_t op)
{
	switch (op) {
	case 0x14:
	case 0x15:
	case 0xd4:
	case 0xd5:
	case 0xd6:
		return fail_unsupported(r, offset, "typed function references");
	case 0xd3:
	case 0xfb:
		return fail_unsupported(r, offset, "garbage-collected types");
	}
	if (op < 0x100)
		return fail_at(r->err, WASIX_MALFORMED, offset, "illegal opcode %02x", op);
	if (IS_SIMD(op))
		return fail_at(
			r->err, WASIX_MALFORMED, offset, "illegal opcode fd %02x", op & 0xfff);
	return fail_at(
		r->err, WASIX_MALFORMED, offset, "illegal opcode %02x %02x", op >> 8, op & 0xff);
}

/* Second half of a prefixed opcode. */
static wasix_result
read_prefixed(struct reader *r, uint64_t offset, uint32_t *op)
{
	uint32_t n = 0;

	bool simd = *op == 0xfd;

	TRY(read_u32(r, &n));
	if (n >= (simd ? SIMD_CODES : 0x100))
		return fail_at(r->err, WASIX_MALFORMED, offset, "illegal opcode %02x %x", *op, n);
	*op = *op << (simd ? 12 : 8) | n;
	return WASIX_OK;
}

wasix_result
read_instr(struct reader *r, struct instr *in)
{
	uint64_t offset = reader_offset(r);
	const struct opcode *row;
	uint8_t byte = 0;
	uint32_t op;

	TRY(read_u8(r, &byte));
	op = byte;
	if (op >= 0xfc && op <= 0xfe)
		TRY(read_prefixed(r, offset, &op));
	row = &rows[CODE_SLOT(op)];
	if (__builtin_expect(!*row->text, 0))
		return fail_opcode(r, offset, op);
	in->op = op;
	in->offset = offset;
	in->signature = row->signature;
	in->immediate = row->immediate;
	in->feature = row->feature;
	return row->immediate == IMM_NONE ? WASIX_OK : read_immediates(r, in);
}

uint32_t
instr_label(struct reader *list)
{
	uint32_t label = 0;
	wasix_result result = read_u32(list, &label);

	assert(result == WASIX_OK);
	(void)result;
	return label;
}

struct catch_clause
instr_catch(struct reader *list)
{
	struct catch_clause clause = { 0 };
	wasix_result result = read_catch(list, &clause);

	assert(result == WASIX_OK);
	(void)result;
	return clause;
}
