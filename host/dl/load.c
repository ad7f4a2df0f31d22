/* load.c -- from a name to a library that is linked with all others (ABI, "Dynamic linking").
 *
 * All that is needed comes first, depth first; then each has its place in memory and table and an
 * instance of the calling thread's; then imports are found, since libraries may need each other;
 * then they begin, and the other threads get their instances.
 */
#include "library.h"

#include "error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 100 };

/* Libraries whose needs are being loaded. */
struct pending {
	const struct pending *outer;
	const char *name;
	dev_t device;
	ino_t inode;
	unsigned depth;
};

/* --- one library --- */

static void
library_delete(struct library *l)
{
	if (!l)
		return;
	module_close(&l->file);
	free(l->name);
	free(l->origin);
	free(l->order);
	free(l->entries);
	free(l->blocks);
	free(l);
}

void
libraries_delete(struct dynamic *d, uint32_t from)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < d->added_count; i++)
		if (d->added[i].library < from)
			d->added[kept++] = d->added[i];
	d->added_count = kept;
	for (struct group *g = d->groups; g; g = g->next)
		for (uint32_t i = from; i < g->capacity; i++) {
			g->instances[i] = NULL;
			g->tls[i] = 0;
		}
	while (d->count > from)
		library_delete(d->libraries[--d->count]);
}

bool
library_add(struct dynamic *d, struct library *l)
{
	struct library **more =
		realloc(d->libraries, ((size_t)d->count + 1) * sizeof(struct library *));

	if (!more)
		return false;
	d->libraries = more;
	d->libraries[d->count++] = l;
	return true;
}

static char *
directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strndup(path, slash ? (size_t)(slash - path) : 0);
}

static const char *
text_of(wasix_errno e)
{
	return strerror(errno_to_linux(e));
}

static wasix_result
library_open(struct dynamic *d, const char *name, struct file *file, const char *path,
	const struct stat *s, struct library **out, wasix_error *err)
{
	struct library *l = calloc(1, sizeof *l);
	wasix_engine *engine = d->libraries[MAIN]->module->engine;

	*out = l;
	if (!l)
		return fail_memory(err);
	l->name = strdup(name);
	l->origin = directory_of(path);
	l->device = s->st_dev;
	l->inode = s->st_ino;
	if (!l->name || !l->origin)
		return fail_memory(err);
	wasix_error why = { 0 };
	wasix_result result = module_open(engine, file->host, (size_t)s->st_size, &l->file, &why);
	if (result != WASIX_OK)
		return fail(err, result, "%.100s: %.120s", name, why.text);
	l->module = l->file.module;
	if (!l->module->dylink)
		return fail(err, WASIX_LINK,
			"%.100s: is no dynamic library (it has no section dylink.0)", name);
	return library_index_exports(l) ? WASIX_OK : fail_memory(err);
}

/* --- by name --- */

static wasix_result load(struct dynamic *d, const char *name, const struct search *search,
	const struct pending *outer, uint32_t *index, wasix_error *err);

static wasix_result
load_needs(struct dynamic *d, const struct library *l, const char *directories,
	const struct pending *self, wasix_error *err)
{
	const struct dylink *info = l->module->dylink;
	const struct search search = { directories, info->paths, info->path_count, l->origin };
	uint32_t ignored;

	for (uint32_t i = 0; i < info->needed_count; i++)
		TRY(load(d, info->needed[i], &search, self, &ignored, err));
	return WASIX_OK;
}

static bool
is_known(const struct dynamic *d, const char *name, uint32_t *index)
{
	for (uint32_t i = MAIN + 1; i < d->count; i++)
		if (strcmp(d->libraries[i]->name, name) == 0) {
			*index = i;
			return true;
		}
	return false;
}

static bool
is_known_file(const struct dynamic *d, const struct stat *s, uint32_t *index)
{
	for (uint32_t i = MAIN + 1; i < d->count; i++)
		if (d->libraries[i]->device == s->st_dev && d->libraries[i]->inode == s->st_ino) {
			*index = i;
			return true;
		}
	return false;
}

static bool
is_pending(const struct pending *p, const char *name, const struct stat *s)
{
	for (; p; p = p->outer)
		if (s ? p->device == s->st_dev && p->inode == s->st_ino
		      : p->name && strcmp(p->name, name) == 0)
			return true;
	return false;
}

/* Takes over the file. */
static wasix_result
load_file(struct dynamic *d, const char *name, struct file *file, const char *path,
	const struct search *search, const struct pending *outer, uint32_t *index, wasix_error *err)
{
	struct library *l = NULL;
	struct stat s;

	if (fstat(file->host, &s) != 0) {
		file_put(file);
		return fail(err, WASIX_IO, "%.100s: %s", name, strerror(errno));
	}
	if (is_known_file(d, &s, index) || is_pending(outer, name, &s)) {
		file_put(file);
		return WASIX_OK;
	}
	const struct pending self = { outer, name, s.st_dev, s.st_ino,
		outer ? outer->depth + 1 : 0 };
	wasix_result result = self.depth < DEPTH_MAX && d->count < LIBRARIES_MAX
				      ? library_open(d, name, file, path, &s, &l, err)
				      : fail(err, WASIX_LIMIT, "%.100s: too many libraries", name);
	file_put(file);
	if (result == WASIX_OK)
		result = load_needs(d, l, search->directories, &self, err);
	if (result == WASIX_OK && !library_add(d, l))
		result = fail_memory(err);
	if (result != WASIX_OK)
		library_delete(l);
	*index = d->count - 1;
	return result;
}

static wasix_result
load(struct dynamic *d, const char *name, const struct search *search, const struct pending *outer,
	uint32_t *index, wasix_error *err)
{
	char path[GUEST_PATH_MAX];
	struct file *file;

	if (is_known(d, name, index) || is_pending(outer, name, NULL))
		return WASIX_OK;
	wasix_errno e = library_find(d->process, name, search, &file, path);
	if (e)
		return fail(err, WASIX_IO, "%.100s: cannot open shared object file: %s", name,
			text_of(e));
	return load_file(d, name, file, path, search, outer, index, err);
}

/* --- places and instances --- */

static wasix_result
place(struct dynamic *d, struct library *l, wasix_error *err)
{
	const struct dylink *info = l->module->dylink;

	if (info->memory_size) {
		uint32_t align = info->memory_align < 4 ? 4 : info->memory_align;
		l->memory_base = memory_take(d, info->memory_size, UINT32_C(1) << align);
		if (!l->memory_base)
			return fail(err, WASIX_LIMIT, "%.100s: no memory for its data", l->name);
	}
	if (!tables_extend(d, info->table_size, info->table_align, &l->table_base))
		return fail(err, WASIX_LIMIT, "%.100s: the table cannot grow", l->name);
	return library_index_entries(l) ? WASIX_OK : fail_memory(err);
}

static wasix_result
make_instance(struct dynamic *d, struct group *g, uint32_t index, wasix_error *err)
{
	struct linking l = { d, g, index };
	const struct linker linker = { .find = linking_find, .self = &l };

	TRY(place(d, d->libraries[index], err));
	g->tls[index] =
		d->libraries[index]->memory_base; /* the template is where the data begins */
	return part_new(g->store, d->libraries[index]->module, g->instances[MAIN], &linker, true,
		&g->instances[index], err);
}

static wasix_result
for_each_call(struct dynamic *d, struct group *g, uint32_t from, wasix_error *err)
{
	for (uint32_t i = from; i < d->count; i++) {
		TRY(group_call(d, g, i, "__wasm_apply_data_relocs", err));
		TRY(group_relocate_tls(d, g, i, err));
	}
	return WASIX_OK;
}

/* From the first of the new ones on; the main module is among them at the start. */
static wasix_result
link_new(struct dynamic *d, struct group *g, uint32_t from, wasix_error *err)
{
	if (!group_reserve(g, d->count))
		return fail_memory(err);
	for (uint32_t i = from == MAIN ? MAIN + 1 : from; i < d->count; i++)
		TRY(make_instance(d, g, i, err));
	for (uint32_t i = from; i < d->count; i++)
		TRY(linking_resolve(&(struct linking){ d, g, i }, NULL, err));
	for (uint32_t i = from; i < d->count; i++)
		TRY(instance_start(g->instances[i], err));
	TRY(for_each_call(d, g, from, err));
	for (struct group *other = d->groups; other; other = other->next)
		if (other != g)
			TRY(group_fill(d, other, from, g, err));
	return WASIX_OK;
}

wasix_result
load_construct(struct dynamic *d, struct group *g, uint32_t from, uint32_t to, wasix_error *err)
{
	for (uint32_t i = from; i < to; i++)
		TRY(group_call(d, g, i, "__wasm_call_ctors", err));
	return WASIX_OK;
}

wasix_result
load_library(struct dynamic *d, struct group *g, const char *name, const char *directories,
	bool only_known, uint32_t *handle, uint32_t *first, wasix_error *err)
{
	const struct search search = { .directories = directories };
	uint32_t index = 0;

	*first = d->count;
	if (only_known && !is_known(d, name, &index))
		return fail(err, WASIX_IO, "%.100s: is not loaded", name);
	wasix_result result = load(d, name, &search, NULL, &index, err);
	if (result == WASIX_OK && d->count > *first)
		result = link_new(d, g, *first, err);
	if (result != WASIX_OK)
		libraries_delete(d, *first);
	*handle = index + 1;
	return result;
}

static const char *
environment(const struct wasix_process *p, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < p->env.count; i++)
		if (strncmp(p->env.items[i], key, len) == 0 && p->env.items[i][len] == '=')
			return p->env.items[i] + len + 1;
	return NULL;
}

wasix_result
load_main(void *dynamic, struct wasix_instance *main, wasix_error *err)
{
	struct dynamic *d = dynamic;
	struct group *g = d->groups;
	const char *directories = environment(d->process, "LD_LIBRARY_PATH");

	g->instances[MAIN] = main;
	g->tls[MAIN] = d->libraries[MAIN]->memory_base;
	dynamic_lock(d);
	wasix_result result = load_needs(d, d->libraries[MAIN], directories, NULL, err);
	if (result == WASIX_OK)
		result = link_new(d, g, MAIN, err);
	uint32_t count = d->count;
	dynamic_unlock(d);
	TRY(result);
	return load_construct(d, g, MAIN + 1, count, err);
}
