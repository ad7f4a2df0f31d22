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

enum {
	EXIT_UNKNOWN_KEY = 79,
	BLOCK = 8,
	STACK_DEFAULT_END = 1 << 20,
	SAVED_MAX = 64 << 20, /* of a C stack, */
	KEPT_MAX = 256 << 20, /* and of all frames: a guest may make checkpoints without end */
};

static const char NO_WAY_BACK[] = "the call stack cannot be rewound";

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
	size_t kept; /* bytes of their frames */
	enum pending pending;
	bool marked;    /* the way up is a checkpoint's, not a restore's */
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

/* Calls one of asyncify_*. USAGE: it is not there. It is the guest's: it may do anything, and where
 * it execs there is no struct stack any more. */
static wasix_result
asyncify(struct wasix_caller *c, const char *name, const uint32_t *block, wasix_error *err)
{
	wasix_extern item;
	wasix_value arg = { .kind = WASIX_I32, .of.i32 = block ? (int32_t)*block : 0 };

	if (!wasix_instance_export(c->instance, name, &item) || item.kind != WASIX_EXTERN_FUNC)
		return WASIX_USAGE;
	return wasix_func_call(item.of.func, &arg, block ? 1 : 0, NULL, 0, err);
}

/* Within an import: what ends the guest ends that, too. */
static bool
asyncify_here(struct wasix_caller *c, const char *name, const uint32_t *block)
{
	wasix_error err = { 0 };

	wasix_result result = asyncify(c, name, block, &err);
	if (result != WASIX_OK && result != WASIX_USAGE)
		caller_pass_on(c, result, &err);
	return result == WASIX_OK;
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
		s->kept -= k->len;
		checkpoint_delete(k);
	}
}

/* The frames that the module has just unwound. false: they are not there, or too many. */
static bool
frames_read(struct wasix_caller *c, const struct stack *s, struct bounds b, struct checkpoint *k)
{
	uint64_t begin = (uint64_t)b.low + BLOCK;
	uint32_t end;

	if (guest_read(c, &end, b.low, sizeof end) || end < begin ||
		end - begin > KEPT_MAX - s->kept)
		return false;
	k->len = (uint32_t)(end - begin);
	k->frames = malloc((size_t)k->len + 1);
	return k->frames && !guest_read(c, k->frames, (wasix_gptr)begin, k->len);
}

/* NULL: it cannot be kept. */
static struct checkpoint *
checkpoint_take(struct wasix_caller *c, struct stack *s, struct bounds b)
{
	struct checkpoint *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	if (!frames_read(c, s, b, k) || getrandom(k->key, sizeof k->key, 0) != sizeof k->key) {
		checkpoint_delete(k);
		return NULL;
	}
	k->snapshot = s->snapshot;
	k->pointer = s->saved_at;
	forget_at(s, s->snapshot);
	k->next = s->list;
	s->list = k;
	s->kept += k->len;
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

static void
saved_free(struct stack *s)
{
	free(s->saved);
	s->saved = NULL;
}

static wasix_errno
unwind(struct wasix_caller *c, struct stack *s, wasix_gptr snapshot)
{
	struct bounds b = stack_bounds(c);
	uint32_t pointer = global_value(c, "__stack_pointer", 0);
	uint8_t *bytes;

	if (pointer < (uint64_t)b.low + BLOCK || pointer > b.high || b.high - pointer > SAVED_MAX)
		return ABI_ERRNO_NOTSUP;
	GUEST_TRY(guest_span(c, pointer, b.high - pointer, &bytes));
	GUEST_TRY(block_write(c, b.low, b.low + BLOCK, pointer));
	saved_free(s);
	s->saved = malloc((size_t)b.high - pointer + 1);
	if (!s->saved)
		return ABI_ERRNO_NOMEM;
	memcpy(s->saved, bytes, b.high - pointer);
	s->saved_at = pointer;
	s->saved_len = b.high - pointer;
	s->snapshot = snapshot;
	if (!asyncify_here(c, "asyncify_start_unwind", &b.low)) {
		saved_free(s);
		return ABI_ERRNO_NOTSUP;
	}
	s->pending = PENDING_MARK;
	return ABI_ERRNO_SUCCESS;
}

static wasix_result
rewind_to(struct wasix_caller *c, struct stack *s, struct bounds b, wasix_error *err)
{
	wasix_global *pointer = global_of(c, "__stack_pointer");
	const struct checkpoint *k = s->target;
	wasix_result result = WASIX_USAGE;

	if (k && pointer && !guest_write(c, b.low + BLOCK, k->frames, k->len) &&
		!block_write(c, b.low, b.low + BLOCK + k->len, b.high)) {
		pointer->cell->i32 = k->pointer;
		result = asyncify(c, "asyncify_start_rewind", &b.low, err);
	}
	if (result == WASIX_OK)
		s->rewinding = true;
	return result == WASIX_USAGE ? fail(err, WASIX_TRAP, "%s", NO_WAY_BACK) : result;
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
	s->marked = s->pending == PENDING_MARK;
	s->pending = PENDING_NONE;
	if (s->marked) {
		if (*result != WASIX_OK)
			return false;
		*result = asyncify(&c, "asyncify_stop_unwind", NULL, err);
		if (*result == WASIX_USAGE)
			*result = fail(err, WASIX_TRAP, "%s", NO_WAY_BACK);
		if (*result != WASIX_OK)
			return false;
		s->target = checkpoint_take(&c, s, b);
		s->value = 0;
	}
	error_clear(err);
	*result = rewind_to(&c, s, b, err);
	return *result == WASIX_OK;
}

/* What the C stack held at the checkpoint, and the key. */
static wasix_errno
mark(struct wasix_caller *c, struct stack *s, wasix_gptr snapshot, wasix_gptr ret_val)
{
	struct abi_stack_snapshot out = { .user = ret_val };

	wasix_errno e = guest_write(c, s->saved_at, s->saved, s->saved_len);
	saved_free(s);
	if (e)
		return e;
	memcpy(&out.hash, s->target->key, sizeof out.hash);
	return guest_write(c, snapshot, &out, sizeof out);
}

/* The import is reached again. */
static wasix_errno
arrive(struct wasix_caller *c, struct stack *s, wasix_gptr snapshot, wasix_gptr ret_val)
{
	s->rewinding = false;
	if (!asyncify_here(c, "asyncify_stop_rewind", NULL))
		return ABI_ERRNO_NOTSUP;
	if (s->marked && s->saved)
		GUEST_TRY(mark(c, s, snapshot, ret_val));
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
