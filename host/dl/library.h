/* library.h -- what the parts of the dynamic linker share.
 *
 *   dl.c   handlers, life          find.c    files by name
 *   load.c      loading a library       symbol.c  names, addresses, entries of the table
 *   group.c     the instances of a thread
 */
#ifndef HOST_LIBRARY_H
#define HOST_LIBRARY_H

#include "dl.h"
#include "dylink.h"
#include "module.h"

enum {
	MAIN = 0, /* index; handles are one more */
	HANDLE_ALL = 0,
	HANDLE_MAIN = 1,
	LIBRARIES_MAX = 4096,
	STACK_LOW = 1024,
	STACK_HIGH =
		8 << 20, /* as Linux gives; the data lies above, so that running off it traps */
	TABLE_BASE = 16, /* SIG_IGN is 1 and other small numbers are not functions */
	TAGS = 2,
};

/* A module of the process. */
struct library {
	char *name;   /* as it was asked for */
	char *origin; /* its directory */
	dev_t device; /* of its file */
	ino_t inode;
	struct opened_module file; /* empty for the main module */
	struct wasix_module *module;
	uint32_t memory_base, table_base;
	uint32_t *order;   /* exports by name */
	uint32_t *entries; /* by function: where it is in the table; 0: nowhere yet */
	uint32_t *blocks;  /* thread-local ones that no thread has */
	uint32_t block_count;
};

/* An entry of the table that no module's segment filled. */
struct added {
	uint32_t entry, library, function;
};

/* One thread's instances, all with one table and one stack pointer. */
struct group {
	struct group *next;
	struct wasix_store *store;
	struct wasix_table *table;
	struct wasix_global *stack_pointer;
	struct wasix_tag *tags[TAGS];
	struct wasix_instance **instances; /* by library; NULL where loading failed */
	uint32_t *tls;                     /* base of the thread-local block, by library */
	uint32_t capacity;
	struct wasix_func **funcs; /* behind added entries */
	uint32_t func_count;
};

struct dynamic {
	struct wasix_process *process;
	pthread_mutex_t
		lock; /* of all below, and of what groups hold; before that of the threads */
	struct wasix_memory *memory;
	uint32_t heap_base;
	struct library **libraries;
	uint32_t count;
	struct added *added;
	uint32_t added_count;
	struct group *groups;
	uint32_t next, end; /* memory for data that is not given out */
};

/* --- dl.c --- */

/* Code of a module that runs before the module is linked may come back for more. */
void dynamic_lock(struct dynamic *d);
void dynamic_unlock(struct dynamic *d);
/* Whether the calling thread is in such code: it can load nothing and make no thread. */
bool dynamic_is_linking(void);

/* --- find.c --- */

struct search {
	const char *directories; /* ":" between; NULL: none */
	const char *const *paths;
	size_t path_count;
	const char *origin; /* what $ORIGIN is in paths */
};

/* The file behind a library's name, and its absolute path. NOENT, ACCES... */
wasix_errno library_find(struct wasix_process *p, const char *name, const struct search *search,
	struct file **out, char path[GUEST_PATH_MAX]);

/* --- symbol.c --- */

struct symbol {
	uint32_t library;
	const struct export *export;
};

bool library_index_exports(struct library *l);
/* Which entries its own segments fill. false: memory is short. */
bool library_index_entries(struct library *l);
/* One that is defined there. */
const struct export *library_export(
	const struct library *l, const char *name, wasix_extern_kind kind);
/* In the order of loading. */
bool symbol_find(
	const struct dynamic *d, const char *name, wasix_extern_kind kind, struct symbol *out);
/* false: it is no address. */
bool symbol_address(const struct dynamic *d, const struct group *g, const struct symbol *s,
	uint32_t *out, bool *is_thread_local);
/* Its entry in all tables, which is made if need be; 0: memory is short. */
uint32_t symbol_entry(struct dynamic *d, const struct symbol *s);
/* All tables have this many elements at least; *base is where they ended. */
bool tables_extend(struct dynamic *d, uint32_t count, uint32_t align, uint32_t *base);
/* Puts what was added for libraries from `from` on into the group's table. */
bool group_add_entries(struct dynamic *d, struct group *g, uint32_t from);

/* --- group.c --- */

/* What fills the imports of one instance. */
struct linking {
	struct dynamic *d;
	struct group *g;
	uint32_t library;
};

wasix_result linking_find(void *self, struct wasix_instance *instance, size_t import,
	wasix_extern *out, bool *found, wasix_error *err);
/* The imports that linking_find left open. like: whose addresses it has; NULL: they are found. */
wasix_result linking_resolve(const struct linking *l, const struct group *like, wasix_error *err);
/* A group with nothing in it but the table. */
struct group *group_new(struct dynamic *d, struct wasix_store *store, struct wasix_module *main,
	uint64_t table_size, wasix_error *err);
void group_delete(struct group *g);
bool group_reserve(struct group *g, uint32_t count);
/* The one that the instance leads. */
struct group *group_of(const struct dynamic *d, const struct wasix_instance *lead);
/* The instances of libraries from `from` on, as `like` has them, for a thread of another. */
wasix_result group_fill(
	struct dynamic *d, struct group *g, uint32_t from, struct group *like, wasix_error *err);
/* Calls what a module exports under this name, if it does. */
wasix_result group_call(
	struct dynamic *d, struct group *g, uint32_t library, const char *name, wasix_error *err);
wasix_result group_relocate_tls(
	struct dynamic *d, struct group *g, uint32_t library, wasix_error *err);
/* Bytes of linear memory that nobody else has; 0: memory is short. */
uint32_t memory_take(struct dynamic *d, uint32_t size, uint32_t align);

/* --- load.c --- */

bool library_add(struct dynamic *d, struct library *l);
/* Those from `from` on, as far as they can go again. */
void libraries_delete(struct dynamic *d, uint32_t from);

/* The main module's instance is there: what it needs is loaded, all is linked and begun. */
wasix_result load_main(void *dynamic, struct wasix_instance *main, wasix_error *err);
/* A library and what it needs, ready but for its constructors: from *first on, they are still to be
 * called. With the lock held. *handle. */
wasix_result load_library(struct dynamic *d, struct group *g, const char *name,
	const char *directories, bool only_known, uint32_t *handle, uint32_t *first,
	wasix_error *err);
/* Without the lock. */
wasix_result load_construct(
	struct dynamic *d, struct group *g, uint32_t from, uint32_t to, wasix_error *err);

#endif
