/* spec_host.c -- the module `spectest` that the core test suite imports from, as the reference
 * interpreter defines it. Its print functions print nothing: no test looks.
 */
#include "spec.h"

#include <stdlib.h>

bool
spec_imports_add(
	struct spec_imports *imports, const char *module, const char *name, wasix_extern item)
{
	if (imports->count == imports->capacity) {
		size_t capacity = imports->capacity ? imports->capacity * 2 : 64;
		wasix_import *items = realloc(imports->items, capacity * sizeof *items);

		if (!items)
			return false;
		imports->items = items;
		imports->capacity = capacity;
	}
	imports->items[imports->count++] = (wasix_import){ module, name, item };
	return true;
}

static wasix_result
print(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)env, (void)args, (void)results, (void)err;
	return WASIX_OK;
}

static const struct {
	const char *name;
	uint32_t count;
	wasix_kind params[2];
} functions[] = {
	{ "print", 0, { 0 } },
	{ "print_i32", 1, { WASIX_I32 } },
	{ "print_i64", 1, { WASIX_I64 } },
	{ "print_f32", 1, { WASIX_F32 } },
	{ "print_f64", 1, { WASIX_F64 } },
	{ "print_i32_f32", 2, { WASIX_I32, WASIX_F32 } },
	{ "print_f64_f64", 2, { WASIX_F64, WASIX_F64 } },
};

static bool
add_functions(wasix_store *store, struct spec_imports *imports)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		wasix_functype type = { .params = functions[i].params,
			.param_count = functions[i].count };
		wasix_extern item = { .kind = WASIX_EXTERN_FUNC,
			.of.func = wasix_func_new(store, &type, print, NULL) };

		if (!item.of.func ||
			!spec_imports_add(imports, "spectest", functions[i].name, item))
			return false;
	}
	return true;
}

static const struct {
	const char *name;
	wasix_value value;
} globals[] = {
	{ "global_i32", { .kind = WASIX_I32, .of.i32 = 666 } },
	{ "global_i64", { .kind = WASIX_I64, .of.i64 = 666 } },
	{ "global_f32", { .kind = WASIX_F32, .of.f32 = 666.6f } },
	{ "global_f64", { .kind = WASIX_F64, .of.f64 = 666.6 } },
};

static bool
add_globals(wasix_store *store, struct spec_imports *imports)
{
	for (size_t i = 0; i < sizeof globals / sizeof *globals; i++) {
		wasix_extern item = { .kind = WASIX_EXTERN_GLOBAL,
			.of.global = wasix_global_new(store, false, globals[i].value) };

		if (!item.of.global ||
			!spec_imports_add(imports, "spectest", globals[i].name, item))
			return false;
	}
	return true;
}

static bool
add_memory(wasix_store *store, struct spec_imports *imports, const char *name, bool shared)
{
	wasix_extern item = { .kind = WASIX_EXTERN_MEMORY };

	item.of.memory = wasix_memory_new(store, (wasix_limits){ 1, 2 }, shared);
	return item.of.memory && spec_imports_add(imports, "spectest", name, item);
}

static bool
add_table(wasix_store *store, struct spec_imports *imports)
{
	wasix_extern item = { .kind = WASIX_EXTERN_TABLE };

	item.of.table = wasix_table_new(store, WASIX_FUNCREF, (wasix_limits){ 10, 20 });
	return item.of.table && spec_imports_add(imports, "spectest", "table", item);
}

bool
spec_host_new(wasix_store *store, struct spec_imports *imports)
{
	return add_functions(store, imports) && add_globals(store, imports) &&
	       add_table(store, imports) && add_memory(store, imports, "memory", false) &&
	       add_memory(store, imports, "shared_memory", true);
}
