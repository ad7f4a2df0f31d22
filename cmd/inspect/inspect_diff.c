/* inspect_diff.c -- `wasix inspect --diff A B`: what one module wants and offers that another does
 * not. */
#include "inspect.h"
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One thing that a module has: an import, an export, a feature, a flag. */
struct item {
	char *name;
	char *type; /* NULL: there is nothing to tell but the name */
};

struct items {
	struct item *list;
	size_t count;
};

struct diff {
	json_t *json; /* object to fill, or NULL: print */
	bool any;
};

/* --- lists --- */

static void
items_add(struct items *items, char *name, const char *type)
{
	struct item *list = realloc(items->list, (items->count + 1) * sizeof *list);
	if (list)
		items->list = list;
	if (list && name)
		items->list[items->count++] = (struct item){ name, type ? strdup(type) : NULL };
	else
		free(name);
}

static void
items_end(struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		free(items->list[i].name);
		free(items->list[i].type);
	}
	free(items->list);
}

static const struct item *
items_find(const struct items *items, const char *name)
{
	for (size_t i = 0; i < items->count; i++)
		if (strcmp(items->list[i].name, name) == 0)
			return &items->list[i];
	return NULL;
}

static void
imports_of(const struct inspected *m, struct items *out)
{
	for (size_t i = 0; i < wasix_module_import_count(m->module); i++) {
		wasix_import_info import;
		char *name = NULL;
		wasix_module_import_get(m->module, i, &import);
		if (asprintf(&name, "%s.%s", import.module, import.name) >= 0)
			items_add(out, name, import.type);
	}
}

static void
exports_of(const struct inspected *m, struct items *out)
{
	for (size_t i = 0; i < wasix_module_export_count(m->module); i++) {
		wasix_export_info export;
		wasix_module_export_get(m->module, i, &export);
		items_add(out, strdup(export.name), export.type);
	}
}

static void
features_of(const struct inspected *m, struct items *out)
{
	const char *at = m->info.features;

	while (*at) {
		size_t len = strcspn(at, ",");
		items_add(out, strndup(at, len), NULL);
		at += len;
		at += strspn(at, ", ");
	}
}

static void
flags_of(const struct inspected *m, struct items *out)
{
	for (size_t i = 0; i < wasix_capability_count(); i++) {
		const wasix_capability *c = wasix_capability_get(i);
		if (inspected_wants_flag(m, c))
			items_add(out, strdup(c->flag), NULL);
	}
}

/* --- showing --- */

static void
show_item(struct diff *d, json_t *lists[2], bool added, const struct item *item)
{
	if (d->json) {
		json_array_append_new(lists[added],
			item->type ? json_pack("{s:s, s:s}", "name", item->name, "type", item->type)
				   : json_string(item->name));
		return;
	}
	int at = printf("    %c %s ", added ? '+' : '-', item->name);
	table_wrap((size_t)at, 10, item->type ? item->type : "");
}

static bool
same(const struct item *a, const struct item *b)
{
	return a && b && (!a->type || !b->type || strcmp(a->type, b->type) == 0);
}

/* Something whose type changed is both less and more. */
static void
show_items(struct diff *d, const char *title, const struct items *a, const struct items *b)
{
	json_t *lists[2] = { json_array(), json_array() };
	bool first = true;

	for (int added = 0; added < 2; added++) {
		const struct items *own = added ? b : a, *other = added ? a : b;
		for (size_t i = 0; i < own->count; i++) {
			if (same(&own->list[i], items_find(other, own->list[i].name)))
				continue;
			if (first && !d->json)
				printf("  %s\n", title);
			first = false;
			d->any = true;
			show_item(d, lists, added, &own->list[i]);
		}
	}
	if (d->json)
		json_object_set_new(d->json, title,
			json_pack("{s:O, s:O}", "removed", lists[0], "added", lists[1]));
	json_decref(lists[0]);
	json_decref(lists[1]);
}

static void
show_lists(struct diff *d, const char *title, const struct inspected *a, const struct inspected *b,
	void (*list)(const struct inspected *m, struct items *out))
{
	struct items of_a = { 0 }, of_b = { 0 };

	list(a, &of_a);
	list(b, &of_b);
	show_items(d, title, &of_a, &of_b);
	items_end(&of_a);
	items_end(&of_b);
}

static void
show_text(struct diff *d, const char *title, const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return;
	d->any = true;
	if (d->json)
		json_object_set_new(d->json, title, json_pack("[s, s]", a, b));
	else
		printf("  %-10s%s -> %s\n", title, a, b);
}

static void
show_number(struct diff *d, const char *title, uint64_t a, uint64_t b)
{
	char of_a[24], of_b[24];

	snprintf(of_a, sizeof of_a, "%" PRIu64, a);
	snprintf(of_b, sizeof of_b, "%" PRIu64, b);
	show_text(d, title, of_a, of_b);
}

static void
memory_text(const wasix_module_info *info, char *out, size_t size)
{
	char max[24] = "";

	if (info->memory.max != UINT64_MAX)
		snprintf(max, sizeof max, " to %" PRIu64, info->memory.max);
	if (info->has_memory)
		snprintf(out, size, "%" PRIu64 "%s pages%s%s", info->memory.min, max,
			info->memory_imported ? ", imported" : "",
			info->memory_shared ? ", shared" : "");
	else
		snprintf(out, size, "none");
}

static void
show_memory(struct diff *d, const wasix_module_info *a, const wasix_module_info *b)
{
	char of_a[80], of_b[80];

	memory_text(a, of_a, sizeof of_a);
	memory_text(b, of_b, sizeof of_b);
	show_text(d, "memory", of_a, of_b);
}

int
inspect_diff(const struct inspected *a, const struct inspected *b, bool json)
{
	struct diff d = { .json = json ? json_object() : NULL };

	if (json)
		json_object_set_new(d.json, "files", json_pack("[s, s]", a->path, b->path));
	else
		printf("%s -> %s\n", a->path, b->path);
	show_text(&d, "kind", inspected_kind(a), inspected_kind(b));
	show_number(&d, "size", a->file.len, b->file.len);
	show_number(&d, "functions", a->info.function_count, b->info.function_count);
	show_number(&d, "code", a->info.code_size, b->info.code_size);
	show_number(&d, "data", a->info.data_size, b->info.data_size);
	show_memory(&d, &a->info, &b->info);
	show_lists(&d, "features", a, b, features_of);
	show_lists(&d, "imports", a, b, imports_of);
	show_lists(&d, "exports", a, b, exports_of);
	show_lists(&d, "flags", a, b, flags_of);
	if (json) {
		json_dumpf(d.json, stdout, JSON_INDENT(2));
		putchar('\n');
		json_decref(d.json);
	} else if (!d.any) {
		printf("  nothing that is told here differs\n");
	}
	return d.any;
}
