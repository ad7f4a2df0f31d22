/* dynamic.c -- functions that the guest has as numbers: what type an entry of its table has, and a
 * call of one whose type the caller does not know. Numbers that no table has are extensions
 * (extension.c). */
#include "dynamic.h"

#include "closure.h"
#include "extension.h"
#include "guest.h"
#include "module.h"

bool
value_type(wasix_kind kind, uint8_t *type, uint32_t *bytes)
{
	switch (kind) {
	case WASIX_I32:
		*type = ABI_WASM_VALUE_TYPE_I32;
		*bytes = 4;
		return true;
	case WASIX_I64:
		*type = ABI_WASM_VALUE_TYPE_I64;
		*bytes = 8;
		return true;
	case WASIX_F32:
		*type = ABI_WASM_VALUE_TYPE_F32;
		*bytes = 4;
		return true;
	case WASIX_F64:
		*type = ABI_WASM_VALUE_TYPE_F64;
		*bytes = 8;
		return true;
	case WASIX_V128:
		*type = ABI_WASM_VALUE_TYPE_V128;
		*bytes = 16;
		return true;
	default:
		return false;
	}
}

/* NULL: the module has none. */
static const struct wasix_table *
table_of(const struct wasix_caller *c)
{
	wasix_extern item;

	if (wasix_instance_export(c->instance, "__indirect_function_table", &item) &&
		item.kind == WASIX_EXTERN_TABLE)
		return item.of.table;
	return c->instance->module->table_count ? instance_table(c->instance, 0) : NULL;
}

/* *in_range: there is such an entry, which may be empty. */
static struct wasix_func *
entry_of(const struct wasix_caller *c, uint32_t number, bool *in_range)
{
	const struct wasix_table *t = table_of(c);

	*in_range = t && number < table_size(t);
	return *in_range ? table_element(t, number) : NULL;
}

/* --- the type --- */

static wasix_errno
types_write(struct wasix_caller *c, const uint8_t *kinds, uint32_t count, wasix_gptr to)
{
	uint8_t types[CELLS_MAX];
	uint32_t bytes;

	for (uint32_t i = 0; i < count; i++)
		if (!value_type(kinds[i], &types[i], &bytes))
			return ABI_ERRNO_INVAL;
	return guest_write(c, to, types, count);
}

/* WASIX, reflect_signature. Entries do not change once they are there, but for closures. */
wasix_errno
host_reflect_signature(struct wasix_caller *c, uint32_t function, wasix_gptr argument_types,
	uint32_t argument_types_len, wasix_gptr result_types, uint32_t result_types_len,
	wasix_gptr ret)
{
	bool in_range;
	const struct wasix_func *f = entry_of(c, function, &in_range);
	const struct functype *type = f ? f->type : NULL;
	struct abi_reflection_result r = {
		.cacheable = in_range && !closure_is_entry(caller_process(c), function)
	};

	if (type && (type->param_count > CELLS_MAX || type->result_count > CELLS_MAX))
		return ABI_ERRNO_OVERFLOW;
	if (type) {
		r.arguments = (uint16_t)type->param_count;
		r.results = (uint16_t)type->result_count;
	}
	GUEST_TRY(guest_write(c, ret, &r, sizeof r));
	if (!type)
		return ABI_ERRNO_INVAL;
	if ((argument_types_len & 0xffff) < type->param_count ||
		(result_types_len & 0xffff) < type->result_count)
		return ABI_ERRNO_OVERFLOW;
	GUEST_TRY(types_write(c, type->params, type->param_count, argument_types));
	return types_write(c, type->results, type->result_count, result_types);
}

/* --- the call --- */

/* Values in a row; those that are missing are 0, unless it is strict. */
static wasix_errno
values_take(struct wasix_caller *c, const struct functype *type, wasix_gptr from, uint32_t len,
	bool strict, union cell *cells)
{
	uint32_t at = 0, bytes;
	uint8_t ignored;

	for (uint32_t i = 0; i < type->param_count; i++) {
		cells[i] = (union cell){ 0 };
		if (!value_type(type->params[i], &ignored, &bytes))
			return ABI_ERRNO_INVAL;
		if (len - at >= bytes)
			GUEST_TRY(guest_read(c, &cells[i], from + at, bytes));
		else if (strict)
			return ABI_ERRNO_INVAL;
		at += len - at >= bytes ? bytes : len - at;
	}
	return strict && at != len ? ABI_ERRNO_INVAL : ABI_ERRNO_SUCCESS;
}

static wasix_errno
values_give(struct wasix_caller *c, const struct functype *type, const union cell *cells,
	wasix_gptr to, uint32_t len, bool strict)
{
	uint32_t at = 0, bytes;
	uint8_t ignored;

	for (uint32_t i = 0; i < type->result_count; i++) {
		if (!value_type(type->results[i], &ignored, &bytes) || (strict && len - at < bytes))
			return ABI_ERRNO_INVAL;
		if (len - at < bytes)
			break;
		GUEST_TRY(guest_write(c, to + at, &cells[i], bytes));
		at += bytes;
	}
	return strict && at != len ? ABI_ERRNO_INVAL : ABI_ERRNO_SUCCESS;
}

wasix_errno
dynamic_call(struct wasix_caller *c, uint32_t function, wasix_gptr values, uint32_t values_len,
	wasix_gptr results, uint32_t results_len, bool strict)
{
	union cell cells[CELLS_MAX];
	wasix_error err = { 0 };
	bool in_range;

	struct wasix_func *f = entry_of(c, function, &in_range);
	if (!f || f->type->param_count > CELLS_MAX || f->type->result_count > CELLS_MAX)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, results, results_len))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(values_take(c, f->type, values, values_len, strict, cells));
	wasix_result result = func_call(f, cells, &err);
	if (result != WASIX_OK)
		caller_pass_on(c, result, &err);
	return values_give(c, f->type, cells, results, results_len, strict);
}
