/* stack.c -- stack_checkpoint and stack_restore, for modules that went through Asyncify: setjmp and
 * longjmp of the other toolchain.
 *
 * Such a module can unwind its calls into its own memory and rewind them (exports asyncify_*):
 *
 *   stack_checkpoint   start_unwind; the import returns, the calls unwind out of _start
 *   stack_again        stop_unwind; the frames are kept under a key; start_rewind; _start is called
 *                      again, its calls rewind up to the import
 *   stack_checkpoint   stop_rewind, and the result: 0
 *   stack_restore      the native frames are left; then as above, from the frames kept
 *
 * The frames lie at the low end of the C stack, {first free byte, end} before them. What the stack
 * holds in memory is put back after a checkpoint, and left as it is after a restore, as longjmp
 * wants it. Of globals only __stack_pointer is put back. First thread only.
 */
#include "stack.h"

#include "error.h"
#include "guest.h"
#include "module.h"
#include "thread.h"
#include "thread_table.h"

#include <stdlib.h>
#include <sys/random.h>

enum { EXIT_UNKNOWN_KEY = 79, BLOCK = 8, STACK_DEFAULT_END = 1 << 20 };

struct checkpoint {
	struct checkpoint *next;
	uint8_t key[sizeof(struct abi_hash)];
	wasix_gptr snapshot; /* a new one at the same address takes its place */
	uint32_t pointer;    /* __stack_pointer */
	uint32_t len;
	uint8_t *frames;
};

enum pending { PENDING_NONE, PENDING_MARK, PENDING_RETURN };

struct stack {
	struct checkpoint *list;
	enum pending pending;
	bool rewinding; /* towards target */
	struct checkpoint *target;
	uint64_t value;      /* of ret_val when it is reached */
	wasix_gptr snapshot; /* PENDING_MARK: where the key goes */
	uint8_t *saved;      /* bytes of the C stack from saved_at on, to put back; or NULL */
	uint32_t saved_at, saved_len;
};

/* --- the module's side --- */

struct bounds {
	uint32_t low, high;
};

static wasix_global *
global_of(const struct wasix_caller *c, const char *name)
{
	wasix_extern item;

	return wasix_instance_export(c->instance, name, &item) &&
			       item.kind == WASIX_EXTERN_GLOBAL &&
			       item.of.global->type.kind == WASIX_I32
		       ? item.of.global
		       : NULL;
}

static uint32_t
global_value(const struct wasix_caller *c, const char *name, uint32_t otherwise)
{
	wasix_global *global = global_of(c, name);
	return global ? global->cell->i32 : otherwise;
}

/* __stack_pointer as it was at the start. */
static uint32_t
initial_pointer(const struct wasix_module *m)
{
	for (uint32_t i = 0; i < m->export_count; i++) {
		const struct export *e = &m->exports[i];
		if (e->kind == WASIX_EXTERN_GLOBAL && strcmp(e->name, "__stack_pointer") == 0 &&
			e->index >= m->imported_global_count &&
			m->globals[e->index].init.op == CONST_VALUE)
			return (uint32_t)m->globals[e->index].init.bits;
	}
	return STACK_DEFAULT_END;
}

static struct bounds
stack_bounds(const struct wasix_caller *c)
{
	struct bounds b;

	b.high = global_value(c, "__stack_high", initial_pointer(c->instance->module));
	b.low = global_value(c, "__stack_low", global_value(c, "__data_end", 0));
	if (b.low >= b.high)
		b.low = 0;
	return b;
}

/* Calls one of asyncify_*; false: it is not there, or failed. */
static bool
asyncify(struct wasix_caller *c, const char *name, const uint32_t *block)
{
	wasix_extern item;
	wasix_value arg = { .kind = WASIX_I32, .of.i32 = block ? (int32_t)*block : 0 };

	return wasix_instance_export(c->instance, name, &item) && item.kind == WASIX_EXTERN_FUNC &&
	       wasix_func_call(item.of.func, &arg, block ? 1 : 0, NULL, 0, NULL) == WASIX_OK;
}

/* {first free byte, end} */
static wasix_errno
block_write(struct wasix_caller *c, uint32_t at, uint32_t free_byte, uint32_t end)
{
	const uint32_t block[2] = { free_byte, end };
	return guest_write(c, at, block, sizeof block);
}

/* --- checkpoints --- */

static void
checkpoint_delete(struct checkpoint *k)
{
	free(k->frames);
	free(k);
}

void
stack_delete(struct wasix_process *p)
{
	struct stack *s = p->stack;

	while (s && s->list) {
		struct checkpoint *k = s->list;
		s->list = k->next;
		checkpoint_delete(k);
	}
	if (s)
		free(s->saved);
	free(s);
	p->stack = NULL;
}

static void
forget_at(struct stack *s, wasix_gptr snapshot)
{
	for (struct checkpoint **at = &s->list; *at;) {
		struct checkpoint *k = *at;
		if (k->snapshot != snapshot) {
			at = &k->next;
			continue;
		}
		*at = k->next;
		checkpoint_delete(k);
	}
}

/* The frames that the module has just unwound. NULL when memory is short or they are not there. */
static struct checkpoint *
checkpoint_take(struct wasix_caller *c, struct stack *s, struct bounds b)
{
	struct checkpoint *k = calloc(1, sizeof *k);
	uint32_t end;

	if (k && !guest_read(c, &end, b.low, sizeof end) && end >= b.low + BLOCK) {
		k->len = end - b.low - BLOCK;
		k->frames = malloc(k->len + 1);
		k->snapshot = s->snapshot;
		k->pointer = s->saved_at;
	}
	if (!k || !k->frames || guest_read(c, k->frames, b.low + BLOCK, k->len) ||
		getrandom(k->key, sizeof k->key, 0) != sizeof k->key) {
		if (k)
			checkpoint_delete(k);
		return NULL;
	}
	forget_at(s, s->snapshot);
	k->next = s->list;
	s->list = k;
	return k;
}

static struct checkpoint *
checkpoint_find(const struct stack *s, const struct abi_stack_snapshot *snapshot)
{
	for (struct checkpoint *k = s ? s->list : NULL; k; k = k->next)
		if (memcmp(k->key, &snapshot->hash, sizeof k->key) == 0)
			return k;
	return NULL;
}

/* --- the way down and up again --- */

static wasix_errno
unwind(struct wasix_caller *c, struct stack *s, wasix_gptr snapshot)
{
	struct bounds b = stack_bounds(c);
	uint32_t pointer = global_value(c, "__stack_pointer", 0);
	uint8_t *bytes;

	if (pointer < b.low + BLOCK || pointer > b.high)
		return ABI_ERRNO_NOTSUP;
	GUEST_TRY(guest_span(c, pointer, b.high - pointer, &bytes));
	s->saved = malloc(b.high - pointer + 1);
	if (!s->saved)
		return ABI_ERRNO_NOMEM;
	memcpy(s->saved, bytes, b.high - pointer);
	s->saved_at = pointer;
	s->saved_len = b.high - pointer;
	s->snapshot = snapshot;
	GUEST_TRY(block_write(c, b.low, b.low + BLOCK, pointer));
	if (!asyncify(c, "asyncify_start_unwind", &b.low)) {
		free(s->saved);
		s->saved = NULL;
		return ABI_ERRNO_NOTSUP;
	}
	s->pending = PENDING_MARK;
	return ABI_ERRNO_SUCCESS;
}

static bool
rewind_to(struct wasix_caller *c, struct stack *s, struct bounds b)
{
	wasix_global *pointer = global_of(c, "__stack_pointer");
	struct checkpoint *k = s->target;

	if (!k || !pointer || guest_write(c, b.low + BLOCK, k->frames, k->len) ||
		block_write(c, b.low, b.low + BLOCK + k->len, b.high))
		return false;
	pointer->cell->i32 = k->pointer;
	s->rewinding = asyncify(c, "asyncify_start_rewind", &b.low);
	return s->rewinding;
}

bool
stack_again(void *process, struct wasix_instance *instance, wasix_result *result, wasix_error *err)
{
	struct wasix_process *p = process;
	struct stack *s = p->stack;

	if (!s || s->pending == PENDING_NONE)
		return false;
	struct wasix_caller c = attention_caller(instance, p);
	struct bounds b = stack_bounds(&c);
	bool mark = s->pending == PENDING_MARK;
	s->pending = PENDING_NONE;
	if (mark && (*result != WASIX_OK || !asyncify(&c, "asyncify_stop_unwind", NULL)))
		return false;
	if (mark) {
		s->target = checkpoint_take(&c, s, b);
		s->value = 0;
	}
	error_clear(err);
	if (rewind_to(&c, s, b))
		return true;
	*result = fail(err, WASIX_TRAP, "the call stack cannot be rewound");
	return false;
}

/* The import is reached again. */
static wasix_errno
arrive(struct wasix_caller *c, struct stack *s, wasix_gptr snapshot, wasix_gptr ret_val)
{
	struct abi_stack_snapshot out = { .user = ret_val };
	bool marked = s->saved;

	s->rewinding = false;
	if (!asyncify(c, "asyncify_stop_rewind", NULL))
		return ABI_ERRNO_NOTSUP;
	if (marked) {
		wasix_errno e = guest_write(c, s->saved_at, s->saved, s->saved_len);
		free(s->saved);
		s->saved = NULL;
		if (e)
			return e;
		memcpy(&out.hash, s->target->key, sizeof out.hash);
		GUEST_TRY(guest_write(c, snapshot, &out, sizeof out));
	}
	return guest_write_u64(c, ret_val, s->value);
}

/* --- WASIX --- */

/* WASIX, stack_checkpoint. NOTSUP in modules without Asyncify, and in threads. */
wasix_errno
host_stack_checkpoint(struct wasix_caller *c, wasix_gptr snapshot, wasix_gptr ret_val)
{
	struct wasix_process *p = caller_process(c);

	if (!thread_is_first())
		return ABI_ERRNO_NOTSUP;
	if (!p->stack)
		p->stack = calloc(1, sizeof *p->stack);
	if (!p->stack)
		return ABI_ERRNO_NOMEM;
	if (p->stack->rewinding)
		return arrive(c, p->stack, snapshot, ret_val);
	if (!guest_in_bounds(c->memory, snapshot, sizeof(struct abi_stack_snapshot)) ||
		!guest_in_bounds(c->memory, ret_val, sizeof(uint64_t)))
		return ABI_ERRNO_FAULT;
	return unwind(c, p->stack, snapshot);
}

/* WASIX, stack_restore: a snapshot that is unknown ends the process */
void
host_stack_restore(struct wasix_caller *c, wasix_gptr snapshot, uint64_t val)
{
	struct wasix_process *p = caller_process(c);
	struct abi_stack_snapshot s;
	struct checkpoint *target = NULL;

	if (thread_is_first() && !guest_read(c, &s, snapshot, sizeof s))
		target = checkpoint_find(p->stack, &s);
	if (!target)
		caller_exit(c, EXIT_UNKNOWN_KEY);
	p->stack->pending = PENDING_RETURN;
	p->stack->target = target;
	p->stack->value = val;
	caller_exit(c, 0);
}
