/* types.h -- types.def as C declarations, the same for guest and host (C11).
 *
 * Integers are abi_NAME, layouts struct abi_NAME, values ABI_ENUM_NAME, flags ABI_FLAGS_NAME. Addresses in linear memory are integers here (abi_ptr).
 * Each size, alignment and offset is asserted below, so a layout cannot drift.
 */
#ifndef ABI_TYPES_H
#define ABI_TYPES_H

#include <stddef.h>
#include <stdint.h>

/* clang-format off */

/* integers */
#define NUMBER(name, ctype)         typedef ctype abi_##name;
#define SCALAR(name, number, text)  typedef abi_##number abi_##name;
#define ENUM(name, NAME, number)    typedef abi_##number abi_##name;
#define FLAGS(name, NAME, number)   typedef abi_##number abi_##name;
#include "types.def"

typedef abi_u16 abi_errno;

/* values */
enum abi_value {
#define ENUMERATOR(NAME, VALUE_NAME, value) ABI_##NAME##_##VALUE_NAME = value,
#include "types.def"
#define ERR(number, NAME, text, host) ABI_ERRNO_##NAME = number,
#include "errno.def"
};

/* flags; rights have more than 32 bits, so each constant is as wide as its type */
enum abi_flag {
#define FLAG(NAME, FLAG_NAME, bit) ABI_##NAME##_##FLAG_NAME = UINT64_C(1) << bit,
#include "types.def"
};

/* layouts */
#define STRUCT(name, size, align)                                   struct abi_##name {
#define FIELD(struct_name, type, name, offset)                      abi_##type name;
#define FIELD_STRUCT(struct_name, type, name, offset)               struct abi_##type name;
#define FIELD_ARRAY(struct_name, type, name, count, offset)         abi_##type name[count];
#define UNION_BEGIN(struct_name, name)                              union {
#define CASE(struct_name, type, name, offset)                       abi_##type name;
#define CASE_STRUCT(struct_name, type, name, offset)                struct abi_##type name;
#define CASE_ARRAY(struct_name, type, name, count, offset)          abi_##type name[count];
#define UNION_END(struct_name, name)                                } name;
#define STRUCT_END(name)                                            };
#include "types.def"

/* the promise */
#define STRUCT(name, size, align) \
	_Static_assert(sizeof(struct abi_##name) == size && _Alignof(struct abi_##name) == align, #name);
#define AT(struct_name, member, offset) \
	_Static_assert(offsetof(struct abi_##struct_name, member) == offset, #struct_name "." #member);
#define FIELD(struct_name, type, name, offset)                      AT(struct_name, name, offset)
#define FIELD_STRUCT(struct_name, type, name, offset)               AT(struct_name, name, offset)
#define FIELD_ARRAY(struct_name, type, name, count, offset)         AT(struct_name, name, offset)
#define CASE(struct_name, type, name, offset)                       AT(struct_name, u.name, offset)
#define CASE_STRUCT(struct_name, type, name, offset)                AT(struct_name, u.name, offset)
#define CASE_ARRAY(struct_name, type, name, count, offset)          AT(struct_name, u.name, offset)
#include "types.def"
#undef AT

/* clang-format on */

#endif
