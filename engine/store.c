/* store.c -- the owner of all run-time objects: providers, embedder functions, kept exceptions. */
#include "arena.h"
#include "code.h"
#include "runtime.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

wasix_store *
wasix_store_new(wasix_engine *engine)
{
	struct arena *arena = arena_new();
	struct wasix_store *store = arena ? arena_alloc(arena, sizeof *store) : NULL;

	if (!store) {
		arena_delete(arena);
		return NULL;
	}
	store->engine = engine;
	store->arena = arena;
	store->references = 1;
	return store;
}

struct wasix_store *
store_new_beside(struct wasix_store *owner)
{
	struct wasix_store *store = wasix_store_new(owner->engine);

	if (!store)
		return NULL;
	owner = owner->owner ? owner->owner : owner;
	atomic_fetch_add(&owner->references, 1);
	store->owner = owner;
	store->end = owner->end;
	store->provider_count = owner->provider_count;
	memcpy(store->providers, owner->providers, sizeof store->providers);
	return store;
}

uint64_t
store_max_stack(const struct wasix_store *store)
{
	return store->engine->options.max_stack;
}

bool
store_again(struct wasix_instance *instance, wasix_result *result, wasix_error *err)
{
	struct wasix_store *store = instance->store;

	for (uint32_t i = 0; i < store->provider_count; i++) {
		const struct provider *provider = &store->providers[i];
		if (provider->again && provider->again(provider->self, instance, result, err))
			return true;
	}
	return false;
}

wasix_result
store_finish(struct wasix_store *store, wasix_result result, wasix_error *err)
{
	for (uint32_t i = 0; i < store->provider_count; i++) {
		const struct provider *provider = &store->providers[i];
		if (provider->finish)
			result = provider->finish(provider->self, store, result, err);
	}
	return result;
}

static void
exceptions_delete(struct wasix_store *store)
{
	while (store->exceptions)
		exception_delete(store->exceptions);
}

void
store_reset(struct wasix_store *store)
{
	exceptions_delete(store);
	store->uncaught = NULL;
	atomic_store(&store->attention, 0);
	tables_reset(store);
	for (struct wasix_instance *i = store->instances; i; i = i->next)
		instance_reset(i);
}

static void
store_release(struct wasix_store *store)
{
	if (atomic_fetch_sub(&store->references, 1) != 1)
		return;
	exceptions_delete(store);
	instances_delete(store);
	memories_delete(store);
	tables_delete(store);
	free(store->host_adapters);
	if (store->owner) {
		store_give_memory(store, store->memory_bytes);
		store_release(store->owner);
	} else if (store->account.give) {
		store->account.give(store->account.self, store->memory_bytes);
	}
	arena_delete(store->arena);
}

void
wasix_store_delete(wasix_store *store)
{
	if (!store)
		return;
	(void)store_finish(store, WASIX_OK, NULL);
	store_release(store);
}

void
wasix_store_set_max_memory(wasix_store *store, uint64_t bytes)
{
	store->max_memory_bytes = bytes;
}

static bool
take(struct wasix_store *store, uint64_t bytes)
{
	uint64_t used = atomic_fetch_add(&store->memory_bytes, bytes);

	if ((!store->max_memory_bytes || used + bytes <= store->max_memory_bytes) &&
		(!store->account.take || store->account.take(store->account.self, bytes)))
		return true;
	atomic_fetch_sub(&store->memory_bytes, bytes);
	return false;
}

bool
store_take_memory(struct wasix_store *store, uint64_t bytes, bool grows)
{
	if (store->owner) {
		bool taken = store_take_memory(store->owner, bytes, grows);
		store->memory_bytes += taken ? bytes : 0;
		return taken;
	}
	if (take(store, bytes))
		return true;
	if (grows && !atomic_exchange(&store->memory_refused, true))
		engine_warn(store->engine,
			"the guest was refused memory beyond %" PRIu64 " bytes (--max-memory)",
			store->max_memory_bytes);
	return false;
}

void
store_give_memory(struct wasix_store *store, uint64_t bytes)
{
	if (store->owner)
		store_give_memory(store->owner, bytes);
	atomic_fetch_sub(&store->memory_bytes, bytes);
	if (store->account.give)
		store->account.give(store->account.self, bytes);
}

bool
store_add_provider(struct wasix_store *store, struct provider provider)
{
	for (uint32_t i = 0; i < store->provider_count; i++)
		if (store->providers[i].find == provider.find) {
			store->providers[i] = provider;
			return true;
		}
	if (store->provider_count == STORE_PROVIDERS_MAX)
		return false;
	store->providers[store->provider_count++] = provider;
	return true;
}

void
store_set_uncaught(struct wasix_store *store, struct exception *exception)
{
	if (store->uncaught)
		builtin_release(NULL, store->uncaught);
	store->uncaught = exception;
}

/* --- entries of embedder functions --- */

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

static void
host_func_enter(const struct wasix_store *store, struct host_func *f)
{
	if (f->func.type_id < store->host_adapter_count)
		f->func.entry = store->host_adapters[f->func.type_id];
}

bool
store_learn_adapters(struct wasix_store *store, const struct wasix_module *m)
{
	const uint32_t *ids = module_object(m)->type_ids;

	for (uint32_t i = 0; i < m->type_count; i++) {
		if (!adapters_reserve(store, ids[i] + 1))
			return false;
		if (!store->host_adapters[ids[i]])
			store->host_adapters[ids[i]] = code_host_adapter(m->code, i);
	}
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

/* --- objects made by the embedder --- */

static const struct shared_type *
share_public_type(struct wasix_store *store, const wasix_functype *type)
{
	size_t params = type->param_count, results = type->result_count;
	uint8_t *kinds = malloc(params + results + 1);
	if (!kinds)
		return NULL;
	for (size_t i = 0; i < params; i++)
		kinds[i] = (uint8_t)type->params[i];
	for (size_t i = 0; i < results; i++)
		kinds[params + i] = (uint8_t)type->results[i];
	struct functype t = { kinds, kinds + params, type->param_count, type->result_count };
	const struct shared_type *shared = type_share(&store->engine->types, &t);
	free(kinds);
	return shared;
}

wasix_func *
wasix_func_new(wasix_store *store, const wasix_functype *type, wasix_callback callback, void *env)
{
	const struct shared_type *shared = share_public_type(store, type);
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

wasix_table *
wasix_table_new(wasix_store *store, wasix_kind element, wasix_limits limits)
{
	struct tabletype type = { (uint8_t)element, { limits.min, limits.max, false } };
	struct wasix_table *table;
	return table_new(store, &type, NULL, &table, NULL) == WASIX_OK ? table : NULL;
}

wasix_memory *
wasix_memory_new(wasix_store *store, wasix_limits pages, bool shared)
{
	struct limits limits = { pages.min, pages.max, shared };
	struct wasix_memory *memory;
	return memory_new(store, limits, &memory, NULL) == WASIX_OK ? memory : NULL;
}

wasix_global *
wasix_global_new(wasix_store *store, bool is_mutable, wasix_value value)
{
	struct wasix_global *global = arena_alloc(store->arena, sizeof *global);

	if (!global)
		return NULL;
	global->type = (struct globaltype){ (uint8_t)value.kind, is_mutable };
	global->store = store;
	global->own = value_to_cell(&value);
	global->cell = &global->own;
	return global;
}

wasix_tag *
wasix_tag_new(wasix_store *store, const wasix_functype *type)
{
	const struct shared_type *shared = share_public_type(store, type);
	struct wasix_tag *tag = shared ? arena_alloc(store->arena, sizeof *tag) : NULL;

	if (!tag)
		return NULL;
	*tag = (struct wasix_tag){ &shared->type, shared->id, store };
	return tag;
}

void
wasix_func_type(const wasix_func *func, wasix_functype *out)
{
	*out = shared_type_of(func->type)->public;
}

void
wasix_global_get(const wasix_global *global, wasix_value *out)
{
	*out = cell_to_value(global->type.kind, global->cell);
}

uint8_t *
wasix_memory_data(const wasix_memory *memory)
{
	return memory->base;
}

uint64_t
wasix_memory_size(const wasix_memory *memory)
{
	return memory_bytes(memory);
}

uint64_t
wasix_table_size(const wasix_table *table)
{
	return table->size;
}
