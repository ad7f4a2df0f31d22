/* wasix/call_dynamic.h -- a call of a function whose type the caller knows at run time only. */
#ifndef _WASIX_CALL_DYNAMIC_H
#define _WASIX_CALL_DYNAMIC_H

#include <stdbool.h>
#include <stddef.h>
#include <wasix/value_type.h>

#ifdef __cplusplus
extern "C" {
#endif

/* values are the arguments in a row, each in as many bytes as the function's type says; so are the
 * results. If strict, the sizes (bytes) have to be those of the type; else what is missing is zero,
 * and what is too much is not looked at. 0, or -1 with errno: EINVAL: there is no such function, or
 * a size is another. */
int wasix_call_dynamic(wasix_function_pointer_t function, const void *values, size_t values_size,
	void *results, size_t results_size, bool strict);

#ifdef __cplusplus
}
#endif

#endif
