/* export.c -- exports of an instance by name: sorted once, then found by halving. */
#include "arena.h"
#include "runtime.h"

#include <stdlib.h>
#include <string.h>

static int
name_compare(const char *a, uint32_t a_len, const char *b, uint32_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
	return order ? order : (a_len > b_len) - (a_len < b_len);
}

static int
export_compare(const void *a, const void *b, void *env)
{
	const struct wasix_module *m = env;
	const struct export *x = &m->exports[*(const uint32_t *)a];
	const struct export *y = &m->exports[*(const uint32_t *)b];
	return name_compare(x->name, x->name_len, y->name, y->name_len);
}

static bool
exports_sort(struct wasix_instance *instance)
{
	struct wasix_module *m = instance->module;

	if (instance->export_order)
		return true;
	instance->export_order = arena_array(instance->arena, m->export_count, sizeof(uint32_t));
	if (!instance->export_order)
		return false;
	for (uint32_t i = 0; i < m->export_count; i++)
		instance->export_order[i] = i;
	qsort_r(instance->export_order, m->export_count, sizeof(uint32_t), export_compare, m);
	return true;
}

static const struct export *
export_find(struct wasix_instance *instance, const char *name)
{
	const struct wasix_module *m = instance->module;
	uint32_t low = 0, high = m->export_count, len = (uint32_t)strlen(name);

	if (!exports_sort(instance))
		return NULL;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct export *e = &m->exports[instance->export_order[middle]];
		int order = name_compare(name, len, e->name, e->name_len);
		if (order == 0)
			return e;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static bool
export_item(struct wasix_instance *instance, const struct export *e, wasix_extern *out)
{
	wasix_extern item;

	item.kind = e->kind;
	switch (e->kind) {
	case WASIX_EXTERN_FUNC:
		item.of.func = instance_func(instance, e->index);
		break;
	case WASIX_EXTERN_TABLE:
		item.of.table = instance_table(instance, e->index);
		break;
	case WASIX_EXTERN_MEMORY:
		item.of.memory = instance_memory(instance, e->index);
		break;
	case WASIX_EXTERN_GLOBAL:
		item.of.global = instance_global_object(instance, e->index);
		break;
	case WASIX_EXTERN_TAG:
		item.of.tag = instance_tags(instance)[e->index];
		break;
	}
	if (!item.of.func) /* out of memory */
		return false;
	*out = item;
	return true;
}

bool
instance_export(struct wasix_instance *instance, const char *name, wasix_extern *out)
{
	const struct export *e = export_find(instance, name);

	return e && export_item(instance, e, out);
}

bool
instance_export_at(struct wasix_instance *instance, size_t index, wasix_extern *out)
{
	if (index >= instance->module->export_count)
		return false;
	return export_item(instance, &instance->module->exports[index], out);
}
