/* attention.c -- how a running thread is brought to do something else for a moment; see runtime.h.
 *
 * Signals of the guest and the end of a process with several threads need it. What it costs where
 * nobody wants anything: a load and a compare after each call of a host function (bench/README.md,
 * row "attention").
 */
#include "activation.h"
#include "runtime.h"

#include <ucontext.h>

TEXT_TOGETHER

enum { HANDLER_STACK = 16 << 10 }; /* that a call from a signal handler finds at least */

/* Wanted when no call was there to be told. */
static _Thread_local atomic_bool wanted [[gnu::tls_model("initial-exec")]];

static _Atomic uint32_t *
word_of(const struct activation *a)
{
	return a->instance ? a->instance->vm->attention : &a->store->attention;
}

void
attention_want(void)
{
	const struct activation *a = activation_current();

	if (!a)
		atomic_store(&wanted, true);
	for (; a; a = a->outer)
		attention_set(word_of(a));
}

const _Atomic uint32_t *
caller_attention(const struct wasix_caller *c)
{
	static const _Atomic uint32_t nobody;

	return c->instance ? c->instance->vm->attention : &nobody;
}

void
attention_use(struct wasix_instance *instance, _Atomic uint32_t *word)
{
	instance->vm->attention = word;
}

void
attention_enter(const struct activation *a)
{
	if (!a->outer && atomic_load_explicit(&wanted, memory_order_relaxed)) {
		atomic_store(&wanted, false);
		attention_set(word_of(a));
	}
}

struct wasix_caller
attention_caller(const struct wasix_instance *instance, const void *self)
{
	return (struct wasix_caller){ .memory = instance->memory,
		.host = (void *)(uintptr_t)self,
		.instance = instance->lead };
}

/* The word is cleared first: what is wanted from now on is found by the next look. */
bool
attention_attend(struct wasix_instance *instance, uint32_t result)
{
	const struct wasix_store *store = instance->store;
	bool again = false;

	if (store->end && atomic_load(&store->end->said))
		activation_stop(WASIX_EXIT);
	atomic_store(instance->vm->attention, 0);
	for (uint32_t i = 0; i < store->provider_count; i++) {
		const struct provider *provider = &store->providers[i];
		struct wasix_caller c = attention_caller(instance, provider->self);
		if (provider->attend && provider->attend(&c, result))
			again = true;
	}
	return again;
}

uint32_t
builtin_attend(void *vm, uint32_t result)
{
	trap_if_stack_is_low();
	return attention_attend(((struct vmctx *)vm)->instance, result);
}

struct wasix_instance *
attention_interrupted(const void *context)
{
	const ucontext_t *u = context;
	const struct activation *a = activation_current();
	uintptr_t sp = (uintptr_t)u->uc_mcontext.gregs[REG_RSP];

	if (!a || !a->instance || sp < host_stack_limit + HANDLER_STACK)
		return NULL;
	return activation_code_at((const void *)(uintptr_t)u->uc_mcontext.gregs[REG_RIP])
		       ? a->instance
		       : NULL;
}
