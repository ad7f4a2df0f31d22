/* wasix/closure.h -- functions made at run time, with a pointer of the program's own behind each:
 * what libffi calls closures.
 *
 * Link with -Wl,--growable-table, since each takes a place in the table of functions, and without
 * -pthread with -Wl,--export=__stack_pointer too, since the values lie on the program's stack. All
 * results are 0, or -1 with errno: ENOTSUP without these flags, ENOMEM where there are too many.
 */
#ifndef _WASIX_CLOSURE_H
#define _WASIX_CLOSURE_H

#include <stddef.h>
#include <wasix/value_type.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reserves a place. Calling it before wasix_closure_prepare traps. */
int wasix_closure_allocate(wasix_function_pointer_t *closure);

/* From now on a call of `closure`, as a function of the types given, calls
 *	void backing(const uint8_t *values, uint8_t *results, void *user_data)
 * with the arguments in a row, each in as many bytes as its type has, and the results to be written
 * likewise. May be called again, for the same or other types. EINVAL: backing is no such function,
 * or closure none that was allocated. */
int wasix_closure_prepare(wasix_function_pointer_t backing, wasix_function_pointer_t closure,
	const wasix_value_type_t *argument_types, size_t argument_count,
	const wasix_value_type_t *result_types, size_t result_count, void *user_data);

/* Gives the place back: a call of it traps. */
int wasix_closure_free(wasix_function_pointer_t closure);

#ifdef __cplusplus
}
#endif

#endif
