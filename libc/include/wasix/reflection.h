/* wasix/reflection.h -- the type of a function that is known as a pointer only. */
#ifndef _WASIX_REFLECTION_H
#define _WASIX_REFLECTION_H

#include <wasix/value_type.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
	uint8_t cacheable;           /* whether the type stays as it is: not of what may be freed */
	uint16_t arguments, results; /* how many */
} wasix_reflection_result_t;

/* Writes the types, if both lists have room for theirs, and their numbers to *result. 0, or -1 with
 * errno: EOVERFLOW: a list is too short, but *result is right; EINVAL: there is no such function.
 */
int wasix_reflect_signature(wasix_function_pointer_t function, wasix_value_type_t *argument_types,
	uint16_t argument_count, wasix_value_type_t *result_types, uint16_t result_count,
	wasix_reflection_result_t *result);

#ifdef __cplusplus
}
#endif

#endif
