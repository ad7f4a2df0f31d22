/* group.c -- the instances of one thread, and what fills their imports.
 *
 * Addresses and entries of the table are the same in all threads; stack pointer, tags, thread-local
 * variables and the instances behind the functions are each thread's own.
 */
#include "library.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

static const char *const TAG_NAMES[TAGS] = { "__cpp_exception", "__c_longjmp" };

/* --- memory and tags of a group --- */

uint32_t
memory_take(struct dynamic *d, uint32_t size, uint32_t align)
{
	enum { PAGE = 65536 };
	uint64_t at = ((uint64_t)d->next + align - 1) & -(uint64_t)align;

	if (at + size > d->end) {
		uint64_t pages = ((uint64_t)size + align + PAGE - 1) / PAGE;
		uint32_t old = memory_grow(d->memory, pages);
		if (old == UINT32_MAX || (uint64_t)old + pages > PAGE - 1)
			return 0;
		if ((uint64_t)old * PAGE != d->end)
			d->next = old * PAGE;
		d->end = (uint32_t)((old + pages) * PAGE);
		at = ((uint64_t)d->next + align - 1) & -(uint64_t)align;
	}
	d->next = (uint32_t)(at + size);
	return (uint32_t)at;
}

bool
group_reserve(struct group *g, uint32_t count)
{
	if (count <= g->capacity)
		return true;
	uint32_t capacity = count + 8;
	struct wasix_instance **instances =
		realloc(g->instances, capacity * sizeof(struct wasix_instance *));
	if (instances)
		g->instances = instances;
	uint32_t *tls = realloc(g->tls, capacity * sizeof *tls);
	if (tls)
		g->tls = tls;
	if (!instances || !tls)
		return false;
	for (uint32_t i = g->capacity; i < capacity; i++) {
		g->instances[i] = NULL;
		g->tls[i] = 0;
	}
	g->capacity = capacity;
	return true;
}

struct group *
group_new(struct dynamic *d, struct wasix_store *store, struct wasix_module *main,
	uint64_t table_size, wasix_error *err)
{
	static const wasix_kind PARAM = WASIX_I32;
	static const wasix_functype TAG = { &PARAM, NULL, 1, 0 };
	struct group *g = calloc(1, sizeof *g);
	struct tabletype type = { WASIX_FUNCREF,
		{ table_size, main->imported_table_count ? main->tables[0].limits.max : UINT64_MAX,
			false } };

	if (!g)
		return NULL;
	g->store = store;
	g->stack_pointer = wasix_global_new(
		store, true, (wasix_value){ .kind = WASIX_I32, .of.i32 = STACK_HIGH });
	bool made = g->stack_pointer && group_reserve(g, d->count + 1);
	for (size_t i = 0; i < TAGS && made; i++)
		made = (g->tags[i] = wasix_tag_new(store, &TAG));
	if (!made || table_new(store, &type, NULL, &g->table, err) != WASIX_OK) {
		group_delete(g);
		return NULL;
	}
	return g;
}

void
group_delete(struct group *g)
{
	for (uint32_t i = 0; i < g->func_count; i++)
		free(g->funcs[i]);
	free(g->funcs);
	free(g->instances);
	free(g->tls);
	free(g);
}

struct group *
group_of(const struct dynamic *d, const struct wasix_instance *lead)
{
	struct group *g = d ? d->groups : NULL;

	while (g && g->instances[MAIN] != lead)
		g = g->next;
	return g;
}

/* --- functions that nothing defines yet --- */

struct stub {
	struct wasix_func func, target;
	struct linking linking;
	const struct import *import;
	bool found;
};

static bool
function_find(const struct linking *l, const struct import *import, struct wasix_func *out,
	struct symbol *s)
{
	if (!symbol_find(l->d, import->name, WASIX_EXTERN_FUNC, s) || !l->g->instances[s->library])
		return false;
	func_describe(out, l->g->instances[s->library], s->export->index);
	return true;
}

static wasix_result
stub_target(struct stub *stub, wasix_error *err)
{
	struct symbol s;

	dynamic_lock(stub->linking.d);
	if (!stub->found)
		stub->found = function_find(&stub->linking, stub->import, &stub->target, &s);
	bool is_same = stub->found && functype_equal(stub->target.type, stub->func.type);
	dynamic_unlock(stub->linking.d);
	if (!stub->found)
		return fail(err, WASIX_TRAP, "undefined symbol: %s", stub->import->name);
	return is_same ? WASIX_OK : fail(err, WASIX_TRAP, "%s", trap_text(TRAP_INDIRECT_CALL_TYPE));
}

/* The first call looks again. */
static wasix_result
stub_call(void *env, const wasix_value *arguments, wasix_value *results, wasix_error *err)
{
	struct stub *stub = env;
	const struct functype *type = stub->func.type;
	size_t count = (size_t)type->param_count + type->result_count + 1;

	TRY(stub_target(stub, err));
	union cell *cells = calloc(count, sizeof *cells);
	if (!cells)
		return fail_memory(err);
	for (uint32_t i = 0; i < type->param_count; i++)
		cells[i] = value_to_cell(&arguments[i]);
	wasix_result result = func_call(&stub->target, cells, err);
	for (uint32_t i = 0; result == WASIX_OK && i < type->result_count; i++)
		results[i] = cell_to_value(type->results[i], &cells[i]);
	free(cells);
	return result;
}

/* --- imports --- */

bool
dynamic_links(const struct wasix_module *m, const struct import *import)
{
	if (!m->dylink)
		return false;
	if (import->kind == WASIX_EXTERN_GLOBAL && strncmp(import->module, "GOT.", 4) == 0)
		return strcmp(import->module + 4, "mem") == 0 ||
		       strcmp(import->module + 4, "func") == 0;
	return strcmp(import->module, "env") == 0;
}

static bool
global_give(struct wasix_instance *instance, bool is_mutable, uint32_t value, wasix_extern *out)
{
	struct wasix_global *global = part_alloc(instance, sizeof *global);

	if (!global)
		return false;
	global->type = (struct globaltype){ WASIX_I32, is_mutable };
	global->store = instance->store;
	global->own.i32 = value;
	global->cell = &global->own;
	*out = (wasix_extern){ .kind = WASIX_EXTERN_GLOBAL, .of.global = global };
	return true;
}

static wasix_result
give_global(const struct linking *l, struct wasix_instance *instance, const struct import *import,
	wasix_extern *out, bool *found, wasix_error *err)
{
	const struct library *library = l->d->libraries[l->library];
	bool is_got = strcmp(import->module, "env") != 0;
	bool is_memory = strcmp(import->name, "__memory_base") == 0;

	if (!is_got && strcmp(import->name, "__stack_pointer") == 0) {
		*out = (wasix_extern){ .kind = WASIX_EXTERN_GLOBAL,
			.of.global = l->g->stack_pointer };
		*found = true;
		return WASIX_OK;
	}
	if (!is_got && !is_memory && strcmp(import->name, "__table_base") != 0)
		return WASIX_OK;
	uint32_t value = is_got ? 0 : is_memory ? library->memory_base : library->table_base;
	*found = global_give(instance, is_got, value, out);
	return *found ? WASIX_OK : fail_memory(err);
}

static wasix_result
give_stub(const struct linking *l, struct wasix_instance *instance, const struct import *import,
	wasix_extern *out, bool *found, wasix_error *err)
{
	struct stub *stub = part_alloc(instance, sizeof *stub);

	if (!stub)
		return fail_memory(err);
	stub->linking = *l;
	stub->import = import;
	func_init_stub(&stub->func, instance, import->index, stub_call, stub);
	*out = (wasix_extern){ .kind = WASIX_EXTERN_FUNC, .of.func = &stub->func };
	*found = true;
	return WASIX_OK;
}

/* Memory is grown to what the module says that it has at least. */
static wasix_result
give_memory(const struct linking *l, const struct wasix_instance *instance,
	const struct import *import, wasix_extern *out, bool *found, wasix_error *err)
{
	uint64_t wanted = instance->module->memories[import->index].min;
	uint64_t pages = memory_bytes(l->d->memory) >> 16;

	if (pages < wanted && memory_grow(l->d->memory, wanted - pages) == UINT32_MAX)
		return fail_memory(err);
	*out = (wasix_extern){ .kind = WASIX_EXTERN_MEMORY, .of.memory = l->d->memory };
	*found = true;
	return WASIX_OK;
}

wasix_result
linking_find(void *self, struct wasix_instance *instance, size_t index, wasix_extern *out,
	bool *found, wasix_error *err)
{
	const struct linking *l = self;
	const struct import *import = &instance->module->imports[index];

	if (!dynamic_links(instance->module, import))
		return WASIX_OK;
	switch (import->kind) {
	case WASIX_EXTERN_FUNC:
		return give_stub(l, instance, import, out, found, err);
	case WASIX_EXTERN_GLOBAL:
		return give_global(l, instance, import, out, found, err);
	case WASIX_EXTERN_MEMORY:
		return give_memory(l, instance, import, out, found, err);
	case WASIX_EXTERN_TABLE:
		*out = (wasix_extern){ .kind = WASIX_EXTERN_TABLE, .of.table = l->g->table };
		*found = strcmp(import->name, "__indirect_function_table") == 0;
		return WASIX_OK;
	case WASIX_EXTERN_TAG:
		for (size_t i = 0; i < TAGS && !*found; i++) {
			*out = (wasix_extern){ .kind = WASIX_EXTERN_TAG, .of.tag = l->g->tags[i] };
			*found = strcmp(import->name, TAG_NAMES[i]) == 0;
		}
		return WASIX_OK;
	}
	return WASIX_OK;
}

/* --- what was left open --- */

static wasix_result
resolve_function(const struct linking *l, const struct import *import, wasix_error *err)
{
	struct wasix_instance *instance = l->g->instances[l->library];
	struct wasix_func *func = part_alloc(instance, sizeof *func);
	struct symbol s;

	if (!func)
		return fail_memory(err);
	if (!function_find(l, import, func, &s))
		return WASIX_OK; /* the stub stays */
	if (!functype_equal(func->type, module_functype(instance->module, import->index)))
		return fail(err, WASIX_LINK, "%.60s: symbol %.60s has another type in %.60s",
			l->d->libraries[l->library]->name, import->name,
			l->d->libraries[s.library]->name);
	func->store = instance->store;
	link_function(instance, import->index, func);
	return WASIX_OK;
}

/* What the host knows without any module. */
static bool
address_of_host(const struct dynamic *d, const char *name, uint32_t *out)
{
	const struct {
		const char *name;
		uint32_t value;
	} known[] = { { "__stack_low", STACK_LOW }, { "__stack_high", STACK_HIGH },
		{ "__heap_base", d->heap_base } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(name, known[i].name) == 0) {
			*out = known[i].value;
			return true;
		}
	return false;
}

static wasix_result
fail_undefined(
	const struct linking *l, const struct import *import, uint32_t *out, wasix_error *err)
{
	const struct library *library = l->d->libraries[l->library];
	const struct dylink *info = library->module->dylink;

	*out = 0;
	if (dylink_flags(info->imports, info->import_count, import->module, import->name) &
			DYLINK_WEAK ||
		dylink_flags(info->imports, info->import_count, "env", import->name) & DYLINK_WEAK)
		return WASIX_OK;
	return fail(
		err, WASIX_LINK, "%.80s: undefined symbol: %.100s", library->name, import->name);
}

static wasix_result
resolve_entry(const struct linking *l, const struct import *import, uint32_t *out, wasix_error *err)
{
	struct symbol s;

	if (!symbol_find(l->d, import->name, WASIX_EXTERN_FUNC, &s))
		return fail_undefined(l, import, out, err);
	*out = symbol_entry(l->d, &s);
	return *out ? WASIX_OK : fail_memory(err);
}

static wasix_result
resolve_address(const struct linking *l, const struct import *import, const uint32_t *like,
	uint32_t *out, wasix_error *err)
{
	struct symbol s;
	bool is_thread_local;

	if (address_of_host(l->d, import->name, out))
		return WASIX_OK;
	if (!symbol_find(l->d, import->name, WASIX_EXTERN_GLOBAL, &s) ||
		!symbol_address(l->d, l->g, &s, out, &is_thread_local))
		return like ? WASIX_OK : fail_undefined(l, import, out, err);
	if (like && !is_thread_local)
		*out = *like;
	return WASIX_OK;
}

wasix_result
linking_resolve(const struct linking *l, const struct group *like, wasix_error *err)
{
	struct wasix_instance *instance = l->g->instances[l->library];
	const struct wasix_module *m = instance->module;

	for (uint32_t i = 0; i < m->import_count; i++) {
		const struct import *import = &m->imports[i];
		if (!dynamic_links(m, import))
			continue;
		if (import->kind == WASIX_EXTERN_FUNC)
			TRY(resolve_function(l, import, err));
		if (import->kind != WASIX_EXTERN_GLOBAL || strcmp(import->module, "env") == 0)
			continue;
		uint32_t *to = &instance_global(instance, import->index)->i32;
		const uint32_t *known =
			like ? &instance_global(like->instances[l->library], import->index)->i32
			     : NULL;
		if (strcmp(import->module, "GOT.mem") == 0)
			TRY(resolve_address(l, import, known, to, err));
		else if (known)
			*to = *known;
		else
			TRY(resolve_entry(l, import, to, err));
	}
	return WASIX_OK;
}

/* --- calls --- */

static wasix_result
call(struct group *g, const struct library *l, uint32_t library, const char *name,
	union cell *cells, uint32_t param_count, wasix_error *err)
{
	const struct export *e = library_export(l, name, WASIX_EXTERN_FUNC);
	struct wasix_func func;

	if (!e)
		return WASIX_OK;
	const struct functype *type = module_functype(l->module, e->index);
	if (type->param_count != param_count || type->result_count ||
		(param_count && type->params[0] != WASIX_I32))
		return fail(err, WASIX_LINK, "%.80s: %s has the wrong type", l->name, name);
	func_describe(&func, g->instances[library], e->index);
	return func_call(&func, cells, err);
}

wasix_result
group_call(struct dynamic *d, struct group *g, uint32_t library, const char *name, wasix_error *err)
{
	union cell none[1] = { 0 };

	return call(g, d->libraries[library], library, name, none, 0, err);
}

/* --- instances for another thread --- */

static uint32_t
constant_of(const struct library *l, const char *name)
{
	const struct export *e = library_export(l, name, WASIX_EXTERN_GLOBAL);
	const struct global *global = e ? &l->module->globals[e->index] : NULL;

	return global && global->type.kind == WASIX_I32 && global->init.op == CONST_VALUE
		       ? (uint32_t)global->init.bits
		       : 0;
}

/* Addresses within the thread-local variables of the instance that wrote its data. Linkers of LLVM
 * do not export the function for them alone, but writing the variables anew does it too. */
wasix_result
group_relocate_tls(struct dynamic *d, struct group *g, uint32_t library, wasix_error *err)
{
	struct library *l = d->libraries[library];
	union cell cells[1] = { { .i32 = g->tls[library] } };

	if (library_export(l, "__wasm_apply_tls_relocs", WASIX_EXTERN_FUNC))
		return group_call(d, g, library, "__wasm_apply_tls_relocs", err);
	return constant_of(l, "__tls_size") ? call(g, l, library, "__wasm_init_tls", cells, 1, err)
					    : WASIX_OK;
}

/* One that a thread gave back, or a new one. 0: memory is short. */
static uint32_t
block_take(struct dynamic *d, struct library *l, uint32_t size)
{
	uint32_t align = constant_of(l, "__tls_align");

	if (l->block_count)
		return l->blocks[--l->block_count];
	if (align < 16 || align > 65536 || (align & (align - 1)))
		align = 16;
	return memory_take(d, size, align);
}

static wasix_result
tls_begin(struct dynamic *d, struct group *g, uint32_t library, wasix_error *err)
{
	struct library *l = d->libraries[library];
	uint32_t size = constant_of(l, "__tls_size");
	union cell cells[1] = { 0 };

	if (!size)
		return WASIX_OK;
	g->tls[library] = block_take(d, l, size);
	if (!g->tls[library])
		return fail_memory(err);
	cells[0].i32 = g->tls[library];
	return call(g, l, library, "__wasm_init_tls", cells, 1, err);
}

/* Begun in the calling thread's store, whose calls it then is, and handed over. */
static wasix_result
group_fill_one(struct dynamic *d, struct group *g, uint32_t library, const struct group *like,
	wasix_error *err)
{
	struct linking l = { d, g, library };
	const struct linker linker = { .find = linking_find, .self = &l };
	struct wasix_store *store = g->instances[MAIN] ? like->store : g->store;

	TRY(part_new(store, d->libraries[library]->module, g->instances[MAIN], &linker, false,
		&g->instances[library], err));
	TRY(linking_resolve(&l, like, err));
	if (library != MAIN) { /* the main one begins when its thread does */
		TRY(instance_start(g->instances[library], err));
		TRY(tls_begin(d, g, library, err));
	}
	part_hand_over(g->instances[library]);
	return WASIX_OK;
}

wasix_result
group_fill(struct dynamic *d, struct group *g, uint32_t from, struct group *like, wasix_error *err)
{
	if (!group_reserve(g, d->count))
		return fail_memory(err);
	for (uint32_t i = from; i < d->count; i++)
		TRY(group_fill_one(d, g, i, like, err));
	return group_add_entries(d, g, from) ? WASIX_OK : fail_memory(err);
}
