/* module_object.c -- a module's life: decoded, validated, given code, shared by instances, ended.
 */
#include "arena.h"
#include "code.h"
#include "error.h"
#include "high_fd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* --- making --- */

/* Each type's shared copy and id; equal ones within the module meet here as well. */
static wasix_result
types_share(struct module_object *o, wasix_error *err)
{
	struct wasix_module *m = &o->module;

	o->types = arena_array(m->arena, m->type_count, sizeof *o->types);
	o->type_ids = arena_array(m->arena, m->type_count, sizeof *o->type_ids);
	if (!o->types || !o->type_ids)
		return fail_memory(err);
	for (uint32_t i = 0; i < m->type_count; i++) {
		o->types[i] = type_share(&m->engine->types, &m->types[i]);
		if (!o->types[i])
			return fail_memory(err);
		o->type_ids[i] = o->types[i]->id;
	}
	return WASIX_OK;
}

/* What is in the cache was validated before it was compiled. */
static wasix_result
module_prepare(struct module_object *o, wasix_error *err)
{
	TRY(module_decode(&o->module, err));
	if (o->module.engine->broker >= 0) /* it validates */
		return types_share(o, err);
	if (o->module.engine->options.no_cache ||
		!cache_find(o->module.engine, &o->module, &o->cached))
		TRY(module_validate(&o->module, err));
	return types_share(o, err);
}

wasix_result
wasix_module_new(wasix_engine *engine, const uint8_t *bytes, size_t len, wasix_module **out,
	wasix_error *err)
{
	struct module_object *o = calloc(1, sizeof *o);

	error_clear(err);
	if (!o)
		return fail_memory(err);
	pthread_mutex_init(&o->lock, NULL);
	o->references = 1;
	o->cached.fd = -1;
	o->module.engine = engine;
	o->module.bytes = bytes;
	o->module.len = len;
	o->module.arena = arena_new();
	wasix_result result = o->module.arena ? module_prepare(o, err) : fail_memory(err);
	if (result == WASIX_OK)
		*out = &o->module;
	else
		module_release(&o->module);
	return result;
}

/* --- sharing and ending --- */

void
module_retain(struct wasix_module *m)
{
	atomic_fetch_add(&module_object(m)->references, 1);
}

void
module_release(struct wasix_module *m)
{
	struct module_object *o = module_object(m);

	if (atomic_fetch_sub(&o->references, 1) != 1)
		return;
	code_file_close(&o->cached);
	code_delete(m->code);
	arena_delete(m->arena);
	pthread_mutex_destroy(&o->lock);
	free(o);
}

/* The embedder's bytes go away, but instances may still execute memory.init: of all bytes, passive
 * segments are the only ones that running code needs. */
static bool
passive_data_keep(struct wasix_module *m)
{
	for (uint32_t i = 0; i < m->data_count; i++) {
		struct span *bytes = &m->datas[i].bytes;
		if (m->datas[i].mode != SEGMENT_PASSIVE || !bytes->len)
			continue;
		const uint8_t *copy =
			(const uint8_t *)arena_string(m->arena, bytes->at, bytes->len);
		if (!copy)
			return false;
		bytes->at = copy;
	}
	return true;
}

void
wasix_module_delete(wasix_module *module)
{
	if (!module)
		return;
	if (atomic_load(&module_object(module)->references) > 1 && !passive_data_keep(module))
		for (uint32_t i = 0; i < module->data_count; i++)
			module->datas[i].bytes.len = 0; /* memory.init traps from now on */
	module_release(module);
}

/* --- code --- */

static int
fail_answer(wasix_error *err)
{
	fail(err, WASIX_COMPILE, "the compiler's answer is not a code object");
	return -1;
}

/* A memory file with the module's code, just compiled. */
static int
compile_to_file(struct wasix_module *m, wasix_error *err)
{
	if (!m->validated && module_validate(m, err) != WASIX_OK)
		return -1;
	int fd = memfd_create("wasix-code", MFD_CLOEXEC);
	if (fd < 0) {
		fail(err, WASIX_LIMIT, "cannot make a file for compiled code: %s", strerror(errno));
		return -1;
	}
	if (compiler_compile(m->engine, m, fd, err) == WASIX_OK)
		return fd;
	close(fd);
	return -1;
}

static struct code *
load_descriptor(struct wasix_module *m, int fd, wasix_error *err)
{
	struct code_file file;

	if (code_file_open(&file, fd_move_high(fd)))
		return code_load(&file, m, err);
	fail_answer(err);
	return NULL;
}

/* From the cache if it takes the object, else from the descriptor; takes over fd. */
static struct code *
store_and_load(struct wasix_module *m, int fd, wasix_error *err)
{
	struct code_file file;

	if (!m->engine->options.no_cache && cache_store(m->engine, m, fd, &file)) {
		struct code *code = code_load(&file, m, NULL);
		if (code) {
			close(fd);
			return code;
		}
		engine_warn(m->engine, "the cache is not used: its files cannot be executed");
	}
	return load_descriptor(m, fd, err);
}

static struct code *
compile_and_load(struct wasix_module *m, wasix_error *err)
{
	if (m->engine->broker >= 0) {
		int fd = broker_code(m, err);
		return fd < 0 ? NULL : load_descriptor(m, fd, err);
	}
	int fd = compile_to_file(m, err);
	return fd < 0 ? NULL : store_and_load(m, fd, err);
}

static wasix_result
load_locked(struct module_object *o, wasix_error *err)
{
	struct wasix_module *m = &o->module;
	wasix_error own;

	if (!err) { /* it has the result */
		error_clear(&own);
		err = &own;
	}
	if (!m->code && o->cached.bytes)
		m->code = code_load(&o->cached, m, NULL);
	if (!m->code)
		m->code = compile_and_load(m, err);
	return m->code ? WASIX_OK : err->code;
}

wasix_result
module_load(struct wasix_module *m, wasix_error *err)
{
	struct module_object *o = module_object(m);

	pthread_mutex_lock(&o->lock);
	wasix_result result = load_locked(o, err);
	pthread_mutex_unlock(&o->lock);
	return result;
}

wasix_result
module_take_code(struct wasix_module *m, int fd, wasix_error *err)
{
	struct module_object *o = module_object(m);

	pthread_mutex_lock(&o->lock);
	m->code = load_descriptor(m, fd, err);
	pthread_mutex_unlock(&o->lock);
	return m->code ? WASIX_OK : err ? err->code : WASIX_COMPILE;
}

static int
code_fd_locked(struct module_object *o, wasix_error *err)
{
	struct wasix_module *m = &o->module;

	if (o->cached.bytes)
		return o->cached.fd;
	int fd = compile_to_file(m, err);
	if (fd < 0)
		return -1;
	if (!m->engine->options.no_cache && cache_store(m->engine, m, fd, &o->cached)) {
		close(fd);
		return o->cached.fd;
	}
	return code_file_open(&o->cached, fd) ? o->cached.fd : fail_answer(err);
}

int
module_code_fd(struct wasix_module *m, wasix_error *err)
{
	struct module_object *o = module_object(m);

	pthread_mutex_lock(&o->lock);
	int fd = code_fd_locked(o, err);
	pthread_mutex_unlock(&o->lock);
	return fd;
}

wasix_result
wasix_module_compile(wasix_module *module, wasix_error *err)
{
	error_clear(err);
	wasix_result result = module_load(module, err);
	compiler_rest(&module->engine->compiler);
	return result;
}

bool
wasix_module_is_compiled(const wasix_module *module)
{
	struct module_object *o = module_object(module);

	pthread_mutex_lock(&o->lock);
	bool compiled = module->code || o->cached.bytes;
	pthread_mutex_unlock(&o->lock);
	return compiled;
}
