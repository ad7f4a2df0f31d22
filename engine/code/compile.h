/* compile.h -- what compiled code and the runtime agree on: the vmctx, calling conventions, the
 * code object, the compiler process.
 *
 * Calling convention of every compiled function and of every direct host function: the C one
 * (System V), first argument `ctx`, then the wasm parameters (i32: uint32_t, zero-extended;
 * references: void *). No result: void. One result: returned. Several: returned as one LLVM struct
 * of them in order, which LLVM lowers alike on both sides. ctx is the callee's own: a vmctx for
 * wasm code, a struct wasix_caller for direct host functions, a struct wasix_func for embedder
 * callbacks.
 */
#ifndef ENGINE_COMPILE_H
#define ENGINE_COMPILE_H

#include "module.h"

struct wasix_memory;
struct wasix_instance;
struct wasix_tag;
struct exception;

/* Value cell in globals, adapters, exception payloads. i32 and f32 are zero-extended into 64 bits.
 */
union cell {
	uint32_t i32;
	uint64_t i64;
	float f32;
	double f64;
	void *ref;
	uint8_t v128[16];
};
_Static_assert(sizeof(union cell) == 16, "cell");

/* A funcref points to one of these. `call` enters from C: see struct code. */
struct wasix_func {
	void (*entry)(void);
	void *ctx;
	uint32_t type_id; /* canonical over the engine: equal types have equal ids */
	uint32_t pad;
	struct exception *(*call)(void (*entry)(void), void *ctx, union cell *values);
	const struct functype *type;
	struct wasix_instance *instance; /* NULL for host functions */
	wasix_callback callback; /* embedder functions: entry is an adapter of the importing module,
				    ctx this object */
	void *env;
	struct wasix_store *store;
};

/* Function import as compiled code sees it. */
struct import_slot {
	void (*entry)(void);
	void *ctx;
};

/* Elements never move: the range for the maximum is reserved. Each is a pointer: struct wasix_func
 * *, or the embedder's, or struct exception *; NULL is null. */
struct wasix_table {
	void **elems;
	uint64_t size; /* elements */
	uint64_t max;
	uint8_t element;
	struct wasix_store *store;
};

/* Runtime services called by compiled code; the first argument is the vmctx. Those that can fail do
 * not return: they trap. Lengths and indices as in the instruction. */
struct builtins {
	void (*trap)(void *vm, uint32_t code); /* enum trap_code */
	uint32_t (*memory_grow)(
		void *vm, uint32_t memory, uint32_t delta); /* old size in pages or UINT32_MAX */
	void (*memory_fill)(void *vm, uint32_t memory, uint32_t at, uint32_t value, uint32_t len);
	void (*memory_copy)(void *vm, uint32_t to_memory, uint32_t from_memory, uint32_t to,
		uint32_t from, uint32_t len);
	void (*memory_init)(void *vm, uint32_t memory, uint32_t segment, uint32_t to, uint32_t from,
		uint32_t len);
	void (*data_drop)(void *vm, uint32_t segment);
	uint32_t (*table_grow)(
		void *vm, uint32_t table, void *value, uint32_t delta); /* old size or UINT32_MAX */
	void (*table_fill)(void *vm, uint32_t table, uint32_t at, void *value, uint32_t len);
	void (*table_copy)(void *vm, uint32_t to_table, uint32_t from_table, uint32_t to,
		uint32_t from, uint32_t len);
	void (*table_init)(void *vm, uint32_t table, uint32_t segment, uint32_t to, uint32_t from,
		uint32_t len);
	void (*elem_drop)(void *vm, uint32_t segment);
	void *(*ref_func)(void *vm, uint32_t function);
	/* exceptions: throw makes an exception of `tag` (index in the module) with `count` values
	 * and raises it; throw_ref raises one again (NULL traps); both leave only by unwinding (or,
	 * uncaught, never return). capture keeps an exception for the store's life since its
	 * reference escapes; release ends one that was not captured. */
	void (*throw_tag)(void *vm, uint32_t tag, const union cell *values, uint32_t count);
	void (*throw_ref)(void *vm, struct exception *exception);
	void (*capture)(void *vm, struct exception *exception);
	void (*release)(void *vm, struct exception *exception);
	/* atomics: addresses are checked for bounds and alignment by the builtin; timeout_ns < 0
	 * waits for ever */
	uint32_t (*atomic_wait32)(
		void *vm, uint32_t memory, uint64_t address, uint32_t expected, int64_t timeout_ns);
	uint32_t (*atomic_wait64)(
		void *vm, uint32_t memory, uint64_t address, uint64_t expected, int64_t timeout_ns);
	uint32_t (*atomic_notify)(void *vm, uint32_t memory, uint64_t address, uint32_t count);
	/* *vm->attention was not 0 after a call of something that is not compiled code; may throw.
	 * result is that of an import that gives one i32, else 0; not 0: call the import again */
	uint32_t (*attend)(void *vm, uint32_t result);
};

/* What a wasm exception is; compiled code reads tag and values. The landing pad receives a pointer
 * to `unwind`, i.e. to the object itself (first member). */
struct exception {
	_Alignas(16) uint64_t
		unwind[4]; /* struct _Unwind_Exception: class, cleanup, two private words */
	const struct wasix_tag *tag;
	uint32_t count;
	uint32_t references; /* one for the throw in flight or the catch that holds it; compiled
				code adds one for `rethrow` */
	bool captured;       /* the guest has its reference: release leaves it to exception_gc.c */
	bool pinned;         /* the embedder has it: stays as long as the store */
	struct exception *next, **link; /* in its store's list; *link is the pointer to this */
	_Alignas(16) union cell values[];
};

/*  vmctx: one an instance (later: one a thread), first the fixed part, then arrays whose places
 * follow from the module's counts (struct vmctx_layout).
 *
 *  | struct vmctx | imports[] | tables[] | imported globals[] | tags[] | memories[] | own globals[]
 * |
 */
struct vmctx {
	uint8_t *memory_base; /* of memory 0; never changes after instantiation */
	struct wasix_memory *memory;
	const struct builtins *builtins;
	const uint32_t *type_ids; /* canonical id of each of the module's types */
	struct wasix_instance *instance;
	_Atomic uint32_t *attention; /* of the thread that runs the instance; see runtime.h */
};

/* Byte offsets from the vmctx. */
struct vmctx_layout {
	uint32_t imports;          /* struct import_slot [imported functions] */
	uint32_t tables;           /* struct wasix_table * [tables] */
	uint32_t imported_globals; /* union cell * [imported globals] */
	uint32_t tags;             /* const struct wasix_tag * [tags] */
	uint32_t memories;         /* struct wasix_memory * [memories] */
	uint32_t globals;          /* union cell [own globals] */
	uint32_t size;
};

static inline struct vmctx_layout
vmctx_layout_of(const struct wasix_module *m)
{
	struct vmctx_layout l;
	l.imports = sizeof(struct vmctx);
	l.tables = l.imports + m->imported_function_count * (uint32_t)sizeof(struct import_slot);
	l.imported_globals = l.tables + m->table_count * 8;
	l.tags = l.imported_globals + m->imported_global_count * 8;
	l.memories = l.tags + m->tag_count * 8;
	l.globals = (l.memories + m->memory_count * 8 + 15) & ~15u;
	l.size = l.globals + (m->global_count - m->imported_global_count) * 16;
	return l;
}

/* Linear memory. bytes is read by compiled code for memory.size (>> 16). */
struct wasix_memory {
	uint8_t *base;
	_Atomic uint64_t bytes;
	uint64_t max_pages;
	bool shared;
	uint64_t reserved; /* address space from base, guard included */
	struct wasix_store *store;
};

/* Why execution stopped; texts in traps.def. */
enum trap_code {
#define TRAP(code, NAME, text) TRAP_##NAME = code,
#include "traps.def"
#undef TRAP
};

/* --- code object: what the compiler process writes, the cache keeps and load.c maps ---
 *
 * An ELF shared object (no DT_NEEDED, no text relocations) that exports one symbol, `wasix_code`,
 * of this type; after the ELF file's end follow line entries and a trailer:
 *
 *  | ELF .so | struct code_line [count], sorted by code | struct code_trailer |
 *
 * Traps in compiled code are `ud1` with the trap code as llvm.ubsantrap encodes it, or a fault in
 * linear memory.
 */
#define CODE_VERSION 5
struct code_header {
	uint32_t version;        /* CODE_VERSION */
	uint32_t function_count; /* own functions */
	uint32_t type_count;
	uint32_t hooks; /* 1: has the hooks variable */
	/* distances in bytes from the header's address to: */
	int32_t functions; /* int32_t[function_count], each again a distance from the header to the
			      function */
	int32_t call_adapters; /* int32_t[type_count]: struct exception *(entry, ctx, union cell
				  *values): values holds arguments, then results from index 0;
				  returns an uncaught exception or NULL. A distance of 0: none,
				  since no function or import has the type */
	int32_t host_adapters; /* int32_t[type_count], all there: compiled-function convention, ctx
				  = struct wasix_func *: packs arguments into cells, calls
				  hooks->host_call, returns the results */
	int32_t hook_cell;     /* const struct code_hooks *, writable, NULL until load.c sets it */
	uint32_t text_size;    /* unused by the loader, for statistics */
	uint32_t reserved;
};

/* What compiled code needs outside any vmctx. */
struct code_hooks {
	void (*host_call)(struct wasix_func *func,
		union cell *values); /* arguments in, results out, from index 0 */
	int (*personality)(
		int version, int actions, uint64_t exception_class, void *exception, void *context);
	/* the C library's, on host addresses: for bulk memory instructions whose bounds were
	 * checked, and for what LLVM thinks of itself */
	void *(*memmove)(void *to, const void *from, size_t len);
	void *(*memset)(void *at, int value, size_t len);
	/* call_indirect met a function of another type, in a module that wants it called all the
	 * same (llvm_cast.c). As host_call, with this many values, zero where there is no argument;
	 * the result means nothing */
	void *(*call_cast)(struct wasix_func *func, union cell *values, uint32_t count);
};

struct code_line {
	uint32_t code; /* distance from the ELF image's load address */
	uint32_t wasm; /* byte offset in the module; 0: from here on code of no function (adapters)
			*/
};

struct code_trailer {
	uint32_t line_count;
	uint32_t version;
	uint64_t elf_size;
	char magic[8]; /* "WASIXCO1" */
};

/* --- compiler process ---
 *
 * `wasix-compile` serves jobs on the SOCK_SEQPACKET socket that is its descriptor 0, until the peer
 * closes. A job is one message, struct compile_job, with two descriptors attached (SCM_RIGHTS): a
 * file with the module's bytes (sealed memfd) and the file to write the code object to (empty,
 * read-write). It answers with messages struct compile_reply: PROGRESS any number of times, then
 * one DONE (result OK or why not).
 */
struct compile_job {
	uint32_t version;  /* CODE_VERSION */
	uint32_t jobs;     /* workers */
	int32_t opt_level; /* as wasix_engine_options */
	uint32_t reserved;
	uint64_t module_size;
};

enum compile_reply_kind { COMPILE_PROGRESS, COMPILE_DONE };
struct compile_reply {
	uint32_t kind;
	uint32_t result; /* wasix_result */
	uint64_t done_bytes, total_bytes;
	char text[WASIX_ERROR_TEXT_MAX];
};

/* One tier: module in, code object file out. The only tier so far is compile_llvm.c, inside
 * wasix-compile. */
struct tier {
	const char *name;
	wasix_result (*compile)(const struct wasix_module *m, const struct compile_job *job,
		int out_fd, void (*progress)(void *env, uint64_t done, uint64_t total), void *env,
		wasix_error *err);
};
extern const struct tier tier_llvm;

#endif
