/* dl.c -- dlopen, dlsym, dl_invalid_handle, and the life of a dynamic program. */
#include "library.h"

#include "error.h"
#include "guest.h"

#include <stdlib.h>
#include <string.h>

enum { SYMBOL_MAX = 65536, DIRECTORIES_MAX = 65536 };

/* --- the lock --- */

static _Thread_local unsigned depth;

void
dynamic_lock(struct dynamic *d)
{
	if (depth++ == 0)
		pthread_mutex_lock(&d->lock);
}

void
dynamic_unlock(struct dynamic *d)
{
	if (--depth == 0)
		pthread_mutex_unlock(&d->lock);
}

bool
dynamic_is_linking(void)
{
	return depth;
}

/* --- the main module --- */

static wasix_result
memory_for(struct dynamic *d, struct wasix_instance *main, wasix_error *err)
{
	const struct wasix_module *m = main->module;
	struct library *l = d->libraries[MAIN];
	const struct dylink *info = m->dylink;
	uint64_t align = UINT64_C(1) << info->memory_align;

	if (m->imported_memory_count != 1 || m->memory_count != 1)
		return fail(err, WASIX_LINK, "a dynamic program imports its memory");
	l->memory_base = (uint32_t)((STACK_HIGH + align - 1) & -align);
	uint64_t end = ((uint64_t)l->memory_base + info->memory_size + 15) & ~UINT64_C(15);
	uint64_t pages = (end + 65535) >> 16;
	TRY(memory_new(main->store, m->memories[0], &d->memory, err));
	uint64_t has = memory_bytes(d->memory) >> 16;
	if (pages > has && memory_grow(d->memory, pages - has) == UINT32_MAX)
		return fail(err, WASIX_LIMIT, "no memory for the program's data and stack");
	d->heap_base = (uint32_t)end;
	return WASIX_OK;
}

static wasix_result
main_add(struct dynamic *d, struct wasix_module *m, wasix_error *err)
{
	struct library *l = calloc(1, sizeof *l);

	if (!l || !library_add(d, l)) {
		free(l);
		return fail_memory(err);
	}
	l->module = m;
	l->table_base = TABLE_BASE;
	l->name = strdup("the program");
	l->origin = strdup(".");
	return l->name && l->origin && library_index_exports(l) && library_index_entries(l)
		       ? WASIX_OK
		       : fail_memory(err);
}

static wasix_result
linked_main(void *self, struct wasix_instance *main, wasix_error *err)
{
	const struct linking *l = self;

	return load_main(l->d, main, err);
}

static wasix_result
main_begin(struct dynamic *d, struct wasix_instance *main, struct linker *out, wasix_error *err)
{
	struct wasix_module *m = main->module;
	uint64_t size = (uint64_t)TABLE_BASE + m->dylink->table_size;

	TRY(main_add(d, m, err));
	TRY(memory_for(d, main, err));
	if (m->imported_table_count && m->tables[0].limits.min > size)
		size = m->tables[0].limits.min;
	d->groups = group_new(d, main->store, m, size, err);
	if (!d->groups)
		return fail_memory(err);
	struct linking *l = part_alloc(main, sizeof *l);
	if (!l)
		return fail_memory(err);
	*l = (struct linking){ d, d->groups, MAIN };
	*out = (struct linker){ .find = linking_find, .linked = linked_main, .self = l };
	return WASIX_OK;
}

wasix_result
dynamic_begin(void *process, struct wasix_instance *main, struct linker *out, wasix_error *err)
{
	struct wasix_process *p = process;

	if (p->dynamic)
		return fail(err, WASIX_LINK, "the process runs a dynamic program already");
	struct dynamic *d = calloc(1, sizeof *d);
	if (!d)
		return fail_memory(err);
	d->process = p;
	pthread_mutex_init(&d->lock, NULL);
	p->dynamic = d;
	wasix_result result = main_begin(d, main, out, err);
	if (result != WASIX_OK)
		dynamic_delete(p);
	return result;
}

void
dynamic_delete(struct wasix_process *p)
{
	struct dynamic *d = p->dynamic;

	if (!d)
		return;
	p->dynamic = NULL;
	while (d->groups) {
		struct group *next = d->groups->next;
		group_delete(d->groups);
		d->groups = next;
	}
	libraries_delete(d, MAIN);
	free(d->libraries);
	free(d->added);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

/* --- threads --- */

/* Of the main module in a thread that does not run yet, as its maker wrote it. */
static uint32_t
tls_of_start(const struct wasix_caller *c, wasix_gptr start)
{
	struct wasix_caller caller = *c;
	struct abi_thread_start block;

	return guest_read(&caller, &block, start, sizeof block) ? 0 : block.tls_base;
}

static wasix_result
thread_group(struct dynamic *d, struct wasix_caller *c, struct wasix_store *store, wasix_gptr start,
	struct group **out, wasix_error *err)
{
	struct group *maker = group_of(d, c->instance);

	if (!maker)
		return WASIX_UNSUPPORTED;
	struct group *g =
		group_new(d, store, d->libraries[MAIN]->module, table_size(maker->table), err);
	if (!g)
		return WASIX_LIMIT;
	g->tls[MAIN] = tls_of_start(c, start);
	wasix_result result = group_fill(d, g, MAIN, maker, err);
	if (result != WASIX_OK) {
		group_delete(g);
		return result;
	}
	g->next = d->groups;
	d->groups = g;
	*out = g;
	return WASIX_OK;
}

wasix_result
dynamic_thread_new(struct wasix_caller *c, struct wasix_store *store, wasix_gptr start,
	struct wasix_instance **out)
{
	struct dynamic *d = caller_process(c)->dynamic;
	wasix_error err = { 0 };
	struct group *g;

	if (dynamic_is_linking())
		return WASIX_UNSUPPORTED;
	dynamic_lock(d);
	wasix_result result = thread_group(d, c, store, start, &g, &err);
	dynamic_unlock(d);
	if (result == WASIX_OK)
		*out = g->instances[MAIN];
	return result;
}

/* Its thread-local blocks are for the next one. */
static void
blocks_give_back(const struct dynamic *d, const struct group *g)
{
	for (uint32_t i = MAIN + 1; i < d->count; i++) {
		struct library *l = d->libraries[i];
		if (!g->tls[i] || g->tls[i] == l->memory_base)
			continue;
		uint32_t *more =
			realloc(l->blocks, ((size_t)l->block_count + 1) * sizeof *l->blocks);
		if (!more)
			continue; /* it is lost */
		l->blocks = more;
		l->blocks[l->block_count++] = g->tls[i];
	}
}

void
dynamic_thread_gone(struct wasix_process *p, const struct wasix_store *store)
{
	struct dynamic *d = p->dynamic;

	if (!d)
		return;
	dynamic_lock(d);
	for (struct group **at = &d->groups; *at; at = &(*at)->next) {
		struct group *g = *at;
		if (g->store != store)
			continue;
		blocks_give_back(d, g);
		*at = g->next;
		group_delete(g);
		break;
	}
	dynamic_unlock(d);
}

/* --- fork --- */

void
dynamic_hold(struct wasix_process *p)
{
	if (p->dynamic)
		dynamic_lock(p->dynamic);
}

void
dynamic_let_go(struct wasix_process *p)
{
	if (p->dynamic)
		dynamic_unlock(p->dynamic);
}

/* The other threads' stores stay as they were caught: nobody will look at them. */
void
dynamic_forked(struct wasix_process *p, const struct wasix_store *own)
{
	struct dynamic *d = p->dynamic;

	for (struct group *g = d ? d->groups : NULL; g; g = g->next)
		if (g->store == own) {
			d->groups = g;
			g->next = NULL;
			break;
		}
}

/* --- WASIX --- */

static wasix_errno
fail_to_guest(struct wasix_caller *c, wasix_gptr buf, uint32_t len, const char *text)
{
	size_t n = strlen(text);

	if (len) {
		n = n < len ? n : len - 1;
		GUEST_TRY(guest_write(c, buf, text, n));
		GUEST_TRY(guest_write(c, buf + (uint32_t)n, "", 1));
	}
	return ABI_ERRNO_NOEXEC;
}

static wasix_errno
text_read(struct wasix_caller *c, wasix_gptr ptr, uint32_t len, uint32_t max, char **out)
{
	uint8_t *at;

	if (len > max)
		return ABI_ERRNO_NAMETOOLONG;
	GUEST_TRY(guest_span(c, ptr, len, &at));
	*out = strndup((const char *)at, len);
	return *out ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

static const char STATIC[] = "the program is linked statically (-pie -rdynamic links one that can "
			     "load libraries)";

/* The groups of other threads may come and go; the caller's own stays. */
static struct group *
group_of_caller(const struct wasix_caller *c)
{
	struct dynamic *d = caller_process(c)->dynamic;

	if (!d)
		return NULL;
	dynamic_lock(d);
	struct group *g = group_of(d, c->instance);
	dynamic_unlock(d);
	return g;
}

/* What is loaded; its constructors run without the lock, since they may load others. */
static wasix_result
open_and_construct(struct wasix_caller *c, struct group *g, const char *name,
	const char *directories, uint32_t flags, uint32_t *handle, wasix_error *err)
{
	struct dynamic *d = caller_process(c)->dynamic;
	uint32_t first = 0;

	dynamic_lock(d);
	wasix_result result = load_library(
		d, g, name, directories, flags & ABI_DL_FLAGS_NOLOAD, handle, &first, err);
	uint32_t count = d->count;
	dynamic_unlock(d);
	if (result != WASIX_OK)
		return result;
	result = load_construct(d, g, first, count, err);
	if (result != WASIX_OK)
		caller_pass_on(c, result, err);
	return WASIX_OK;
}

static wasix_errno
open_named(struct wasix_caller *c, const char *name, const char *directories, uint32_t flags,
	wasix_gptr err_buf, uint32_t err_buf_len, uint32_t *handle)
{
	struct group *g = group_of_caller(c);
	wasix_error err = { 0 };

	if (!g)
		return fail_to_guest(c, err_buf, err_buf_len, STATIC);
	if (dynamic_is_linking())
		return fail_to_guest(c, err_buf, err_buf_len, "libraries are being linked");
	wasix_result result = open_and_construct(c, g, name, directories, flags, handle, &err);
	return result == WASIX_OK ? ABI_ERRNO_SUCCESS
				  : fail_to_guest(c, err_buf, err_buf_len, err.text);
}

/* WASIX, dlopen. NOEXEC with a text. NOTE: Wasmer opens a file again that has two names. */
wasix_errno
host_dlopen(struct wasix_caller *c, wasix_gptr path, uint32_t path_len, uint32_t flags,
	wasix_gptr err_buf, uint32_t err_buf_len, wasix_gptr ld_library_path,
	uint32_t ld_library_path_len, wasix_gptr ret_handle)
{
	char *name = NULL, *directories = NULL;
	uint32_t handle = HANDLE_MAIN;

	if (!guest_in_bounds(c->memory, ret_handle, sizeof handle) ||
		!guest_in_bounds(c->memory, err_buf, err_buf_len))
		return ABI_ERRNO_FAULT;
	if (!path)
		return guest_write_u32(c, ret_handle, handle);
	wasix_errno e = text_read(c, path, path_len, GUEST_PATH_MAX - 1, &name);
	if (!e)
		e = text_read(
			c, ld_library_path, ld_library_path_len, DIRECTORIES_MAX, &directories);
	if (!e)
		e = open_named(c, name, directories, flags, err_buf, err_buf_len, &handle);
	free(name);
	free(directories);
	return e ? e : guest_write_u32(c, ret_handle, handle);
}

static bool
find_in(struct dynamic *d, uint32_t handle, const char *name, wasix_extern_kind kind,
	struct symbol *out)
{
	if (handle == HANDLE_ALL)
		return symbol_find(d, name, kind, out);
	*out = (struct symbol){ handle - 1, library_export(d->libraries[handle - 1], name, kind) };
	return out->export;
}

/* With the lock held. *value: 0 if memory is short. */
static bool
symbol_value(struct dynamic *d, const struct group *g, uint32_t handle, const char *name,
	uint32_t *value)
{
	struct symbol s;
	bool ignored;

	if (find_in(d, handle, name, WASIX_EXTERN_FUNC, &s)) {
		*value = symbol_entry(d, &s);
		return true;
	}
	return find_in(d, handle, name, WASIX_EXTERN_GLOBAL, &s) &&
	       symbol_address(d, g, &s, value, &ignored);
}

static wasix_errno
symbol_get(struct wasix_caller *c, uint32_t handle, const char *name, wasix_gptr err_buf,
	uint32_t err_buf_len, uint32_t *value)
{
	struct dynamic *d = caller_process(c)->dynamic;
	const struct group *g = group_of_caller(c);
	wasix_error err = { 0 };

	if (!g)
		return fail_to_guest(c, err_buf, err_buf_len, STATIC);
	dynamic_lock(d);
	bool is_handle = handle <= d->count;
	bool found = is_handle && symbol_value(d, g, handle, name, value);
	if (!is_handle)
		fail(&err, WASIX_LINK, "%.120s: invalid handle", name);
	else if (!found)
		fail(&err, WASIX_LINK, "%.100s: undefined symbol: %.120s",
			d->libraries[handle ? handle - 1 : MAIN]->name, name);
	dynamic_unlock(d);
	if (!found)
		return fail_to_guest(c, err_buf, err_buf_len, err.text);
	return *value ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

/* WASIX, dlsym. NOEXEC with a text. */
wasix_errno
host_dlsym(struct wasix_caller *c, uint32_t handle, wasix_gptr symbol, uint32_t symbol_len,
	wasix_gptr err_buf, uint32_t err_buf_len, wasix_gptr ret_symbol)
{
	uint32_t value = 0;
	char *name;

	if (!guest_in_bounds(c->memory, ret_symbol, sizeof value) ||
		!guest_in_bounds(c->memory, err_buf, err_buf_len))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(text_read(c, symbol, symbol_len, SYMBOL_MAX, &name));
	wasix_errno e = symbol_get(c, handle, name, err_buf, err_buf_len, &value);
	free(name);
	return e ? e : guest_write_u32(c, ret_symbol, value);
}

/* WASIX, dl_invalid_handle: SUCCESS for a library's, which is valid; NOEXEC for all others, the
 * main module's among them. */
wasix_errno
host_dl_invalid_handle(struct wasix_caller *c, uint32_t handle)
{
	struct dynamic *d = caller_process(c)->dynamic;

	if (!d)
		return ABI_ERRNO_NOEXEC;
	dynamic_lock(d);
	bool valid = handle > HANDLE_MAIN && handle <= d->count;
	dynamic_unlock(d);
	return valid ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOEXEC;
}
