/* embed.h -- what the embedding tests share: checks that print, and a module made to an instance.
 */
#ifndef TESTS_EMBED_H
#define TESTS_EMBED_H

#include "wasix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                \
	do {                                                                            \
		if (!(condition)) {                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			exit(1);                                                        \
		}                                                                       \
	} while (0)

#define I32(value)                                       \
	(wasix_value)                                    \
	{                                                \
		.kind = WASIX_I32, .of = {.i32 = value } \
	}

static inline wasix_module *
module_of(wasix_engine *engine, const uint8_t *bytes, size_t len)
{
	wasix_error err = { 0 };
	wasix_module *module = NULL;
	if (wasix_module_new(engine, bytes, len, &module, &err) != WASIX_OK) {
		fprintf(stderr, "module: %s\n", err.text);
		exit(1);
	}
	return module;
}

static inline wasix_instance *
instance_of(wasix_store *store, wasix_module *module, const wasix_import *imports, size_t count)
{
	wasix_error err = { 0 };
	wasix_instance *instance = NULL;
	if (wasix_instance_new(store, module, imports, count, &instance, &err) != WASIX_OK) {
		fprintf(stderr, "instance: %s\n", err.text);
		exit(1);
	}
	return instance;
}

/* What functions of func_of do where it does not matter what. */
static inline wasix_result
triple(void *env, const wasix_value *args, wasix_value *results, wasix_error *err)
{
	(void)env, (void)err;
	results[0].of.i32 = 3 * args[0].of.i32;
	return WASIX_OK;
}

/* (i32) -> i32 */
static inline wasix_func *
func_of(wasix_store *store, wasix_callback callback, void *env)
{
	static const wasix_kind KINDS[] = { WASIX_I32 };
	const wasix_functype type = { KINDS, KINDS, 1, 1 };
	return wasix_func_new(store, &type, callback, env);
}

static inline wasix_import
import_of(const char *name, wasix_func *func)
{
	wasix_import import = { "env", name, { .kind = WASIX_EXTERN_FUNC } };
	import.item.of.func = func;
	return import;
}

/* Calls (i32) -> i32. */
static inline wasix_result
call(wasix_instance *instance, const char *name, int32_t argument, int32_t *out, wasix_error *err)
{
	wasix_value arg = I32(argument), result = I32(0);
	wasix_result code = wasix_call(instance, name, &arg, 1, &result, 1, err);
	*out = result.of.i32;
	return code;
}

#endif
