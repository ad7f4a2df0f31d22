/* closure.c -- closures: entries of the guest's table that it fills at run time with a function of
 * a type that it describes, which calls a function of its own with the arguments in a row.
 *
 * Each thread has a table of its own, and all have the same closures at the same places: who
 * changes one changes all tables, with the threads' lock. The threads go on meanwhile, so what a
 * table has held stays callable: a closure is never freed while the program runs, keeps its type,
 * and serves another entry later.
 */
#include "closure.h"

#include "dynamic.h"
#include "error.h"
#include "guest.h"
#include "thread_table.h"

#include <stdlib.h>

enum {
	CLOSURES_MAX = 1 << 13, /* entries, and closures with those that serve none now */
	ENTRIES_AT_ONCE = 16,   /* fewer changes of all tables */
};

/* Of a closure that serves no entry. No table is as long. */
static const uint64_t TARGET_NONE = UINT64_MAX;

struct closure {
	struct wasix_func func;
	struct closure *next; /* among those that serve no entry */
	struct closures *closures;
	_Atomic uint64_t target;     /* function, and what it is given << 32 */
	uint32_t arguments, results; /* bytes */
};

struct entry {
	uint32_t number; /* in the table */
	uint32_t next;   /* free one, as closures.free */
	bool used;
	struct closure *closure; /* NULL: not prepared */
};

struct closures {
	struct wasix_process *process;
	const struct wasix_module *module;
	uint32_t table;         /* index */
	uint32_t stack_pointer; /* index of the global */
	struct entry *entries;  /* by number */
	uint32_t entry_count;
	uint32_t free; /* index + 1; 0: none */
	struct closure *spare;
	uint32_t closure_count;
};

static uint32_t
align_16(uint32_t bytes)
{
	return (bytes + 15) & ~15u;
}

/* --- the call of one --- */

static wasix_result
trap(wasix_error *err, enum trap_code code)
{
	return fail(err, WASIX_TRAP, "%s", trap_text(code));
}

static void
arguments_store(const struct functype *type, const wasix_value *values, uint8_t *to)
{
	uint8_t ignored;
	uint32_t bytes;

	for (uint32_t i = 0; i < type->param_count; i++) {
		union cell cell = value_to_cell(&values[i]);
		value_type(type->params[i], &ignored, &bytes);
		memcpy(to, &cell, bytes);
		to += bytes;
	}
}

static void
results_load(const struct functype *type, const uint8_t *from, wasix_value *values)
{
	uint8_t ignored;
	uint32_t bytes;

	for (uint32_t i = 0; i < type->result_count; i++) {
		union cell cell = { 0 };
		value_type(type->results[i], &ignored, &bytes);
		memcpy(&cell, from, bytes);
		values[i] = cell_to_value(type->results[i], &cell);
		from += bytes;
	}
}

/* (values, results, user data) -> () */
static bool
is_backing(const struct wasix_func *f)
{
	static const uint8_t PARAMS[] = { WASIX_I32, WASIX_I32, WASIX_I32 };
	static const struct functype TYPE = { PARAMS, NULL, 3, 0 };

	return functype_equal(f->type, &TYPE);
}

static wasix_result
backing_call(const struct closures *k, struct wasix_instance *instance, uint64_t target,
	uint32_t arguments, uint32_t results, wasix_error *err)
{
	const struct wasix_table *t = instance_table(instance, k->table);
	uint32_t number = (uint32_t)target;
	union cell cells[] = { { .i32 = arguments }, { .i32 = results },
		{ .i32 = (uint32_t)(target >> 32) } };

	if (number >= table_size(t))
		return trap(err, TRAP_UNDEFINED_ELEMENT);
	struct wasix_func *f = table_element(t, number);
	if (!f)
		return trap(err, TRAP_UNINITIALIZED_ELEMENT);
	return is_backing(f) ? func_call(f, cells, err) : trap(err, TRAP_INDIRECT_CALL_TYPE);
}

/* The values lie on the guest's stack. */
static wasix_result
closure_call(void *env, const wasix_value *arguments, wasix_value *results, wasix_error *err)
{
	const struct closure *closure = env;
	const struct closures *k = closure->closures;
	struct wasix_instance *instance = func_caller_instance();
	uint64_t target = atomic_load(&closure->target);
	uint32_t for_arguments = align_16(closure->arguments);
	uint32_t bytes = for_arguments + align_16(closure->results);
	uint8_t *at;

	if (!instance || instance->module != k->module)
		return trap(err, TRAP_INDIRECT_CALL_TYPE);
	if (target == TARGET_NONE)
		return trap(err, TRAP_UNINITIALIZED_ELEMENT);
	struct wasix_caller c = attention_caller(instance, k->process);
	union cell *pointer = instance_global(instance, k->stack_pointer);
	uint32_t top = pointer->i32, low = top - bytes;
	if (top < bytes || guest_span(&c, low, bytes, &at) != ABI_ERRNO_SUCCESS)
		return trap(err, TRAP_MEMORY_OUT_OF_BOUNDS);
	arguments_store(closure->func.type, arguments, at);
	pointer->i32 = low;
	wasix_result result = backing_call(k, instance, target, low, low + for_arguments, err);
	pointer->i32 = top;
	if (result == WASIX_OK)
		results_load(closure->func.type, at + for_arguments, results);
	return result;
}

/* --- all tables --- */

typedef bool on_table(struct wasix_table *t, uint32_t number, struct wasix_func *func);

static bool
table_reach(struct wasix_table *t, uint32_t size, struct wasix_func *func)
{
	uint64_t now = table_size(t);

	(void)func;
	return now >= size || table_grow(t, size - now, NULL) != UINT32_MAX;
}

/* The guest may have made one of its tables shorter than the others: it has been told of none. */
static bool
table_put(struct wasix_table *t, uint32_t number, struct wasix_func *func)
{
	if (number >= table_size(t))
		return false;
	table_set_element(t, number, func);
	return true;
}

/* With the lock held. The caller's, the first thread's, the others'. */
static bool
on_all_tables(
	const struct wasix_caller *c, on_table *what, uint32_t number, struct wasix_func *func)
{
	const struct wasix_process *p = caller_process(c);
	const struct thread_table *t = &p->threads;
	uint32_t table = p->closures->table;
	bool done = what(instance_table(c->instance, table), number, func);

	if (t->first && t->first_instance != c->instance)
		done &= what(instance_table(t->first_instance, table), number, func);
	for (struct guest_thread *thread = t->threads; thread; thread = thread->next)
		if (thread->instance != c->instance)
			done &= what(instance_table(thread->instance, table), number, func);
	return done;
}

/* With the lock held. */
static uint64_t
longest_table(const struct wasix_caller *c)
{
	const struct wasix_process *p = caller_process(c);
	const struct thread_table *t = &p->threads;
	uint32_t table = p->closures->table;
	uint64_t longest = table_size(instance_table(c->instance, table)), size;

	if (t->first) {
		size = table_size(instance_table(t->first_instance, table));
		longest = size > longest ? size : longest;
	}
	for (struct guest_thread *thread = t->threads; thread; thread = thread->next) {
		size = table_size(instance_table(thread->instance, table));
		longest = size > longest ? size : longest;
	}
	return longest;
}

void
closures_enter(struct wasix_process *p, struct wasix_instance *instance)
{
	const struct closures *k = p->closures;

	if (!k || !k->entry_count || k->module != instance->module)
		return;
	struct wasix_table *t = instance_table(instance, k->table);
	if (!table_reach(t, k->entries[k->entry_count - 1].number + 1, NULL))
		return; /* memory is short: its calls of them trap */
	for (uint32_t i = 0; i < k->entry_count; i++)
		if (k->entries[i].closure)
			table_put(t, k->entries[i].number, &k->entries[i].closure->func);
}

/* --- what there is of them --- */

/* UINT32_MAX: there is none. */
static uint32_t
export_index(const struct wasix_module *m, const char *name, wasix_extern_kind kind)
{
	for (uint32_t i = 0; i < m->export_count; i++)
		if (m->exports[i].kind == kind && strcmp(m->exports[i].name, name) == 0)
			return m->exports[i].index;
	return UINT32_MAX;
}

/* Programs that are linked at run time import it. */
static uint32_t
stack_pointer_index(const struct wasix_module *m)
{
	uint32_t pointer = export_index(m, "__stack_pointer", WASIX_EXTERN_GLOBAL);

	for (uint32_t i = 0; i < m->import_count && pointer == UINT32_MAX; i++)
		if (m->imports[i].kind == WASIX_EXTERN_GLOBAL &&
			strcmp(m->imports[i].name, "__stack_pointer") == 0)
			pointer = m->imports[i].index;
	return pointer;
}

/* NOTSUP: the module's table cannot grow, or its stack is not to be had. */
static wasix_errno
closures_make(const struct wasix_caller *c)
{
	const struct wasix_module *m = c->instance->module;
	uint32_t table = export_index(m, "__indirect_function_table", WASIX_EXTERN_TABLE);
	uint32_t pointer = stack_pointer_index(m);

	if (table == UINT32_MAX)
		table = 0;
	if (table >= m->table_count || m->tables[table].element != WASIX_FUNCREF ||
		m->tables[table].limits.min == m->tables[table].limits.max ||
		pointer == UINT32_MAX || m->globals[pointer].type.kind != WASIX_I32 ||
		!m->globals[pointer].type.is_mutable || !c->memory)
		return ABI_ERRNO_NOTSUP;
	struct closures *k = calloc(1, sizeof *k);
	if (!k)
		return ABI_ERRNO_NOMEM;
	*k = (struct closures){
		.process = caller_process(c), .module = m, .table = table, .stack_pointer = pointer
	};
	k->process->closures = k;
	return ABI_ERRNO_SUCCESS;
}

/* With the lock held. NOTSUP also for a second module of the embedder's. */
static wasix_errno
closures_of(const struct wasix_caller *c, struct closures **out)
{
	struct wasix_process *p = caller_process(c);

	if (!p->closures)
		GUEST_TRY(closures_make(c));
	*out = p->closures;
	return p->closures->module == c->instance->module ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOTSUP;
}

void
closures_delete(struct wasix_process *p)
{
	struct closures *k = p->closures;

	if (!k)
		return;
	for (uint32_t i = 0; i < k->entry_count; i++)
		free(k->entries[i].closure);
	while (k->spare) {
		struct closure *next = k->spare->next;
		free(k->spare);
		k->spare = next;
	}
	free(k->entries);
	free(k);
	p->closures = NULL;
}

/* With the lock held. NULL: it is none of closures. */
static struct entry *
entry_find(const struct closures *k, uint32_t number)
{
	uint32_t low = 0, high = k ? k->entry_count : 0;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (k->entries[middle].number == number)
			return &k->entries[middle];
		if (k->entries[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool
closure_is_entry(struct wasix_process *p, uint32_t entry)
{
	pthread_mutex_lock(&p->threads.lock);
	bool is = entry_find(p->closures, entry);
	pthread_mutex_unlock(&p->threads.lock);
	return is;
}

/* --- entries --- */

static wasix_errno
entries_add(const struct wasix_caller *c, struct closures *k)
{
	uint64_t first = longest_table(c);

	if (k->entry_count + ENTRIES_AT_ONCE > CLOSURES_MAX || first > UINT32_MAX - ENTRIES_AT_ONCE)
		return ABI_ERRNO_NOMEM;
	struct entry *entries =
		realloc(k->entries, (k->entry_count + ENTRIES_AT_ONCE) * sizeof *entries);
	if (!entries)
		return ABI_ERRNO_NOMEM;
	k->entries = entries;
	if (!on_all_tables(c, table_reach, (uint32_t)first + ENTRIES_AT_ONCE, NULL))
		return ABI_ERRNO_NOMEM;
	for (uint32_t i = ENTRIES_AT_ONCE; i-- > 0;) {
		entries[k->entry_count + i] =
			(struct entry){ .number = (uint32_t)first + i, .next = k->free };
		k->free = k->entry_count + i + 1;
	}
	k->entry_count += ENTRIES_AT_ONCE;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
entry_take(const struct wasix_caller *c, uint32_t *number)
{
	struct closures *k;

	GUEST_TRY(closures_of(c, &k));
	if (!k->free)
		GUEST_TRY(entries_add(c, k));
	struct entry *e = &k->entries[k->free - 1];
	k->free = e->next;
	e->used = true;
	*number = e->number;
	return ABI_ERRNO_SUCCESS;
}

/* The closure serves no entry any more; who still calls it traps. */
static void
closure_retire(struct closures *k, struct closure *closure)
{
	if (!closure)
		return;
	atomic_store(&closure->target, TARGET_NONE);
	closure->next = k->spare;
	k->spare = closure;
}

static void
entry_give_back(const struct wasix_caller *c, uint32_t number)
{
	struct closures *k = caller_process(c)->closures;
	struct entry *e = k && k->module == c->instance->module ? entry_find(k, number) : NULL;

	if (!e || !e->used)
		return;
	(void)on_all_tables(c, table_put, number, NULL);
	closure_retire(k, e->closure);
	*e = (struct entry){ .number = number, .next = k->free };
	k->free = (uint32_t)(e - k->entries) + 1;
}

/* WASIX, closure_allocate. NOTSUP: see closures_make; NOMEM: the table is full. NOTE: Wasmer has
 * closures only in modules that are linked dynamically. */
wasix_errno
host_closure_allocate(struct wasix_caller *c, wasix_gptr ret_closure)
{
	struct thread_table *t = &caller_process(c)->threads;
	uint32_t number = 0;

	if (!guest_in_bounds(c->memory, ret_closure, sizeof number))
		return ABI_ERRNO_FAULT;
	pthread_mutex_lock(&t->lock);
	wasix_errno e = entry_take(c, &number);
	pthread_mutex_unlock(&t->lock);
	return e ? e : guest_write_u32(c, ret_closure, number);
}

/* WASIX, closure_free. What is no closure's is passed over. */
wasix_errno
host_closure_free(struct wasix_caller *c, uint32_t closure)
{
	struct thread_table *t = &caller_process(c)->threads;

	pthread_mutex_lock(&t->lock);
	entry_give_back(c, closure);
	pthread_mutex_unlock(&t->lock);
	return ABI_ERRNO_SUCCESS;
}

/* --- what one does --- */

static wasix_errno
kinds_read(struct wasix_caller *c, wasix_gptr from, uint32_t count, uint8_t *kinds)
{
	static const uint8_t KINDS[] = { [ABI_WASM_VALUE_TYPE_I32] = WASIX_I32,
		[ABI_WASM_VALUE_TYPE_I64] = WASIX_I64,
		[ABI_WASM_VALUE_TYPE_F32] = WASIX_F32,
		[ABI_WASM_VALUE_TYPE_F64] = WASIX_F64,
		[ABI_WASM_VALUE_TYPE_V128] = WASIX_V128 };

	if (count > CELLS_MAX)
		return ABI_ERRNO_INVAL;
	GUEST_TRY(guest_read(c, kinds, from, count));
	for (uint32_t i = 0; i < count; i++) {
		if (kinds[i] >= sizeof KINDS)
			return ABI_ERRNO_INVAL;
		kinds[i] = KINDS[kinds[i]];
	}
	return ABI_ERRNO_SUCCESS;
}

static uint32_t
bytes_of(const uint8_t *kinds, uint32_t count)
{
	uint32_t sum = 0, bytes;
	uint8_t ignored;

	for (uint32_t i = 0; i < count; i++)
		sum += value_type(kinds[i], &ignored, &bytes) ? bytes : 0;
	return sum;
}

/* One of the type that serves no entry, NULL if there is none. */
static struct closure *
spare_take(struct closures *k, const struct functype *type)
{
	for (struct closure **at = &k->spare; *at; at = &(*at)->next) {
		struct closure *closure = *at;
		if (!functype_equal(closure->func.type, type))
			continue;
		*at = closure->next;
		return closure;
	}
	return NULL;
}

/* Types are counted with the closures: the engine keeps each that it has seen. */
static wasix_errno
closure_make(const struct wasix_caller *c, struct closures *k, const struct functype *type,
	struct closure **out)
{
	*out = spare_take(k, type);
	if (*out)
		return ABI_ERRNO_SUCCESS;
	if (k->closure_count == CLOSURES_MAX)
		return ABI_ERRNO_NOMEM;
	struct closure *closure = calloc(1, sizeof *closure);
	if (!closure)
		return ABI_ERRNO_NOMEM;
	if (!func_init_shared(&closure->func, c->instance, type, closure_call, closure)) {
		free(closure);
		return ABI_ERRNO_NOMEM;
	}
	closure->closures = k;
	closure->arguments = bytes_of(type->params, type->param_count);
	closure->results = bytes_of(type->results, type->result_count);
	k->closure_count++;
	*out = closure;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
entry_prepare(
	const struct wasix_caller *c, uint32_t number, const struct functype *type, uint64_t target)
{
	struct closures *k;
	struct closure *closure;

	GUEST_TRY(closures_of(c, &k));
	const struct wasix_table *t = instance_table(c->instance, k->table);
	uint32_t backing = (uint32_t)target;
	const struct wasix_func *f = backing < table_size(t) ? table_element(t, backing) : NULL;
	struct entry *e = entry_find(k, number);
	if (!f || !is_backing(f) || !e || !e->used)
		return ABI_ERRNO_INVAL;
	if (e->closure && functype_equal(e->closure->func.type, type)) {
		closure = e->closure;
	} else {
		GUEST_TRY(closure_make(c, k, type, &closure));
		closure_retire(k, e->closure);
	}
	e->closure = closure;
	atomic_store(&closure->target, target);
	return on_all_tables(c, table_put, number, &closure->func) ? ABI_ERRNO_SUCCESS
								   : ABI_ERRNO_NOMEM;
}

/* WASIX, closure_prepare. INVAL also for what is no function of the type that is called, and for an
 * entry that closure_allocate did not give. */
wasix_errno
host_closure_prepare(struct wasix_caller *c, uint32_t backing_function, uint32_t closure,
	wasix_gptr argument_types, uint32_t argument_types_len, wasix_gptr result_types,
	uint32_t result_types_len, wasix_gptr user_data)
{
	struct thread_table *t = &caller_process(c)->threads;
	uint8_t params[CELLS_MAX], results[CELLS_MAX];
	const struct functype type = { params, results, argument_types_len, result_types_len };

	GUEST_TRY(kinds_read(c, argument_types, argument_types_len, params));
	GUEST_TRY(kinds_read(c, result_types, result_types_len, results));
	pthread_mutex_lock(&t->lock);
	wasix_errno e = entry_prepare(
		c, closure, &type, (uint64_t)(uint32_t)user_data << 32 | backing_function);
	pthread_mutex_unlock(&t->lock);
	return e;
}
