/* wasix.h -- the public interface of libwasix: load a WebAssembly module, grant it what it may use,
 * run it.
 *
 * The nouns are the core specification's: an engine compiles modules; a store owns everything that
 * exists at run time; an instance is a module with its imports filled in. Every x_new has its
 * x_delete, and x_delete(NULL) does nothing. Out-parameters come last and are untouched on failure.
 * Functions that can fail return a wasix_result and fill a wasix_error if one is given: NULL is
 * fine for it, and for nothing else where this file does not say so. An engine may be used by
 * several threads; a store and all it owns by one at a time. Nothing is to be deleted by a callback
 * that runs in it. Compiles as C11 and as C++17.
 */
#ifndef WASIX_H
#define WASIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- results --- */

/* Which stage refused. */
typedef enum wasix_result {
	WASIX_OK,
	WASIX_MALFORMED,   /* not a binary module (spec, "Binary Format") */
	WASIX_INVALID,     /* a module that breaks a rule (spec, "Validation") */
	WASIX_UNSUPPORTED, /* uses a proposal that this engine does not have */
	WASIX_LINK,        /* an import is missing or has another type (spec, "Instantiation") */
	WASIX_TRAP,        /* execution trapped */
	WASIX_EXCEPTION,   /* a wasm exception reached the caller */
	WASIX_EXIT,        /* the guest asked to end: wasix_error.exit_code */
	WASIX_COMPILE,     /* the compiler process failed or could not be started */
	WASIX_LIMIT,       /* memory or another limit of the host or of the options */
	WASIX_IO,          /* a file or directory of the host; the text names it */
	WASIX_USAGE,       /* the embedder's arguments: unknown export, wrong argument kinds */
} wasix_result;

#define WASIX_ERROR_TEXT_MAX 240
#define WASIX_FRAMES_MAX     32
#define WASIX_FRAME_NAME_MAX 64
#define WASIX_FRAME_FILE_MAX 128

/* One wasm function on the stack when a trap happened, innermost first. */
typedef struct wasix_frame {
	uint32_t function;               /* index in the module's function index space */
	uint64_t offset;                 /* byte of the module that was executing */
	char name[WASIX_FRAME_NAME_MAX]; /* by the name section, cut; "" if it has none */
	char file[WASIX_FRAME_FILE_MAX]; /* by the line tables, its end; "" if they do not say */
	uint32_t line;
} wasix_frame;

/* What went wrong. Owned by the caller, no part of it is on the heap, and it need not be set to
 * anything: each call that is given one begins with none of this. */
typedef struct wasix_error {
	wasix_result code;
	bool has_offset;
	uint64_t offset; /* byte of the module that the message is about, if has_offset */
	int exit_code;   /* WASIX_EXIT: 0-255, or 128+n for a signal n */
	uint32_t frame_count;
	wasix_frame frames[WASIX_FRAMES_MAX];
	char text[WASIX_ERROR_TEXT_MAX]; /* one line, no line feed */
} wasix_error;

/* A word for a result, such as "malformed module"; static storage. */
const char *wasix_result_name(wasix_result result);

/* --- engine --- */

typedef struct wasix_engine wasix_engine;

/* All zero means: defaults. Strings are copied. */
typedef struct wasix_engine_options {
	bool no_cache;             /* neither read nor write the native-code cache */
	const char *cache_dir;     /* NULL: $WASIX_CACHE_DIR, else $XDG_CACHE_HOME/wasix/code, else
				      $HOME/.cache/wasix/code */
	const char *compiler_path; /* NULL: wasix-compile as installed beside the running program */
	int opt_level;             /* 0: default passes; 1: none, for fast compiles; 3: LLVM's O3 */
	unsigned jobs;             /* compiler workers; 0: one per processor */
	void (*progress)(void *env, size_t done_bytes,
		size_t total_bytes);               /* of code compiled; may be NULL */
	void (*warn)(void *env, const char *text); /* something worth a line that is no error, e.g.
						      an unusable cache; may be NULL */
	void *env;                                 /* passed to progress and warn */
	uint64_t max_stack; /* bytes of the main thread's stack that calls may take, 256 KiB to 64
			       MiB; 0: 16 MiB or the soft limit, whichever is more. Also the size of
			       the stacks of a guest's threads; 0: 16 MiB */
} wasix_engine_options;

/* Makes an engine; options may be NULL. NULL only when memory is short. It must outlive its modules
 * and stores. The first call into wasm installs handlers for SIGSEGV, SIGBUS and SIGILL, which pass
 * on whatever is not the guest's doing, and raises the soft limit of the main thread's stack to 16
 * MiB when that thread is the caller. */
wasix_engine *wasix_engine_new(const wasix_engine_options *options);
void wasix_engine_delete(wasix_engine *engine);
/* Starts a process that finds or compiles code for this one and the processes that it forks, so
 * that they can make modules after wasix_process_confine. It ends with the last of them. Call it
 * before other threads exist. Errors: LIMIT. */
wasix_result wasix_engine_start_broker(wasix_engine *engine, wasix_error *err);
/* Path of the cache that the engine uses, made or not: see wasix_engine_options. The caller frees.
 * NULL if nothing names one or memory is short. */
char *wasix_engine_cache_dir(const wasix_engine *engine);
/* Bytes on disk that the cache may take; when more was added, what was not used for longest is
 * removed. $WASIX_CACHE_SIZE (plain, or with K, M, G), else 1 GiB; 0: no bound. */
uint64_t wasix_engine_cache_size(const wasix_engine *engine);

/* --- types and values --- */

/* The binary format's codes (spec, "Value Types"). */
typedef enum wasix_kind {
	WASIX_I32 = 0x7f,
	WASIX_I64 = 0x7e,
	WASIX_F32 = 0x7d,
	WASIX_F64 = 0x7c,
	WASIX_V128 = 0x7b,
	WASIX_FUNCREF = 0x70,
	WASIX_EXTERNREF = 0x6f,
	WASIX_EXNREF = 0x69,
} wasix_kind;

typedef struct wasix_func wasix_func;
typedef struct wasix_table wasix_table;
typedef struct wasix_memory wasix_memory;
typedef struct wasix_global wasix_global;
typedef struct wasix_tag wasix_tag;

/* A null reference has a NULL pointer. func and ref are borrowed from their store. */
typedef struct wasix_value {
	wasix_kind kind;
	union {
		int32_t i32;
		int64_t i64;
		float f32;
		double f64;
		wasix_func *func;
		void *ref;
		uint8_t v128[16];
	} of;
} wasix_value;

typedef struct wasix_functype {
	const wasix_kind *params;
	const wasix_kind *results;
	uint32_t param_count;
	uint32_t result_count;
} wasix_functype;

typedef struct wasix_limits {
	uint64_t min;
	uint64_t max; /* UINT64_MAX: none */
} wasix_limits;

typedef enum wasix_extern_kind {
	WASIX_EXTERN_FUNC,
	WASIX_EXTERN_TABLE,
	WASIX_EXTERN_MEMORY,
	WASIX_EXTERN_GLOBAL,
	WASIX_EXTERN_TAG,
} wasix_extern_kind;

/* Something importable or exported. */
typedef struct wasix_extern {
	wasix_extern_kind kind;
	union {
		wasix_func *func;
		wasix_table *table;
		wasix_memory *memory;
		wasix_global *global;
		wasix_tag *tag;
	} of;
} wasix_extern;

/* --- module --- */

typedef struct wasix_module wasix_module;

/* Decodes and validates a binary module. The bytes are borrowed and must stay unchanged until
 * wasix_module_delete; instances outlive the module. A module whose compiled code is in the cache
 * was validated when it was compiled and is only decoded. Errors: MALFORMED, INVALID, UNSUPPORTED,
 * LIMIT. */
wasix_result wasix_module_new(wasix_engine *engine, const uint8_t *bytes, size_t len,
	wasix_module **out, wasix_error *err);
void wasix_module_delete(wasix_module *module);

/* Compiles now rather than at the first instantiation, and stores the result in the cache. Errors:
 * COMPILE, IO, LIMIT. */
wasix_result wasix_module_compile(wasix_module *module, wasix_error *err);
/* Whether compiled code is at hand (in memory or in the cache). */
bool wasix_module_is_compiled(const wasix_module *module);

/* The type of an import or export as text, spec notation: "(i32, i64) -> i32", "memory 1 65536
 * shared", "mut i32", "table 1 funcref". */
#define WASIX_TYPE_TEXT_MAX 160

/* An import and what this library knows of it. Strings are borrowed from the module or static. */
typedef struct wasix_import_info {
	const char *module;
	const char *name;
	wasix_extern_kind kind;
	char type[WASIX_TYPE_TEXT_MAX];
	bool known; /* libwasix offers it; else the next four are NULL and type_agrees is false */
	bool type_agrees;     /* the module declares it as libwasix offers it */
	const char *needs;    /* capability: "none", "fs", "net", "threads", ...: a row of
				 wasix_capability */
	const char *status;   /* "done", "partial", "stub" */
	const char *summary;  /* one line */
	const char *expected; /* the type that libwasix offers */
	uint32_t index;       /* in the index space of its kind */
} wasix_import_info;

typedef struct wasix_export_info {
	const char *name; /* NUL-terminated; may hold NUL itself */
	size_t name_len;
	wasix_extern_kind kind;
	char type[WASIX_TYPE_TEXT_MAX];
	uint32_t index; /* in the index space of its kind */
} wasix_export_info;

typedef struct wasix_module_info {
	const char *name; /* of the name section; NULL if none */
	bool is_command;  /* exports _start */
	bool is_reactor;  /* exports _initialize and no _start */
	bool is_dynamic;  /* has a dylink.0 section */
	bool has_memory;
	bool memory_imported;
	bool memory_shared;
	wasix_limits memory;  /* pages of 64 KiB */
	const char *features; /* proposals in use beyond 1.0, comma separated, e.g. "bulk-memory,
				 sign-extension" */
	uint32_t function_count;
	uint64_t code_size; /* bytes of the code section */
	uint64_t data_size;
	bool has_start; /* a start function (spec, "Start Section") */
	uint32_t start; /* its function index */
} wasix_module_info;

void wasix_module_info_get(const wasix_module *module, wasix_module_info *out);

/* What a module that is linked at run time says of itself (section dylink.0). Strings are borrowed
 * from the module. */
typedef struct wasix_dylink_info {
	uint32_t memory_size; /* bytes of its data */
	uint32_t memory_align;
	uint32_t table_size;       /* elements for its functions */
	const char *const *needed; /* libraries that are loaded with it */
	size_t needed_count;
	const char *const *paths; /* directories where those are looked for */
	size_t path_count;
} wasix_dylink_info;

/* false: the module has no such section. */
bool wasix_module_dylink_get(const wasix_module *module, wasix_dylink_info *out);

/* In the module's order; index is less than the count. */
size_t wasix_module_import_count(const wasix_module *module);
void wasix_module_import_get(const wasix_module *module, size_t index, wasix_import_info *out);
size_t wasix_module_export_count(const wasix_module *module);
void wasix_module_export_get(const wasix_module *module, size_t index, wasix_export_info *out);

/* Names a function by the name section; NULL if it has none there. Borrowed from the module. */
const char *wasix_module_function_name(const wasix_module *module, uint32_t function);
/* Two functions of the module have equal functypes exactly if these numbers are equal. */
uint32_t wasix_module_function_type(const wasix_module *module, uint32_t function);

typedef enum wasix_reference_kind {
	WASIX_REFERENCE_CALL,     /* call: function */
	WASIX_REFERENCE_INDIRECT, /* call_indirect: whatever function of this type the table holds
				   */
	WASIX_REFERENCE_TAKEN,    /* ref.func: function; who gets the reference may call it */
} wasix_reference_kind;

/* One instruction that leads to another function. */
typedef struct wasix_reference {
	wasix_reference_kind kind;
	uint32_t function; /* index; not of INDIRECT */
	uint32_t type;     /* of what is called or taken, as wasix_module_function_type gives it */
	uint64_t offset;   /* of the instruction in the module */
} wasix_reference;

/* Visits, in the order of the code, each instruction of a function that calls another or takes a
 * reference to one; nothing for an import. Each instruction is visited, so the same function may
 * appear many times. Errors: USAGE (no such function), MALFORMED, INVALID. */
wasix_result wasix_module_references(const wasix_module *module, uint32_t function,
	void (*visit)(void *env, const wasix_reference *reference), void *env, wasix_error *err);
/* Visits each function that an element segment or the initial value of a global holds: what may be
 * called through a table or by a reference that no instruction took. A function in several of them
 * is visited several times. */
void wasix_module_held_functions(
	const wasix_module *module, void (*visit)(void *env, uint32_t function), void *env);

/* --- capabilities and the rows of the ABI --- */

typedef struct wasix_capability {
	const char *name; /* "net" */
	const char
		*flag; /* of `wasix run`: "--net"; NULL: nothing grants it, or nothing is needed */
	const char *argument; /* what follows the flag, as written ("[=RULES]"), or NULL */
	const char *within;   /* the capability that comes with this one, or NULL */
	const char *help;
} wasix_capability;

/* All of them, index less than the count; static. */
size_t wasix_capability_count(void);
const wasix_capability *wasix_capability_get(size_t index);

/* One import that this library offers, as documented by `wasix abi`. */
typedef struct wasix_abi_row {
	const char *module;
	const char *name;
	const char *type;   /* wasm signature */
	const char *params; /* "fd: fd, iovs: ptr<iovec>" */
	const char *needs;
	const char *status;
	const char *summary;
} wasix_abi_row;

/* All of them, in the order of the table, index less than the count; static. */
size_t wasix_abi_count(void);
const wasix_abi_row *wasix_abi_get(size_t index);

/* Extension n of those that a module lists (abi/extensions.def): calls that the ABI has no import
 * for. Their rows have the module "extension". NULL when it lists no so many. */
const wasix_abi_row *wasix_module_extension_get(const wasix_module *module, size_t n);

/* One parameter of a row. Strings are static. */
typedef struct wasix_abi_param {
	const char *name;
	const char *type; /* "fd", "iovec" */
	const char *flow; /* "value"; "in", "out", "in out": the address of what the host reads,
			     writes or both */
} wasix_abi_param;

/* Parameter n of a row. false if it has no so many. */
bool wasix_abi_param_get(size_t row, size_t n, wasix_abi_param *out);
/* What a type is, for people: "u32: descriptor", "u8, one of SET 0, CUR 1, END 2", "8 bytes: u32
 * buf at 0, ...". Writes at most size bytes with the NUL and returns the length of the whole text,
 * as snprintf; 0 if there is no such type. */
size_t wasix_abi_type_describe(const char *type, char *out, size_t size);

/* --- store and its objects --- */

typedef struct wasix_store wasix_store;
typedef struct wasix_instance wasix_instance;

/* NULL when memory is short. */
wasix_store *wasix_store_new(wasix_engine *engine);
/* Ends every instance, function, memory... of the store. */
void wasix_store_delete(wasix_store *store);

/* Bounds what the linear memories and tables made in this store may hold together, in bytes; 0: no
 * bound but their own types'. memory.grow and table.grow answer -1 beyond it, and the engine's warn
 * callback is told once. */
void wasix_store_set_max_memory(wasix_store *store, uint64_t bytes);

/* Called with wasm arguments; fills results (kinds are set already). Anything but WASIX_OK ends the
 * guest's call with that result; the callback may put a text into err->text, and the status into
 * err->exit_code for WASIX_EXIT. err is never NULL. */
typedef wasix_result (*wasix_callback)(
	void *env, const wasix_value *args, wasix_value *results, wasix_error *err);

/* The following are owned by the store. NULL when memory is short or the store's bound is reached,
 * and for what is no type: a kind that is none or no reference's in a table, limits that are too
 * large or the wrong way round, no callback; also for a function of another store as the value. */
wasix_func *wasix_func_new(
	wasix_store *store, const wasix_functype *type, wasix_callback callback, void *env);
wasix_table *wasix_table_new(wasix_store *store, wasix_kind element, wasix_limits limits);
wasix_memory *wasix_memory_new(wasix_store *store, wasix_limits pages, bool shared);
wasix_global *wasix_global_new(wasix_store *store, bool is_mutable, wasix_value value);
wasix_tag *wasix_tag_new(wasix_store *store, const wasix_functype *type);

void wasix_func_type(const wasix_func *func, wasix_functype *out); /* borrowed from the engine */
/* Calls a function; args and results match its type, and may be NULL where it has none. Errors:
 * TRAP, EXCEPTION, EXIT, LIMIT, USAGE (argument kinds, a function of another store), what a
 * callback returned. */
wasix_result wasix_func_call(wasix_func *func, const wasix_value *args, size_t arg_count,
	wasix_value *results, size_t result_count, wasix_error *err);

uint8_t *wasix_memory_data(const wasix_memory *memory); /* never moves */
uint64_t wasix_memory_size(const wasix_memory *memory); /* bytes */
/* As memory.grow. Errors: LIMIT: of its type, the store or the host. */
wasix_result wasix_memory_grow(wasix_memory *memory, uint64_t delta_pages, wasix_error *err);

void wasix_global_get(const wasix_global *global, wasix_value *out);
/* Errors: USAGE (another kind, immutable, a function of another store). */
wasix_result wasix_global_set(wasix_global *global, const wasix_value *value, wasix_error *err);

uint64_t wasix_table_size(const wasix_table *table);
/* false if there is no such element. */
bool wasix_table_get(const wasix_table *table, uint64_t index, wasix_value *out);
/* Errors: USAGE (no such element, another kind, a function of another store). */
wasix_result wasix_table_set(
	wasix_table *table, uint64_t index, const wasix_value *value, wasix_error *err);
/* The new elements hold value. Errors: LIMIT, as of memories; USAGE, as of wasix_table_set. */
wasix_result wasix_table_grow(
	wasix_table *table, uint64_t delta, const wasix_value *value, wasix_error *err);

/* --- instance --- */

/* One import supplied by the embedder. Strings are borrowed for the call. */
typedef struct wasix_import {
	const char *module;
	const char *name;
	wasix_extern item;
} wasix_import;

/* Links, allocates, initialises, runs the start function. An import is looked up in `imports` first
 * (the last match wins), then in the store's process, if one was set. Compiles the module if need
 * be. Errors: LINK, COMPILE, LIMIT, IO, TRAP, EXCEPTION, EXIT, USAGE (a module of another engine).
 * On failure after allocation the
 * instance stays in the store, since its functions may be in other tables already (spec,
 * "Instantiation"). */
wasix_result wasix_instance_new(wasix_store *store, wasix_module *module,
	const wasix_import *imports, size_t import_count, wasix_instance **out, wasix_error *err);

/* Finds an export by name. false if there is none. */
bool wasix_instance_export(wasix_instance *instance, const char *name, wasix_extern *out);
/* The export that wasix_module_export_get of the instance's module describes under this index.
 * false if there is none. */
bool wasix_instance_export_at(wasix_instance *instance, size_t index, wasix_extern *out);

/* Calls an exported function by name. Errors as wasix_func_call, USAGE also when there is no such
 * function. */
wasix_result wasix_call(wasix_instance *instance, const char *name, const wasix_value *args,
	size_t arg_count, wasix_value *results, size_t result_count, wasix_error *err);

/* Runs a command to its end: _initialize if exported, then _start. WASIX_OK: it ended, *exit_code
 * is its status (0-255). Whatever ended it, none of its threads runs any more. Errors: TRAP,
 * EXCEPTION, USAGE (no _start). */
wasix_result wasix_run(wasix_instance *instance, int *exit_code, wasix_error *err);

/* --- process: what a WASI or WASIX guest may see --- */

typedef struct wasix_process wasix_process;

/* A new process has no arguments, no environment, no files but descriptors 0-2 of the host, an
 * empty private root, no network. */
wasix_process *wasix_process_new(void);            /* NULL when memory is short */
void wasix_process_delete(wasix_process *process); /* after the stores that it was set for */

/* The next argument, argv[0] first; copied, as all strings here are. Errors: LIMIT. */
wasix_result wasix_process_arg(wasix_process *process, const char *arg, wasix_error *err);
/* "KEY=VALUE"; the last of a key wins. Errors: USAGE, LIMIT. */
wasix_result wasix_process_env(wasix_process *process, const char *key_value, wasix_error *err);
/* Makes a directory (or a file's directory entry) of the host visible under an absolute or relative
 * guest name. Before the first wasix_store_set_process. Errors: IO, USAGE, LIMIT. */
wasix_result wasix_process_mount(wasix_process *process, const char *host_path,
	const char *guest_path, bool read_only, wasix_error *err);
/* Offers a module of the host as the program "/bin/NAME", read-only and executable. Errors: as
 * wasix_process_mount. */
wasix_result wasix_process_command(
	wasix_process *process, const char *name, const char *host_path, wasix_error *err);
/* After the mounts, before the first wasix_store_set_process. Errors: USAGE, LIMIT. */
wasix_result wasix_process_cwd(wasix_process *process, const char *guest_path, wasix_error *err);
/* Grants a capability by its name ("net", "threads"); argument as its flag takes it, or NULL.
 * Errors: USAGE. A guest with threads runs on threads of the host that this library makes: the
 * callbacks (notice, trace, warn) may come from any of them. They end with wasix_run, or with the
 * store of the instance that made the first of them. */
wasix_result wasix_process_grant(
	wasix_process *process, const char *capability, const char *argument, wasix_error *err);
/* A socket that the guest binds to guest_port is bound to host_port; the guest sees its own number.
 * Needs "net" all the same. Errors: USAGE. */
wasix_result wasix_process_map_port(
	wasix_process *process, unsigned host_port, unsigned guest_port, wasix_error *err);
/* Hands descriptor host_fd, with all that can be done with it, to the guest as its number guest_fd,
 * 3 or more; it is the process's from then on. A socket may accept connections and have its options
 * set without "net"; reaching elsewhere (connect, a destination, a group) needs that. 0 to 2 are
 * the guest's anyway: naming one says that a socket there may do so too. Before the first
 * wasix_store_set_process. Errors: IO: not open; USAGE: a directory, a number that is taken. */
wasix_result wasix_process_fd(
	wasix_process *process, int host_fd, uint32_t guest_fd, wasix_error *err);
/* Called once for each kind of denied or unimplemented call, with one line of text. */
void wasix_process_on_notice(
	wasix_process *process, void (*notice)(void *env, const char *text), void *env);
/* Where a guest forks in another thread than its first, wasix_run will not return in the child,
 * since the thread that called it is not there. end is called instead, with what it would have
 * returned (err->exit_code if result is WASIX_OK or WASIX_EXIT), is to look for a next program as
 * after wasix_run, and must end the process. Without it the process ends with that status, or 134.
 */
void wasix_process_on_forked_end(wasix_process *process,
	void (*end)(void *env, wasix_result result, const wasix_error *err), void *env);
/* After wasix_run: true in a child that the guest forked and that has no next program. The terminal
 * is as it was then, all was told, and the process may _exit without having deleted anything. */
bool wasix_process_leave_child(wasix_process *process);
/* Children that the guest forks, and that have one thread, end where they exit: wasix_run does not
 * return there. For embedders that have nothing to do at the end of a copy of themselves; not used
 * while calls are traced. */
void wasix_process_exit_children_at_once(wasix_process *process, bool at_once);
/* child is called in each child that the guest forks, before the guest goes on there. While the
 * process has one thread, children are then made without calling what pthread_atfork was given,
 * which saves a tenth of a fork. */
void wasix_process_on_fork(wasix_process *process, void (*child)(void));
/* Calls line, without a line feed, for each call of the guest: seconds since its imports were
 * linked, thread id, call with its arguments decoded and what the host wrote, result, name of the
 * errno; "?" as result where none is known, such as that of proc_exit. Guest bytes are escaped: the
 * text is printable ASCII. groups: comma list of starts of names ("fd,path_open") and of
 * capabilities ("net"); NULL or "": all. line is called by one thread at a time, by
 * wasix_process_delete at the latest. Before the first instance. Errors: USAGE, LIMIT. */
wasix_result wasix_process_trace(wasix_process *process, const char *groups,
	void (*line)(void *env, const char *text), void *env, wasix_error *err);

/* Makes "/" an empty directory of the process's own, in memory, writable, that ends with it
 * whatever ends it; files in it take at most max_bytes, 0: 256 MiB. Nothing is done if something is
 * mounted at "/" or the module's imports do nothing with files; NULL: any may. After the mounts,
 * before the first wasix_store_set_process. Errors: UNSUPPORTED: the kernel refuses (the text says
 * why), and the root lists the mounts and is read-only as without this call; LIMIT, USAGE. */
wasix_result wasix_process_private_root(
	wasix_process *process, const wasix_module *module, uint64_t max_bytes, wasix_error *err);
/* Offers /dev/null and the few other devices that programs expect, none of which leads to anything
 * of the user's; what is mounted at or below /dev takes their place. Pseudo terminals too, and a
 * private /dev/shm (of max_bytes, see above), if the module makes any, maps shared memory, or
 * starts programs, and the kernel lets us. Nothing is done if its imports do nothing with files;
 * NULL: any may. After wasix_process_private_root. Errors: LIMIT, USAGE. */
wasix_result wasix_process_devices(
	wasix_process *process, const wasix_module *module, wasix_error *err);
/* Bounds the descriptors of the guest, 0-2 and preopens among them: 16 to 65536, which is the
 * default. Errors: USAGE. */
wasix_result wasix_process_max_fds(wasix_process *process, uint32_t count, wasix_error *err);
/* Bounds what the linear memories and tables of the process and of all processes that it starts
 * hold together, in bytes; 0: no bound. A child of fork counts its whole copy, though pages are
 * shared until they are written. Beyond it memory.grow and table.grow answer -1, fork fails with
 * ENOMEM, and a program whose memory does not fit cannot be started. Before the first
 * wasix_store_set_process; wasix_store_set_max_memory bounds a store by itself, whoever runs in it.
 */
void wasix_process_max_memory(wasix_process *process, uint64_t bytes);
/* Where the guest may change the modes of a terminal that is one of 0-2, a process is made that
 * puts them back when this one is killed in a way that leaves it no time to. Before
 * wasix_process_confine. */
void wasix_process_watch_terminal(wasix_process *process, const wasix_module *module);
/* Puts the terminal back as it was before the guest changed it. May be called from a signal
 * handler; wasix_process_delete does it too. */
void wasix_process_restore_terminal(wasix_process *process);

/* Raises the second wall: the calling thread, with the threads and processes that it starts from
 * now on, keeps the files below the mounts and the system calls that the granted capabilities need,
 * for good (Landlock, seccomp, no_new_privs). Of the capabilities only those that the module's
 * imports need; NULL: all that were granted. Call it before other threads exist, after the last
 * mount and wasix_module_compile (native code cannot be loaded afterwards) and before
 * wasix_instance_new. Errors: UNSUPPORTED: the kernel lacks a part, which the text names, and the
 * rest holds; IO, LIMIT: refused. */
wasix_result wasix_process_confine(
	wasix_process *process, const wasix_module *module, wasix_error *err);

/* Whether the module can start other programs (exec, spawn) as this process. */
bool wasix_process_starts_programs(const wasix_process *process, const wasix_module *module);
/* The same, or load libraries: then an engine that is to be confined needs a broker. */
bool wasix_process_loads_modules(const wasix_process *process, const wasix_module *module);
/* The program that took the place of the one that ended: after wasix_run ended because
 * the guest replaced its program (exec), its module, compiled, to be instantiated in a store of its
 * own; the process has its arguments and environment. NULL: the guest just ended. The module is the
 * process's and lives until the next call or wasix_process_delete; delete its store before. */
wasix_module *wasix_process_next_module(wasix_process *process);

/* Instances made in the store from now on find the WASI and WASIX imports, acting for this process,
 * which must outlive the store. */
void wasix_store_set_process(wasix_store *store, wasix_process *process);

#ifdef __cplusplus
}
#endif
#endif
