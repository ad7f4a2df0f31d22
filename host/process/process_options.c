/* process_options.c -- wasix_process_*: what an embedder grants a guest, before it starts. */
#include "closure.h"
#include "dl.h"
#include "extension.h"
#include "launch.h"
#include "net.h"
#include "process_table.h"
#include "stack.h"
#include "thread.h"

#include "error.h"
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* --- strings --- */

bool
list_add(struct string_list *l, const char *text)
{
	char **items = realloc(l->items, (l->count + 1) * sizeof *items);
	if (!items)
		return false;
	l->items = items;
	items[l->count] = strdup(text);
	if (!items[l->count])
		return false;
	l->count++;
	l->bytes += strlen(text) + 1;
	return true;
}

static void
list_remove(struct string_list *l, size_t i)
{
	l->bytes -= strlen(l->items[i]) + 1;
	free(l->items[i]);
	memmove(&l->items[i], &l->items[i + 1], (l->count - i - 1) * sizeof *l->items);
	l->count--;
}

void
list_delete(struct string_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->items[i]);
	free(l->items);
	*l = (struct string_list){ 0 };
}

/* --- life --- */

/* As many descriptors as a process of the host may have, since each is one of those. */
static void
limit_fds_by_host(struct wasix_process *p)
{
	struct rlimit host = { FD_LIMIT, FD_LIMIT };

	(void)getrlimit(RLIMIT_NOFILE, &host);
	p->fds.limit = host.rlim_cur < FD_LIMIT ? (uint32_t)host.rlim_cur : FD_LIMIT;
	p->fds.most = host.rlim_max < FD_LIMIT ? (uint32_t)host.rlim_max : FD_LIMIT;
}

enum { PROCESS_ALIGN = 4096 };

wasix_process *
wasix_process_new(void)
{
	/* whole pages of its own: what is written there after a fork is copied then */
	size_t size = (sizeof(wasix_process) + PROCESS_ALIGN - 1) & ~(size_t)(PROCESS_ALIGN - 1);
	wasix_process *p = aligned_alloc(PROCESS_ALIGN, size);
	if (!p)
		return NULL;
	memset(p, 0, size);
	pthread_mutex_init(&p->fds.lock, NULL);
	limit_fds_by_host(p);
	p->max_processes = PROCESSES_DEFAULT;
	pthread_mutex_init(&p->cwd_lock, NULL);
	threads_init(&p->threads);
	/* a number that was closed may soon be some file of the embedder's */
	for (int fd = 0; fd < PREOPEN_FIRST; fd++)
		p->has_stdio[fd] = fcntl(fd, F_GETFD) >= 0;
	p->cwd = strdup("/");
	p->net = net_new();
	p->first_group = getpgrp(); /* the wall may stand before they are wanted */
	p->first_session = getsid(0);
	p->pts = -1;
	p->noted = calloc(abi_row_count() + extension_count(), sizeof *p->noted);
	/* what lies within the guest's own processes needs no flag */
	p->granted[CAP_NONE] = p->granted[CAP_FS] = p->granted[CAP_PROCESS] = true;
	p->granted[CAP_TTY] = p->granted[CAP_DL] = true;
	if (!p->cwd || !p->net || !p->noted || process_build_tree(p, NULL) != WASIX_OK) {
		wasix_process_delete(p);
		return NULL;
	}
	return p;
}

void
wasix_process_delete(wasix_process *p)
{
	if (!p)
		return;
	vfork_forget(p);
	tty_restore(p);
	tty_watch_end(p);
	tty_control(p, NULL);
	trace_delete(p->trace);
	process_report_refusals(p);
	if (p->threads.is_abandoned)
		return;
	fd_table_delete(p);
	file_put(p->root_file);
	process_delete_mounts(p);
	net_delete(p->net);
	list_delete(&p->args);
	list_delete(&p->env);
	stack_delete(p);
	closures_delete(p);
	dynamic_delete(p);
	module_close(&p->program);
	module_close(&p->next);
	process_table_leave(p);
	free((void *)p->noted);
	free(p->cwd);
	free(p);
}

/* --- grants --- */

wasix_result
wasix_process_arg(wasix_process *p, const char *arg, wasix_error *err)
{
	error_clear(err);
	return list_add(&p->args, arg) ? WASIX_OK : fail_memory(err);
}

wasix_result
wasix_process_env(wasix_process *p, const char *key_value, wasix_error *err)
{
	error_clear(err);
	const char *equals = strchr(key_value, '=');
	if (!equals || equals == key_value)
		return fail(err, WASIX_USAGE, "environment '%s': KEY=VALUE is expected", key_value);
	size_t key = (size_t)(equals - key_value) + 1;
	for (size_t i = 0; i < p->env.count; i++)
		if (strncmp(p->env.items[i], key_value, key) == 0) {
			list_remove(&p->env, i);
			break;
		}
	return list_add(&p->env, key_value) ? WASIX_OK : fail_memory(err);
}

/* The tree is built anew, since relative mounts hang below the working directory. */
wasix_result
wasix_process_cwd(wasix_process *p, const char *guest_path, wasix_error *err)
{
	char cwd[GUEST_PATH_MAX];
	struct place at;

	error_clear(err);
	if (p->prepared)
		return fail(err, WASIX_USAGE, "--cwd '%s': the process has started", guest_path);
	if (!path_canonical("/", guest_path, cwd))
		return fail(err, WASIX_USAGE, "the working directory's name is too long");
	char *copy = strdup(cwd);
	if (!copy)
		return fail_memory(err);
	free(p->cwd);
	p->cwd = copy;
	wasix_result result = process_build_tree(p, err);
	if (result != WASIX_OK)
		return result;
	wasix_errno e = place_find(p, NULL, cwd, FOLLOW, &at);
	struct stat s;
	bool directory =
		!e && (at.dir < 0 ? at.node != NULL
				  : fstatat(at.dir, at.name, &s, AT_SYMLINK_NOFOLLOW) == 0 &&
					      S_ISDIR(s.st_mode));
	if (!e)
		place_put(&at);
	if (!directory)
		return fail(err, WASIX_USAGE,
			"working directory '%s': no such directory in the guest", cwd);
	return WASIX_OK;
}

static wasix_result
take_max_threads(wasix_process *p, const char *argument, wasix_error *err)
{
	char *end;
	unsigned long count = strtoul(argument, &end, 10);

	if (*end || count < 1 || count > THREADS_MAX)
		return fail(err, WASIX_USAGE, "a limit of %s threads: 1 to %d are possible",
			argument, THREADS_MAX);
	p->threads.limit = (uint32_t)count;
	p->granted[CAP_THREADS] = true;
	return WASIX_OK;
}

static wasix_result
take_max_processes(wasix_process *p, const char *argument, wasix_error *err)
{
	char *end;
	unsigned long count = strtoul(argument, &end, 10);

	if (*end || count < 1 || count > PROCESSES_MAX)
		return fail(err, WASIX_USAGE, "a limit of %s processes: 1 to %d are possible",
			argument, PROCESSES_MAX);
	p->max_processes = (uint32_t)count;
	return WASIX_OK;
}

/* With what comes along. */
static void
grant(wasix_process *p, enum cap cap)
{
	const char *name = wasix_capability_get(cap)->name;

	p->granted[cap] = true;
	for (size_t i = 0; i < CAP_COUNT; i++) {
		const char *within = wasix_capability_get(i)->within;
		if (within && strcmp(within, name) == 0)
			p->granted[i] = true;
	}
}

wasix_result
wasix_process_grant(
	wasix_process *p, const char *capability, const char *argument, wasix_error *err)
{
	error_clear(err);
	for (size_t i = 0; i < CAP_COUNT; i++) {
		const wasix_capability *cap = wasix_capability_get(i);
		if (strcmp(cap->name, capability) != 0)
			continue;
		if (i == CAP_ADMIN)
			return fail(
				err, WASIX_USAGE, "capability '%s' is never granted", capability);
		if (i == CAP_PROCESS && argument)
			return take_max_processes(p, argument, err);
		if (i == CAP_THREADS && argument)
			return take_max_threads(p, argument, err);
		if (i == CAP_NET && argument)
			TRY(net_grant(p, argument, err));
		else if (argument)
			return fail(
				err, WASIX_USAGE, "capability '%s' takes no argument", capability);
		grant(p, (enum cap)i);
		return WASIX_OK;
	}
	return fail(err, WASIX_USAGE, "there is no capability '%s'", capability);
}

void
wasix_process_max_memory(wasix_process *p, uint64_t bytes)
{
	p->max_memory = bytes;
}

void
wasix_process_on_notice(wasix_process *p, void (*notice)(void *env, const char *text), void *env)
{
	p->notice = notice;
	p->notice_env = env;
}

void
wasix_process_on_forked_end(wasix_process *p,
	void (*end)(void *env, wasix_result result, const wasix_error *err), void *env)
{
	p->forked_end = end;
	p->forked_end_env = env;
}

/* --- start --- */

/* Descriptor `fd` of the host becomes the guest's. One that is closed stays closed. */
static wasix_result
add_stdio(wasix_process *p, int fd, wasix_error *err)
{
	const abi_rights both = RIGHTS_CHECKED;
	abi_rights rights = both;
	struct stat s;
	uint32_t number;

	if (!p->has_stdio[fd] || fstat(fd, &s) < 0)
		return WASIX_OK;
	int mode = fcntl(fd, F_GETFL) & O_ACCMODE;
	if (mode == O_RDONLY)
		rights &= ~(uint64_t)ABI_RIGHTS_FD_WRITE;
	if (mode == O_WRONLY)
		rights &= ~(uint64_t)ABI_RIGHTS_FD_READ;
	struct file *f = file_new(fd, filetype_of(s.st_mode, fd), NULL, NULL, NULL);
	if (f)
		f->stdio = f->handed_over = true;
	if (f && f->type == ABI_FILETYPE_CHARACTER_DEVICE)
		tty_found(p, f);
	return fd_add(p, f, rights, 0, 0, (uint32_t)fd, &number) ? fail_memory(err) : WASIX_OK;
}

/* A directory of the tree as the next preopen. */
static wasix_result
add_preopen(wasix_process *p, const struct mount *m, const struct node *node, const char *guest,
	const char *name, wasix_error *err)
{
	int host = m ? fcntl(m->fd, F_DUPFD_CLOEXEC, 0) : -1;
	uint32_t fd;

	if (m && host < 0)
		return fail(err, WASIX_LIMIT, "%s: %s", name, strerror(errno));
	struct file *f = file_new(host, ABI_FILETYPE_DIRECTORY, m, node, guest);
	if (fd_add(p, f, RIGHTS_ALL, RIGHTS_ALL, 0, PREOPEN_FIRST, &fd))
		return fail_memory(err);
	p->fds.entries[fd].preopen = name;
	return WASIX_OK;
}

static const struct node *
node_of(const struct node *node, const struct mount *m)
{
	if (node->mount == m)
		return node;
	for (const struct node *n = node->children; n; n = n->next) {
		const struct node *found = node_of(n, m);
		if (found)
			return found;
	}
	return NULL;
}

/* The guest may not see the file that it was started from, so it is told argv[0]. */
static void
name_program(wasix_process *p)
{
	char name[GUEST_PATH_MAX];

	if (p->args.count && path_canonical(p->cwd, p->args.items[0], name))
		p->program.name = strdup(name);
}

wasix_result
process_prepare(wasix_process *p, wasix_error *err)
{
	if (p->prepared)
		return WASIX_OK;
	p->prepared = true;
	(void)getrusage(RUSAGE_CHILDREN, &p->compiling);
	name_program(p);
	for (int fd = 0; fd < PREOPEN_FIRST; fd++)
		TRY(add_stdio(p, fd, err));
	return process_add_preopens(p, err);
}

/* The root as a file of its own, for FD_ROOT. */
static wasix_result
make_root_file(wasix_process *p, wasix_error *err)
{
	const struct mount *m = p->root->mount;
	int host = m ? fcntl(m->fd, F_DUPFD_CLOEXEC, 0) : -1;

	if (m && host < 0)
		return fail(err, WASIX_LIMIT, "/: %s", strerror(errno));
	p->root_file = file_new(host, ABI_FILETYPE_DIRECTORY, m, p->root, "/");
	return p->root_file ? WASIX_OK : fail_memory(err);
}

wasix_result
process_add_preopens(wasix_process *p, wasix_error *err)
{
	if (!p->root_file)
		TRY(make_root_file(p, err));
	TRY(add_preopen(p, p->root->mount, p->root, "/", "/", err));
	for (size_t i = 0; i < p->mount_count; i++) {
		const struct mount *m = p->mounts[i];
		/* a file is no preopen, and "/" is one already */
		if (!m->entry && !m->is_device && strcmp(m->name, "/") != 0)
			TRY(add_preopen(p, m, node_of(p->root, m), m->guest, m->name, err));
	}
	return WASIX_OK;
}

void
wasix_store_set_process(wasix_store *store, wasix_process *process)
{
	/* too little memory for sixteen descriptors: they are missing, and the guest's first use
	 * says BADF */
	(void)process_prepare(process, NULL);
	(void)store_add_provider(store, process_provider(process));
	if (process->max_memory)
		store->account = (struct memory_account){ process_take_memory, process_give_memory,
			process };
}
