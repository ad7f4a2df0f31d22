/* kind.c -- value types: their names, and which they are. */
#include "module.h"

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
