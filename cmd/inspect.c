/* inspect.c -- `wasix inspect`: what a module imports, what each import needs, and the flags it
 * will want. */
#include "commands.h"
#include "file.h"
#include "options.h"
#include "wasix.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum flag { FLAG_JSON };

static const struct option_spec OPTIONS[] = {
	{ "json", 0, ARGUMENT_NONE, NULL, "print one JSON object instead of tables", FLAG_JSON },
};

static const struct command INSPECT = {
	.name = "inspect",
	.operands = "MODULE",
	.summary = "Shows what a module is, what it imports and which flags of wasix run it will "
		   "need.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

static bool
take_flag(void *env, int id, const char *argument)
{
	(void)argument;
	*(bool *)env = id == FLAG_JSON;
	return true;
}

static const char *
module_kind(const wasix_module_info *info)
{
	if (info->is_dynamic)
		return info->is_command ? "dynamic main module" : "dynamic library";
	if (info->is_command)
		return "command";
	return info->is_reactor ? "reactor" : "library";
}

/* What became of an import: the row's status, or why it will not link. */
static const char *
import_status(const wasix_import_info *import)
{
	if (!import->known)
		return "unknown";
	return import->type_agrees ? import->status : "differs";
}

/* Whether some import of the module needs the capability. */
static bool
module_needs(const wasix_module *module, const wasix_capability *capability)
{
	for (size_t i = 0; i < wasix_module_import_count(module); i++) {
		wasix_import_info import;
		wasix_module_import_get(module, i, &import);
		if (import.known && strcmp(import.needs, capability->name) == 0)
			return true;
	}
	return false;
}

/* --- tables
 * --------------------------------------------------------------------------------------------------------
 */

static void
print_memory(const wasix_module_info *info)
{
	printf("  memory    %" PRIu64 " pages of 64 KiB, ", info->memory.min);
	if (info->memory.max == UINT64_MAX)
		printf("no maximum");
	else
		printf("at most %" PRIu64, info->memory.max);
	printf("%s%s\n", info->memory_imported ? ", imported" : "",
		info->memory_shared ? ", shared" : "");
}

static void
print_summary(const char *path, size_t len, const wasix_module_info *info)
{
	printf("%s: %s, %zu bytes\n", path, module_kind(info), len);
	if (info->name)
		printf("  name      %s\n", info->name);
	printf("  code      %" PRIu32 " functions, %" PRIu64 " bytes; data %" PRIu64 " bytes\n",
		info->function_count, info->code_size, info->data_size);
	if (info->has_memory)
		print_memory(info);
	printf("  features  %s\n", *info->features ? info->features : "none beyond 1.0");
}

static void
print_import(const wasix_import_info *import)
{
	printf("  %s.%s\n      %-34s %-8s %-8s %s\n", import->module, import->name, import->type,
		import->known ? import->needs : "-", import_status(import),
		import->known ? import->summary : "nothing here offers it; an embedder must");
	if (import->known && !import->type_agrees)
		printf("      offered as %s\n", import->expected);
}

static void
print_imports(const wasix_module *module)
{
	size_t count = wasix_module_import_count(module);
	printf("\n%zu imports\n      %-34s %-8s %-8s %s\n", count, "type", "needs", "status",
		"meaning");
	for (size_t i = 0; i < count; i++) {
		wasix_import_info import;
		wasix_module_import_get(module, i, &import);
		print_import(&import);
	}
}

static void
print_exports(const wasix_module *module)
{
	size_t count = wasix_module_export_count(module);
	printf("\n%zu exports\n", count);
	for (size_t i = 0; i < count; i++) {
		wasix_export_info export;
		wasix_module_export_get(module, i, &export);
		printf("  %-28s %s\n", export.name, export.type);
	}
}

static void
print_flags(const wasix_module *module, const char *path)
{
	printf("\nto run it\n  wasix run");
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (c->flag && module_needs(module, c))
			printf(" %s%s", c->flag, c->argument ? c->argument : "");
	}
	printf(" %s\n", path);
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (c->flag && module_needs(module, c))
			printf("    %s%s: %s\n", c->flag, c->argument ? c->argument : "", c->help);
	}
}

/* --- JSON
 * ------------------------------------------------------------------------------------------------------------
 */

static json_t *
json_import(const wasix_import_info *import)
{
	return json_pack("{s:s, s:s, s:s, s:b, s:b, s:s?, s:s, s:s?}", "module", import->module,
		"name", import->name, "type", import->type, "known", import->known, "type_agrees",
		import->type_agrees, "needs", import->needs, "status", import_status(import),
		"summary", import->summary);
}

static json_t *
json_imports(const wasix_module *module)
{
	json_t *list = json_array();
	for (size_t i = 0; i < wasix_module_import_count(module); i++) {
		wasix_import_info import;
		wasix_module_import_get(module, i, &import);
		json_array_append_new(list, json_import(&import));
	}
	return list;
}

static json_t *
json_exports(const wasix_module *module)
{
	json_t *list = json_array();
	for (size_t i = 0; i < wasix_module_export_count(module); i++) {
		wasix_export_info export;
		wasix_module_export_get(module, i, &export);
		json_array_append_new(
			list, json_pack("{s:s, s:s}", "name", export.name, "type", export.type));
	}
	return list;
}

static json_t *
json_flags(const wasix_module *module)
{
	json_t *list = json_array();
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (c->flag && module_needs(module, c))
			json_array_append_new(list, json_string(c->flag));
	}
	return list;
}

static json_t *
json_memory(const wasix_module_info *info)
{
	if (!info->has_memory)
		return json_null();
	json_t *max = info->memory.max == UINT64_MAX ? json_null()
						     : json_integer((json_int_t)info->memory.max);
	return json_pack("{s:I, s:o, s:b, s:b}", "min_pages", (json_int_t)info->memory.min,
		"max_pages", max, "imported", info->memory_imported, "shared", info->memory_shared);
}

static json_t *
json_features(const char *features)
{
	json_t *list = json_array();
	while (*features) {
		size_t len = strcspn(features, ",");
		json_array_append_new(list, json_stringn(features, len));
		features += len;
		features += strspn(features, ", ");
	}
	return list;
}

static void
print_json(const char *path, size_t len, const wasix_module *module, const wasix_module_info *info)
{
	json_t *object = json_pack("{s:s, s:I, s:s, s:s?, s:o, s:o, s:I, s:I, s:o, s:o, s:o}",
		"file", path, "size", (json_int_t)len, "kind", module_kind(info), "name",
		info->name, "memory", json_memory(info), "features", json_features(info->features),
		"functions", (json_int_t)info->function_count, "code_size",
		(json_int_t)info->code_size, "imports", json_imports(module), "exports",
		json_exports(module), "flags", json_flags(module));
	json_dumpf(object, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(object);
}

static void
inspect(const char *path, size_t len, const wasix_module *module, bool json)
{
	wasix_module_info info;
	wasix_module_info_get(module, &info);
	if (json) {
		print_json(path, len, module, &info);
		return;
	}
	print_summary(path, len, &info);
	print_imports(module);
	print_exports(module);
	print_flags(module, path);
}

int
inspect_main(int argc, char **argv)
{
	wasix_engine_options options = { .no_cache = true };
	bool json = false;
	struct file file;
	wasix_module *module = NULL;
	wasix_error err = { 0 };
	int status = 0;

	int first = options_parse(&INSPECT, argc, argv, take_flag, &json, &status);
	if (first < 0)
		return status;
	if (first != argc - 1) {
		command_complain(&INSPECT, "one module is expected (see wasix inspect --help)");
		return STATUS_USAGE;
	}
	status = file_read(&INSPECT, argv[first], &file);
	if (status)
		return status;
	wasix_engine *engine = wasix_engine_new(&options);
	if (engine && wasix_module_new(engine, file.bytes, file.len, &module, &err) == WASIX_OK) {
		inspect(argv[first], file.len, module, json);
	} else {
		report_error(&INSPECT, argv[first], &err);
		status = STATUS_NOT_RUN;
	}
	wasix_module_delete(module);
	wasix_engine_delete(engine);
	free(file.bytes);
	return status;
}
