/* api.c -- include/wasix.h on top of the engine: instances and calls, and what a module says of
 * itself.
 *
 * Elsewhere: engine.c (engines), module_object.c (modules), store.c (stores and their objects);
 * processes, capabilities and the rows of the ABI are the host's.
 */
#include "arena.h"
#include "code.h"
#include "dylink.h"
#include "error.h"
#include "runtime.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- modules --- */

/* By enum feature. */
static const char *const FEATURE_NAMES[FEATURE_COUNT] = {
	[FEATURE_MULTI_VALUE] = "multi-value",
	[FEATURE_REFERENCE_TYPES] = "reference-types",
	[FEATURE_BULK_MEMORY] = "bulk-memory",
	[FEATURE_SIGN_EXTENSION] = "sign-extension",
	[FEATURE_SATURATING_TRUNCATION] = "saturating-truncation",
	[FEATURE_MUTABLE_GLOBALS] = "mutable-globals",
	[FEATURE_EXCEPTIONS] = "exceptions",
	[FEATURE_LEGACY_EXCEPTIONS] = "legacy-exceptions",
	[FEATURE_THREADS] = "threads",
	[FEATURE_EXTENDED_CONST] = "extended-const",
	[FEATURE_SIMD] = "simd",
	[FEATURE_RELAXED_SIMD] = "relaxed-simd",
	[FEATURE_TAIL_CALLS] = "tail-calls",
	[FEATURE_MULTI_MEMORY] = "multi-memory",
	[FEATURE_WIDE_ARITHMETIC] = "wide-arithmetic",
	[FEATURE_FUNCTION_REFERENCES] = "function-references",
};

enum { FEATURE_TEXT_MAX = 512 };

/* A module from the cache was not validated this time, so its features are not known before. */
static const char *
features_text(struct module_object *o)
{
	struct wasix_module *m = &o->module;

	if (o->features)
		return o->features;
	if (!m->validated)
		(void)!module_validate(m, NULL);
	char *text = arena_alloc(m->arena, FEATURE_TEXT_MAX);
	if (!text)
		return "";
	for (unsigned i = 0; i < FEATURE_COUNT; i++)
		if (m->features & UINT64_C(1) << i) {
			if (*text)
				strcat(text, ", ");
			strcat(text, FEATURE_NAMES[i]);
		}
	o->features = text;
	return text;
}

static bool
exports_function(const struct wasix_module *m, const char *name)
{
	for (uint32_t i = 0; i < m->export_count; i++)
		if (m->exports[i].kind == WASIX_EXTERN_FUNC &&
			strcmp(m->exports[i].name, name) == 0)
			return true;
	return false;
}

void
wasix_module_info_get(const wasix_module *m, wasix_module_info *out)
{
	struct module_object *o = module_object(m);

	memset(out, 0, sizeof *out);
	out->name = m->name;
	out->is_command = exports_function(m, "_start");
	out->is_reactor = !out->is_command && exports_function(m, "_initialize");
	out->is_dynamic = m->dylink;
	out->has_memory = m->memory_count > 0;
	if (out->has_memory) {
		out->memory_imported = m->imported_memory_count > 0;
		out->memory_shared = m->memories[0].shared;
		out->memory = (wasix_limits){ m->memories[0].min, m->memories[0].max };
	}
	pthread_mutex_lock(&o->lock);
	out->features = features_text(o);
	pthread_mutex_unlock(&o->lock);
	out->function_count = m->function_count;
	out->code_size = m->code_size;
	for (uint32_t i = 0; i < m->data_count; i++)
		out->data_size += m->datas[i].bytes.len;
	out->has_start = m->has_start;
	out->start = m->start;
}

bool
wasix_module_dylink_get(const wasix_module *m, wasix_dylink_info *out)
{
	const struct dylink *d = m->dylink;

	if (!d)
		return false;
	*out = (wasix_dylink_info){ .memory_size = d->memory_size,
		.memory_align = UINT32_C(1) << d->memory_align,
		.table_size = d->table_size,
		.needed = d->needed,
		.needed_count = d->needed_count,
		.paths = d->paths,
		.path_count = d->path_count };
	return true;
}

size_t
wasix_module_import_count(const wasix_module *module)
{
	return module->import_count;
}

size_t
wasix_module_export_count(const wasix_module *module)
{
	return module->export_count;
}

void
wasix_module_export_get(const wasix_module *module, size_t index, wasix_export_info *out)
{
	const struct export *e = &module->exports[index];

	out->name = e->name;
	out->name_len = e->name_len;
	out->kind = e->kind;
	out->index = e->index;
	module_type_text(module, e->kind, e->index, out->type);
}

/* --- instances --- */

wasix_result
wasix_instance_new(wasix_store *store, wasix_module *module, const wasix_import *imports,
	size_t import_count, wasix_instance **out, wasix_error *err)
{
	error_clear(err);
	if (module->engine != store->engine) /* they number functypes each on its own */
		return fail(err, WASIX_USAGE, "the module belongs to another engine");
	return instance_new(store, module, imports, import_count, out, err);
}

bool
wasix_instance_export(wasix_instance *instance, const char *name, wasix_extern *out)
{
	return instance_export(instance, name, out);
}

bool
wasix_instance_export_at(wasix_instance *instance, size_t index, wasix_extern *out)
{
	return instance_export_at(instance, index, out);
}

/* --- calls --- */

enum { CELLS_ON_STACK = 32 };

static wasix_result
check_args(const wasix_func *func, const wasix_value *args, size_t arg_count, size_t result_count,
	wasix_error *err)
{
	const struct functype *type = func->type;
	char text[WASIX_TYPE_TEXT_MAX];

	bool fits = arg_count == type->param_count && result_count == type->result_count;
	for (size_t i = 0; fits && i < arg_count; i++) {
		fits = args[i].kind == (wasix_kind)type->params[i];
		if (fits)
			TRY(value_check(func->store, &args[i], err));
	}
	if (fits)
		return WASIX_OK;
	functype_text(type, text, sizeof text);
	return fail(err, WASIX_USAGE, "the arguments or results do not fit the type %s", text);
}

/* Arguments in, results out, through cells that have room for either. */
static wasix_result
call_with_cells(wasix_func *func, union cell *cells, const wasix_value *args, wasix_value *results,
	wasix_error *err)
{
	const struct functype *type = func->type;

	for (uint32_t i = 0; i < type->param_count; i++)
		cells[i] = value_to_cell(&args[i]);
	TRY(func_call(func, cells, err));
	assert(results || !type->result_count); /* check_args looked */
	for (uint32_t i = 0; i < type->result_count; i++)
		results[i] = cell_to_value(type->results[i], &cells[i]);
	return WASIX_OK;
}

wasix_result
wasix_func_call(wasix_func *func, const wasix_value *args, size_t arg_count, wasix_value *results,
	size_t result_count, wasix_error *err)
{
	union cell on_stack[CELLS_ON_STACK];
	size_t count = arg_count > result_count ? arg_count : result_count;

	error_clear(err);
	TRY(check_args(func, args, arg_count, result_count, err));
	if (count <= CELLS_ON_STACK)
		return call_with_cells(func, on_stack, args, results, err);
	union cell *cells = calloc(count, sizeof *cells);
	if (!cells)
		return fail_memory(err);
	wasix_result result = call_with_cells(func, cells, args, results, err);
	free(cells);
	return result;
}

static wasix_func *
exported_function(wasix_instance *instance, const char *name)
{
	wasix_extern item;
	bool found = instance_export(instance, name, &item) && item.kind == WASIX_EXTERN_FUNC;

	return found ? item.of.func : NULL;
}

wasix_result
wasix_call(wasix_instance *instance, const char *name, const wasix_value *args, size_t arg_count,
	wasix_value *results, size_t result_count, wasix_error *err)
{
	wasix_func *func = exported_function(instance, name);

	error_clear(err);
	if (!func)
		return fail(err, WASIX_USAGE, "no function \"%.100s\" is exported", name);
	return wasix_func_call(func, args, arg_count, results, result_count, err);
}

/* _initialize if there is one, then _start. */
static wasix_result
run_command(wasix_instance *instance, wasix_error *err)
{
	wasix_func *initialize = exported_function(instance, "_initialize");
	wasix_func *start = exported_function(instance, "_start");
	wasix_result result;

	if (!start)
		return fail(err, WASIX_USAGE,
			"the module is no command: it exports no function _start");
	if (initialize)
		TRY(wasix_func_call(initialize, NULL, 0, NULL, 0, err));
	do
		result = wasix_func_call(start, NULL, 0, NULL, 0, err);
	while (store_again(instance, &result, err));
	return result;
}

wasix_result
wasix_run(wasix_instance *instance, int *exit_code, wasix_error *err)
{
	wasix_error own;
	wasix_error *e = err ? err : &own; // cppcheck-suppress uninitvar ; set when it is filled

	error_clear(e);
	compiler_rest(&instance->store->engine->compiler);
	wasix_result result = store_finish(instance->store, run_command(instance, e), e);
	if (result != WASIX_OK && result != WASIX_EXIT)
		return result;
	*exit_code = result == WASIX_EXIT ? e->exit_code : 0;
	error_clear(e);
	return WASIX_OK;
}
