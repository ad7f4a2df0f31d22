/* rows.c -- the rows of functions.def as texts, for the inspector and the documentation. */
#include "extension.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
status_name(enum status status)
{
	static const char *const NAMES[] = {
		[STATUS_DONE] = "done", [STATUS_PARTIAL] = "partial", [STATUS_STUB] = "stub"
	};
	return NAMES[status];
}

/* "iovs: ptr<iovec>", "argv: ptr<ptr<u8>>" */
static void
param_print(FILE *f, const struct abi_param *p)
{
	static const char STORED[] = "ptr_"; /* an address that memory holds */
	bool stored = strncmp(p->type, STORED, sizeof STORED - 1) == 0;

	fprintf(f, "%s: %s%s%s%s%s", p->name, p->pointer ? "ptr<" : "", stored ? "ptr<" : "",
		stored ? p->type + sizeof STORED - 1 : p->type, stored ? ">" : "",
		p->pointer ? ">" : "");
}

/* "fd: fd, iovs: ptr<iovec>"; NULL when memory is short. */
static char *
params_text(const struct abi_param *params)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	for (const struct abi_param *p = params; *p->name; p++) {
		fputs(p == params ? "" : ", ", f);
		param_print(f, p);
	}
	if (fclose(f) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* Made once, when the first text is asked for: a run does not need them. */
static struct {
	pthread_once_t once;
	wasix_abi_row *rows; /* NULL: memory was short */
} texts = { .once = PTHREAD_ONCE_INIT };

static void
rows_delete(wasix_abi_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free((char *)(uintptr_t)rows[i].type);
		free((char *)(uintptr_t)rows[i].params);
	}
	free(rows);
}

static wasix_abi_row
row_texts(const struct abi_row *row)
{
	char type[WASIX_TYPE_TEXT_MAX];

	functype_text(&row->type, type, sizeof type);
	return (wasix_abi_row){ .module = row->module,
		.name = row->name,
		.type = strdup(type),
		.params = params_text(row->params),
		.needs = wasix_capability_get(row->needs)->name,
		.status = status_name(row->status),
		.summary = row->summary };
}

static wasix_abi_row
extension_texts(const struct extension *extension)
{
	char type[WASIX_TYPE_TEXT_MAX] = "(";
	const char *between = "i64";

	for (const char *p = extension->parameters; *p; p += *p == ',') {
		strcat(type, between);
		between = ", i64";
		p += strcspn(p, ",");
	}
	strcat(type, ") -> i64");
	return (wasix_abi_row){ .module = "extension",
		.name = extension->name,
		.type = strdup(type),
		.params = strdup(extension->parameters),
		.needs = wasix_capability_get(extension->needs)->name,
		.status = status_name(STATUS_DONE),
		.summary = extension->summary };
}

static void
texts_make(void)
{
	size_t count = wasix_abi_count();
	wasix_abi_row *rows = calloc(count, sizeof *rows);

	for (size_t i = 0; rows && i < count; i++) {
		rows[i] = i < abi_row_count() ? row_texts(abi_row_at(i))
					      : extension_texts(extension_at(i - abi_row_count()));
		if (!rows[i].type || !rows[i].params) {
			rows_delete(rows, i + 1);
			return;
		}
	}
	texts.rows = rows;
}

size_t
wasix_abi_count(void)
{
	return abi_row_count() + extension_count();
}

const wasix_abi_row *
wasix_abi_get(size_t index)
{
	pthread_once(&texts.once, texts_make);
	return texts.rows && index < wasix_abi_count() ? &texts.rows[index] : NULL;
}

void
wasix_module_import_get(const wasix_module *module, size_t index, wasix_import_info *out)
{
	module_import_info(module, index, out);
	if (out->kind == WASIX_EXTERN_MEMORY && process_has_memory(NULL, out->module, out->name)) {
		out->known = out->type_agrees = true;
		out->needs = wasix_capability_get(CAP_NONE)->name;
		out->status = status_name(STATUS_DONE);
		out->summary = "the linear memory; it is made just as the module wants it";
		out->expected = "memory";
		return;
	}
	const struct functype *type = module_import_functype(module, index);
	const struct abi_row *row = type ? abi_row_find(out->module, out->name) : NULL;
	if (!row)
		return;
	const wasix_abi_row *text = wasix_abi_get((size_t)(row - abi_row_at(0)));
	out->known = true;
	out->type_agrees = functype_equal(type, &row->type);
	out->needs = wasix_capability_get(row->needs)->name;
	out->status = status_name(row->status);
	out->summary = row->summary;
	out->expected = text ? text->type : NULL;
}

struct nth {
	size_t n;
	const struct extension *found;
};

static void
take_nth(void *env, const struct extension *extension)
{
	struct nth *nth = env;
	if (nth->n-- == 0)
		nth->found = extension;
}

const wasix_abi_row *
wasix_module_extension_get(const wasix_module *module, size_t n)
{
	struct nth nth = { .n = n };

	extensions_of_module(module, take_nth, &nth);
	return nth.found ? wasix_abi_get(abi_row_count() + extension_index(nth.found)) : NULL;
}
