/* store.c -- the owner of all run-time objects: providers, kept exceptions, the bound on memory. */
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
	engine_retain(engine);
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
	parts_delete(store);
	adapters_delete(store);
	engine_release(store->engine);
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
