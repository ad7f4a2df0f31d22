/* kind.c -- the names of value types. */
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
