/* builtins.c -- what compiled code calls rather than does itself: bulk memory and table
 * instructions, references, waiting.
 *
 * The first argument is the vmctx. A failed check traps and does not return.
 */
#include "runtime.h"

#include <string.h>

/* Also where each of them begins: what follows may take a lock or memory. */
static struct wasix_instance *
instance_of(void *vm)
{
	trap_if_stack_is_low();
	return ((struct vmctx *)vm)->instance;
}

static struct wasix_memory *
memory_of(void *vm, uint32_t index)
{
	return instance_memory(instance_of(vm), index);
}

static void
require(bool in_bounds, enum trap_code code)
{
	if (!in_bounds)
		trap_raise(code);
}

static void
builtin_trap(void *vm, uint32_t code)
{
	(void)vm;
	trap_raise(code);
}

/* --- linear memory (spec, "Memory Instructions") --- */

static uint32_t
builtin_memory_grow(void *vm, uint32_t memory, uint32_t delta)
{
	return memory_grow(memory_of(vm, memory), delta);
}

static void
builtin_memory_fill(void *vm, uint32_t memory, uint32_t at, uint32_t value, uint32_t len)
{
	require(memory_fill(memory_of(vm, memory), at, (uint8_t)value, len),
		TRAP_MEMORY_OUT_OF_BOUNDS);
}

static void
builtin_memory_copy(void *vm, uint32_t to_memory, uint32_t from_memory, uint32_t to, uint32_t from,
	uint32_t len)
{
	require(memory_copy(memory_of(vm, to_memory), to, memory_of(vm, from_memory), from, len),
		TRAP_MEMORY_OUT_OF_BOUNDS);
}

static void
builtin_memory_init(
	void *vm, uint32_t memory, uint32_t segment, uint32_t to, uint32_t from, uint32_t len)
{
	const struct wasix_instance *instance = instance_of(vm);
	const struct span *bytes = &instance->module->datas[segment].bytes;
	uint64_t size = instance->data_dropped[segment] ? 0 : bytes->len;

	require((uint64_t)from + len <= size &&
			memory_write(memory_of(vm, memory), to, bytes->at + from, len),
		TRAP_MEMORY_OUT_OF_BOUNDS);
}

static void
builtin_data_drop(void *vm, uint32_t segment)
{
	instance_of(vm)->data_dropped[segment] = true;
}

/* --- tables (spec, "Table Instructions") --- */

static bool
table_in_bounds(const struct wasix_table *table, uint64_t at, uint64_t len)
{
	return at + len <= table->size; /* both came from 32 bits */
}

static uint32_t
builtin_table_grow(void *vm, uint32_t table, void *value, uint32_t delta)
{
	return table_grow(instance_table(instance_of(vm), table), delta, value);
}

static void
builtin_table_fill(void *vm, uint32_t table, uint32_t at, void *value, uint32_t len)
{
	struct wasix_table *t = instance_table(instance_of(vm), table);

	require(table_in_bounds(t, at, len), TRAP_TABLE_OUT_OF_BOUNDS);
	for (uint32_t i = 0; i < len; i++)
		t->elems[at + i] = value;
}

static void
builtin_table_copy(
	void *vm, uint32_t to_table, uint32_t from_table, uint32_t to, uint32_t from, uint32_t len)
{
	struct wasix_table *t = instance_table(instance_of(vm), to_table);
	const struct wasix_table *f = instance_table(instance_of(vm), from_table);

	require(table_in_bounds(t, to, len) && table_in_bounds(f, from, len),
		TRAP_TABLE_OUT_OF_BOUNDS);
	memmove(t->elems + to, f->elems + from, len * sizeof *t->elems);
}

static void
builtin_table_init(
	void *vm, uint32_t table, uint32_t segment, uint32_t to, uint32_t from, uint32_t len)
{
	struct wasix_instance *instance = instance_of(vm);

	require(instance_table_init(instance, table, segment, to, from, len),
		TRAP_TABLE_OUT_OF_BOUNDS);
}

static void
builtin_elem_drop(void *vm, uint32_t segment)
{
	instance_of(vm)->elem_dropped[segment] = true;
}

static void *
builtin_ref_func(void *vm, uint32_t function)
{
	struct wasix_func *func = instance_func(instance_of(vm), function);

	require(func, TRAP_HOST); /* out of memory */
	return func;
}

/* --- waiting (threads proposal, "Wait and Notify operators") --- */

/* The memory, once address is in bounds and aligned. */
static struct wasix_memory *
atomic_memory(void *vm, uint32_t memory, uint64_t address, uint32_t size)
{
	struct wasix_memory *m = memory_of(vm, memory);

	require(address % size == 0, TRAP_UNALIGNED_ATOMIC);
	require(memory_at(m, address, size), TRAP_MEMORY_OUT_OF_BOUNDS);
	return m;
}

/* NOTE: who was interrupted says that it was woken, which the proposal does not foresee. To wait on
 * would lose a notify that came while a signal handler ran, and waiters look at the word again. */
static uint32_t
wait_outcome(enum wait_result result)
{
	return result == WAIT_INTERRUPTED ? WAIT_WOKEN : result;
}

static uint32_t
builtin_atomic_wait32(
	void *vm, uint32_t memory, uint64_t address, uint32_t expected, int64_t timeout_ns)
{
	struct wasix_memory *m = atomic_memory(vm, memory, address, sizeof expected);

	require(m->shared, TRAP_EXPECTED_SHARED_MEMORY);
	return wait_outcome(
		memory_wait32(m, address, expected, timeout_ns, ((struct vmctx *)vm)->attention));
}

static uint32_t
builtin_atomic_wait64(
	void *vm, uint32_t memory, uint64_t address, uint64_t expected, int64_t timeout_ns)
{
	struct wasix_memory *m = atomic_memory(vm, memory, address, sizeof expected);

	require(m->shared, TRAP_EXPECTED_SHARED_MEMORY);
	return wait_outcome(
		memory_wait64(m, address, expected, timeout_ns, ((struct vmctx *)vm)->attention));
}

static uint32_t
builtin_atomic_notify(void *vm, uint32_t memory, uint64_t address, uint32_t count)
{
	struct wasix_memory *m = atomic_memory(vm, memory, address, sizeof(uint32_t));
	return memory_notify(m, address, count);
}

const struct builtins runtime_builtins = {
	.trap = builtin_trap,
	.memory_grow = builtin_memory_grow,
	.memory_fill = builtin_memory_fill,
	.memory_copy = builtin_memory_copy,
	.memory_init = builtin_memory_init,
	.data_drop = builtin_data_drop,
	.table_grow = builtin_table_grow,
	.table_fill = builtin_table_fill,
	.table_copy = builtin_table_copy,
	.table_init = builtin_table_init,
	.elem_drop = builtin_elem_drop,
	.ref_func = builtin_ref_func,
	.throw_tag = builtin_throw_tag,
	.throw_ref = builtin_throw_ref,
	.capture = builtin_capture,
	.release = builtin_release,
	.atomic_wait32 = builtin_atomic_wait32,
	.atomic_wait64 = builtin_atomic_wait64,
	.atomic_notify = builtin_atomic_notify,
	.attend = builtin_attend,
};
