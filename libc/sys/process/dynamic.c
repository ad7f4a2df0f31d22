/* dynamic.c -- <wasix/closure.h>, <wasix/call_dynamic.h>, <wasix/reflection.h>: functions whose
 * types are known at run time. All of it is the host's. */
#include "imports.h"
#include "lowered.h"

#include <wasix/call_dynamic.h>
#include <wasix/closure.h>
#include <wasix/reflection.h>

_Static_assert(sizeof(wasix_reflection_result_t) == sizeof(struct abi_reflection_result), "");
_Static_assert(WASIX_VALUE_TYPE_V128 == ABI_WASM_VALUE_TYPE_V128, "value types");

static int
answer(uint32_t error)
{
	return (int)__wasix_syscall_ret((unsigned long)__wasix_result(error));
}

int
wasix_closure_allocate(wasix_function_pointer_t *closure)
{
	return answer(__import_wasix_closure_allocate(closure));
}

int
wasix_closure_prepare(wasix_function_pointer_t backing, wasix_function_pointer_t closure,
	const wasix_value_type_t *argument_types, size_t argument_count,
	const wasix_value_type_t *result_types, size_t result_count, void *user_data)
{
	return answer(__import_wasix_closure_prepare(backing, closure, argument_types,
		argument_count, result_types, result_count, user_data));
}

int
wasix_closure_free(wasix_function_pointer_t closure)
{
	return answer(__import_wasix_closure_free(closure));
}

int
wasix_call_dynamic(wasix_function_pointer_t function, const void *values, size_t values_size,
	void *results, size_t results_size, bool strict)
{
	return answer(__import_wasix_call_dynamic(
		function, values, values_size, results, results_size, strict));
}

int
wasix_reflect_signature(wasix_function_pointer_t function, wasix_value_type_t *argument_types,
	uint16_t argument_count, wasix_value_type_t *result_types, uint16_t result_count,
	wasix_reflection_result_t *result)
{
	return answer(__import_wasix_reflect_signature(
		function, argument_types, argument_count, result_types, result_count, result));
}
