/* spawn.c -- posix_spawn: the host makes the child and starts the program in it, so that errors of
 * the child come back as this call's. */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "inherit.h"
#include "open_flags.h"
#include "open_rights.h"
#include "path.h"
#include "spawn_sched.h"
#include "types.h"

#include "fdop.h"
#undef malloc
#undef free

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>

USES_EXTENSION(spawn);

/* What posix_spawnp of musl puts in the place of execve: its name is looked for. */
static const char *
directories(const posix_spawnattr_t *attributes)
{
	static const char USUAL[] = "/usr/local/bin:/bin:/usr/bin";
	const char *path = getenv("PATH");

	if (!attributes || !attributes->__fn)
		return NULL;
	return path ? path : USUAL;
}

/* --- file actions --- */

static struct abi_spawn_fd_op
action(const struct fdop *op)
{
	struct abi_spawn_fd_op a = { .fd = (abi_fd)op->fd };

	switch (op->cmd) {
	case FDOP_CLOSE:
		a.cmd = ABI_SPAWN_FD_OP_NAME_CLOSE;
		break;
	case FDOP_DUP2:
		a.cmd = ABI_SPAWN_FD_OP_NAME_DUP2;
		a.src_fd = (abi_fd)op->srcfd;
		break;
	case FDOP_OPEN:
		a.cmd = ABI_SPAWN_FD_OP_NAME_OPEN;
		a.src_fd = op->mode & 07777;
		a.dirflags = follows(op->oflag) ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0;
		a.oflags = oflags(op->oflag);
		a.fs_rights_base = rights_wanted(op->oflag);
		a.fs_rights_inheriting = ~(abi_rights)0;
		a.fdflags = flags_to_host(op->oflag);
		a.fdflagsext = op->oflag & O_CLOEXEC ? ABI_FDFLAGSEXT_CLOEXEC : 0;
		break;
	case FDOP_CHDIR:
		a.cmd = ABI_SPAWN_FD_OP_NAME_CHDIR;
		break;
	default:
		a.cmd = ABI_SPAWN_FD_OP_NAME_FCHDIR;
		break;
	}
	if (op->cmd == FDOP_OPEN || op->cmd == FDOP_CHDIR) {
		a.path = (abi_ptr)(uintptr_t)op->path;
		a.path_len = strlen(op->path);
	}
	return a;
}

static size_t
count(const struct fdop *ops)
{
	size_t n = 0;
	for (; ops; ops = ops->next)
		n++;
	return n;
}

/* musl's list begins with the last one. */
static void
actions_fill(const struct fdop *ops, struct abi_spawn_fd_op *out, size_t n)
{
	for (; ops; ops = ops->next)
		out[--n] = action(ops);
}

/* --- signals --- */

static uint64_t
set_bits(const sigset_t *set)
{
	return set->__bits[0] | (uint64_t)set->__bits[1] << 32;
}

static void
how_fill(struct ext_spawn *how, const posix_spawnattr_t *attributes)
{
	int flags = attributes ? attributes->__flags : 0;

	__wasix_inherit(&how->inherit);
	if (flags & POSIX_SPAWN_SETSIGDEF)
		how->inherit.defaulted = set_bits(&attributes->__def);
	if (flags & POSIX_SPAWN_SETSIGMASK) {
		how->inherit.blocked = set_bits(&attributes->__mask);
		how->flags |= EXT_SPAWN_SETSIGMASK;
	}
	if (flags & POSIX_SPAWN_SETPGROUP)
		how->flags |= EXT_SPAWN_SETPGROUP;
	if (flags & POSIX_SPAWN_SETSID)
		how->flags |= EXT_SPAWN_SETSID;
	if (flags & POSIX_SPAWN_SETPGROUP)
		how->group = attributes->__pgrp;
	how->search = (uint32_t)(uintptr_t)directories(attributes);
}

/* --- hosts that have no more than the ABI --- */

/* Ignored signals, and the descriptors that close on exec as actions of their own. */
static size_t
dispositions_fill(uint64_t ignored, struct abi_signal_disposition *out)
{
	size_t n = 0;

	for (unsigned signal = 1; signal <= 64; signal++)
		if (ignored >> (signal - 1) & 1)
			out[n++] = (struct abi_signal_disposition){ (abi_signal)signal,
				ABI_DISPOSITION_IGNORE };
	return n;
}

static size_t
closing_fill(struct abi_spawn_fd_op *out)
{
	size_t n = 0;

	for (long fd = 0; fd < CLOEXEC_FDS; fd++)
		if (cloexec_marked(fd)) {
			if (out)
				out[n] =
					(struct abi_spawn_fd_op){ .cmd = ABI_SPAWN_FD_OP_NAME_CLOSE,
						.fd = (abi_fd)fd };
			n++;
		}
	return n;
}

/* Whether the descriptor of ops[i] is open when its turn comes. */
static bool
is_open_at(const struct abi_spawn_fd_op *ops, size_t i)
{
	struct abi_fdstat stat;
	abi_fd fd = ops[i].fd;

	while (i-- > 0)
		if (ops[i].fd == fd && ops[i].cmd <= ABI_SPAWN_FD_OP_NAME_OPEN)
			return ops[i].cmd != ABI_SPAWN_FD_OP_NAME_CLOSE;
	return (__import_preview1_fd_fdstat_get(fd, &stat) & 0xffff) == 0;
}

/* Some hosts open a file only at a descriptor that is closed. */
static size_t
opening_fill(const struct abi_spawn_fd_op *ops, size_t count, struct abi_spawn_fd_op *out)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (ops[i].cmd == ABI_SPAWN_FD_OP_NAME_OPEN && is_open_at(ops, i))
			out[n++] = (struct abi_spawn_fd_op){ .cmd = ABI_SPAWN_FD_OP_NAME_CLOSE,
				.fd = ops[i].fd };
		out[n++] = ops[i];
	}
	return n;
}

/* Not every host knows what a name is relative to. Returns what to call it, in `absolute` or as it
 * came, or NULL. */
static const char *
program_name(const char *path, const struct abi_spawn_fd_op *ops, size_t count, char *absolute)
{
	for (size_t i = 0; i < count; i++)
		if (ops[i].cmd > ABI_SPAWN_FD_OP_NAME_OPEN) /* the child will be elsewhere */
			return path;
	return *path && __wasix_absolute(path, absolute) >= 0 ? absolute : NULL;
}

static long
spawn_by_lines(const char *path, const struct ext_spawn *how, const struct abi_spawn_fd_op *ops,
	size_t op_count, char *const *argv, char *const *envp)
{
	char *args = __wasix_join_lines(argv), *env = __wasix_join_lines(envp);
	struct abi_spawn_fd_op *all = malloc((2 * op_count + closing_fill(NULL) + 1) * sizeof *all);
	struct abi_signal_disposition dispositions[64];
	const char *search = (const char *)(uintptr_t)how->search;
	char absolute[2 * PATH_MAX];
	const char *name = search ? path : program_name(path, ops, op_count, absolute);
	long result = name ? -ENOMEM : -ENOENT;
	abi_pid pid;

	if (name && args && env && all) {
		size_t all_count = opening_fill(ops, op_count, all);
		all_count += closing_fill(all + all_count);
		size_t signals = dispositions_fill(
			__wasix_ignored() & ~how->inherit.defaulted, dispositions);
		uint32_t e = __import_wasix_proc_spawn2(name, strlen(name), args, strlen(args), env,
			strlen(env), all, all_count, dispositions, signals, search != NULL, search,
			search ? strlen(search) : 0, &pid);
		result = e & 0xffff ? __wasix_result(e) : (long)pid;
	}
	free(all);
	free(args);
	free(env);
	return result;
}

/* --- both --- */

int
posix_spawn(pid_t *restrict pid, const char *restrict path,
	const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *restrict attributes,
	char *const argv[restrict], char *const envp[restrict])
{
	const struct fdop *ops = actions ? actions->__actions : NULL;
	size_t op_count = count(ops);
	struct abi_spawn_fd_op *list = op_count ? malloc(op_count * sizeof *list) : NULL;
	struct ext_spawn how = { 0 };
	int saved = errno, error = __wasix_spawn_sched(attributes);

	if (error) {
		free(list);
		return error;
	}
	if (op_count && !list)
		return ENOMEM;
	actions_fill(ops, list, op_count);
	how_fill(&how, attributes);
	how.actions = (uint32_t)(uintptr_t)list;
	how.action_count = (uint32_t)op_count;
	long result = (long)EXTENSION(spawn, (long)path, (long)argv, (long)envp, (long)&how);
	if (result == -ENOSYS)
		result = spawn_by_lines(path, &how, list, op_count, argv, envp);
	free(list);
	errno = saved;
	if (result < 0)
		return (int)-result;
	if (pid)
		*pid = (pid_t)result;
	return 0;
}
