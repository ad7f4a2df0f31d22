/* kind.c -- value types and functypes: names, kinds of kinds, equality. */
#include "module.h"

#include <string.h>

const char *
kind_name(uint8_t kind)
{
	switch ((wasix_kind)kind) {
	case WASIX_I32:
		return "i32";
	case WASIX_I64:
		return "i64";
	case WASIX_F32:
		return "f32";
	case WASIX_F64:
		return "f64";
	case WASIX_V128:
		return "v128";
	case WASIX_FUNCREF:
		return "funcref";
	case WASIX_EXTERNREF:
		return "externref";
	case WASIX_EXNREF:
		return "exnref";
	}
	return "any type"; /* of an operand that unreachable code made */
}

bool
kind_is_reference(unsigned kind)
{
	return kind == WASIX_FUNCREF || kind == WASIX_EXTERNREF || kind == WASIX_EXNREF;
}

bool
kind_is_value(unsigned kind)
{
	return (kind >= WASIX_V128 && kind <= WASIX_I32) || kind_is_reference(kind);
}

bool
functype_equal(const struct functype *a, const struct functype *b)
{
	return a->param_count == b->param_count && a->result_count == b->result_count &&
	       (!a->param_count || memcmp(a->params, b->params, a->param_count) == 0) &&
	       (!a->result_count || memcmp(a->results, b->results, a->result_count) == 0);
}

/* FNV-1a */
static uint32_t
hash_bytes(uint32_t hash, const uint8_t *bytes, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return (hash ^ len) * 16777619u;
}

uint32_t
functype_hash(const struct functype *type)
{
	uint32_t hash = hash_bytes(2166136261u, type->params, type->param_count);
	hash = hash_bytes(hash, type->results, type->result_count);
	return hash ^ hash >> 15;
}
