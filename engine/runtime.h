/* runtime.h -- run-time objects (store, instance, memory, table, global, tag) and the stages that
 * work on them: link, instance, trap.
 *
 * A store owns all of them; nothing in it is freed before the store is. One thread at a time works
 * on a store and on what it owns; a guest's further threads have stores of their own, to which the
 * first one's memories are lent.
 */
#ifndef ENGINE_RUNTIME_H
#define ENGINE_RUNTIME_H

#include "compile.h"

#include <stdatomic.h>

struct activation;
struct arena;

/* --- what the host uses --- */

/* What a direct host function gets as its first argument; one an import. */
struct wasix_caller {
	struct wasix_memory *memory; /* the instance's memory 0, NULL if it has none */
	void *host; /* the provider's own: for WASI and WASIX, struct wasix_process * */
	struct wasix_instance *instance;
};

/* An import that a provider offers: a direct host function in the convention of compile.h, with
 * ctx = struct wasix_caller *. */
struct host_import {
	const struct functype *type;
	void (*entry)(void);
};

/* What links a module with others at run time: asked for imports before the providers' functions.
 */
struct linker {
	/* *found stays false if it does not know the import. The objects need not be the store's.
	 */
	wasix_result (*find)(void *self, struct wasix_instance *instance, size_t import,
		wasix_extern *out, bool *found, wasix_error *err);
	/* all imports are filled and all segments written: runs the start function, and whatever
	 * comes with it; of a first instance only */
	wasix_result (*linked)(void *self, struct wasix_instance *instance, wasix_error *err);
	void *self;
};

/* link.c asks the store's providers, the latest first, for what the embedder's list does not have.
 */
struct provider {
	/* false if it does not offer the function at all */
	bool (*find)(void *self, const char *module, const char *name, struct host_import *out);
	/* What a thread does whose attention was wanted; NULL: nothing. It may call into the guest
	 * again, and end its call. result is what the host function gave that was just called, 0 if
	 * it was none; true: call it again. */
	bool (*attend)(struct wasix_caller *c, uint32_t result);
	void *self; /* becomes caller->host */
	/* whether a memory of this name is to be made, of the type that the module wants; may be
	 * NULL, as the next */
	bool (*has_memory)(void *self, const char *module, const char *name);
	/* the instance, whose imports are not filled yet, is of a module with a section dylink.0:
	 * who links it; may be NULL. Errors: LINK, LIMIT */
	wasix_result (*begin)(
		void *self, struct wasix_instance *instance, struct linker *out, wasix_error *err);
	/* after a command's function ended: true when it is to be called again, with *err clear;
	 * may be NULL */
	bool (*again)(void *self, struct wasix_instance *instance, wasix_result *result,
		wasix_error *err);
	/* after a command ended with result and *err, and before the store goes: ends what runs
	 * beside it and returns how the whole ended. err may be NULL. */
	wasix_result (*finish)(
		void *self, struct wasix_store *store, wasix_result result, wasix_error *err);
};

enum { STORE_PROVIDERS_MAX = 4 };

/* Instances made from now on find its imports. A provider with the same find takes the place of the
 * earlier one. false if there are STORE_PROVIDERS_MAX already. */
bool store_add_provider(struct wasix_store *store, struct provider provider);

/* "(i32, i64) -> i32", "() -> ()", "(i32) -> (i32, i64)"; cut with "..." at size. (text.c) */
void functype_text(const struct functype *type, char *out, size_t size);
/* The type of a function, table... of the module in the notation of wasix.h. */
void module_type_text(const struct wasix_module *m, wasix_extern_kind kind, uint32_t index,
	char out[static WASIX_TYPE_TEXT_MAX]);
void module_import_type_text(
	const struct wasix_module *m, size_t index, char out[static WASIX_TYPE_TEXT_MAX]);
/* Fills module, name, kind and type of import `index`; the rest says: not known. */
void module_import_info(const struct wasix_module *m, size_t index, wasix_import_info *out);
/* The functype of import `index`, NULL if it is no function. */
const struct functype *module_import_functype(const struct wasix_module *m, size_t index);

/* End the guest's call: EXIT with exit_code; TRAP with text, NULL for "host function failed". They
 * never return: call them with no lock and no descriptor held. Only valid below wasix_func_call.
 * (trap.c) */
[[noreturn]] void caller_exit(struct wasix_caller *c, int exit_code);
[[noreturn]] void caller_trap(struct wasix_caller *c, const char *text);

/* Passes on what a nested call (wasix_func_call) ended with; it was not OK. An exception goes to
 * the handler around the host function, all else ends the outer call too. (host_call.c) */
[[noreturn]] void caller_pass_on(
	struct wasix_caller *c, wasix_result result, const wasix_error *err);

/* Around what asks the unwinder, and around fork in a process with several threads: nobody else
 * does. hold_once: false if this thread has it already. forget: this thread has it no more, if it
 * had it: what it was doing was left by a jump. (unwind.c) */
void unwind_hold(void);
bool unwind_hold_once(void);
void unwind_let_go(void);
void unwind_forget(void);

/* Stands in files whose functions a child of fork runs through: it maps text anew, 64 KiB at a
 * time, so they lie together (bench/README, row "fork-0"). Before their first function. */
#define TEXT_TOGETHER _Pragma("clang section text=\".text.hot\"")

/* --- attention: that a running thread does something soon (attention.c) ---
 *
 * Each instance has a word, which compiled code looks at whenever it comes back from a call of what
 * is not compiled code. If it is not 0, the providers' attend is called there, with nothing held.
 * So whoever finds host code running sets the word; who finds compiled code running (a signal
 * handler does) may do at once what attend would. Instances that one thread runs share a word: by
 * default their store's. */

/* Sets the words of all calls that the calling thread is in, also for a call that begins later.
 * Async-signal-safe. */
void attention_want(void);
/* The same for one word, from any thread. It does not wake anybody from a system call. */
static inline void
attention_set(_Atomic uint32_t *word)
{
	atomic_store(word, 1);
}
/* The word of the caller's instance; one that stays 0 if it has none. */
const _Atomic uint32_t *caller_attention(const struct wasix_caller *c);
/* The word of an instance that a thread of its own runs; set before its first call. */
void attention_use(struct wasix_instance *instance, _Atomic uint32_t *word);
/* Calls the providers' attend, as compiled code would, from where nothing is held. */
bool attention_attend(struct wasix_instance *instance, uint32_t result);
/* syscall(2), but the result is -errno on failure, and SYSCALL_NOT_BEGUN if the word is not 0. A
 * signal handler that sets the word and then calls attention_leave_syscall, with the
 * ucontext_t that it got, ends the call wherever it is. (attention_syscall.c) */
enum { SYSCALL_NOT_BEGUN = -512 };
long attention_syscall(const _Atomic uint32_t *word, long number, long a0, long a1, long a2,
	long a3, long a4, long a5);
void attention_leave_syscall(void *context);
/* For a handler of the host's signals, with the ucontext_t that it got: the instance of the
 * innermost call, if the signal hit compiled code of it and there is stack enough to call into the
 * guest from the handler. NULL: host code was hit, or something else. */
struct wasix_instance *attention_interrupted(const void *context);
/* For instance: what a provider's functions get, without an import at hand. */
struct wasix_caller attention_caller(const struct wasix_instance *instance, const void *self);

/* What becomes of a SIGSEGV, SIGBUS or SIGILL that is no fault of the guest's. (fault.c) */
struct sigaction;
void fault_set_previous(int signal_number, const struct sigaction *action);

/* What atomic instructions do, for futex_wait and futex_wake: address is checked by the caller.
 * timeout_ns < 0 waits for ever; attention is the word of the instance that waits. notify returns
 * how many it woke. (wait.c) */
enum wait_result {
	WAIT_WOKEN,
	WAIT_NOT_EQUAL,
	WAIT_TIMED_OUT,
	WAIT_INTERRUPTED, /* attention is wanted; the thread does not wait any more */
};
enum wait_result memory_wait32(struct wasix_memory *memory, uint64_t address, uint32_t expected,
	int64_t timeout_ns, const _Atomic uint32_t *attention);
enum wait_result memory_wait64(struct wasix_memory *memory, uint64_t address, uint64_t expected,
	int64_t timeout_ns, const _Atomic uint32_t *attention);
uint32_t memory_notify(struct wasix_memory *memory, uint64_t address, uint32_t count);

/* --- store --- */

struct host_func;
struct adapter_source;

/* Somebody who counts as well: the process, for all of its tree. */
struct memory_account {
	bool (*take)(void *self, uint64_t bytes); /* NULL: nobody; false: they are too many */
	void (*give)(void *self, uint64_t bytes);
	void *self;
};

struct wasix_store {
	wasix_engine *engine;
	struct arena *arena;
	_Atomic uint32_t references; /* the embedder's, and one a store beside it */
	struct wasix_store *owner;   /* whose memories this one uses; NULL for the first of them */
	struct store_end *end;       /* said when all that runs in it shall end; NULL: never */
	struct wasix_instance *instances; /* latest first, as all lists here */
	struct memory_object *memories;
	struct table_object *tables;
	struct exception *exceptions; /* all, from throw to release */
	uint32_t captured_count;      /* of these, captured ones */
	uint32_t captured_limit;      /* from which on they are collected; 0 at first */
	struct exception *uncaught;   /* the one that ended the last call with WASIX_EXCEPTION */
	struct host_func *unentered;  /* embedder functions without an entry for compiled code */
	void (**host_adapters)(void); /* by canonical type id; NULL: no module has one yet */
	uint32_t host_adapter_count;
	struct adapter_source *adapter_sources; /* modules whose code these lie in */
	uint32_t provider_count;
	struct provider providers[STORE_PROVIDERS_MAX];
	uint64_t max_memory_bytes; /* of all memories and tables together; 0: no bound */
	_Atomic uint64_t memory_bytes;
	struct memory_account account;
	struct store_part *parts;   /* memory of instances that other threads made for this one */
	atomic_bool memory_refused; /* said already */
	_Atomic uint32_t attention; /* of its instances */
};

/* A store for another thread of what runs in `owner`, which stays until this one is deleted, and
 * against whose bound it counts. NULL when memory is short. */
struct wasix_store *store_new_beside(struct wasix_store *owner);
/* A store with nothing but clones is as it was when they were made: for the next thread. */
void store_reset(struct wasix_store *store);
/* The engine's option. */
uint64_t store_max_stack(const struct wasix_store *store);
/* Whether a provider wants the command called again. */
bool store_again(struct wasix_instance *instance, wasix_result *result, wasix_error *err);
/* Lets the providers end what they run beside the store's calls. */
wasix_result store_finish(struct wasix_store *store, wasix_result result, wasix_error *err);

/* Around a fork, so that the child finds no lock of the store's memories and engine held; then, in
 * the child, forgets the threads that waited. (fork.c) */
void store_hold(struct wasix_store *store);
void store_let_go(struct wasix_store *store);
void store_forked(struct wasix_store *store);

/* Counts bytes of linear memories and tables against the store's bound: false when they are too
 * many. The first time that something cannot grow is said through the engine's warnings. */
bool store_take_memory(struct wasix_store *store, uint64_t bytes, bool grows);
void store_give_memory(struct wasix_store *store, uint64_t bytes);

/* Takes over the throw's reference to an exception that ended a call, NULL for none; lets the one
 * before go. */
void store_set_uncaught(struct wasix_store *store, struct exception *exception);

/* Embedder functions get their entry from the first module that has their type. false: memory is
 * short. (host_func.c) */
bool store_learn_adapters(struct wasix_store *store, struct wasix_module *m);
void adapters_delete(struct wasix_store *store);

/* --- objects --- */

struct wasix_tag {
	const struct functype *type; /* of the engine's registry */
	uint32_t type_id;
	struct wasix_store *store;
};

struct wasix_global {
	union cell *cell;
	struct globaltype type;
	struct wasix_store *store;
	union cell own; /* cell points here unless it lies in a vmctx */
};

/* Makes a linear memory: address space for the largest index and offset is reserved, so that
 * compiled code needs no compare. Errors: LIMIT. (memory.c) */
wasix_result memory_new(struct wasix_store *store, struct limits pages, struct wasix_memory **out,
	wasix_error *err);
/* Old size in pages, or UINT32_MAX when the type, the store's bound or the host refuses. */
uint32_t memory_grow(struct wasix_memory *memory, uint64_t delta_pages);
/* As its type says; min is the size now. */
struct limits memory_limits(const struct wasix_memory *memory);
/* Whether a host address lies in the reservation of a memory of the store, or of one that was lent
 * to it. */
bool memory_reserves(const struct wasix_store *store, const void *address);
/* Whether it lies within a memory's bytes: a fault there is one of pages that were guarded. */
bool memory_holds(const struct wasix_store *store, const void *address);
/* Takes all access from pages of the memory, or gives it back. false: the kernel refuses. */
bool memory_guard(struct wasix_memory *memory, uint64_t at, uint64_t len, bool on);
void memories_delete(struct wasix_store *store);

static inline uint64_t
memory_bytes(const struct wasix_memory *memory)
{
	return atomic_load_explicit(&memory->bytes, memory_order_acquire);
}

/* These check bounds, and return false or NULL outside. */
bool memory_fill(struct wasix_memory *memory, uint64_t at, uint8_t value, uint64_t len);
bool memory_copy(struct wasix_memory *to, uint64_t to_at, const struct wasix_memory *from,
	uint64_t from_at, uint64_t len);
bool memory_write(struct wasix_memory *memory, uint64_t at, const void *bytes, uint64_t len);
void *memory_at(const struct wasix_memory *memory, uint64_t at, uint64_t len);

/* Errors: LIMIT. (table.c) */
wasix_result table_new(struct wasix_store *store, const struct tabletype *type, void *value,
	struct wasix_table **out, wasix_error *err);
/* UINT32_MAX when it cannot. Other threads may let it grow at the same time. */
uint32_t table_grow(struct wasix_table *table, uint64_t delta, void *value);
/* What other threads may change. */
static inline uint64_t
table_size(const struct wasix_table *table)
{
	return __atomic_load_n(&table->size, __ATOMIC_ACQUIRE);
}
static inline void *
table_element(const struct wasix_table *table, uint64_t at)
{
	return __atomic_load_n(&table->elems[at], __ATOMIC_ACQUIRE);
}
static inline void
table_set_element(struct wasix_table *table, uint64_t at, void *value)
{
	__atomic_store_n(&table->elems[at], value, __ATOMIC_RELEASE);
}
struct limits table_limits(const struct wasix_table *table);
void tables_delete(struct wasix_store *store);
/* Keeps what the store's tables hold, for tables_reset. false: memory is short. */
bool tables_keep(struct wasix_store *store);
void tables_reset(struct wasix_store *store);

/* --- instance --- */

/* A provider's function as an import: ctx of the slot. */
struct host_binding {
	struct wasix_caller caller; /* first: the function gets it as its own ctx */
	void (*entry)(void);
};

/* The slot's entry: goes on to binding->entry if the stack has room for a host function, else
 * traps. (host_entry.c) */
void host_enter(void);

struct wasix_instance {
	struct wasix_store *store;
	struct arena *arena; /* of all that is made for it; the store's, but for parts (part.c) */
	struct wasix_instance *lead; /* acts for it before the providers; itself but for parts */
	struct wasix_module *module; /* a reference is held */
	struct vmctx *vm;
	struct vmctx_layout layout;
	struct wasix_func **funcs;     /* by function index, made when first needed */
	struct wasix_global **globals; /* by global index, likewise */
	bool *data_dropped;
	bool *elem_dropped;
	uint32_t *export_order; /* exports sorted by name; NULL while nobody searched */
	struct wasix_instance *next;
	struct wasix_memory *memory;   /* what handlers work on; NULL: there is none */
	struct host_binding *bindings; /* by imported function; unused where it is no provider's */
};

static inline struct wasix_memory *
instance_memory(const struct wasix_instance *instance, uint32_t index)
{
	return ((struct wasix_memory **)((char *)instance->vm + instance->layout.memories))[index];
}

static inline struct wasix_table *
instance_table(const struct wasix_instance *instance, uint32_t index)
{
	return ((struct wasix_table **)((char *)instance->vm + instance->layout.tables))[index];
}

static inline struct wasix_tag **
instance_tags(const struct wasix_instance *instance)
{
	return (struct wasix_tag **)((char *)instance->vm + instance->layout.tags);
}

/* wasix_instance_new. */
wasix_result instance_new(struct wasix_store *store, struct wasix_module *m,
	const wasix_import *imports, size_t import_count, struct wasix_instance **out,
	wasix_error *err);
void instances_delete(struct wasix_store *store);
void parts_delete(struct wasix_store *store); /* part.c */
/* For another thread: an instance of the same module in `store`, made beside the original's. Its
 * memories are the original's, and nothing is written to them; globals, tables and tags are its
 * own, as at the beginning; the start function has not run. Errors: LIMIT; UNSUPPORTED when other
 * imports than a provider's functions and memories are filled. */
wasix_result instance_clone(struct wasix_store *store, const struct wasix_instance *original,
	struct wasix_instance **out, wasix_error *err);
void instance_reset(struct wasix_instance *instance);
/* Fills the imports and makes what is its own: all that can fail before anything of the instance is
 * visible to others. */
wasix_result instance_build(struct wasix_instance *instance, const wasix_import *imports,
	size_t import_count, const struct linker *linker, wasix_error *err);
/* Writes its segments, data if it is the first instance in its memory. */
wasix_result instance_write(struct wasix_instance *instance, bool first, wasix_error *err);
/* The instance with nothing filled in; the module's code is loaded. NULL when memory is short. */
struct wasix_instance *instance_allocate(
	struct wasix_store *store, struct arena *arena, struct wasix_module *m);
/* Nobody can have a reference to it yet, and it was the last to be made. */
void instance_abandon(struct wasix_instance *instance);
/* Runs the start function, if there is one. */
wasix_result instance_start(struct wasix_instance *instance, wasix_error *err);
/* The funcref of a function index; NULL when memory is short. */
struct wasix_func *instance_func(struct wasix_instance *instance, uint32_t index);
/* The cell of a global index. */
union cell *instance_global(const struct wasix_instance *instance, uint32_t index);
/* The object of a global index; NULL when memory is short. */
struct wasix_global *instance_global_object(struct wasix_instance *instance, uint32_t index);
/* table.init: false when out of bounds, or memory is short. */
bool instance_table_init(struct wasix_instance *instance, uint32_t table, uint32_t segment,
	uint64_t to, uint64_t from, uint64_t len);
bool instance_export(struct wasix_instance *instance, const char *name, wasix_extern *out);
/* By its place in the module's exports. */
bool instance_export_at(struct wasix_instance *instance, size_t index, wasix_extern *out);

/* Fills the import part of the instance's vmctx. Errors: LINK, LIMIT. (link.c) */
wasix_result link_imports(struct wasix_instance *instance, const wasix_import *imports,
	size_t import_count, const struct linker *linker, wasix_error *err);
/* Changes an imported function, before any code of the instance runs that calls it. */
void link_function(struct wasix_instance *instance, uint32_t function, struct wasix_func *func);
void externtype_text(const wasix_extern *item, char out[static WASIX_TYPE_TEXT_MAX]);

/* --- parts: instances that are linked with others of the same thread (part.c) ---
 *
 * The lead is the instance of the main module. One thread may make a part for another, whose store
 * is in use: it makes it in its own store, with memory of its own, and hands it over whole. */

/* An instance in `store`, for the thread that `lead` belongs to. first: its data is written;
 * otherwise it is one more instance of what another thread has. The start function has not run.
 * Errors: LINK, LIMIT, TRAP. */
wasix_result part_new(struct wasix_store *store, struct wasix_module *m,
	struct wasix_instance *lead, const struct linker *linker, bool first,
	struct wasix_instance **out, wasix_error *err);
/* From the calling thread's store, where it was the last to be made, to its lead's. */
void part_hand_over(struct wasix_instance *part);
/* Memory with the life of the instance's store. */
void *part_alloc(struct wasix_instance *instance, size_t size);
/* The function as others see it, by its index. */
void func_describe(struct wasix_func *func, const struct wasix_instance *instance, uint32_t index);
/* One that takes the place of an imported function and calls back. */
void func_init_stub(struct wasix_func *func, const struct wasix_instance *instance, uint32_t index,
	wasix_callback callback, void *env);

/* --- functions and values --- */

/* A function of the embedder. */
struct host_func {
	struct wasix_func func;
	struct host_func *next; /* in store->unentered */
};

/* Whether a value of the embedder's may get into the store. Errors: USAGE. (value.c) */
wasix_result value_check(
	const struct wasix_store *store, const wasix_value *value, wasix_error *err);
/* i32 and f32 are zero-extended. */
union cell value_to_cell(const wasix_value *value);
wasix_value cell_to_value(wasix_kind kind, const union cell *cell);

/* Calls with arguments in cells, which hold the results afterwards; both from index 0. Errors:
 * TRAP, EXCEPTION, EXIT, LIMIT, and what a callback of the embedder returned. (trap.c) */
wasix_result func_call(struct wasix_func *func, union cell *cells, wasix_error *err);

/* A function for the tables of an instance and of its clones, of any type: any of their threads may
 * call it, and only func_caller_instance tells which one does. func must outlive the calls. false:
 * memory is short. (func_shared.c) */
bool func_init_shared(struct wasix_func *func, const struct wasix_instance *instance,
	const struct functype *type, wasix_callback callback, void *env);
/* For its callback: whose function called. */
struct wasix_instance *func_caller_instance(void);

/* Stops the innermost call with a trap; its backtrace goes into the caller's error. */
[[noreturn]] void trap_raise(enum trap_code code);
const char *trap_text(uint32_t code);
/* Bytes of the module that the calls of its functions on this thread's stack are at, innermost
 * first; returns how many, at most max. (backtrace.c) */
uint32_t backtrace_offsets(const struct wasix_module *module, uint32_t *out, uint32_t max);
/* What the name section calls the function at a byte of the module; NULL: nothing. (backtrace.c) */
const char *backtrace_name(const struct wasix_module *module, uint32_t offset);
/* The line of source there, and the end of its file's path; 0 and "": the module does not say.
 * (backtrace.c) */
uint32_t backtrace_line(
	const struct wasix_module *module, uint32_t offset, char *file, size_t size);
/* For host functions and builtins, before they take a lock or memory: traps if the stack's end is
 * near. (host_entry.c) */
void trap_if_stack_is_low(void);

/* struct builtins.attend (attention.c). */
uint32_t builtin_attend(void *vm, uint32_t result);
/* Before a call into wasm: whether somebody wanted attention when there was no call. */
void attention_enter(const struct activation *a);

/* struct code_hooks.host_call (host_call.c). */
void host_call(struct wasix_func *func, union cell *values);
void *call_cast(struct wasix_func *func, union cell *values, uint32_t count);
/* The same without wasm around it. */
wasix_result callback_call(struct wasix_func *func, union cell *cells, wasix_error *err);

/* --- the end of all calls (stop.c) --- */

/* How every call in the stores that refer to it ends, once it is said. */
struct store_end {
	atomic_bool said;
	wasix_result result; /* these two are written before */
	wasix_error error;
};

/* Whether this thread was told to stop (thread_stop): a host function that waits ends then, with
 * EINTR or anything. */
extern _Thread_local volatile bool thread_stops [[gnu::tls_model("initial-exec")]];

/* Makes a thread of this process look at its store's end: compiled code is left at once, a system
 * call is interrupted. A host function is finished first and may begin to wait just then, so it is
 * to be told again until it is gone. host_tid is gettid's. false: there is no such thread. */
bool thread_stop(int host_tid);
/* Before the first thread_stop: the signal that it takes. */
void thread_stop_prepare(void);
/* For a handler that runs on the alternate stack: has call(context) called on the ordinary one,
 * where the handler found the thread, as soon as it is over. */
void stop_prepare_when_handled(void (*call)(void *context));
void stop_when_handled(void);

/* At the beginning of a thread that the host made: its stack, and one for signals, which may be a
 * part of it. Spares the search that the first call would make. (fault.c) */
enum { ALTERNATE_STACK = 64 << 10 };
void fault_thread_stack(void *low, size_t size, void *alternate, size_t alternate_size);

/* --- builtins --- */

extern const struct builtins runtime_builtins;
extern const struct code_hooks runtime_hooks;

/* unwind.c; vm may be NULL for throw_ref. */
void builtin_throw_tag(void *vm, uint32_t tag, const union cell *values, uint32_t count);
void builtin_throw_ref(void *vm, struct exception *exception);
void builtin_capture(void *vm, struct exception *exception);
void builtin_release(void *vm, struct exception *exception);
int code_personality(
	int version, int actions, uint64_t exception_class, void *exception, void *context);
/* Frees the captured exceptions that nothing refers to any more. (exception_gc.c) */
void exceptions_collect(struct wasix_store *store);
/* Takes one out of its store's list and frees it. */
void exception_delete(struct exception *exception);

#endif
