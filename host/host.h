/* host.h -- a guest process as the host sees it: arguments, files, descriptors, capabilities; and
 * the handlers' prototypes.
 *
 * The handlers are declared by expanding abi/functions.def, so the compiler checks each against its
 * row.
 */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "module_open.h"
#include "runtime.h"
#include "types.h"
#include "wasix.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>

/* A row of errno.def, as wide as a wasm result. */
typedef uint32_t wasix_errno;
/* Address in linear memory. */
typedef uint32_t wasix_gptr;

/* Hands an errno to the guest. Has a hidden return: only where no descriptor is held. */
#define GUEST_TRY(expression)                                             \
	do {                                                              \
		wasix_errno try_errno_ = (expression);                    \
		if (__builtin_expect(try_errno_ != ABI_ERRNO_SUCCESS, 0)) \
			return try_errno_;                                \
	} while (0)

/* A system call that does not wait for long, until it is not interrupted, but for the end of the
 * thread. What may wait goes through block_syscall. */
#define RETRY(call)                                                           \
	({                                                                    \
		__typeof__(call) retry_result_;                               \
		do                                                            \
			retry_result_ = (call);                               \
		while (retry_result_ < 0 && errno == EINTR && !thread_stops); \
		retry_result_;                                                \
	})

enum {
	GUEST_PATH_MAX = 4096, /* bytes of a path with its NUL, as Linux */
	FD_LIMIT = 65536,      /* descriptors of a process */
	PREOPEN_FIRST = 3,
	FD_ROOT = -100, /* stands for the root of the guest's tree, as AT_FDCWD; our libc uses it */
	SYMLINK_LIMIT = 40,
};

/* --- capabilities and rows --- */

enum cap {
#define CAP(NAME, name, flag, argument, within, help) CAP_##NAME,
#include "caps.def"
	CAP_COUNT
};

enum status { STATUS_DONE, STATUS_PARTIAL, STATUS_STUB };
enum result_kind { RESULT_err, RESULT_tid_or_err, RESULT_none };

/* Texts of tables that are seldom read are kept in the rows: a pointer would have to be relocated
 * at each start, and the page that it lies on copied (bench/README.md, row "start"). */
struct abi_param {
	char type[24];
	char name[24]; /* "" ends a list */
	bool pointer;
};

/* One row of functions.def. */
struct abi_row {
	const char *module;
	const char *name;
	const char *summary;
	enum result_kind result;
	enum cap needs;
	enum status status;
	struct functype type;
	const struct abi_param *params;
	void (*entry)(void);  /* handler, or what answers for a stub */
	void (*refuse)(void); /* answers when the capability is missing */
	unsigned line;        /* of functions.def */
};

size_t abi_row_count(void);
const struct abi_row *abi_row_at(size_t index);
/* NULL if there is none. */
const struct abi_row *abi_row_find(const char *module, const char *name);

/* --- the tree of mounts --- */

/* A directory of the host (or one entry of it) that the guest may see. */
struct mount {
	char *name;  /* as given: the preopen's name */
	char *guest; /* absolute and canonical */
	char *host;  /* as the user called it; NULL: nobody did */
	int fd;      /* the directory; for an entry, the directory that holds it */
	char *entry; /* a file's name in fd; NULL for a directory */
	bool read_only;
	bool is_command; /* a program: executable whatever its bits on the host */
	bool is_private; /* the guest's own, with a limit (private_root.c) */
	bool is_device;  /* one of devices.c: is written to, but read_only in all else */
};

/* What the runtime answers for itself, below /dev and /proc/self. */
enum node_kind {
	NODE_DIRECTORY, /* or a mount */
	NODE_STDIO,     /* one of the guest's own 0-2 */
	NODE_FDS,       /* the directory of all its descriptors */
	NODE_TTY,       /* its controlling terminal */
	NODE_PROGRAM,   /* a link to the program that runs */
};

/* The guest's tree as far as mounts make it: each mount point and each directory above one. Such a
 * node is a directory to the guest even where the host has none, and is never a symbolic link, so
 * these names can be matched without looking at the host. */
struct node {
	char *name;
	struct node *parent;
	struct node *children;
	struct node *next;   /* sibling, by mount order */
	struct mount *mount; /* NULL: only leads to one */
	uint64_t inode;      /* for nodes that the host does not have */
	bool soft; /* of /dev: where the parent lies in a directory of the host, not listed, and
		      only there if the host has nothing of this name */
	enum node_kind kind;
	int descriptor; /* of NODE_STDIO */
};

struct node *node_child(const struct node *node, const char *name, size_t len);
/* The node of an absolute, canonical name, made if need be, as are those above it. */
struct node *node_make(struct node *root, const char *guest, bool soft, uint64_t *inode);
/* Puts /dev and /proc/self into the tree, as far as nothing is mounted there. (devices.c) */
bool devices_add_nodes(struct node *root, uint64_t *inode);
/* A file system that is mounted nowhere, as the descriptor of its root; or -errno.
 * (private_root.c) */
struct mount_option {
	const char *key, *value; /* key NULL ends a list */
};
int mount_detached(const char *type, const struct mount_option *options, unsigned attributes);
/* Whether it imports anything that names files; NULL may. (private_root.c) */
bool module_wants_files(const wasix_module *module);
void node_delete(struct node *node);

/* --- descriptors --- */

struct cursor;
/* In a child of fork that has none of its parent's other threads. (readdir.c) */
void cursor_forked(struct cursor *cursor);
struct epoll_key;
struct epoll_set;

/* An open file description: shared by duplicates, as POSIX says. */
struct file {
	atomic_uint refs;
	int host; /* -1: a directory that exists in the tree only */
	/* type, is_terminal and guest are known; see file_settle */
	atomic_bool settled;
	abi_filetype type;
	bool is_terminal;
	bool stdio;                /* one of the host's 0-2 */
	bool is_signals;           /* signalfd: what is read has numbers of the host */
	bool handed_over;          /* as 0-2 or by --fd: no rule of --net is asked about it */
	atomic_bool times_out;     /* sockets: SO_RCVTIMEO or SO_SNDTIMEO was set */
	int stdio_flags;           /* file status flags to restore at the end, or -1 */
	const struct mount *mount; /* NULL: not below a mount (inherited, pipe...) */
	const struct node *node;   /* what it is in the tree, if it is a node */
	const char *guest;         /* directories: absolute name at opening; in name */
	struct cursor *cursor;     /* directories: made by the first fd_readdir */
	struct epoll_key *keys;   /* what epoll knows it as (epoll.h); the table's lock guards it */
	struct epoll_set *set;    /* of epoll_create (epoll_wasix.c) */
	struct sock_names *names; /* sockets: paths as the guest gave them; see sock.h */
	char name[];
};

struct fd_entry {
	struct file *file; /* NULL: free */
	abi_rights base;
	abi_rights inheriting;
	abi_fdflagsext flags;
	const char *preopen; /* borrowed from the mount; NULL if it is none */
};

struct fd_table {
	pthread_mutex_t lock; /* guards entries and count */
	uint32_t limit;       /* descriptors at most */
	uint32_t most;        /* that limit may become */
	struct fd_entry *entries;
	uint32_t count;
	uint32_t none_free_below; /* numbers are given from here on */
};

/* A descriptor in use: the file stays until fd_put. */
struct fd_ref {
	struct file *file;
	int host;
	abi_rights base;
	abi_rights inheriting;
};

/* --- process --- */

struct string_list {
	char **items;
	size_t count;
	size_t bytes; /* with a NUL each */
};

/* The extensions that a module lists (extension.c). */
struct extension_list {
	_Atomic(const struct wasix_module *) module; /* whose list it is */
	_Atomic uint64_t bits[4];                    /* by number */
};

enum limit {
	LIMIT_FDS,
	LIMIT_ROOT,
	LIMIT_PROCESSES,
	LIMIT_THREADS,
	LIMIT_ONE_THREAD,
	LIMIT_MEMORY
};

struct limits_of_process {
	uint64_t root_bytes; /* of the private root */
	atomic_uint said;    /* bit: enum limit */
};

struct process_tree;
struct guest_thread;
struct net;

/* The threads beside the first one (thread.c). */
struct thread_table {
	pthread_mutex_t lock;         /* guards all but what is atomic */
	struct guest_thread *threads; /* that run */
	uint32_t count, limit;
	struct guest_thread *idle; /* threads of the host that rest */
	uint32_t idle_count;
	uint32_t hosts; /* threads of the host, whatever they do; none may look at the process after
			 */
	_Atomic uint32_t changes;  /* a futex: a thread is gone, or the first one got somewhere */
	_Atomic uint32_t waiting;  /* for it */
	pid_t first;               /* of the host: the first thread; 0: it made no other yet */
	struct wasix_store *store; /* of the first thread; set with it, as is its instance */
	struct wasix_instance *first_instance;
	const struct wasix_module *module; /* whose wasi_thread_start is entry; NULL: not known */
	uint32_t entry;                    /* function index */
	bool end_is_taken;                 /* somebody says, or has said, how all ends */
	struct store_end end;
	atomic_bool first_waits; /* the first thread's call is over: it is in threads_finish */
	bool first_left;         /* by thread_exit: the process goes on */
	bool is_abandoned;       /* a thread could not be stopped: it may still use the process */
};

/* Names as the guest gave them, cut; empty: there was none. See missed.c */
enum { MISSED_MAX = 128 };
struct missed {
	atomic_flag busy; /* who does not get it does without */
	char outside[MISSED_MAX];
	char read_only[MISSED_MAX];
};

struct wasix_process {
	/* Written by each child of a fork, which gets a copy of the page for it: it is one page. */
	_Alignas(64) uint32_t pid;  /* 0: the first one, which has not forked yet */
	bool is_child;              /* made by fork */
	bool children_exit_at_once; /* see wasix.h */
	atomic_bool failed;         /* by proc_exit with another status than 0 */
	atomic_bool has_noted;

	struct string_list args;
	struct string_list env;
	struct mount **mounts; /* in the order given */
	size_t mount_count;
	struct node *root;
	struct fd_table fds;
	pthread_mutex_t cwd_lock; /* guards cwd */
	char *cwd;                /* absolute and canonical */
	bool has_stdio[3];        /* which of the host's 0-2 were open when the process was made */
	bool prepared;            /* descriptors 0-2 and the preopens exist */
	struct rusage compiling;  /* what children had used before the guest began */
	struct file *root_file;   /* what FD_ROOT leads to */
	atomic_bool no_preopens;  /* the guest uses FD_ROOT: numbers from 3 on are its own */
	bool wasix;               /* a module asked for a wasix_32v1 import: see host_fd_renumber */
	atomic_bool no_openat2;   /* the kernel lacks it */
	atomic_bool has_record_locks; /* perhaps; see locks_release */
	bool granted[CAP_COUNT];
	void (*notice)(void *env, const char *text);
	void *notice_env;
	struct limits_of_process limits;
	bool files_are_bounded; /* to the mounts, by Landlock (wall.c) */
	struct net *net;        /* what --net and --map-port say more (net.h) */
	struct trace *trace;    /* NULL: nobody watches; see trace.h */
	struct missed missed;
	atomic_uchar *noted; /* one a row, then one an extension: said already */
	struct extension_list extensions;
	struct process_tree *tree; /* shared by its processes; NULL until the first fork */
	uint32_t next_id;          /* last id that was given while there is no tree */
	struct thread_table threads;
	void (*forked)(void); /* NULL, or see wasix_process_on_fork */
	void (*forked_end)(void *env, wasix_result result, const wasix_error *err);
	void *forked_end_env;
	uint32_t max_processes;       /* of the tree */
	uint64_t max_memory;          /* of the tree, bytes; 0: no bound */
	_Atomic uint64_t memory;      /* bytes in use while there is no tree */
	struct opened_module program; /* that runs now, after an exec; its name also before */
	struct opened_module next;    /* that exec asked for */
	struct stack *stack;          /* NULL: no mark was made yet; see stack.c */
	struct closures *closures;    /* NULL: none were made; see closure.c */
	struct dynamic *dynamic;      /* NULL: the program is linked statically; see dl.h */
	struct vfork *vfork;          /* NULL: proc_fork_env was not called, or is over */
	char signal_handler[64];      /* export named by callback_signal */
	bool tty_saves;     /* one of 0-2 is a terminal, which had these modes at the start: */
	bool tty_exclusive; /* it could not be opened by others then (TIOCEXCL) */
	int tty_fd;
	struct termios tty_saved;
	struct tty_watch *tty_watch; /* NULL: nobody does after a SIGKILL; see tty_watch.c */
	bool has_devices;            /* /dev is there (devices.c) */
	int pts;                     /* root of the guest's own devpts, -1: it has none */
	struct file *tty;            /* the controlling terminal, if the guest has it: /dev/tty */
	/* of the host, that the first process was started in */
	pid_t first_group;
	pid_t first_session;
};

static inline struct wasix_process *
caller_process(const struct wasix_caller *c)
{
	return c->host;
}

/* Opens 0-2 and the preopens, once. */
wasix_result process_prepare(struct wasix_process *p, wasix_error *err);
/* The directories of the tree as descriptors from PREOPEN_FIRST on. LIMIT. */
wasix_result process_add_preopens(struct wasix_process *p, wasix_error *err);
/* Rebuilds the tree from the mounts. */
wasix_result process_build_tree(struct wasix_process *p, wasix_error *err);
/* Absolute, without "." ".." and double slashes; relative names start at cwd. false when too long.
 */
bool path_canonical(const char *cwd, const char *name, char out[GUEST_PATH_MAX]);
/* Tells, through the notice callback, which calls were refused for want of a capability. */
void process_report_refusals(struct wasix_process *p);
/* Opening `path` from base, the walk got to `at`, ended with this errno; and what there is to say
 * at the end. (missed.c) */
struct place;
void missed_note(struct wasix_process *p, const struct place *at, const struct file *base,
	const char *path, wasix_errno e);
void missed_report(struct wasix_process *p);
void process_delete_mounts(struct wasix_process *p);
/* Mounts a directory of the guest's own at "/". Takes fd. */
wasix_result process_mount_private(struct wasix_process *p, int fd, wasix_error *err);
/* Mounts what fd holds, or the entry of it, as one of the runtime's devices. Takes fd. */
wasix_result process_mount_device(
	struct wasix_process *p, int fd, const char *entry, const char *guest, wasix_error *err);
/* Says it through the notice callback, once. (limits.c) */
void limit_reached(struct wasix_process *p, enum limit limit);
/* Passes on the errno of a change below the mount, NULL for none; NOSPC may be a limit's doing. */
wasix_errno limit_check_space(struct wasix_process *p, const struct mount *mount, wasix_errno e);
/* Whether the host makes a memory that a module imports under this name. */
bool process_has_memory(void *process, const char *module, const char *name);
/* In a process that a thread other than the first forked: its call has ended, and so does the
 * process. */
[[noreturn]] void process_forked_end(
	struct wasix_process *p, wasix_result result, const wasix_error *err);
/* A child that may end here does; it returns in any other process. (fork.c) */
void process_leave_child_at_once(struct wasix_process *p, int code);
/* The provider of all rows, for the store. */
struct provider process_provider(struct wasix_process *p);

/* Sends a signal to the guest's calling thread: its handler runs when the host function is over, or
 * the default action is taken, and then it may not return. Call it with nothing held. */
wasix_errno signal_raise(struct wasix_caller *c, uint32_t sig);
/* The guest ends by a signal that nobody handles: the first process with status 128+sig, a child as
 * the host's, so that its parent sees which. */
[[noreturn]] void process_die(struct wasix_caller *c, uint32_t sig);
bool list_add(struct string_list *l, const char *item);
void list_delete(struct string_list *l);
/* Restores the terminal if the guest changed it. */
void tty_restore(struct wasix_process *p);
/* A guest set modes of a terminal; the runtime put them back; the process is deleted. (tty_watch.c)
 */
void tty_modes_changed(struct wasix_process *p, int fd);
void tty_modes_restored(struct wasix_process *p);
void tty_watch_end(struct wasix_process *p);
/* One of the guest's 0-2, at the start: if it is the controlling terminal, the guest has that. */
void tty_found(struct wasix_process *p, struct file *file);
/* The process has a controlling terminal now; NULL: it has none any more. */
void tty_control(struct wasix_process *p, struct file *tty);

/* --- errno (errno.c) --- */

/* Host errno to WASI's; what has no row is IO. */
wasix_errno errno_to_wasi(int host_errno);
/* And back: the number of the guest's libc, which is the host's. */
int errno_to_linux(wasix_errno e);
/* errno after a failed system call, SUCCESS if result is not negative. */
wasix_errno errno_of(long result);

/* --- descriptors (fd_table.c) --- */

enum : uint64_t {
	RIGHTS_ALL = (UINT64_C(1) << 39) - 1,
	/* what is enforced; the socket rights are not, since libcs compute them wrongly */
	RIGHTS_CHECKED = (UINT64_C(1) << 29) - 1,
	/* of pipes, counters, timers..., beside reading and writing */
	RIGHTS_STREAM = ABI_RIGHTS_FD_FDSTAT_SET_FLAGS | ABI_RIGHTS_FD_FILESTAT_GET |
			ABI_RIGHTS_FD_FILESTAT_SET_TIMES | ABI_RIGHTS_POLL_FD_READWRITE |
			ABI_RIGHTS_FD_SEEK | ABI_RIGHTS_FD_TELL | ABI_RIGHTS_FD_SYNC |
			ABI_RIGHTS_FD_DATASYNC | ABI_RIGHTS_FD_ADVISE | ABI_RIGHTS_FD_ALLOCATE |
			ABI_RIGHTS_FD_FILESTAT_SET_SIZE,
};

/* NULL when memory is short, and host is closed then. guest is copied and may be NULL. */
struct file *file_new(int host, abi_filetype type, const struct mount *mount,
	const struct node *node, const char *guest);
/* For a file whose kind is asked of the kernel only when somebody wants to know, since few do
 * (bench row "open"): one that may be a directory, of this name in the directory `in`. */
struct file *file_new_unsettled(
	int host, const struct mount *mount, const char *in, const char *name);
/* Finds out. fd_get has done it; who takes files out of the table does it, without the table's
 * lock. */
void file_settle(struct wasix_process *p, struct file *file);
/* The same for who has asked already. */
void file_settle_as(struct wasix_process *p, struct file *file, mode_t mode);
/* One reference more, and one less. */
void file_hold(struct file *file);
void file_put(struct file *file);
abi_filetype filetype_of(mode_t mode, int host_fd);
/* What a right to the file is worth. Libcs take a character device that can neither seek nor tell
 * for a terminal: only terminals lack these rights. */
abi_rights rights_for(const struct file *file, abi_rights wanted);

/* Finds a descriptor that has the rights and holds its file. BADF, NOTCAPABLE. Every success needs
 * an fd_put. */
wasix_errno fd_get(struct wasix_caller *c, uint32_t fd, abi_rights rights, struct fd_ref *out);
void fd_put(struct fd_ref *ref);
/* Gives the file (one reference, taken even on failure) the lowest free number from min on. MFILE,
 * NOMEM. */
wasix_errno fd_add(struct wasix_process *p, struct file *file, abi_rights base,
	abi_rights inheriting, abi_fdflagsext flags, uint32_t min, uint32_t *out);
/* As fd_add, for a descriptor of the host that comes from outside of the tree: it is taken even on
 * failure. BADF too. (fd_outside.c) */
wasix_errno fd_add_from_outside(
	struct wasix_process *p, int host, bool handed_over, uint32_t min, uint32_t *out);
/* MFILE when no number is free: to be asked before what cannot be undone. */
wasix_errno fd_check_room(struct wasix_process *p);
/* As fd_add, and *out goes to guest memory at ret; undone if it lies outside. */
wasix_errno fd_add_out(struct wasix_caller *c, struct file *file, abi_rights base,
	abi_rights inheriting, abi_fdflagsext flags, wasix_gptr ret);
/* For extensions: a new number for `host`, the result of a system call that made a descriptor, with
 * RIGHTS_STREAM and `rights`. Minus errno of Linux, also when host is -1. */
int64_t fd_add_number(struct wasix_caller *c, int host, abi_rights rights);
int64_t fd_add_typed(struct wasix_caller *c, int host, abi_filetype type, abi_rights rights);
wasix_errno fd_remove(struct wasix_process *p, uint32_t fd);
/* Puts a copy of `from` at `to`; with `move`, `from` becomes free. BADF, NOTSUP (a preopen). */
wasix_errno fd_replace(struct wasix_process *p, uint32_t from, uint32_t to, bool move);
/* As setrlimit and getrlimit: soft and hard limit; want may be NULL. 0 or -errno of Linux. */
int fd_table_limit(struct wasix_process *p, const uint64_t want[2], uint64_t was[2]);
void fd_table_delete(struct wasix_process *p);

/* --- paths (path_resolve.c) --- */

/* What the last component was: a name, "." "..", or none at all ("/"). */
enum last { LAST_NAME, LAST_DOT, LAST_DOTDOT, LAST_ROOT };

/* Where a path ends: a name in a directory. The directory is held open; the name itself was not a
 * symbolic link if links were followed (each use refuses links all the same: another process may
 * have put one there). A node of the tree is named "." from inside, a mounted file by its name on
 * the host. */
struct place {
	struct file *held; /* the walk began at it; NULL: at the root */
	int dir;           /* the directory on the host; -1: it exists in the tree only */
	bool owned;        /* dir is closed by place_put */
	enum last last;    /* how the path ended, for answers that depend on it */
	bool creates;      /* set between start and finish: a slash at the end is ISDIR */
	bool slash;        /* the path ended with a slash: it must name a directory */
	unsigned links;    /* symbolic links expanded so far */
	const struct mount
		*mount; /* that the directory belongs to, NULL for one of the tree only */
	const struct node *parent; /* the directory's node, if it is one */
	const struct node *node;   /* the place's own node, if it is one */
	struct file *alias;        /* it is another name of this open file, which is held */
	abi_rights alias_rights;
	const char *name;           /* last component; "." for the directory itself */
	char *rest;                 /* not walked yet, in buffer */
	char guest[GUEST_PATH_MAX]; /* absolute name of the directory */
	char buffer[2 * GUEST_PATH_MAX];
};

/* The place is another name of the guest's descriptor, or of its controlling terminal: NOENT, NXIO.
 * (devices.c) */
enum { ALIAS_NONE = -1, ALIAS_TTY = -2 };
wasix_errno place_set_alias(struct wasix_process *p, struct place *at, int descriptor);

/* What happens to a link at the end. A slash behind a link's name asks for what it leads to, but
 * not where the name itself is made or removed. */
enum follow { FOLLOW_NEVER, FOLLOW_SLASH, FOLLOW };

/* Opens a file of the tree for reading; a relative path starts at dir, NULL: at the working
 * directory. (path_open.c) */
wasix_errno path_open_file(
	struct wasix_process *p, struct file *dir, const char *path, struct file **out);
/* Opens what a spawned child is to find at number op->fd. has_mode: op->src_fd is the mode of what
 * is created, which the ABI has no place for. (path_open.c) */
struct abi_spawn_fd_op;
wasix_errno path_open_spawned(
	struct wasix_process *p, const char *path, const struct abi_spawn_fd_op *op, bool has_mode);
wasix_errno process_chdir(struct wasix_process *p, const char *path);
/* Walks to the last component. base is an open directory; path may be absolute. Call place_put
 * after success. */
wasix_errno place_find(struct wasix_process *p, struct file *base, const char *path,
	enum follow follow, struct place *out);
/* First half of place_find: enters the tree's nodes that path begins with. No system call. */
wasix_errno place_start(
	struct wasix_process *p, struct file *base, const char *path, struct place *out);
/* Second half. Puts the place on failure. */
wasix_errno place_finish(struct wasix_process *p, struct place *at, enum follow follow);
/* rest has no "..": without symbolic links on the way, the walk stays below dir. */
bool place_is_plain(const struct place *at);
void place_put(struct place *at);
/* Absolute name of the place itself. */
bool place_name(const struct place *at, char out[GUEST_PATH_MAX]);
/* Target of /proc/self/exe; 0: the program has no name. */
size_t program_link(const struct wasix_process *p, char target[GUEST_PATH_MAX]);
/* openat2 that neither leaves dir nor meets a symbolic link. -1 with errno; see place_may_walk.
 * waits: the guest's signals interrupt it (block.h); NULL where it does not wait. */
int open_beneath(struct wasix_process *p, struct wasix_caller *waits, int dir, const char *path,
	uint64_t flags, uint64_t mode);
/* After open_beneath failed with this errno, a walk may still succeed. */
bool place_may_walk(int host_errno);

/* Fills from the host's view, or for a node of the tree only. */
void filestat_fill(const struct stat *host, int host_fd, struct abi_filestat *out);
void filestat_fill_node(const struct node *node, struct abi_filestat *out);
struct abi_filestat_snapshot0 filestat_to_snapshot0(const struct abi_filestat *s);
/* The two timespecs of utimensat. INVAL when a time is both given and "now". */
wasix_errno times_from_guest(
	abi_timestamp atim, abi_timestamp mtim, uint32_t flags, struct timespec out[2]);

/* --- handlers --- */

typedef wasix_errno H_err;
typedef int32_t H_tid_or_err;
typedef void H_none;

/* Parameter types: narrow integers travel as i32. */
typedef uint32_t H_u8, H_u16, H_u32;
typedef uint64_t H_u64;
typedef int32_t H_i32;
typedef int64_t H_i64;
#define SCALAR(name, number, text) typedef H_##number H_##name;
#define ENUM(name, NAME, number)   typedef H_##number H_##name;
#define FLAGS(name, NAME, number)  typedef H_##number H_##name;
#include "types.def"

#define P(type, name)   H_##type name
#define PTR(type, name) wasix_gptr name
#define FNAS(module, result, import_name, handler, needs, status, summary, ...) \
	H_##result host_##handler(struct wasix_caller *c __VA_OPT__(, ) __VA_ARGS__);
#include "functions.def"

#endif
