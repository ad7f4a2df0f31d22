/* validate.c -- types of a whole module (spec, "Validation": Modules), in the order of its index
 * spaces; function bodies are validate_code.c's.
 */
#include "validate.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PAGES    65536u
#define MAX_ELEMENTS UINT32_MAX

/* At `offset`, for items that are no instructions. */
static wasix_result
check_index_at(
	struct validator *v, uint64_t offset, uint32_t index, uint32_t count, const char *what)
{
	v->in.offset = offset;
	return check_index(v, index, count, what);
}

static void
use_feature(struct validator *v, enum feature feature)
{
	v->features |= UINT64_C(1) << feature;
}

/* --- types --- */

static void
note_kind(struct validator *v, uint8_t kind)
{
	if (kind == WASIX_EXTERNREF || kind == WASIX_FUNCREF)
		use_feature(v, FEATURE_REFERENCE_TYPES);
	if (kind == WASIX_EXNREF)
		use_feature(v, FEATURE_EXCEPTIONS);
	if (kind == WASIX_V128)
		use_feature(v, FEATURE_SIMD);
}

static void
note_functype(struct validator *v, const struct functype *type)
{
	if (type->result_count > 1)
		use_feature(v, FEATURE_MULTI_VALUE);
	for (uint32_t i = 0; i < type->param_count; i++)
		note_kind(v, type->params[i]);
	for (uint32_t i = 0; i < type->result_count; i++)
		note_kind(v, type->results[i]);
}

static wasix_result
check_limits(struct validator *v, const struct limits *limits, uint64_t most, const char *too_many)
{
	if (limits->min > most || (limits->max != UINT64_MAX && limits->max > most))
		return fail(v->err, WASIX_INVALID, "%s", too_many);
	if (limits->min > limits->max)
		return fail(v->err, WASIX_INVALID,
			"size minimum must not be greater than maximum: %llu and %llu",
			(unsigned long long)limits->min, (unsigned long long)limits->max);
	return WASIX_OK;
}

static wasix_result
check_tables(struct validator *v)
{
	const struct wasix_module *m = v->m;

	if (m->table_count > 1)
		use_feature(v, FEATURE_REFERENCE_TYPES);
	for (uint32_t i = 0; i < m->table_count; i++) {
		if (m->tables[i].element != WASIX_FUNCREF)
			note_kind(v, m->tables[i].element);
		TRY(check_limits(v, &m->tables[i].limits, MAX_ELEMENTS,
			"table size must be at most 2^32-1"));
	}
	return WASIX_OK;
}

static wasix_result
check_memories(struct validator *v)
{
	const struct wasix_module *m = v->m;

	if (m->memory_count > 1)
		use_feature(v, FEATURE_MULTI_MEMORY);
	for (uint32_t i = 0; i < m->memory_count; i++) {
		TRY(check_limits(v, &m->memories[i], MAX_PAGES,
			"memory size must be at most 65536 pages (4GiB)"));
		if (!m->memories[i].shared)
			continue;
		use_feature(v, FEATURE_THREADS);
		if (m->memories[i].max == UINT64_MAX)
			return fail(v->err, WASIX_INVALID, "shared memory must have maximum");
	}
	return WASIX_OK;
}

static wasix_result
check_tags(struct validator *v)
{
	const struct wasix_module *m = v->m;

	if (m->tag_count)
		use_feature(v, FEATURE_EXCEPTIONS);
	for (uint32_t i = 0; i < m->tag_count; i++) {
		TRY(check_index(v, m->tags[i], m->type_count, "type"));
		if (m->types[m->tags[i]].result_count)
			return fail(v->err, WASIX_INVALID, "non-empty tag result type: tag %u", i);
	}
	return WASIX_OK;
}

static wasix_result
check_functions(struct validator *v)
{
	const struct wasix_module *m = v->m;

	for (uint32_t i = 0; i < m->function_count; i++)
		TRY(check_index(v, m->functions[i].type, m->type_count, "type"));
	for (uint32_t i = 0; i < m->imported_global_count; i++)
		if (m->globals[i].type.is_mutable)
			use_feature(v, FEATURE_MUTABLE_GLOBALS);
	return WASIX_OK;
}

/* --- constant expressions --- */

static bool
is_constant(uint32_t op)
{
	return op == OP_I32_CONST || op == OP_I64_CONST || op == OP_F32_CONST ||
	       op == OP_F64_CONST || op == OP_V128_CONST || op == OP_GLOBAL_GET ||
	       op == OP_REF_FUNC || op == OP_REF_NULL;
}

static bool
is_constant_arithmetic(uint32_t op)
{
	return op == OP_I32_ADD || op == OP_I32_SUB || op == OP_I32_MUL || op == OP_I64_ADD ||
	       op == OP_I64_SUB || op == OP_I64_MUL;
}

/* Says what is wrong with what is no constant expression. */
static wasix_result
fail_const(struct validator *v, const struct const_expr *e)
{
	struct reader r = { e->code.at, e->code.at + e->code.len, v->m->bytes, v->err };
	bool arithmetic = false;

	while (r.at != r.end - 1) {
		TRY(read_instr(&r, &v->in));
		arithmetic |= is_constant_arithmetic(v->in.op);
		if (!is_constant(v->in.op) && !is_constant_arithmetic(v->in.op))
			return fail_at(v->err, WASIX_INVALID, v->in.offset,
				"constant expression required: %s is none",
				opcode_row(v->in.op)->text);
	}
	if (arithmetic)
		return fail_at(v->err, WASIX_INVALID, e->offset,
			"type mismatch: constant expression without an operand, with several "
			"values, or with more than %d at a time",
			CONST_DEPTH_MAX);
	return fail_at(v->err, WASIX_INVALID, e->offset,
		"type mismatch: constant expression with %s",
		e->code.len == 1 ? "no value" : "several values");
}

/* A global or function that is named. globals: how many the expression may name. */
static wasix_result
check_const_index(struct validator *v, uint8_t op, uint64_t offset, uint32_t index,
	uint32_t globals, uint8_t *kind)
{
	const struct globaltype *type;

	if (op == CONST_REF_FUNC) {
		TRY(check_index_at(v, offset, index, v->m->function_count, "function"));
		v->m->functions[index].declared = true;
	}
	if (op != CONST_GLOBAL)
		return WASIX_OK;
	TRY(check_index_at(v, offset, index, globals, "global"));
	type = &v->m->globals[index].type;
	if (type->is_mutable)
		return fail_at(v->err, WASIX_INVALID, offset,
			"constant expression required: global %u is mutable", index);
	*kind = type->kind;
	return WASIX_OK;
}

/* Decoding saw to it that no operand is missing. */
static wasix_result
check_const_steps(struct validator *v, struct const_expr *e, uint32_t globals)
{
	uint8_t kinds[CONST_DEPTH_MAX];
	uint32_t depth = 0;

	if (e->index > 1)
		use_feature(v, FEATURE_EXTENDED_CONST);
	for (uint32_t i = 0; i < e->index; i++) {
		struct const_step *s = &e->steps[i];
		if (s->op < CONST_STEPS) {
			assert(depth < CONST_DEPTH_MAX);
			TRY(check_const_index(v, s->op, s->offset, s->index, globals, &s->kind));
			kinds[depth++] = s->kind;
			continue;
		}
		assert(depth >= 2 && depth <= CONST_DEPTH_MAX);
		depth--;
		if (kinds[depth] != s->kind || kinds[depth - 1] != s->kind)
			return fail_at(v->err, WASIX_INVALID, s->offset,
				"type mismatch: constant arithmetic on %s takes %s and %s",
				kind_name(s->kind), kind_name(kinds[depth - 1]),
				kind_name(kinds[depth]));
	}
	return WASIX_OK;
}

static wasix_result
check_const(struct validator *v, struct const_expr *e, uint8_t kind, uint32_t globals)
{
	if (e->malformed_for_validate)
		return fail_const(v, e);
	if (e->op == CONST_STEPS)
		TRY(check_const_steps(v, e, globals));
	else
		TRY(check_const_index(v, e->op, e->offset, e->index, globals, &e->kind));
	if (e->kind != kind)
		return fail_at(v->err, WASIX_INVALID, e->offset,
			"type mismatch: constant expression of type %s, %s is needed",
			kind_name(e->kind), kind_name(kind));
	return WASIX_OK;
}

/* NOTE: as in 3.0 a global's initialiser may name own immutable globals before it, not only
 * imported ones. */
static wasix_result
check_globals(struct validator *v)
{
	struct wasix_module *m = v->m;

	for (uint32_t i = m->imported_global_count; i < m->global_count; i++) {
		note_kind(v, m->globals[i].type.kind);
		TRY(check_const(v, &m->globals[i].init, m->globals[i].type.kind, i));
	}
	return WASIX_OK;
}

/* Tables come before globals, so that only imported ones can be named. */
static wasix_result
check_table_inits(struct validator *v)
{
	const struct wasix_module *m = v->m;

	for (uint32_t i = m->imported_table_count; i < m->table_count; i++) {
		if (!m->table_inits[i].code.len)
			continue;
		use_feature(v, FEATURE_FUNCTION_REFERENCES);
		TRY(check_const(
			v, &m->table_inits[i], m->tables[i].element, m->imported_global_count));
	}
	return WASIX_OK;
}

/* --- segments --- */

static wasix_result
check_elem(struct validator *v, struct elem_segment *e)
{
	const struct wasix_module *m = v->m;

	if (e->mode != SEGMENT_ACTIVE) {
		use_feature(v,
			e->mode == SEGMENT_PASSIVE ? FEATURE_BULK_MEMORY : FEATURE_REFERENCE_TYPES);
	} else {
		TRY(check_index_at(v, e->offset, e->table, m->table_count, "table"));
		if (m->tables[e->table].element != e->kind)
			return fail_at(v->err, WASIX_INVALID, e->offset,
				"type mismatch: elements of type %s in a table of %s",
				kind_name(e->kind), kind_name(m->tables[e->table].element));
		TRY(check_const(v, &e->at, WASIX_I32, m->global_count));
	}
	for (uint32_t i = 0; i < e->count; i++)
		TRY(check_const(v, &e->items[i], e->kind, m->global_count));
	return WASIX_OK;
}

static wasix_result
check_data(struct validator *v, struct data_segment *d)
{
	if (d->mode != SEGMENT_ACTIVE) {
		use_feature(v, FEATURE_BULK_MEMORY);
		return WASIX_OK;
	}
	TRY(check_index_at(v, d->offset, d->memory, v->m->memory_count, "memory"));
	return check_const(v, &d->at, WASIX_I32, v->m->global_count);
}

static wasix_result
check_segments(struct validator *v)
{
	struct wasix_module *m = v->m;

	for (uint32_t i = 0; i < m->elem_count; i++)
		TRY(check_elem(v, &m->elems[i]));
	for (uint32_t i = 0; i < m->data_count; i++)
		TRY(check_data(v, &m->datas[i]));
	return WASIX_OK;
}

/* --- exports and start --- */

static wasix_result
check_export(struct validator *v, const struct export *ex)
{
	struct wasix_module *m = v->m;

	switch (ex->kind) {
	case WASIX_EXTERN_FUNC:
		TRY(check_index(v, ex->index, m->function_count, "function"));
		m->functions[ex->index].declared = true;
		return WASIX_OK;
	case WASIX_EXTERN_TABLE:
		return check_index(v, ex->index, m->table_count, "table");
	case WASIX_EXTERN_MEMORY:
		return check_index(v, ex->index, m->memory_count, "memory");
	case WASIX_EXTERN_GLOBAL:
		TRY(check_index(v, ex->index, m->global_count, "global"));
		if (m->globals[ex->index].type.is_mutable)
			use_feature(v, FEATURE_MUTABLE_GLOBALS);
		return WASIX_OK;
	case WASIX_EXTERN_TAG:
		return check_index(v, ex->index, m->tag_count, "tag");
	}
	return WASIX_OK;
}

static int
compare_exports(const void *a, const void *b)
{
	const struct export *x = *(const struct export *const *)a,
			    *y = *(const struct export *const *)b;

	if (x->name_len != y->name_len)
		return x->name_len < y->name_len ? -1 : 1;
	return memcmp(x->name, y->name, x->name_len);
}

/* By sorting: a hash could be made to collide. */
static wasix_result
check_export_names(struct validator *v)
{
	const struct wasix_module *m = v->m;
	const struct export **sorted = arena_array(v->scratch, m->export_count, sizeof *sorted);

	if (!sorted)
		return fail_memory(v->err);
	for (uint32_t i = 0; i < m->export_count; i++)
		sorted[i] = &m->exports[i];
	if (m->export_count)
		qsort(sorted, m->export_count, sizeof *sorted, compare_exports);
	for (uint32_t i = 1; i < m->export_count; i++)
		if (compare_exports(&sorted[i - 1], &sorted[i]) == 0)
			return fail(v->err, WASIX_INVALID, "duplicate export name \"%s\"",
				sorted[i]->name);
	return WASIX_OK;
}

static wasix_result
check_exports(struct validator *v)
{
	for (uint32_t i = 0; i < v->m->export_count; i++)
		TRY(check_export(v, &v->m->exports[i]));
	return check_export_names(v);
}

static wasix_result
check_start(struct validator *v)
{
	const struct functype *type;

	if (!v->m->has_start)
		return WASIX_OK;
	TRY(check_index(v, v->m->start, v->m->function_count, "function"));
	type = module_functype(v->m, v->m->start);
	if (type->param_count || type->result_count)
		return fail(
			v->err, WASIX_INVALID, "start function must neither take nor give values");
	return WASIX_OK;
}

/* --- module --- */

static wasix_result
check_bodies(struct validator *v)
{
	for (uint32_t i = v->m->imported_function_count; i < v->m->function_count; i++)
		TRY(validate_body(v, i));
	return WASIX_OK;
}

static wasix_result
check_module(struct validator *v)
{
	for (uint32_t i = 0; i < v->m->type_count; i++)
		note_functype(v, &v->m->types[i]);
	TRY(check_functions(v));
	TRY(check_tables(v));
	TRY(check_memories(v));
	TRY(check_tags(v));
	TRY(check_table_inits(v));
	TRY(check_globals(v));
	TRY(check_exports(v));
	TRY(check_start(v));
	TRY(check_segments(v));
	return check_bodies(v);
}

wasix_result
module_validate(struct wasix_module *m, wasix_error *err)
{
	struct validator v = { .m = m, .err = err, .scratch = arena_new() };
	wasix_result result;

	if (!v.scratch)
		return fail_memory(err);
	result = check_module(&v);
	arena_delete(v.scratch);
	if (result != WASIX_OK)
		return result;
	m->features = v.features & ((UINT64_C(1) << FEATURE_COUNT) - 1);
	m->validated = true;
	return WASIX_OK;
}
