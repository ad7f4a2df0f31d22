/* value.c -- values of the public API to cells of compiled code and back. */
#include "error.h"
#include "runtime.h"

#include <string.h>

wasix_result
value_check(const struct wasix_store *store, const wasix_value *value, wasix_error *err)
{
	if (value->kind == WASIX_FUNCREF && value->of.func && value->of.func->store != store)
		return fail(err, WASIX_USAGE, "a function belongs to another store");
	return WASIX_OK;
}

union cell
value_to_cell(const wasix_value *value)
{
	union cell cell;

	memset(&cell, 0, sizeof cell);
	switch (value->kind) {
	case WASIX_I32:
		cell.i32 = (uint32_t)value->of.i32;
		break;
	case WASIX_I64:
		cell.i64 = (uint64_t)value->of.i64;
		break;
	case WASIX_F32: /* as bits: a signalling NaN stays one */
		memcpy(&cell.f32, &value->of.f32, sizeof cell.f32);
		break;
	case WASIX_F64:
		memcpy(&cell.f64, &value->of.f64, sizeof cell.f64);
		break;
	case WASIX_V128:
		memcpy(cell.v128, value->of.v128, sizeof cell.v128);
		break;
	case WASIX_FUNCREF:
		cell.ref = value->of.func;
		break;
	case WASIX_EXTERNREF:
	case WASIX_EXNREF:
		cell.ref = value->of.ref;
		break;
	}
	return cell;
}

wasix_value
cell_to_value(wasix_kind kind, const union cell *cell)
{
	wasix_value value;

	memset(&value, 0, sizeof value);
	value.kind = kind;
	switch (kind) {
	case WASIX_I32:
		value.of.i32 = (int32_t)cell->i32;
		break;
	case WASIX_I64:
		value.of.i64 = (int64_t)cell->i64;
		break;
	case WASIX_F32:
		memcpy(&value.of.f32, &cell->f32, sizeof cell->f32);
		break;
	case WASIX_F64:
		memcpy(&value.of.f64, &cell->f64, sizeof cell->f64);
		break;
	case WASIX_V128:
		memcpy(value.of.v128, cell->v128, sizeof cell->v128);
		break;
	case WASIX_FUNCREF:
		value.of.func = cell->ref;
		break;
	case WASIX_EXNREF: /* may be kept anywhere from now on */
		if (cell->ref)
			((struct exception *)cell->ref)->pinned = true;
		[[fallthrough]];
	case WASIX_EXTERNREF:
		value.of.ref = cell->ref;
		break;
	}
	return value;
}
