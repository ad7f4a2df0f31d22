/* instance.c -- a module with its imports filled in: allocate, initialise, start (spec,
 * "Instantiation"), and what it exports.
 */
#include "arena.h"
#include "code.h"
#include "error.h"
#include "runtime.h"

#include <assert.h>
#include <string.h>

/* --- parts that are made when first asked for --- */

union cell *
instance_global(const struct wasix_instance *instance, uint32_t index)
{
	char *vm = (char *)instance->vm;
	uint32_t imported = instance->module->imported_global_count;

	if (index < imported)
		return ((union cell **)(vm + instance->layout.imported_globals))[index];
	return (union cell *)(vm + instance->layout.globals) + (index - imported);
}

struct wasix_global *
instance_global_object(struct wasix_instance *instance, uint32_t index)
{
	struct wasix_global **slot = &instance->globals[index];

	if (!*slot) {
		struct wasix_global *global = arena_alloc(instance->arena, sizeof *global);
		if (!global)
			return NULL;
		global->type = instance->module->globals[index].type;
		global->store = instance->store;
		global->cell = instance_global(instance, index);
		*slot = global;
	}
	return *slot;
}

void
func_describe(struct wasix_func *func, const struct wasix_instance *instance, uint32_t index)
{
	const struct wasix_module *m = instance->module;
	uint32_t type = m->functions[index].type, imported = m->imported_function_count;

	*func = (struct wasix_func){ 0 };
	func->type_id = module_object(m)->type_ids[type];
	func->type = &module_object(m)->types[type]->type;
	func->call = code_call_adapter(m->code, type);
	func->store = instance->store;
	func->instance = instance->lead;
	if (index < imported) {
		const char *vm = (const char *)instance->vm;
		const struct import_slot *slots =
			(const struct import_slot *)(vm + instance->layout.imports);
		func->entry = slots[index].entry;
		func->ctx = slots[index].ctx;
	} else {
		func->entry = code_function(m->code, index - imported);
		func->ctx = instance->vm;
	}
}

/* Own functions, and direct host functions that the module imports; others are set by link.c. */
static struct wasix_func *
func_make(struct wasix_instance *instance, uint32_t index)
{
	struct wasix_func *func = arena_alloc(instance->arena, sizeof *func);

	if (func)
		func_describe(func, instance, index);
	return func;
}

struct wasix_func *
instance_func(struct wasix_instance *instance, uint32_t index)
{
	if (!instance->funcs[index])
		instance->funcs[index] = func_make(instance, index);
	return instance->funcs[index];
}

/* --- constant expressions (spec, "Constant Expressions") --- */

static bool
const_step(struct wasix_instance *instance, const struct const_step *step, union cell *out)
{
	memset(out, 0, sizeof *out);
	if (step->op == CONST_VALUE) {
		out->i64 = step->bits;
		memcpy(out->v128 + 8, &step->high, sizeof step->high);
	}
	if (step->op == CONST_GLOBAL)
		*out = *instance_global(instance, step->index);
	if (step->op != CONST_REF_FUNC)
		return true;
	out->ref = instance_func(instance, step->index);
	return out->ref;
}

/* Modulo 2^32 or 2^64. */
static void
const_combine(const struct const_step *step, union cell *a, const union cell *b)
{
	uint64_t result = step->op == CONST_ADD   ? a->i64 + b->i64
			  : step->op == CONST_SUB ? a->i64 - b->i64
						  : a->i64 * b->i64;

	a->i64 = step->kind == WASIX_I32 ? (uint32_t)result : result;
}

static bool
const_steps_eval(struct wasix_instance *instance, const struct const_expr *e, union cell *out)
{
	union cell values[CONST_DEPTH_MAX] = { 0 };
	uint32_t depth = 0;

	for (uint32_t i = 0; i < e->index; i++) {
		const struct const_step *step = &e->steps[i];
		assert(depth < CONST_DEPTH_MAX &&
			(step->op < CONST_STEPS || depth > 1)); /* validated */
		if (step->op < CONST_STEPS) {
			if (!const_step(instance, step, &values[depth++]))
				return false;
		} else {
			depth--;
			const_combine(step, &values[depth - 1], &values[depth]);
		}
	}
	*out = values[0];
	return true;
}

static bool
const_eval(struct wasix_instance *instance, const struct const_expr *e, union cell *out)
{
	struct const_step step = { .op = e->op, .index = e->index };

	if (e->op == CONST_STEPS)
		return const_steps_eval(instance, e, out);
	step.bits = e->bits;
	return const_step(instance, &step, out);
}

/* --- segments --- */

bool
instance_table_init(struct wasix_instance *instance, uint32_t table, uint32_t segment, uint64_t to,
	uint64_t from, uint64_t len)
{
	const struct elem_segment *s = &instance->module->elems[segment];
	struct wasix_table *t = instance_table(instance, table);
	uint64_t count = instance->elem_dropped[segment] ? 0 : s->count;

	if (from + len > count || to + len > t->size)
		return false;
	for (uint64_t i = 0; i < len; i++) {
		union cell item;
		if (!const_eval(instance, &s->items[from + i], &item))
			return false;
		t->elems[to + i] = item.ref;
	}
	return true;
}

static wasix_result
elems_write(struct wasix_instance *instance, wasix_error *err)
{
	const struct wasix_module *m = instance->module;

	for (uint32_t i = 0; i < m->elem_count; i++) {
		const struct elem_segment *s = &m->elems[i];
		union cell at;
		if (s->mode == SEGMENT_PASSIVE)
			continue;
		if (s->mode == SEGMENT_ACTIVE &&
			(!const_eval(instance, &s->at, &at) ||
				!instance_table_init(instance, s->table, i, at.i32, 0, s->count)))
			return fail_at(err, WASIX_TRAP, s->offset, "%s: element segment %u",
				trap_text(TRAP_TABLE_OUT_OF_BOUNDS), i);
		instance->elem_dropped[i] = true;
	}
	return WASIX_OK;
}

static wasix_result
datas_write(struct wasix_instance *instance, wasix_error *err)
{
	const struct wasix_module *m = instance->module;

	for (uint32_t i = 0; i < m->data_count; i++) {
		const struct data_segment *s = &m->datas[i];
		union cell at;
		if (s->mode != SEGMENT_ACTIVE)
			continue;
		if (!const_eval(instance, &s->at, &at) ||
			!memory_write(instance_memory(instance, s->memory), at.i32, s->bytes.at,
				s->bytes.len))
			return fail_at(err, WASIX_TRAP, s->offset, "%s: data segment %u",
				trap_text(TRAP_MEMORY_OUT_OF_BOUNDS), i);
		instance->data_dropped[i] = true;
	}
	return WASIX_OK;
}

/* --- allocation --- */

static wasix_result
memories_make(struct wasix_instance *instance, wasix_error *err)
{
	const struct wasix_module *m = instance->module;
	struct wasix_memory **memories =
		(struct wasix_memory **)((char *)instance->vm + instance->layout.memories);

	for (uint32_t i = m->imported_memory_count; i < m->memory_count; i++)
		TRY(memory_new(instance->store, m->memories[i], &memories[i], err));
	if (m->memory_count) {
		instance->vm->memory = memories[0];
		instance->vm->memory_base = memories[0]->base;
	}
	return WASIX_OK;
}

static wasix_result
tables_make(struct wasix_instance *instance, wasix_error *err)
{
	const struct wasix_module *m = instance->module;
	struct wasix_table **tables =
		(struct wasix_table **)((char *)instance->vm + instance->layout.tables);

	for (uint32_t i = m->imported_table_count; i < m->table_count; i++) {
		union cell first = { .ref = NULL };
		if (m->table_inits[i].code.len && !const_eval(instance, &m->table_inits[i], &first))
			return fail_memory(err);
		TRY(table_new(instance->store, &m->tables[i], first.ref, &tables[i], err));
	}
	return WASIX_OK;
}

static wasix_result
tags_make(struct wasix_instance *instance, wasix_error *err)
{
	const struct wasix_module *m = instance->module;
	struct wasix_tag **tags = instance_tags(instance);

	for (uint32_t i = m->imported_tag_count; i < m->tag_count; i++) {
		const struct shared_type *type = module_object(m)->types[m->tags[i]];
		tags[i] = arena_alloc(instance->arena, sizeof *tags[i]);
		if (!tags[i])
			return fail_memory(err);
		*tags[i] = (struct wasix_tag){ &type->type, type->id, instance->store };
	}
	return WASIX_OK;
}

static wasix_result
globals_make(struct wasix_instance *instance, wasix_error *err)
{
	const struct wasix_module *m = instance->module;

	for (uint32_t i = m->imported_global_count; i < m->global_count; i++)
		if (!const_eval(instance, &m->globals[i].init, instance_global(instance, i)))
			return fail_memory(err);
	return WASIX_OK;
}

/* The struct and all that depends on the module's counts only. */
struct wasix_instance *
instance_allocate(struct wasix_store *store, struct arena *arena, struct wasix_module *m)
{
	struct wasix_instance *instance = arena_alloc(arena, sizeof *instance);

	if (!instance)
		return NULL;
	instance->layout = vmctx_layout_of(m);
	instance->vm = arena_alloc(arena, instance->layout.size);
	instance->funcs = arena_array(arena, m->function_count, sizeof *instance->funcs);
	instance->globals = arena_array(arena, m->global_count, sizeof *instance->globals);
	instance->bindings =
		arena_array(arena, m->imported_function_count, sizeof *instance->bindings);
	instance->data_dropped = arena_array(arena, m->data_count, sizeof(bool));
	instance->elem_dropped = arena_array(arena, m->elem_count, sizeof(bool));
	if (!instance->vm || !instance->funcs || !instance->globals || !instance->bindings ||
		!instance->data_dropped || !instance->elem_dropped)
		return NULL;
	instance->store = store;
	instance->arena = arena;
	instance->lead = instance;
	instance->module = m;
	instance->vm->builtins = &runtime_builtins;
	instance->vm->type_ids = module_object(m)->type_ids;
	instance->vm->instance = instance;
	instance->vm->attention = &store->attention;
	module_retain(m);
	instance->next = store->instances;
	store->instances = instance;
	return instance;
}

/* WASI names the memory; a module with one alone need not export it. */
static void
callers_set_memory(struct wasix_instance *instance)
{
	const struct wasix_module *m = instance->module;

	instance->memory = instance->vm->memory;
	for (uint32_t i = 0; m->memory_count > 1 && i < m->export_count; i++)
		if (m->exports[i].kind == WASIX_EXTERN_MEMORY &&
			strcmp(m->exports[i].name, "memory") == 0)
			instance->memory = instance_memory(instance, m->exports[i].index);
	for (uint32_t i = 0; i < m->imported_function_count; i++)
		instance->bindings[i].caller.memory = instance->memory;
}

wasix_result
instance_start(struct wasix_instance *instance, wasix_error *err)
{
	union cell none;

	if (!instance->module->has_start)
		return WASIX_OK;
	struct wasix_func *start = instance_func(instance, instance->module->start);
	if (!start)
		return fail_memory(err);
	return func_call(start, &none, err);
}

void
instance_abandon(struct wasix_instance *instance)
{
	instance->store->instances = instance->next;
	module_release(instance->module);
}

wasix_result
instance_build(struct wasix_instance *instance, const wasix_import *imports, size_t import_count,
	const struct linker *linker, wasix_error *err)
{
	TRY(link_imports(instance, imports, import_count, linker, err));
	TRY(memories_make(instance, err));
	TRY(tables_make(instance, err));
	TRY(tags_make(instance, err));
	callers_set_memory(instance);
	return globals_make(instance, err);
}

/* Data that another instance wrote counts as written. */
static void
segments_reset(struct wasix_instance *instance)
{
	const struct wasix_module *m = instance->module;

	for (uint32_t i = 0; i < m->data_count; i++)
		instance->data_dropped[i] = m->datas[i].mode == SEGMENT_ACTIVE;
	for (uint32_t i = 0; i < m->elem_count; i++)
		instance->elem_dropped[i] = m->elems[i].mode != SEGMENT_PASSIVE;
}

wasix_result
instance_write(struct wasix_instance *instance, bool first, wasix_error *err)
{
	TRY(elems_write(instance, err));
	if (first)
		return datas_write(instance, err);
	segments_reset(instance);
	return WASIX_OK;
}

/* Who links a module with others; nobody does for most. */
static wasix_result
linker_find(struct wasix_instance *instance, struct linker *out, wasix_error *err)
{
	const struct wasix_store *store = instance->store;

	for (uint32_t p = store->provider_count; instance->module->dylink && p-- > 0;)
		if (store->providers[p].begin)
			return store->providers[p].begin(
				store->providers[p].self, instance, out, err);
	return WASIX_OK;
}

wasix_result
instance_new(struct wasix_store *store, struct wasix_module *m, const wasix_import *imports,
	size_t import_count, struct wasix_instance **out, wasix_error *err)
{
	struct linker linker = { 0 };

	TRY(module_load(m, err));
	struct wasix_instance *instance =
		store_learn_adapters(store, m) ? instance_allocate(store, store->arena, m) : NULL;
	if (!instance)
		return fail_memory(err);
	wasix_result result = linker_find(instance, &linker, err);
	if (result == WASIX_OK)
		result = instance_build(instance, imports, import_count, &linker, err);
	if (result != WASIX_OK) {
		instance_abandon(instance);
		return result;
	}
	TRY(instance_write(instance, true, err));
	TRY(linker.linked ? linker.linked(linker.self, instance, err)
			  : instance_start(instance, err));
	*out = instance;
	return WASIX_OK;
}

/* --- for another thread --- */

static struct import_slot *
instance_slots(const struct wasix_instance *instance)
{
	return (struct import_slot *)((char *)instance->vm + instance->layout.imports);
}

/* An object of the embedder's or of another instance belongs to one thread. */
static bool
imports_can_be_shared(const struct wasix_instance *instance)
{
	const struct wasix_module *m = instance->module;
	const struct import_slot *slots = instance_slots(instance);

	for (uint32_t i = 0; i < m->imported_function_count; i++)
		if (slots[i].entry != host_enter)
			return false;
	return !m->imported_table_count && !m->imported_global_count && !m->imported_tag_count;
}

static void
imports_copy(struct wasix_instance *to, const struct wasix_instance *from)
{
	const struct wasix_module *m = to->module;
	struct wasix_memory **memories =
		(struct wasix_memory **)((char *)to->vm + to->layout.memories);

	for (uint32_t i = 0; i < m->imported_function_count; i++) {
		to->bindings[i] = from->bindings[i];
		to->bindings[i].caller.instance = to;
		instance_slots(to)[i] = (struct import_slot){ host_enter, &to->bindings[i] };
	}
	for (uint32_t i = 0; i < m->memory_count; i++)
		memories[i] = instance_memory(from, i);
	to->memory = from->memory;
	to->vm->memory = from->vm->memory;
	to->vm->memory_base = from->vm->memory_base;
}

wasix_result
instance_clone(struct wasix_store *store, const struct wasix_instance *original,
	struct wasix_instance **out, wasix_error *err)
{
	struct wasix_module *m = original->module;

	if (!imports_can_be_shared(original))
		return fail(err, WASIX_UNSUPPORTED,
			"a thread cannot have imports that belong to another");
	struct wasix_instance *instance = instance_allocate(store, store->arena, m);
	if (!instance)
		return fail_memory(err);
	imports_copy(instance, original);
	TRY(tables_make(instance, err));
	TRY(tags_make(instance, err));
	TRY(globals_make(instance, err));
	TRY(elems_write(instance, err));
	segments_reset(instance);
	if (!tables_keep(store))
		return fail_memory(err);
	*out = instance;
	return WASIX_OK;
}

void
instance_reset(struct wasix_instance *instance)
{
	(void)globals_make(instance, NULL); /* the functions that it refers to are made */
	segments_reset(instance);
}

void
instances_delete(struct wasix_store *store)
{
	for (struct wasix_instance *i = store->instances; i; i = i->next)
		module_release(i->module);
	store->instances = NULL;
}
