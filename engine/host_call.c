/* host_call.c -- compiled code calls a function of the embedder: cells to values, results back,
 * failures onwards.
 *
 * Reached through an adapter in the importing module's code, so wasm frames lie above and below.
 */
#include "activation.h"
#include "error.h"
#include "linear.h"
#include "runtime.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES_ON_STACK = 32 };

/* A callback may return a result without a text, or with one but no code. */
static void
complete_error(wasix_error *err, wasix_result result)
{
	if (!err->text[0]) {
		err->code = WASIX_OK;
		fail(err, result, "%s",
			result == WASIX_TRAP ? trap_text(TRAP_HOST) : wasix_result_name(result));
	}
	err->code = result;
}

/* values has room for the arguments, then the results. */
static wasix_result
call_back(struct wasix_func *func, union cell *cells, wasix_value *values, wasix_error *err)
{
	const struct functype *type = func->type;
	wasix_value *results = values + type->param_count;

	for (uint32_t i = 0; i < type->param_count; i++)
		values[i] = cell_to_value(type->params[i], &cells[i]);
	for (uint32_t i = 0; i < type->result_count; i++)
		results[i] = (wasix_value){ .kind = type->results[i] };
	wasix_result result = func->callback(func->env, values, results, err);
	for (uint32_t i = 0; result == WASIX_OK && i < type->result_count; i++) {
		results[i].kind = type->results[i];
		result = value_check(func->store, &results[i], err);
		cells[i] = value_to_cell(&results[i]);
	}
	return result;
}

/* The callback finds an error to write to in any case. In a function of its own: it is large. */
[[gnu::noinline]] static wasix_result
callback_call_quietly(struct wasix_func *func, union cell *cells)
{
	wasix_error own;

	error_clear(&own);
	return callback_call(func, cells, &own);
}

wasix_result
callback_call(struct wasix_func *func, union cell *cells, wasix_error *err)
{
	if (!err)
		return callback_call_quietly(func, cells);
	uint32_t count = func->type->param_count + func->type->result_count;
	wasix_value on_stack[VALUES_ON_STACK];
	wasix_value *values = on_stack;
	wasix_result result;

	if (count > VALUES_ON_STACK)
		values = malloc(count * sizeof *values);
	if (values)
		result = call_back(func, cells, values, err);
	else
		result = fail_memory(err);
	if (values != on_stack)
		free(values);
	if (result != WASIX_OK)
		complete_error(err, result);
	return result;
}

/* To a handler in the outer call, or out of it. */
[[noreturn]] static void
throw_uncaught(struct wasix_store *store)
{
	struct exception *exception = store->uncaught;

	store->uncaught = NULL; /* the throw has its reference again */
	builtin_throw_ref(NULL, exception);
	__builtin_unreachable();
}

[[noreturn]] static void
pass_on(struct wasix_store *store, wasix_result result, const wasix_error *err)
{
	if (result == WASIX_EXCEPTION && store->uncaught)
		throw_uncaught(store);
	wasix_error *out = activation_current()->err;
	if (out && out->code == WASIX_OK)
		*out = *err;
	activation_stop(result);
}

void
host_call(struct wasix_func *func, union cell *cells)
{
	wasix_error err;

	trap_if_stack_is_low();
	error_clear(&err);
	wasix_result result = callback_call(func, cells, &err);
	if (result != WASIX_OK) /* the function may be shared by several threads */
		pass_on(activation_current()->store, result, &err);
}

void
caller_pass_on(struct wasix_caller *c, wasix_result result, const wasix_error *err)
{
	pass_on(c->instance->store, result, err);
}

enum { CAST_CELLS_MAX = 1024 };

void *
call_cast(struct wasix_func *func, union cell *cells, uint32_t count)
{
	uint32_t needed = func->type->param_count + func->type->result_count;
	union cell more[CAST_CELLS_MAX], *values = cells;

	trap_if_stack_is_low();
	if (needed > CAST_CELLS_MAX)
		trap_raise(TRAP_INDIRECT_CALL_TYPE);
	if (needed > count) {
		memset(more, 0, needed * sizeof *more);
		values = memcpy(more, cells, count * sizeof *cells);
	}
	if (func->callback) {
		host_call(func, values);
	} else {
		struct exception *exception = func->call(func->entry, func->ctx, values);
		if (exception)
			builtin_throw_ref(NULL, exception);
	}
	cells[0] = func->type->result_count ? values[0] : (union cell){ 0 };
	return NULL;
}

const struct code_hooks runtime_hooks = {
	.host_call = host_call,
	.call_cast = call_cast,
	.personality = code_personality,
	.memmove = linear_memmove,
	.memset = linear_memset,
};
