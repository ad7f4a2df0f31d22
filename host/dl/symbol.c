/* symbol.c -- what modules export, by name: data has an address, a function an entry of the table.
 */
#include "library.h"

#include <stdlib.h>
#include <string.h>

enum { ABSOLUTE = 0x200 }; /* flag of an export: its value is no offset */

/* --- exports --- */

static int
order_compare(const void *a, const void *b, void *env)
{
	const struct wasix_module *m = env;

	return strcmp(m->exports[*(const uint32_t *)a].name, m->exports[*(const uint32_t *)b].name);
}

bool
library_index_exports(struct library *l)
{
	struct wasix_module *m = l->module;

	l->order = calloc((size_t)m->export_count + 1, sizeof *l->order);
	if (!l->order)
		return false;
	for (uint32_t i = 0; i < m->export_count; i++)
		l->order[i] = i;
	qsort_r(l->order, m->export_count, sizeof *l->order, order_compare, m);
	return true;
}

static bool
is_defined_here(const struct wasix_module *m, const struct export *e, wasix_extern_kind kind)
{
	if (e->kind != kind)
		return false;
	if (kind == WASIX_EXTERN_FUNC)
		return e->index >= m->imported_function_count;
	return kind != WASIX_EXTERN_GLOBAL || e->index >= m->imported_global_count;
}

const struct export *
library_export(const struct library *l, const char *name, wasix_extern_kind kind)
{
	const struct wasix_module *m = l->module;
	uint32_t low = 0, high = m->export_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct export *e = &m->exports[l->order[middle]];
		int order = strcmp(name, e->name);
		if (order == 0)
			return is_defined_here(m, e, kind) ? e : NULL;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool
symbol_find(const struct dynamic *d, const char *name, wasix_extern_kind kind, struct symbol *out)
{
	for (uint32_t i = 0; i < d->count; i++) {
		const struct export *e = library_export(d->libraries[i], name, kind);
		if (!e)
			continue;
		*out = (struct symbol){ i, e };
		return true;
	}
	return false;
}

/* --- data --- */

/* An instance that runs knows its own. */
static uint32_t
tls_base(const struct dynamic *d, const struct group *g, uint32_t library)
{
	const struct export *e =
		library_export(d->libraries[library], "__tls_base", WASIX_EXTERN_GLOBAL);
	const struct wasix_instance *instance = g->instances[library];
	uint32_t base = e && instance ? instance_global(instance, e->index)->i32 : 0;

	return base ? base : g->tls[library];
}

bool
symbol_address(const struct dynamic *d, const struct group *g, const struct symbol *s,
	uint32_t *out, bool *is_thread_local)
{
	const struct library *l = d->libraries[s->library];
	const struct dylink *info = l->module->dylink;
	const struct global *global = &l->module->globals[s->export->index];

	if (global->type.kind != WASIX_I32 || global->type.is_mutable ||
		global->init.op != CONST_VALUE)
		return false;
	uint32_t flags = dylink_flags(info->exports, info->export_count, NULL, s->export->name);
	uint32_t base = flags & DYLINK_TLS ? tls_base(d, g, s->library)
			: flags & ABSOLUTE ? 0
					   : l->memory_base;
	*is_thread_local = flags & DYLINK_TLS;
	*out = base + (uint32_t)global->init.bits;
	return true;
}

/* --- entries --- */

static bool
is_table_base(const struct wasix_module *m, const struct const_expr *at)
{
	uint32_t global = 0;

	if (at->op != CONST_GLOBAL)
		return false;
	for (uint32_t i = 0; i < m->import_count; i++) {
		const struct import *import = &m->imports[i];
		if (import->kind == WASIX_EXTERN_GLOBAL && global++ == at->index)
			return strcmp(import->name, "__table_base") == 0;
	}
	return false;
}

bool
library_index_entries(struct library *l)
{
	const struct wasix_module *m = l->module;

	l->entries = calloc((size_t)m->function_count + 1, sizeof *l->entries);
	if (!l->entries)
		return false;
	for (uint32_t i = 0; i < m->elem_count; i++) {
		const struct elem_segment *s = &m->elems[i];
		if (s->mode != SEGMENT_ACTIVE || s->table != 0 || !is_table_base(m, &s->at))
			continue;
		for (uint32_t k = 0; k < s->count && k < m->dylink->table_size; k++)
			if (s->items[k].op == CONST_REF_FUNC && !l->entries[s->items[k].index])
				l->entries[s->items[k].index] = l->table_base + k;
	}
	return true;
}

static bool
table_reach(struct wasix_table *t, uint64_t size)
{
	uint64_t now = table_size(t);

	return now >= size || table_grow(t, size - now, NULL) != UINT32_MAX;
}

bool
tables_extend(struct dynamic *d, uint32_t count, uint32_t align, uint32_t *base)
{
	uint64_t longest = 0, mask = ((uint64_t)1 << align) - 1;
	bool done = true;

	pthread_mutex_lock(&d->process->threads.lock); /* closures change them too */
	for (const struct group *g = d->groups; g; g = g->next)
		longest = table_size(g->table) > longest ? table_size(g->table) : longest;
	longest = (longest + mask) & ~mask;
	for (const struct group *g = d->groups; g && done; g = g->next)
		done = longest + count <= UINT32_MAX && table_reach(g->table, longest + count);
	pthread_mutex_unlock(&d->process->threads.lock);
	*base = (uint32_t)longest;
	return done;
}

/* Of another thread's instance, so nothing of it may be changed. */
static bool
group_put(struct group *g, const struct added *a)
{
	struct wasix_func **more =
		realloc(g->funcs, ((size_t)g->func_count + 1) * sizeof(struct wasix_func *));

	if (!more)
		return false;
	g->funcs = more;
	struct wasix_func *func = calloc(1, sizeof *func);
	if (!func)
		return false;
	g->funcs[g->func_count++] = func;
	func_describe(func, g->instances[a->library], a->function);
	func->store = g->store;
	table_set_element(g->table, a->entry, func);
	return true;
}

bool
group_add_entries(struct dynamic *d, struct group *g, uint32_t from)
{
	bool done = true;

	for (uint32_t i = 0; i < d->added_count && done; i++)
		if (d->added[i].library >= from)
			done = table_reach(g->table, (uint64_t)d->added[i].entry + 1) &&
			       group_put(g, &d->added[i]);
	return done;
}

uint32_t
symbol_entry(struct dynamic *d, const struct symbol *s)
{
	uint32_t *entry = &d->libraries[s->library]->entries[s->export->index], new;

	if (*entry)
		return *entry;
	struct added *more = realloc(d->added, ((size_t)d->added_count + 1) * sizeof(struct added));
	if (!more)
		return 0;
	d->added = more;
	if (!tables_extend(d, 1, 0, &new))
		return 0;
	const struct added a = { new, s->library, s->export->index };
	for (struct group *g = d->groups; g; g = g->next)
		if (g->instances[s->library] && !group_put(g, &a))
			return 0;
	d->added[d->added_count++] = a;
	*entry = new;
	return new;
}
