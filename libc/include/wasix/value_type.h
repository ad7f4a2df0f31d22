/* wasix/value_type.h -- what the calls of <wasix/closure.h>, <wasix/call_dynamic.h> and
 * <wasix/reflection.h> share: functions as numbers of the table, which is what a function pointer
 * is, and types of their parameters and results.
 */
#ifndef _WASIX_VALUE_TYPE_H
#define _WASIX_VALUE_TYPE_H

#include <stdint.h>

typedef uint32_t wasix_function_pointer_t;

/* Pointers are I32. */
typedef uint8_t wasix_value_type_t;
#define WASIX_VALUE_TYPE_I32  0
#define WASIX_VALUE_TYPE_I64  1
#define WASIX_VALUE_TYPE_F32  2
#define WASIX_VALUE_TYPE_F64  3
#define WASIX_VALUE_TYPE_V128 4

#endif
