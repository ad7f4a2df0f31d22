/* inspect.c -- `wasix inspect`: what a module imports, what each import needs, and the flags it
 * will want. */
#include "inspect.h"
#include "commands.h"
#include "options.h"
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum flag { FLAG_WHY, FLAG_DIFF, FLAG_JSON };

static const struct option_spec OPTIONS[] = {
	{ "why", 0, ARGUMENT_REQUIRED, "IMPORT",
		"show the chains of calls that lead to this import", FLAG_WHY },
	{ "diff", 0, ARGUMENT_NONE, NULL, "show what differs between two modules", FLAG_DIFF },
	{ "json", 0, ARGUMENT_NONE, NULL, "print JSON instead of tables", FLAG_JSON },
};

const struct command inspect_command = {
	.name = "inspect",
	.operands = "MODULE [MODULE]",
	.summary = "Shows what a module is, what it imports and which flags of wasix run it needs.",
	.notes = "Exit status of --diff: 0 nothing differs, 1 something does.",
	.options = OPTIONS,
	.option_count = sizeof OPTIONS / sizeof *OPTIONS,
	.usage_status = STATUS_USAGE,
};

struct wanted {
	const char *why;
	bool diff, json;
};

static bool
take_flag(void *env, int id, const char *argument)
{
	struct wanted *w = env;

	switch ((enum flag)id) {
	case FLAG_WHY:
		w->why = argument;
		break;
	case FLAG_DIFF:
		w->diff = true;
		break;
	case FLAG_JSON:
		w->json = true;
		break;
	}
	return true;
}

/* --- what the parts share --- */

const char *
inspected_kind(const struct inspected *m)
{
	const wasix_module_info *info = &m->info;

	if (info->is_dynamic)
		return info->is_command ? "dynamic main module" : "dynamic library";
	if (info->is_command)
		return "command";
	if (file_is_object(&m->file))
		return "object";
	return info->is_reactor ? "reactor" : "library";
}

const char *
import_status(const wasix_import_info *import)
{
	if (!import->known)
		return "unknown";
	return import->type_agrees ? import->status : "differs";
}

bool
inspected_needs(const struct inspected *m, const wasix_capability *capability)
{
	for (size_t i = 0; i < wasix_module_import_count(m->module); i++) {
		wasix_import_info import;
		wasix_module_import_get(m->module, i, &import);
		if (import.known && strcmp(import.needs, capability->name) == 0)
			return true;
	}
	const wasix_abi_row *row;
	for (size_t i = 0; (row = wasix_module_extension_get(m->module, i)); i++)
		if (strcmp(row->needs, capability->name) == 0)
			return true;
	return false;
}

bool
inspected_wants_flag(const struct inspected *m, const wasix_capability *capability)
{
	if (!capability->flag || !inspected_needs(m, capability))
		return false;
	for (size_t i = 0; capability->within && i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (strcmp(c->name, capability->within) == 0 && inspected_needs(m, c))
			return false;
	}
	return true;
}

/* --- tables --- */

/* Where the capability of an import stands, the status 9 columns on. */
static int
needs_column(void)
{
	enum { COLUMN = 52, WIDTH = 20 };
	int columns = (int)table_columns() - WIDTH;

	return columns < COLUMN ? columns : COLUMN;
}

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
print_names(const char *title, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("  %-9s %s\n", title, names[i]);
}

static void
print_dylink(const wasix_module *module)
{
	wasix_dylink_info dylink;

	if (!wasix_module_dylink_get(module, &dylink))
		return;
	printf("  linking   at run time: %" PRIu32 " bytes of memory, aligned to %" PRIu32
	       ", %" PRIu32 " table elements\n",
		dylink.memory_size, dylink.memory_align, dylink.table_size);
	print_names("needs", dylink.needed, dylink.needed_count);
	print_names("in", dylink.paths, dylink.path_count);
}

static void
print_summary(const struct inspected *m)
{
	const wasix_module_info *info = &m->info;

	printf("%s: %s, %zu bytes\n", m->path, inspected_kind(m), m->file.len);
	if (info->name)
		printf("  name      %s\n", info->name);
	printf("  code      %" PRIu32 " functions, %" PRIu64 " bytes; data %" PRIu64 " bytes\n",
		info->function_count, info->code_size, info->data_size);
	if (info->has_memory)
		print_memory(info);
	print_dylink(m->module);
	printf("  features  ");
	table_wrap(12, 12, *info->features ? info->features : "none beyond 1.0");
}

/* Of an import that is no row of the table. */
static const char *
unknown_summary(const wasix_import_info *import, bool is_dynamic)
{
	bool is_linked =
		strcmp(import->module, "env") == 0 || strncmp(import->module, "GOT.", 4) == 0;

	return is_dynamic && is_linked ? "found when it is linked, at run time"
				       : "nothing here offers it; an embedder must";
}

static void
print_import(const wasix_import_info *import, bool is_dynamic)
{
	int at = printf("  %s.%s ", import->module, import->name);

	if (at > needs_column()) {
		putchar('\n');
		at = 0;
	}
	printf("%*s%-8s %s\n      ", needs_column() - at, "", import->known ? import->needs : "-",
		import_status(import));
	table_wrap_format(6, 6, "%s: %s", import->type,
		import->known ? import->summary : unknown_summary(import, is_dynamic));
	if (import->known && !import->type_agrees)
		printf("      offered as %s\n", import->expected);
}

static void
print_imports(const wasix_module *module, bool is_dynamic)
{
	size_t count = wasix_module_import_count(module);
	char title[32];

	snprintf(title, sizeof title, "%zu imports", count);
	printf("\n%-*s%-8s %s\n", needs_column(), title, "needs", "status");
	for (size_t i = 0; i < count; i++) {
		wasix_import_info import;
		wasix_module_import_get(module, i, &import);
		print_import(&import, is_dynamic);
	}
}

/* What call_dynamic will carry. */
static void
print_extensions(const wasix_module *module)
{
	const wasix_abi_row *row;

	for (size_t i = 0; (row = wasix_module_extension_get(module, i)); i++) {
		if (i == 0)
			printf("\n%-*sneeds\n", needs_column(), "extensions");
		printf("  %-*s%s\n      ", needs_column() - 2, row->name, row->needs);
		table_wrap_format(6, 6, "(%s): %s", row->params, row->summary);
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
print_flags(const struct inspected *m)
{
	bool is_command = m->info.is_command;

	if (!is_command && m->info.is_dynamic) /* programs load it */
		return;
	if (!is_command && file_is_object(&m->file)) {
		printf("\nto run it, link it first\n  wasixcc %s -o MODULE\n", m->path);
		return;
	}
	printf("\nto run it\n  wasix run%s", is_command ? "" : " --invoke EXPORT");
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (inspected_wants_flag(m, c))
			printf(" %s%s", c->flag, c->argument ? c->argument : "");
	}
	printf(" %s\n", m->path);
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (inspected_wants_flag(m, c)) {
			printf("    ");
			table_wrap_format(
				4, 8, "%s%s: %s", c->flag, c->argument ? c->argument : "", c->help);
		}
	}
}

/* --- JSON --- */

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
json_extensions(const wasix_module *module)
{
	json_t *list = json_array();
	const wasix_abi_row *row;

	for (size_t i = 0; (row = wasix_module_extension_get(module, i)); i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", row->name, "needs",
						    row->needs, "summary", row->summary));
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
json_flags(const struct inspected *m)
{
	json_t *list = json_array();
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (inspected_wants_flag(m, c))
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
json_names(const char *const *names, size_t count)
{
	json_t *list = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(names[i]));
	return list;
}

static json_t *
json_dylink(const wasix_module *module)
{
	wasix_dylink_info dylink;

	if (!wasix_module_dylink_get(module, &dylink))
		return json_null();
	return json_pack("{s:I, s:I, s:I, s:o, s:o}", "memory_size", (json_int_t)dylink.memory_size,
		"memory_align", (json_int_t)dylink.memory_align, "table_size",
		(json_int_t)dylink.table_size, "needed",
		json_names(dylink.needed, dylink.needed_count), "paths",
		json_names(dylink.paths, dylink.path_count));
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
print_json(const struct inspected *m)
{
	const wasix_module_info *info = &m->info;
	json_t *object = json_pack(
		"{s:s, s:I, s:s, s:s?, s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o}", "file",
		m->path, "size", (json_int_t)m->file.len, "kind", inspected_kind(m), "name",
		info->name, "memory", json_memory(info), "dylink", json_dylink(m->module),
		"features", json_features(info->features), "functions",
		(json_int_t)info->function_count, "code_size", (json_int_t)info->code_size,
		"imports", json_imports(m->module), "extensions", json_extensions(m->module),
		"exports", json_exports(m->module), "flags", json_flags(m));
	json_dumpf(object, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(object);
}

static void
print_tables(const struct inspected *m)
{
	print_summary(m);
	print_imports(m->module, m->info.is_dynamic);
	print_extensions(m->module);
	print_exports(m->module);
	print_flags(m);
}

/* --- entry --- */

/* Returns 0 or, after a line on stderr, an exit status. */
static int
inspected_open(struct inspected *m, const char *path)
{
	wasix_engine_options options = { .no_cache = true };
	wasix_error err = { 0 };

	*m = (struct inspected){ .path = path };
	int status = file_read(&inspect_command, path, &m->file);
	if (status)
		return status;
	m->engine = wasix_engine_new(&options);
	if (!m->engine || wasix_module_new(m->engine, m->file.bytes, m->file.len, &m->module,
				  &err) != WASIX_OK) {
		report_error(&inspect_command, path, &err);
		return STATUS_NOT_RUN;
	}
	wasix_module_info_get(m->module, &m->info);
	return 0;
}

static void
inspected_close(struct inspected *m)
{
	wasix_module_delete(m->module);
	wasix_engine_delete(m->engine);
	file_free(&m->file);
}

static int
inspect(const struct wanted *w, char **paths)
{
	struct inspected m[2] = { 0 };
	int status = inspected_open(&m[0], paths[0]);

	if (!status && w->diff)
		status = inspected_open(&m[1], paths[1]);
	if (!status && w->diff)
		status = inspect_diff(&m[0], &m[1], w->json);
	else if (!status && w->why)
		status = inspect_why(&inspect_command, &m[0], w->why, w->json);
	else if (!status && w->json)
		print_json(&m[0]);
	else if (!status)
		print_tables(&m[0]);
	inspected_close(&m[0]);
	inspected_close(&m[1]);
	return status;
}

int
inspect_main(int argc, char **argv)
{
	struct wanted w = { 0 };
	int status = 0;

	int first = options_parse(&inspect_command, argc, argv, take_flag, &w, &status);
	if (first < 0)
		return status;
	if (w.why && w.diff) {
		command_complain(&inspect_command, "--why and --diff exclude each other");
		return STATUS_USAGE;
	}
	if (argc - first != (w.diff ? 2 : 1)) {
		command_complain(&inspect_command, "%s expected (see wasix inspect --help)",
			w.diff ? "two modules are" : "one module is");
		return STATUS_USAGE;
	}
	return inspect(&w, argv + first);
}
