/* trap.c -- calls into wasm, and what ends them early: traps, exits, uncaught exceptions.
 *
 * func_call sets a mark on the C stack (struct activation); whatever ends the call jumps back to
 * it. This is the only file that jumps. No lock is held below a mark by code that can stop.
 */
#include "activation.h"
#include "code.h"
#include "error.h"
#include "runtime.h"

#include <string.h>

static _Thread_local struct activation *current;

struct activation *
activation_current(void)
{
	return current;
}

const char *
trap_text(uint32_t code)
{
	switch ((enum trap_code)code) {
#define TRAP(number, NAME, text) \
	case TRAP_##NAME:        \
		return text;
#include "traps.def"
#undef TRAP
	}
	return "unknown trap";
}

const struct wasix_module *
activation_code_at(const void *pc)
{
	for (const struct activation *a = current; a; a = a->outer)
		for (const struct wasix_instance *i = a->store->instances; i; i = i->next) {
			const struct code *code = i->module->code;
			if ((const uint8_t *)pc >= code->map.text &&
				(const uint8_t *)pc < code->map.text_end)
				return i->module;
		}
	return NULL;
}

void
activation_stop(wasix_result result)
{
	struct activation *a = current;

	a->result = result;
	STACK_JUMP_TO(a->mark);
}

static void
report_trap(const char *text)
{
	wasix_error *err = current->err;

	if (err && err->code == WASIX_OK) {
		fail(err, WASIX_TRAP, "%s", text);
		backtrace_fill(err);
	}
}

void
activation_report_trap(enum trap_code code)
{
	report_trap(trap_text(code));
}

void
trap_raise(enum trap_code code)
{
	report_trap(trap_text(code));
	activation_stop(WASIX_TRAP);
}

void
caller_exit(struct wasix_caller *c, int exit_code)
{
	static const char TEXT[] = "the guest ended";
	wasix_error *err = current->err;

	(void)c;
	if (err && err->code == WASIX_OK) {
		err->code = WASIX_EXIT;
		err->exit_code = exit_code;
		memcpy(err->text, TEXT, sizeof TEXT);
	}
	activation_stop(WASIX_EXIT);
}

void
caller_trap(struct wasix_caller *c, const char *text)
{
	(void)c;
	report_trap(text ? text : trap_text(TRAP_HOST));
	activation_stop(WASIX_TRAP);
}

/* An exception that nothing in this call caught; the embedder's callback may pass it on. */
static wasix_result
report_exception(struct wasix_store *store, struct exception *exception, wasix_error *err)
{
	char type[WASIX_TYPE_TEXT_MAX];
	wasix_extern tag = { .kind = WASIX_EXTERN_TAG };

	store_set_uncaught(store, exception);
	tag.of.tag = (struct wasix_tag *)(uintptr_t)exception->tag;
	externtype_text(&tag, type);
	return fail(err, WASIX_EXCEPTION, "uncaught exception, %s", type);
}

/* In a function of its own: nothing here lives in a register across the jump. */
[[gnu::noinline]] static struct exception *
call_marked(struct activation *a, const struct wasix_func *func, union cell *cells)
{
	struct exception *exception = NULL;

	if (STACK_MARK(a->mark) == 0)
		exception = func->call(func->entry, func->ctx, cells);
	__asm__ volatile("" ::: "memory"); /* no tail call: the frame is jumped to */
	return exception;
}

wasix_result
func_call(struct wasix_func *func, union cell *cells, wasix_error *err)
{
	struct activation a = { .outer = current,
		.store = func->store,
		.instance = func->instance,
		.err = err,
		.frame = __builtin_frame_address(0),
		.outer_limit = host_stack_limit,
		.result = WASIX_OK };

	if (func->callback)
		return callback_call(func, cells, err);
	if (!fault_thread_prepare(func->store->engine->options.max_stack))
		return fail_memory(err);
	host_stack_limit = fault_host_limit(a.frame);
	current = &a;
	attention_enter(&a);
	struct exception *exception = call_marked(&a, func, cells);
	current = a.outer;
	host_stack_limit = a.outer_limit;
	if (!current && func->store->end && atomic_load(&func->store->end->said)) {
		if (err)
			*err = func->store->end->error;
		return func->store->end->result;
	}
	if (exception)
		return report_exception(func->store, exception, err);
	store_set_uncaught(func->store, NULL);
	return a.result;
}
