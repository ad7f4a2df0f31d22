/* part.c -- instances that are linked with others at run time and act through the main module's;
 * see runtime.h.
 */
#include "arena.h"
#include "code.h"
#include "error.h"
#include "runtime.h"

#include <string.h>

/* Memory of one part, in itself. */
struct store_part {
	struct arena *arena;
	struct store_part *next;
};

static struct store_part *
memory_new_for(struct wasix_store *store)
{
	struct arena *arena = arena_new();
	struct store_part *part = arena ? arena_alloc(arena, sizeof *part) : NULL;

	if (!part) {
		arena_delete(arena);
		return NULL;
	}
	*part = (struct store_part){ arena, store->parts };
	store->parts = part;
	return part;
}

void
parts_delete(struct wasix_store *store)
{
	struct store_part *part = store->parts;

	while (part) {
		struct store_part *next = part->next;
		arena_delete(part->arena);
		part = next;
	}
	store->parts = NULL;
}

/* Its memory belongs to the lead's store from the start, so that it lives as long as that. */
wasix_result
part_new(struct wasix_store *store, struct wasix_module *m, struct wasix_instance *lead,
	const struct linker *linker, bool first, struct wasix_instance **out, wasix_error *err)
{
	TRY(module_load(m, err));
	const struct store_part *memory = memory_new_for(lead ? lead->store : store);
	struct wasix_instance *part = memory ? instance_allocate(store, memory->arena, m) : NULL;

	if (!part)
		return fail_memory(err);
	if (lead)
		part->lead = lead;
	part->vm->attention = part->lead->vm->attention;
	wasix_result result = instance_build(part, NULL, 0, linker, err);
	if (result == WASIX_OK)
		result = instance_write(part, first, err);
	if (result == WASIX_OK)
		*out = part;
	else
		instance_abandon(part); /* no code of it has run */
	return result;
}

static void
objects_set_store(struct wasix_instance *part, struct wasix_store *store)
{
	const struct wasix_module *m = part->module;

	for (uint32_t i = m->imported_function_count; i < m->function_count; i++)
		if (part->funcs[i])
			part->funcs[i]->store = store;
	for (uint32_t i = 0; i < m->global_count; i++)
		if (part->globals[i])
			part->globals[i]->store = store;
	for (uint32_t i = m->imported_tag_count; i < m->tag_count; i++)
		instance_tags(part)[i]->store = store;
}

/* The other thread may look through its list at any moment. */
void
part_hand_over(struct wasix_instance *part)
{
	struct wasix_store *store = part->lead->store;

	if (part->store == store)
		return;
	part->store->instances = part->next;
	part->store = store;
	objects_set_store(part, store);
	part->next = store->instances;
	__atomic_store_n(&store->instances, part, __ATOMIC_RELEASE);
}

void *
part_alloc(struct wasix_instance *instance, size_t size)
{
	return arena_alloc(instance->arena, size);
}

void
func_init_stub(struct wasix_func *func, const struct wasix_instance *instance, uint32_t index,
	wasix_callback callback, void *env)
{
	const struct wasix_module *m = instance->module;
	uint32_t type = m->functions[index].type;

	*func = (struct wasix_func){ .entry = code_host_adapter(m->code, type),
		.ctx = func,
		.type_id = module_object(m)->type_ids[type],
		.type = &module_object(m)->types[type]->type,
		.callback = callback,
		.env = env,
		.store = instance->store };
}
