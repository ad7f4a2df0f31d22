/* unwind.c -- wasm exceptions on the unwinder of libgcc: objects, throwing, and the personality of
 * compiled code.
 *
 * Every exception is in its store's list from its throw to its end, so that one in flight when a
 * trap or an exit ends the call is freed with the store. `references` counts the throw in flight
 * and the catch bodies that hold it; a captured one, whose reference the guest may keep anywhere,
 * stays.
 */
#include "runtime.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

_Static_assert(
	sizeof(struct _Unwind_Exception) == sizeof(((struct exception *)0)->unwind), "unwind");
_Static_assert(offsetof(struct exception, unwind) == 0, "the landing pad gets the object itself");

#define EXCEPTION_CLASS 0x5741534958000001u /* "WASIX", kind 1 */

/* --- objects --- */

static void
list_add(struct wasix_store *store, struct exception *e)
{
	e->next = store->exceptions;
	e->link = &store->exceptions;
	if (e->next)
		e->next->link = &e->next;
	store->exceptions = e;
}

static struct exception *
exception_new(const struct wasix_tag *tag, const union cell *values, uint32_t count)
{
	struct exception *e = (struct exception *)calloc(1, sizeof *e + count * sizeof *values);

	if (!e)
		return NULL;
	e->tag = tag;
	e->count = count;
	e->references = 1;
	if (count)
		memcpy(e->values, values, count * sizeof *values);
	list_add(tag->store, e);
	return e;
}

void
exception_delete(struct exception *e)
{
	if (e->captured)
		e->tag->store->captured_count--;
	*e->link = e->next;
	if (e->next)
		e->next->link = e->link;
	free(e);
}

/* --- fork --- */

/* The unwinder has a lock of its own, which a child of fork would find taken for ever if another
 * thread was throwing. So each throw has this one as well, until it lands, and whatever else asks
 * the unwinder, or tells it of code; and fork waits for it. */
static pthread_mutex_t unwinding = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local bool is_mine [[gnu::tls_model("initial-exec")]];

void
unwind_hold(void)
{
	pthread_mutex_lock(&unwinding);
	is_mine = true;
}

void
unwind_let_go(void)
{
	is_mine = false;
	pthread_mutex_unlock(&unwinding);
}

bool
unwind_hold_once(void)
{
	if (is_mine)
		return false;
	unwind_hold();
	return true;
}

void
unwind_forget(void)
{
	if (is_mine)
		unwind_let_go();
}

/* --- what compiled code calls --- */

/* Goes to the nearest frame with a landing pad; the adapter that entered compiled code has one. */
[[noreturn]] static void
raise_exception(struct exception *e)
{
	struct _Unwind_Exception *unwind = (struct _Unwind_Exception *)(void *)e->unwind;

	unwind->exception_class = EXCEPTION_CLASS;
	unwind->exception_cleanup = NULL;
	unwind_hold();
	_Unwind_RaiseException(unwind);
	unwind_let_go();
	trap_raise(TRAP_HOST); /* called from outside of any call: no handler at all */
}

void
builtin_throw_tag(void *vm, uint32_t tag, const union cell *values, uint32_t count)
{
	const struct wasix_instance *instance = ((struct vmctx *)vm)->instance;
	struct exception *e;

	trap_if_stack_is_low();
	if (atomic_load_explicit(instance->vm->attention, memory_order_relaxed))
		attention_attend(
			((struct vmctx *)vm)->instance, 0); /* a loop may do nothing else */
	e = exception_new(instance_tags(instance)[tag], values, count);

	if (!e)
		trap_raise(TRAP_HOST);
	raise_exception(e);
}

void
builtin_throw_ref(void *vm, struct exception *exception)
{
	(void)vm;
	if (!exception)
		trap_raise(TRAP_NULL_EXCEPTION);
	raise_exception(exception);
}

void
builtin_capture(void *vm, struct exception *exception)
{
	struct wasix_store *store = exception->tag->store;

	(void)vm;
	if (exception->captured)
		return;
	if (store->captured_count >= store->captured_limit)
		exceptions_collect(store);
	exception->captured = true;
	store->captured_count++;
}

void
builtin_release(void *vm, struct exception *exception)
{
	(void)vm;
	if (!exception->captured && --exception->references == 0)
		exception_delete(exception);
}

/* --- personality --- */

/* Pointer encodings of the language-specific data, those that LLVM writes. */
enum { ENCODING_ULEB128 = 0x01, ENCODING_UDATA4 = 0x03, ENCODING_OMIT = 0xff };

static uint64_t
read_uleb128(const uint8_t **at)
{
	uint64_t value = 0;
	unsigned shift = 0;
	uint8_t byte;

	do {
		byte = *(*at)++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return value;
}

static uint64_t
read_encoded(const uint8_t **at, uint8_t encoding)
{
	uint32_t value;

	if (encoding == ENCODING_ULEB128)
		return read_uleb128(at);
	memcpy(&value, *at, sizeof value);
	*at += sizeof value;
	return value;
}

/* Distance of the landing pad for the call at distance `pc` from the function's start; 0: none. */
static uint64_t
find_landing_pad(const uint8_t *data, uint64_t pc)
{
	const uint8_t *end;
	uint8_t encoding;

	if (*data++ != ENCODING_OMIT) /* landing pads count from the function's start */
		return 0;
	if (*data++ != ENCODING_OMIT) /* type table: of no interest */
		read_uleb128(&data);
	encoding = *data++;
	if (encoding != ENCODING_ULEB128 && encoding != ENCODING_UDATA4)
		return 0;
	end = read_uleb128(&data) + data;
	while (data < end) {
		uint64_t start = read_encoded(&data, encoding);
		uint64_t len = read_encoded(&data, encoding);
		uint64_t pad = read_encoded(&data, encoding);
		read_uleb128(&data); /* action: every pad takes everything */
		if (pc < start)
			return 0; /* sorted */
		if (pc - start < len)
			return pad;
	}
	return 0;
}

/* The return address is behind the call, so the call is the byte before it. */
static uint64_t
landing_pad(struct _Unwind_Context *context)
{
	const uint8_t *data = (const uint8_t *)_Unwind_GetLanguageSpecificData(context);
	uint64_t start = _Unwind_GetRegionStart(context), pad;
	int before = 0;
	uint64_t pc = _Unwind_GetIPInfo(context, &before);

	if (!data)
		return 0;
	pad = find_landing_pad(data, pc - start - !before);
	return pad ? start + pad : 0;
}

int
code_personality(int version, int actions, uint64_t exception_class, void *exception, void *context)
{
	struct _Unwind_Context *c = (struct _Unwind_Context *)context;
	uint64_t pad;

	if (version != 1 || exception_class != EXCEPTION_CLASS || (actions & _UA_FORCE_UNWIND))
		return _URC_CONTINUE_UNWIND;
	pad = landing_pad(c);
	if (!pad)
		return _URC_CONTINUE_UNWIND;
	if (actions & _UA_SEARCH_PHASE)
		return _URC_HANDLER_FOUND;
	_Unwind_SetGR(c, __builtin_eh_return_data_regno(0), (uintptr_t)exception);
	_Unwind_SetGR(c, __builtin_eh_return_data_regno(1), 0);
	_Unwind_SetIP(c, pad);
	unwind_let_go(); /* nothing is looked up any more */
	return _URC_INSTALL_CONTEXT;
}
