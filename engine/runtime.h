/* runtime.h -- run-time objects (store, instance, memory, table, global, tag) and the stages that work on them: link, instance, trap, load, cache. */
#ifndef ENGINE_RUNTIME_H
#define ENGINE_RUNTIME_H

#include "compile.h"

/* What a direct host function gets as its first argument; one an instance. */
struct wasix_caller {
	struct wasix_memory *memory; /* the instance's memory 0, NULL if it has none */
	void *host;                  /* the provider's own: for WASI and WASIX, struct wasix_process * */
	struct wasix_instance *instance;
};

/* An import that a provider offers: a direct host function in the convention of compile.h, with ctx = struct wasix_caller *. */
struct host_import {
	const struct functype *type;
	void (*entry)(void);
};

/* link.c asks the store's providers, in order, for what the embedder's list does not have. find returns false if it does not offer the name at all. */
struct provider {
	bool (*find)(void *self, const char *module, const char *name, struct host_import *out);
	void *self; /* becomes caller->host */
};

struct wasix_tag {
	const struct functype *type;
	uint32_t type_id;
	struct wasix_store *store;
};

struct wasix_global {
	union cell *cell;
	struct globaltype type;
	union cell own; /* cell points here unless it lies in a vmctx */
};

/* Ends the guest's call with result `code` (TRAP: trap text or `text` if not NULL; EXIT: exit_code). Never returns: call it with no lock and no descriptor held.
 * Only valid below wasix_func_call. (trap.c) */
[[noreturn]] void caller_exit(struct wasix_caller *c, int exit_code);
[[noreturn]] void caller_trap(struct wasix_caller *c, const char *text);

/* The rest is declared by the runtime's own files' owner below this line. */

#endif
