/* host_func.c -- functions of the embedder, and how compiled code enters them: by an adapter for
 * their type (struct code_header), of which the store takes the first that a module has.
 */
#include "arena.h"
#include "code.h"
#include "runtime.h"

#include <stdlib.h>
#include <string.h>

/* --- adapters --- */

/* Its code is needed as long as the store, also if it cannot be instantiated. */
struct adapter_source {
	struct wasix_module *module;
	struct adapter_source *next;
};

static bool
source_add(struct wasix_store *store, struct wasix_module *m)
{
	struct adapter_source *source = arena_alloc(store->arena, sizeof *source);

	if (!source)
		return false;
	*source = (struct adapter_source){ m, store->adapter_sources };
	store->adapter_sources = source;
	module_retain(m);
	return true;
}

static bool
adapters_reserve(struct wasix_store *store, uint32_t count)
{
	if (count <= store->host_adapter_count)
		return true;
	uint32_t wanted = count + count / 2 + 16;
	void (**adapters)(void) = realloc(store->host_adapters, wanted * sizeof *adapters);
	if (!adapters)
		return false;
	memset(adapters + store->host_adapter_count, 0,
		(wanted - store->host_adapter_count) * sizeof *adapters);
	store->host_adapters = adapters;
	store->host_adapter_count = wanted;
	return true;
}

/* Those that the store lacks. */
static bool
adapters_take(struct wasix_store *store, struct wasix_module *m)
{
	const uint32_t *ids = module_object(m)->type_ids;
	bool is_source = false;

	for (uint32_t i = 0; i < m->type_count; i++) {
		if (!adapters_reserve(store, ids[i] + 1))
			return false;
		if (store->host_adapters[ids[i]])
			continue;
		if (!is_source && !source_add(store, m))
			return false;
		is_source = true;
		store->host_adapters[ids[i]] = code_host_adapter(m->code, i);
	}
	return true;
}

static void
host_func_enter(const struct wasix_store *store, struct host_func *f)
{
	if (f->func.type_id < store->host_adapter_count)
		f->func.entry = store->host_adapters[f->func.type_id];
}

bool
store_learn_adapters(struct wasix_store *store, struct wasix_module *m)
{
	if (!adapters_take(store, m))
		return false;
	for (struct host_func **at = &store->unentered; *at;) {
		struct host_func *f = *at;
		host_func_enter(store, f);
		if (f->func.entry)
			*at = f->next;
		else
			at = &f->next;
	}
	return true;
}

void
adapters_delete(struct wasix_store *store)
{
	for (struct adapter_source *s = store->adapter_sources; s; s = s->next)
		module_release(s->module);
	free(store->host_adapters);
}

/* --- functions --- */

wasix_func *
wasix_func_new(wasix_store *store, const wasix_functype *type, wasix_callback callback, void *env)
{
	const struct shared_type *shared =
		callback ? type_share_public(&store->engine->types, type) : NULL;
	struct host_func *f = shared ? arena_alloc(store->arena, sizeof *f) : NULL;

	if (!f)
		return NULL;
	f->func = (struct wasix_func){ .type_id = shared->id,
		.type = &shared->type,
		.callback = callback,
		.env = env,
		.store = store };
	f->func.ctx = &f->func;
	host_func_enter(store, f);
	if (!f->func.entry) {
		f->next = store->unentered;
		store->unentered = f;
	}
	return &f->func;
}

void
wasix_func_type(const wasix_func *func, wasix_functype *out)
{
	*out = shared_type_of(func->type)->public;
}
