/* link.c -- imports by (module, name, type) to what fills them (spec, "Instantiation": external
 * values and "Import Matching").
 *
 * The embedder's list is asked first, its last match wins, then the store's providers.
 */
#include "code.h"
#include "error.h"
#include "runtime.h"

#include <inttypes.h>
#include <string.h>

/* The import part of a vmctx, as arrays. */
struct slots {
	struct import_slot *functions;
	struct wasix_table **tables;
	struct wasix_memory **memories;
	union cell **globals;
	struct wasix_tag **tags;
};

static struct slots
slots_of(const struct wasix_instance *instance)
{
	char *vm = (char *)instance->vm;
	const struct vmctx_layout *l = &instance->layout;

	return (struct slots){ (struct import_slot *)(vm + l->imports),
		(struct wasix_table **)(vm + l->tables), (struct wasix_memory **)(vm + l->memories),
		(union cell **)(vm + l->imported_globals), (struct wasix_tag **)(vm + l->tags) };
}

/* --- does it match --- */

static bool
limits_match(const struct limits *offered, const struct limits *wanted)
{
	return offered->min >= wanted->min && offered->max <= wanted->max &&
	       offered->shared == wanted->shared;
}

static bool
table_matches(const struct wasix_table *table, const struct tabletype *wanted)
{
	struct limits offered = table_limits(table);
	return table->element == wanted->element && limits_match(&offered, &wanted->limits);
}

static bool
memory_matches(const struct wasix_memory *memory, const struct limits *wanted)
{
	struct limits offered = memory_limits(memory);
	return limits_match(&offered, wanted);
}

static bool
extern_matches(const struct wasix_instance *instance, const struct import *i, const wasix_extern *e)
{
	const struct wasix_module *m = instance->module;
	const uint32_t *ids = module_object(m)->type_ids;

	if (e->kind != i->kind)
		return false;
	switch (e->kind) {
	case WASIX_EXTERN_FUNC:
		return e->of.func->type_id == ids[m->functions[i->index].type];
	case WASIX_EXTERN_TABLE:
		return table_matches(e->of.table, &m->tables[i->index]);
	case WASIX_EXTERN_MEMORY:
		return memory_matches(e->of.memory, &m->memories[i->index]);
	case WASIX_EXTERN_GLOBAL:
		return e->of.global->type.kind == m->globals[i->index].type.kind &&
		       e->of.global->type.is_mutable == m->globals[i->index].type.is_mutable;
	case WASIX_EXTERN_TAG:
		return e->of.tag->type_id == ids[m->tags[i->index]];
	}
	return false;
}

static const struct wasix_store *
extern_store(const wasix_extern *e)
{
	switch (e->kind) {
	case WASIX_EXTERN_FUNC:
		return e->of.func->store;
	case WASIX_EXTERN_TABLE:
		return e->of.table->store;
	case WASIX_EXTERN_MEMORY:
		return e->of.memory->store;
	case WASIX_EXTERN_GLOBAL:
		return e->of.global->store;
	case WASIX_EXTERN_TAG:
		return e->of.tag->store;
	}
	return NULL;
}

/* --- messages: the suite's words first, then what a person needs --- */

static wasix_result
fail_unknown(const struct wasix_module *m, size_t index, wasix_error *err)
{
	const struct import *i = &m->imports[index];
	char wanted[WASIX_TYPE_TEXT_MAX];

	module_import_type_text(m, index, wanted);
	return fail(err, WASIX_LINK, "unknown import \"%.60s\" \"%.60s\": %s", i->module, i->name,
		wanted);
}

static wasix_result
fail_incompatible(const struct wasix_module *m, size_t index, const char *offered, wasix_error *err)
{
	const struct import *i = &m->imports[index];
	char wanted[WASIX_TYPE_TEXT_MAX];

	module_import_type_text(m, index, wanted);
	return fail(err, WASIX_LINK,
		"incompatible import type for \"%.60s\" \"%.60s\": the module wants %s, offered is "
		"%s",
		i->module, i->name, wanted, offered);
}

/* --- filling --- */

static void
fill_function(struct wasix_instance *instance, uint32_t index, struct wasix_func *func)
{
	slots_of(instance).functions[index] = (struct import_slot){ func->entry, func->ctx };
	instance->funcs[index] = func; /* the same reference as the exporter's */
}

/* caller.memory follows when there is one. */
static void
fill_provided(struct wasix_instance *instance, uint32_t index, void *host, void (*entry)(void))
{
	struct host_binding *binding = &instance->bindings[index];

	*binding = (struct host_binding){ { NULL, host, instance->lead }, entry };
	slots_of(instance).functions[index] = (struct import_slot){ host_enter, binding };
}

static void
fill_extern(struct wasix_instance *instance, const struct import *i, const wasix_extern *e)
{
	struct slots slots = slots_of(instance);

	switch (e->kind) {
	case WASIX_EXTERN_FUNC:
		fill_function(instance, i->index, e->of.func);
		break;
	case WASIX_EXTERN_TABLE:
		slots.tables[i->index] = e->of.table;
		break;
	case WASIX_EXTERN_MEMORY:
		slots.memories[i->index] = e->of.memory;
		break;
	case WASIX_EXTERN_GLOBAL:
		slots.globals[i->index] = e->of.global->cell;
		instance->globals[i->index] = e->of.global;
		break;
	case WASIX_EXTERN_TAG:
		slots.tags[i->index] = e->of.tag;
		break;
	}
}

/* --- finding --- */

static bool
import_is(const struct import *i, const char *module, const char *name)
{
	return strcmp(i->module, module) == 0 && strcmp(i->name, name) == 0 &&
	       strlen(module) == i->module_len && strlen(name) == i->name_len;
}

static wasix_result
link_checked(struct wasix_instance *instance, size_t index, const wasix_extern *e, wasix_error *err)
{
	const struct import *i = &instance->module->imports[index];
	char offered[WASIX_TYPE_TEXT_MAX];

	if (!extern_matches(instance, i, e)) {
		externtype_text(e, offered);
		return fail_incompatible(instance->module, index, offered, err);
	}
	fill_extern(instance, i, e);
	return WASIX_OK;
}

static wasix_result
link_extern(struct wasix_instance *instance, size_t index, const wasix_extern *e, wasix_error *err)
{
	const struct import *i = &instance->module->imports[index];

	if (!e->of.func) /* whatever its kind */
		return fail(err, WASIX_LINK, "import \"%.60s\" \"%.60s\": no object is given",
			i->module, i->name);
	if (extern_store(e) != instance->store)
		return fail(err, WASIX_LINK,
			"import \"%.60s\" \"%.60s\": the object given belongs to another store",
			i->module, i->name);
	return link_checked(instance, index, e, err);
}

static wasix_result
link_found(struct wasix_instance *instance, size_t index, const struct linker *linker, bool *found,
	wasix_error *err)
{
	wasix_extern item;

	TRY(linker->find(linker->self, instance, index, &item, found, err));
	return *found ? link_checked(instance, index, &item, err) : WASIX_OK;
}

/* A direct host function of a provider; *found says whether any offers the name. */
static wasix_result
link_provided(struct wasix_instance *instance, size_t index, bool *found, wasix_error *err)
{
	const struct wasix_store *store = instance->store;
	const struct import *i = &instance->module->imports[index];
	struct host_import offer;
	char offered[WASIX_TYPE_TEXT_MAX];

	for (uint32_t p = store->provider_count; p-- > 0;) {
		const struct provider *provider = &store->providers[p];
		if (!provider->find(provider->self, i->module, i->name, &offer))
			continue;
		*found = true;
		const struct functype *wanted = module_import_functype(instance->module, index);
		if (!wanted || !functype_equal(wanted, offer.type)) {
			functype_text(offer.type, offered, sizeof offered);
			return fail_incompatible(instance->module, index, offered, err);
		}
		fill_provided(instance, i->index, provider->self, offer.entry);
		return WASIX_OK;
	}
	return WASIX_OK;
}

/* An imported memory that nobody has made: the host's is of just the type that is asked for. */
static wasix_result
link_memory(struct wasix_instance *instance, size_t index, bool *found, wasix_error *err)
{
	struct wasix_store *store = instance->store;
	const struct import *i = &instance->module->imports[index];

	for (uint32_t p = store->provider_count; p-- > 0 && !*found;)
		*found = store->providers[p].has_memory &&
			 store->providers[p].has_memory(
				 store->providers[p].self, i->module, i->name);
	if (!*found)
		return WASIX_OK;
	return memory_new(store, instance->module->memories[i->index],
		&slots_of(instance).memories[i->index], err);
}

static wasix_result
link_import(struct wasix_instance *instance, size_t index, const wasix_import *imports,
	size_t import_count, const struct linker *linker, wasix_error *err)
{
	const struct import *i = &instance->module->imports[index];
	bool found = false;

	for (size_t k = import_count; k-- > 0;)
		if (import_is(i, imports[k].module, imports[k].name))
			return link_extern(instance, index, &imports[k].item, err);
	bool is_text = strlen(i->module) == i->module_len && strlen(i->name) == i->name_len;
	if (is_text && linker->find)
		TRY(link_found(instance, index, linker, &found, err));
	if (found)
		return WASIX_OK;
	if (is_text && i->kind == WASIX_EXTERN_MEMORY)
		TRY(link_memory(instance, index, &found, err));
	else if (is_text)
		TRY(link_provided(instance, index, &found, err));
	return found ? WASIX_OK : fail_unknown(instance->module, index, err);
}

wasix_result
link_imports(struct wasix_instance *instance, const wasix_import *imports, size_t import_count,
	const struct linker *linker, wasix_error *err)
{
	for (size_t i = 0; i < instance->module->import_count; i++)
		TRY(link_import(instance, i, imports, import_count, linker, err));
	return WASIX_OK;
}

void
link_function(struct wasix_instance *instance, uint32_t function, struct wasix_func *func)
{
	fill_function(instance, function, func);
}
