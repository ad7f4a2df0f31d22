/* cc_explain.c -- `wasix cc --explain`: where the imports of a module come from.
 *
 * The linker reports which object it took out of which archive for whom (--why-extract); what such
 * an object imports stands in the object itself; what became of it, in the module that was linked.
 */
#include "cc_explain.h"

#include "archive.h"
#include "cc_program.h"
#include "commands.h"
#include "file.h"
#include "options.h"
#include "table.h"
#include "wasix.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One object that the linker took out of an archive; path as "libc.a(puts.o)" with directories. */
struct object {
	const char *by, *path, *symbol;
	bool *imports; /* by index of import of the module; NULL: could not be read */
};

struct explained {
	const char *output;
	wasix_engine *engine;
	struct file module_file;
	wasix_module *module;
	size_t import_count;
	char *report; /* what the linker wrote; objects point into it */
	struct object *objects;
	size_t count;
};

/* --- the linker's report --- */

/* Lines "reference TAB extracted TAB symbol" below a title. */
static bool
read_report(struct explained *e, const char *path)
{
	struct file f;

	if (file_read(&cc_command, path, &f) != 0)
		return false;
	e->report = strdup((const char *)f.bytes);
	file_free(&f);
	if (!e->report)
		return false;
	char *line = strchr(e->report, '\n');
	while (line && line[1]) {
		struct object o = { .by = ++line };
		char *end = strchr(line, '\n'), *tab = strchr(line, '\t');
		char *second = tab ? strchr(tab + 1, '\t') : NULL;
		if (!end || !second || second > end)
			break;
		*tab = *second = *end = 0;
		o.path = tab + 1;
		o.symbol = second + 1;
		struct object *list = realloc(e->objects, (e->count + 1) * sizeof *list);
		if (!list)
			return false;
		e->objects = list;
		list[e->count++] = o;
		line = end;
	}
	return true;
}

static const char *
base_name(const char *path)
{
	const char *name = path;

	for (; *path && *path != '('; path++)
		if (*path == '/')
			name = path + 1;
	return name;
}

/* --- what an object imports --- */

static bool
is_import(const struct explained *e, size_t index, const wasix_import_info *of_object)
{
	wasix_import_info import;

	wasix_module_import_get(e->module, index, &import);
	return import.kind == of_object->kind && strcmp(import.module, of_object->module) == 0 &&
	       strcmp(import.name, of_object->name) == 0;
}

static void
note_imports(const struct explained *e, struct object *o, const struct archive_member *member)
{
	wasix_module *module = NULL;
	wasix_import_info import;

	/* bitcode of -flto is no module: nothing can be said of it */
	if (wasix_module_new(e->engine, member->bytes, member->len, &module, NULL) != WASIX_OK)
		return;
	if (!o->imports)
		o->imports = calloc(e->import_count + 1, sizeof *o->imports);
	for (size_t i = 0; o->imports && i < wasix_module_import_count(module); i++) {
		wasix_module_import_get(module, i, &import);
		for (size_t k = 0; k < e->import_count; k++)
			if (is_import(e, k, &import))
				o->imports[k] = true;
	}
	wasix_module_delete(module);
}

/* "libc.a(puts.o)", path_len being that of "libc.a". */
static void
note_object(struct explained *e, struct object *o, const struct archive *archive, size_t path_len)
{
	struct archive_member m;
	char *name = strdup(o->path + path_len + 1);

	if (!name)
		return;
	name[strlen(name) - 1] = 0;
	if (archive_find(archive, name, o->symbol, &m))
		note_imports(e, o, &m);
	free(name);
}

/* Reads the archive of objects[first] once for all of its objects. */
static void
note_archive(struct explained *e, size_t first, size_t path_len)
{
	const char *path = e->objects[first].path;
	char *archive_path = strndup(path, path_len);
	struct archive archive;
	struct archive_member m;
	struct file f = { 0 };

	if (archive_path && file_read(&cc_command, archive_path, &f) == 0 &&
		archive_open(&archive, f.bytes, f.len) && archive_next(&archive, &m))
		for (size_t i = first; i < e->count; i++)
			if (strncmp(e->objects[i].path, path, path_len + 1) == 0)
				note_object(e, &e->objects[i], &archive, path_len);
	file_free(&f);
	free(archive_path);
}

static void
note_archives(struct explained *e)
{
	for (size_t i = 0; i < e->count; i++) {
		const char *member = strrchr(e->objects[i].path, '(');
		size_t len = member ? (size_t)(member - e->objects[i].path) : 0;
		bool seen = !member;
		for (size_t k = 0; k < i && !seen; k++)
			seen = strncmp(e->objects[k].path, e->objects[i].path, len + 1) == 0;
		if (!seen)
			note_archive(e, i, len);
	}
}

static bool
brings(const struct object *o, size_t import)
{
	return o->imports && o->imports[import];
}

/* --- text --- */

/* The caller frees. */
static char *
brought_text(const struct explained *e, const struct object *o)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	for (size_t i = 0, n = 0; f && i < e->import_count; i++) {
		wasix_import_info import;
		if (!brings(o, i))
			continue;
		wasix_module_import_get(e->module, i, &import);
		fprintf(f, "%s%s", n++ ? ", " : "", import.name);
	}
	if (f)
		fclose(f);
	return text;
}

static void
print_object(const struct explained *e, const struct object *o)
{
	char *brought = brought_text(e, o);
	int at = printf("  %-30s ", base_name(o->path));

	if (at > 33) {
		printf("\n%33s", "");
		at = 33;
	}
	table_wrap_format((size_t)at, 33, "for %s, by %s", o->symbol, base_name(o->by));
	if (!o->imports)
		printf("%33scannot be read as an object: its imports are not told\n", "");
	else if (brought && *brought) {
		printf("%33s", "");
		table_wrap_format(33, 35, "imports %s", brought);
	}
	free(brought);
}

/* The one that has the path; of several, which only their bytes tell apart, one that was not seen.
 */
static const struct object *
object_called(const struct explained *e, const char *path, const bool *seen)
{
	for (size_t i = 0; i < e->count; i++)
		if (strcmp(e->objects[i].path, path) == 0 && !seen[i])
			return &e->objects[i];
	return NULL;
}

/* From the program's own object to the one that imports. */
static void
print_origin(const struct explained *e, const struct object *o)
{
	bool *seen = calloc(e->count + 1, sizeof *seen);
	char *chain = NULL;

	while (seen && o) {
		char *longer = NULL;
		seen[o - e->objects] = true;
		const struct object *by = object_called(e, o->by, seen);
		if (asprintf(&longer, "%s -> %s%s", by ? "" : base_name(o->by), base_name(o->path),
			    chain ? chain : "") < 0)
			break;
		free(chain);
		chain = longer;
		o = by;
	}
	printf("      ");
	table_wrap(6, 8, chain ? chain : "");
	free(chain);
	free(seen);
}

static void
print_import(const struct explained *e, size_t index)
{
	wasix_import_info import;
	bool found = false, all_read = true;

	wasix_module_import_get(e->module, index, &import);
	int at = printf("  %s.%s ", import.module, import.name);
	table_wrap_format((size_t)at, 6, "needs %s, %s: %s", import.known ? import.needs : "?",
		import.known ? import.status : "unknown",
		import.known ? import.summary : "nothing here offers it; an embedder must");
	for (size_t i = 0; i < e->count; i++) {
		all_read = all_read && e->objects[i].imports;
		if (!brings(&e->objects[i], index))
			continue;
		print_origin(e, &e->objects[i]);
		found = true;
	}
	if (!found)
		printf("      by what the command line names%s\n",
			all_read ? "" : ", or an object that cannot be read");
}

static void
print_explained(const struct explained *e)
{
	printf("%s: %zu objects came out of archives, %zu imports are left\n\n", e->output,
		e->count, e->import_count);
	for (size_t i = 0; i < e->count; i++)
		print_object(e, &e->objects[i]);
	printf("\nimports, what each needs of wasix run, and who brought it\n");
	for (size_t i = 0; i < e->import_count; i++)
		print_import(e, i);
}

/* --- JSON --- */

static json_t *
json_object_of(const struct explained *e, const struct object *o)
{
	json_t *imports = json_array();

	for (size_t i = 0; i < e->import_count; i++) {
		wasix_import_info import;
		if (!brings(o, i))
			continue;
		wasix_module_import_get(e->module, i, &import);
		json_array_append_new(imports,
			json_pack("{s:s, s:s}", "module", import.module, "name", import.name));
	}
	return json_pack("{s:s, s:s, s:s, s:b, s:o}", "object", o->path, "symbol", o->symbol, "by",
		o->by, "read", o->imports != NULL, "imports", imports);
}

static json_t *
json_import_of(const struct explained *e, size_t index)
{
	wasix_import_info import;
	json_t *objects = json_array();

	wasix_module_import_get(e->module, index, &import);
	for (size_t i = 0; i < e->count; i++)
		if (brings(&e->objects[i], index))
			json_array_append_new(objects, json_string(e->objects[i].path));
	return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:o}", "module", import.module, "name",
		import.name, "needs", import.needs, "status", import.status, "summary",
		import.summary, "objects", objects);
}

static void
print_json(const struct explained *e)
{
	json_t *objects = json_array(), *imports = json_array();

	for (size_t i = 0; i < e->count; i++)
		json_array_append_new(objects, json_object_of(e, &e->objects[i]));
	for (size_t i = 0; i < e->import_count; i++)
		json_array_append_new(imports, json_import_of(e, i));
	json_t *all = json_pack(
		"{s:s, s:o, s:o}", "file", e->output, "objects", objects, "imports", imports);
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
}

/* --- entry --- */

static int
explain(struct explained *e, const char *report, bool json)
{
	wasix_engine_options options = { .no_cache = true };
	wasix_error err = { 0 };
	int status = file_read(&cc_command, e->output, &e->module_file);

	if (status || !read_report(e, report))
		return 1;
	e->engine = wasix_engine_new(&options);
	if (!e->engine || wasix_module_new(e->engine, e->module_file.bytes, e->module_file.len,
				  &e->module, &err) != WASIX_OK) {
		report_error(&cc_command, e->output, &err);
		return 1;
	}
	e->import_count = wasix_module_import_count(e->module);
	note_archives(e);
	if (json)
		print_json(e);
	else
		print_explained(e);
	return 0;
}

static void
explained_end(struct explained *e)
{
	for (size_t i = 0; i < e->count; i++)
		free(e->objects[i].imports);
	free(e->objects);
	free(e->report);
	wasix_module_delete(e->module);
	wasix_engine_delete(e->engine);
	file_free(&e->module_file);
}

int
cc_explain(const char *driver, struct args *clang, const char *output, bool json)
{
	const char *directory = getenv("TMPDIR");
	struct explained e = { .output = output };
	char *report = NULL;

	if (asprintf(&report, "%s/wasix-why-XXXXXX", directory && *directory ? directory : "/tmp") <
		0)
		return 1;
	int fd = mkstemp(report);
	if (fd < 0) {
		fprintf(stderr, "%s: %s: %s\n", driver, report, strerror(errno));
		free(report);
		return 1;
	}
	close(fd);
	args_add(clang, "-Xlinker");
	args_add(clang, args_format("--why-extract=%s", report));
	int status = cc_program_run(driver, clang->list);
	if (status == 0)
		status = explain(&e, report, json);
	explained_end(&e);
	unlink(report);
	free(report);
	return status;
}
