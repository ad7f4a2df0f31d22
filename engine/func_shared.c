/* func_shared.c -- functions that the tables of several threads hold, of a type that the module may
 * not know. */
#include "activation.h"
#include "code.h"
#include "runtime.h"

/* For a type that no module has: only call_dynamic and the like can call it, through callback. */
[[noreturn]] static void
refuse_call(void)
{
	trap_raise(TRAP_INDIRECT_CALL_TYPE);
}

/* How compiled code enters it. */
static void (*entry_for(const struct wasix_module *m, uint32_t type_id))(void)
{
	const uint32_t *ids = module_object(m)->type_ids;

	for (uint32_t i = 0; i < m->type_count; i++)
		if (ids[i] == type_id)
			return code_host_adapter(m->code, i);
	return refuse_call;
}

bool
func_init_shared(struct wasix_func *func, const struct wasix_instance *instance,
	const struct functype *type, wasix_callback callback, void *env)
{
	struct wasix_store *store =
		instance->store->owner ? instance->store->owner : instance->store;
	const struct shared_type *shared = type_share(&store->engine->types, type);

	if (!shared)
		return false;
	*func = (struct wasix_func){ .entry = entry_for(instance->module, shared->id),
		.ctx = func,
		.type_id = shared->id,
		.type = &shared->type,
		.callback = callback,
		.env = env,
		.store = store };
	return true;
}

struct wasix_instance *
func_caller_instance(void)
{
	const struct activation *a = activation_current();

	while (a && !a->instance)
		a = a->outer;
	return a ? a->instance : NULL;
}
