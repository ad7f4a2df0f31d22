/* code.h -- compiled code on the runtime's side: the engine, the cache, the compiler process,
 * loading.
 *
 *   module_code(): cache_find -> else compiler_compile -> cache_store -> code_load
 */
#ifndef ENGINE_CODE_H
#define ENGINE_CODE_H

#include "code_map.h"

#include <pthread.h>
#include <stdatomic.h>

/* --- types that several modules share --- */

/* One for each distinct functype that the engine has met; never freed before the engine. */
struct shared_type {
	struct functype type;  /* func->type and tag->type point here */
	wasix_functype public; /* the same for wasix_func_type */
	uint32_t id;
};

struct type_registry {
	pthread_mutex_t lock;       /* of all below */
	struct shared_type **types; /* by id */
	uint32_t count, capacity;
	uint32_t *slots; /* open addressing: id + 1; 0 is free */
	uint32_t slot_count;
};

/* The shared copy of a type; NULL when memory is short. (types.c) */
const struct shared_type *type_share(struct type_registry *registry, const struct functype *type);
/* The same for a type of the embedder's; NULL also where a kind of it is none. */
const struct shared_type *type_share_public(
	struct type_registry *registry, const wasix_functype *type);
void types_delete(struct type_registry *registry);

static inline const struct shared_type *
shared_type_of(const struct functype *type)
{
	return (const struct shared_type *)type;
}

/* --- code objects (load.c) --- */

struct code {
	struct code_file file;
	struct code_mapping map; /* line entries count from its base */
	const struct code_line *lines;
	uint32_t line_count;
};

/* Maps and checks the object in fd: sizes, magic, version, no page both writable and executable.
 * false: not a whole code object of this version. Takes over fd, whatever the outcome. */
bool code_file_open(struct code_file *file, int fd);
void code_file_close(struct code_file *file);
/* Takes over *file, whatever the outcome. NULL with a text if it is not the code of this module. */
struct code *code_load(struct code_file *file, const struct wasix_module *m, wasix_error *err);
void code_delete(struct code *code);

/* A function of the object: own function index, or an adapter by type index (NULL: none). */
void (*code_function(const struct code *code, uint32_t index))(void);
void (*code_host_adapter(const struct code *code, uint32_t type))(void);
struct exception *(*code_call_adapter(const struct code *code, uint32_t type))(
	void (*entry)(void), void *ctx, union cell *values);

/* --- compiler process (compiler_client.c) --- */

struct compiler {
	pthread_mutex_t lock; /* one job at a time */
	int socket;           /* -1: not running */
	int pid;
	int owner; /* process that started it; a forked child must not use it */
};

/* Compiles into out_fd, an empty file. Errors: COMPILE, LIMIT, IO and what validation says. */
wasix_result compiler_compile(
	wasix_engine *engine, const struct wasix_module *m, int out_fd, wasix_error *err);
void compiler_stop(struct compiler *compiler);
/* Ends the process if it has nothing to do: a command runs for long, LLVM holds 50 MB. */
void compiler_rest(struct compiler *compiler);

/* The module's bytes in a memory file that nobody can change; -1 with a text. */
int module_file(const struct wasix_module *m, wasix_error *err);

/* --- broker (broker.c) --- */

struct broker_answer {
	uint64_t module_size;
	int module; /* sealed */
	int code;   /* object */
};

/* What is in a file, and its code, which the broker found or had compiled. Both descriptors are the
 * caller's. */
bool broker_ask(wasix_engine *engine, int file, struct broker_answer *out, wasix_error *err);

/* A descriptor of the module's code object, which the broker found or had compiled; -1 with a text.
 */
int broker_code(const struct wasix_module *m, wasix_error *err);

/* --- cache (cache.c, cache_key.c) --- */

enum { CACHE_NAME_SIZE = 64 + sizeof ".so" };
enum : uint64_t { CACHE_BYTES_DEFAULT = UINT64_C(1) << 30 };

/* Opens the module's object if the cache has it. */
bool cache_find(wasix_engine *engine, struct wasix_module *m, struct code_file *out);
/* Copies an object into the cache and opens it there. false, and at most one warning an engine, if
 * that cannot be. */
bool cache_store(
	wasix_engine *engine, struct wasix_module *m, int object_fd, struct code_file *out);
/* Removes what was not used for longest while there is more than wasix_engine_cache_size; not
 * `keep`. (cache_evict.c) */
void cache_evict(const wasix_engine *engine, int directory, const char *keep);
/* The open object is used now. */
void cache_touch(int fd);
/* The file name of the module's object: a hash of all that it depends on. */
void cache_name(wasix_engine *engine, struct wasix_module *m, char out[static CACHE_NAME_SIZE]);

/* --- engine (engine.c) --- */

struct wasix_engine {
	_Atomic uint32_t references;  /* the embedder's, and one a store: see engine_release */
	wasix_engine_options options; /* strings are owned */
	char *compiler_path;
	struct type_registry types;
	struct compiler compiler;
	int broker;           /* its socket; -1: none, the process does everything itself */
	pthread_mutex_t lock; /* of all below */
	char *cache_path;     /* directory, private and ours; NULL: not looked at, or refused */
	bool cache_refused;
	bool has_key;
	uint8_t key[32]; /* what an object depends on besides the module: build, options, processor
			  */
};

/* "directory/name", malloc'd. (Not asprintf: hello's start needs no formatting else.) */
char *path_join(const char *directory, const char *name);

void engine_warn(wasix_engine *engine, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A store whose threads were abandoned outlives the embedder's reference to its engine. */
void engine_retain(wasix_engine *engine);
void engine_release(wasix_engine *engine);

/* --- modules --- */

/* A module as wasix_module_new makes it. */
struct module_object {
	struct wasix_module module;
	_Atomic uint32_t references;      /* the embedder's, and one an instance */
	pthread_mutex_t lock;             /* of module.code, cached, features */
	struct code_file cached;          /* found in the cache, not loaded yet */
	const struct shared_type **types; /* by type index */
	uint32_t *type_ids;
	char *features; /* of wasix_module_info; NULL: nobody asked */
};

static inline struct module_object *
module_object(const struct wasix_module *m)
{
	return (struct module_object *)(uintptr_t)m;
}

/* m->code is there afterwards: from the cache, or compiled. Errors: COMPILE, LIMIT, IO, INVALID...
 */
wasix_result module_load(struct wasix_module *m, wasix_error *err);
/* A descriptor of its code object, found in the cache or compiled now, and not loaded; the
 * module's. -1 with a text. */
int module_code_fd(struct wasix_module *m, wasix_error *err);
/* Its code is the object in fd, which is taken over whatever the outcome. */
wasix_result module_take_code(struct wasix_module *m, int fd, wasix_error *err);
void module_retain(struct wasix_module *m);
void module_release(struct wasix_module *m);

#endif
