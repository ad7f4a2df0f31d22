/* types.c -- one shared copy and one number for each distinct functype of an engine.
 *
 * Equal types have equal ids, so that call_indirect and linking compare one word. Found by hash:
 * comparing in pairs would be quadratic.
 */
#include "code.h"
#include "runtime.h"

#include <stdlib.h>
#include <string.h>

/* One allocation: the struct, the public kinds, the bytes of the type. */
static struct shared_type *
shared_type_new(const struct functype *type, uint32_t id)
{
	size_t params = type->param_count, results = type->result_count, kinds = params + results;
	struct shared_type *shared = malloc(sizeof *shared + kinds * (sizeof(wasix_kind) + 1));
	if (!shared)
		return NULL;
	wasix_kind *public_kinds = (wasix_kind *)(shared + 1);
	uint8_t *bytes = (uint8_t *)(public_kinds + kinds);

	if (params)
		memcpy(bytes, type->params, params);
	if (results)
		memcpy(bytes + params, type->results, results);
	for (size_t i = 0; i < kinds; i++)
		public_kinds[i] = bytes[i];
	shared->type =
		(struct functype){ bytes, bytes + params, type->param_count, type->result_count };
	shared->public = (wasix_functype){ public_kinds, public_kinds + params, type->param_count,
		type->result_count };
	shared->id = id;
	return shared;
}

/* The slot that holds the type, or the free one where it belongs. */
static uint32_t *
slot_find(const struct type_registry *r, const struct functype *type)
{
	uint32_t mask = r->slot_count - 1, at = functype_hash(type) & mask;

	while (r->slots[at] && !functype_equal(&r->types[r->slots[at] - 1]->type, type))
		at = (at + 1) & mask;
	return &r->slots[at];
}

/* Keeps a quarter of the slots free at least. */
static bool
registry_grow(struct type_registry *r)
{
	if (r->count < r->capacity)
		return true;
	uint32_t capacity = r->capacity ? r->capacity * 2 : 48, slot_count = capacity / 3 * 4;
	struct shared_type **types = realloc(r->types, capacity * sizeof *types);
	uint32_t power = 1;

	if (!types)
		return false;
	r->types = types;
	while (power < slot_count)
		power *= 2;
	uint32_t *slots = calloc(power, sizeof *slots);
	if (!slots)
		return false;
	free(r->slots);
	r->slots = slots;
	r->slot_count = power;
	r->capacity = capacity;
	for (uint32_t id = 0; id < r->count; id++)
		*slot_find(r, &r->types[id]->type) = id + 1;
	return true;
}

static const struct shared_type *
registry_add(struct type_registry *r, const struct functype *type)
{
	if (r->slot_count) {
		uint32_t found = *slot_find(r, type);
		if (found)
			return r->types[found - 1];
	}
	struct shared_type *shared = registry_grow(r) ? shared_type_new(type, r->count) : NULL;
	if (!shared)
		return NULL;
	*slot_find(r, type) = r->count + 1;
	r->types[r->count++] = shared;
	return shared;
}

const struct shared_type *
type_share(struct type_registry *registry, const struct functype *type)
{
	pthread_mutex_lock(&registry->lock);
	const struct shared_type *shared = registry_add(registry, type);
	pthread_mutex_unlock(&registry->lock);
	return shared;
}

/* false: one of the kinds is none. */
static bool
kinds_copy(uint8_t *out, const wasix_kind *kinds, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!kind_is_value(kinds[i]))
			return false;
		out[i] = (uint8_t)kinds[i];
	}
	return true;
}

const struct shared_type *
type_share_public(struct type_registry *registry, const wasix_functype *type)
{
	size_t params = type->param_count, results = type->result_count;
	uint8_t *kinds = malloc(params + results + 1);
	const struct shared_type *shared = NULL;

	if (!kinds)
		return NULL;
	struct functype t = { kinds, kinds + params, type->param_count, type->result_count };
	if (kinds_copy(kinds, type->params, type->param_count) &&
		kinds_copy(kinds + params, type->results, type->result_count))
		shared = type_share(registry, &t);
	free(kinds);
	return shared;
}

void
types_delete(struct type_registry *registry)
{
	for (uint32_t i = 0; i < registry->count; i++)
		free(registry->types[i]);
	free(registry->types);
	free(registry->slots);
	pthread_mutex_destroy(&registry->lock);
}
