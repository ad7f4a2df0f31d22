/* references.c -- which function leads to which: the call graph of a module as wasix.h tells it.
 */
#include "code.h"
#include "error.h"
#include "instr.h"
#include "runtime.h"

const char *
wasix_module_function_name(const wasix_module *m, uint32_t function)
{
	return m->function_names && function < m->function_count ? m->function_names[function]
								 : NULL;
}

uint32_t
wasix_module_function_type(const wasix_module *m, uint32_t function)
{
	return module_object(m)->type_ids[m->functions[function].type];
}

/* A module from the cache was only decoded, so indices are checked here as well. */
static wasix_result
describe(const struct wasix_module *m, const struct instr *in, struct reader *r,
	wasix_reference *out)
{
	*out = (wasix_reference){ .offset = in->offset, .function = in->index };
	if (in->op == OP_CALL_INDIRECT || in->op == OP_RETURN_CALL_INDIRECT) {
		if (in->index >= m->type_count)
			return fail_at(
				r->err, WASIX_INVALID, in->offset, "unknown type %u", in->index);
		out->kind = WASIX_REFERENCE_INDIRECT;
		out->function = 0;
		out->type = module_object(m)->type_ids[in->index];
		return WASIX_OK;
	}
	if (in->index >= m->function_count)
		return fail_at(r->err, WASIX_INVALID, in->offset, "unknown function %u", in->index);
	out->kind = in->op == OP_REF_FUNC ? WASIX_REFERENCE_TAKEN : WASIX_REFERENCE_CALL;
	out->type = wasix_module_function_type(m, in->index);
	return WASIX_OK;
}

static bool
refers(uint32_t op)
{
	return op == OP_CALL || op == OP_CALL_INDIRECT || op == OP_RETURN_CALL ||
	       op == OP_RETURN_CALL_INDIRECT || op == OP_REF_FUNC;
}

static wasix_result
skip_locals(struct reader *r)
{
	struct local_group group;
	uint32_t count;

	TRY(read_u32(r, &count));
	while (count-- > 0)
		TRY(read_local_group(r, &group));
	return WASIX_OK;
}

wasix_result
wasix_module_references(const wasix_module *m, uint32_t function,
	void (*visit)(void *env, const wasix_reference *reference), void *env, wasix_error *err)
{
	error_clear(err);
	if (function >= m->function_count)
		return fail(err, WASIX_USAGE, "there is no function %u", function);
	if (function < m->imported_function_count)
		return WASIX_OK;
	const struct span *body = &m->functions[function].body;
	struct reader r = { body->at, body->at + body->len, m->bytes, err };
	TRY(skip_locals(&r));
	while (reader_left(&r) > 0) {
		wasix_reference reference;
		struct instr in;
		TRY(read_instr(&r, &in));
		if (!refers(in.op))
			continue;
		TRY(describe(m, &in, &r, &reference));
		visit(env, &reference);
	}
	return WASIX_OK;
}

/* --- held by tables and globals --- */

static void
visit_expr(const struct wasix_module *m, const struct const_expr *e,
	void (*visit)(void *env, uint32_t function), void *env)
{
	if (e->op == CONST_REF_FUNC && e->index < m->function_count)
		visit(env, e->index);
}

void
wasix_module_held_functions(
	const wasix_module *m, void (*visit)(void *env, uint32_t function), void *env)
{
	for (uint32_t i = 0; i < m->elem_count; i++)
		for (uint32_t k = 0; k < m->elems[i].count; k++)
			visit_expr(m, &m->elems[i].items[k], visit, env);
	for (uint32_t i = m->imported_table_count; i < m->table_count; i++)
		if (m->table_inits[i].code.len)
			visit_expr(m, &m->table_inits[i], visit, env);
	for (uint32_t i = m->imported_global_count; i < m->global_count; i++)
		visit_expr(m, &m->globals[i].init, visit, env);
}
