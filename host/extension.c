/* extension.c -- extensions.def as descriptors, and the one way to a handler: the module lists it,
 * the capability is granted, the buffers have the right size.
 */
#include "extension.h"

#include "guest.h"
#include "module.h"

#include <errno.h>

TEXT_TOGETHER

static const struct extension EXTENSIONS[] = {
#define EXT(number_, name_, needs_, summary_, parameters_) \
	{                                                  \
		.number = (number_),                       \
		.name = #name_,                            \
		.needs = CAP_##needs_,                     \
		.summary = (summary_),                     \
		.parameters = (parameters_),               \
		.handler = host_ext_##name_,               \
	},
#include "extensions.def"
};

/* Places in it. */
enum {
#define EXT(number, name, needs, summary, parameters) AT_##name,
#include "extensions.def"
};

size_t
extension_count(void)
{
	return sizeof EXTENSIONS / sizeof *EXTENSIONS;
}

const struct extension *
extension_at(size_t index)
{
	return &EXTENSIONS[index];
}

size_t
extension_index(const struct extension *extension)
{
	return (size_t)(extension - EXTENSIONS);
}

const struct extension *
extension_by_number(uint32_t number)
{
	switch (number) {
#define EXT(number, name, needs, summary, parameters) \
	case number:                                  \
		return &EXTENSIONS[AT_##name];
#include "extensions.def"
	default:
		return NULL;
	}
}

const struct extension *
extension_by_name(const char *name, size_t len)
{
	for (size_t i = 0; i < extension_count(); i++)
		if (strlen(EXTENSIONS[i].name) == len && memcmp(EXTENSIONS[i].name, name, len) == 0)
			return &EXTENSIONS[i];
	return NULL;
}

/* --- what a module lists --- */

static const char SECTION[] = "wasix.extensions";

/* The linker keeps what an object lists also where nothing of the object is left. */
static bool
calls_any(const struct wasix_module *m)
{
	for (uint32_t i = 0; i < m->import_count; i++)
		if (strcmp(m->imports[i].name, "call_dynamic") == 0)
			return true;
	return false;
}

void
extensions_of_module(const struct wasix_module *m,
	void (*visit)(void *env, const struct extension *extension), void *env)
{
	for (uint32_t i = 0; calls_any(m) && i < m->custom_count; i++) {
		const struct custom_section *s = &m->customs[i];
		if (s->name_len != sizeof SECTION - 1 || memcmp(s->name, SECTION, s->name_len) != 0)
			continue;
		const char *at = (const char *)s->bytes.at, *end = at + s->bytes.len;
		while (at < end) {
			size_t len = strnlen(at, (size_t)(end - at));
			const struct extension *found = extension_by_name(at, len);
			if (found)
				visit(env, found);
			at += len + 1;
		}
	}
}

static void
list(void *env, const struct extension *extension)
{
	struct extension_list *listed = env;
	atomic_fetch_or(
		&listed->bits[extension->number / 64], UINT64_C(1) << extension->number % 64);
}

/* A process has one module most of the time, so what it lists is read once. */
static bool
is_listed(struct wasix_process *p, const struct wasix_module *m, uint32_t number)
{
	struct extension_list *listed = &p->extensions;

	if (atomic_load_explicit(&listed->module, memory_order_acquire) != m) {
		pthread_mutex_lock(&p->cwd_lock);
		for (size_t i = 0; i < EXTENSION_MAX / 64; i++)
			atomic_store(&listed->bits[i], 0);
		extensions_of_module(m, list, listed);
		atomic_store_explicit(&listed->module, m, memory_order_release);
		pthread_mutex_unlock(&p->cwd_lock);
	}
	return atomic_load_explicit(&listed->bits[number / 64], memory_order_relaxed) >>
		       (number % 64) &
	       1;
}

/* --- the call --- */

/* At the very end of the memory. */
[[gnu::noinline, gnu::cold]] static wasix_errno
values_read_some(struct wasix_caller *c, wasix_gptr values, uint32_t len, int64_t *a)
{
	return guest_read(c, a, values, len);
}

static wasix_errno
values_read(struct wasix_caller *c, wasix_gptr values, uint32_t len, int64_t a[EXTENSION_ARGUMENTS])
{
	int64_t all[EXTENSION_ARGUMENTS] = { 0 };

	if (len % sizeof *a != 0 || len > sizeof all)
		return ABI_ERRNO_INVAL;
	if (guest_in_bounds(c->memory, values, sizeof all)) /* of known length: a few moves */
		GUEST_TRY(guest_read(c, all, values, sizeof all));
	else
		GUEST_TRY(values_read_some(c, values, len, all));
	for (uint32_t i = 0; i < EXTENSION_ARGUMENTS; i++)
		a[i] = i < len / sizeof *a ? all[i] : 0;
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
extension_call(struct wasix_caller *c, uint32_t number, wasix_gptr values, uint32_t values_len,
	wasix_gptr results, uint32_t results_len)
{
	struct wasix_process *p = caller_process(c);
	const struct extension *extension = extension_by_number(number);
	int64_t a[EXTENSION_ARGUMENTS], result;

	if (!extension || !is_listed(p, c->instance->module, number))
		return ABI_ERRNO_NOTSUP;
	if (results_len != sizeof result)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, results, results_len))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(values_read(c, values, values_len, a));
	if (capability_refused(p, extension->needs)) {
		process_note_extension(p, extension);
		result = -EACCES;
	} else {
		result = extension->handler(c, a);
	}
	if (result == -EINTR)
		return ABI_ERRNO_INTR;
	return guest_write(c, results, &result, sizeof result);
}

wasix_errno
host_call_dynamic(struct wasix_caller *c, uint32_t function, wasix_gptr values, uint32_t values_len,
	wasix_gptr results, uint32_t results_len, uint32_t strict)
{
	if (function >= EXTENSION_FIRST)
		return extension_call(
			c, function - EXTENSION_FIRST, values, values_len, results, results_len);
	return dynamic_call(
		c, function, values, values_len, results, results_len, (strict & 0xff) != 0);
}
