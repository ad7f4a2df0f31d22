/* spawn.c -- proc_spawn in its three forms, and posix_spawn of our libc. */
#include "extension.h"
#include "guest.h"
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* --- WASIX --- */

/* Later entries win. */
static wasix_errno
dispositions_read(struct wasix_caller *c, wasix_gptr list, uint32_t count, struct launch *l)
{
	struct abi_signal_disposition d;

	if (!list || !count)
		return ABI_ERRNO_SUCCESS;
	if (!guest_in_bounds(c->memory, list, (uint64_t)count * sizeof d))
		return ABI_ERRNO_FAULT;
	for (uint32_t i = 0; i < count; i++) {
		GUEST_TRY(guest_read(c, &d, list + i * (uint32_t)sizeof d, sizeof d));
		uint64_t bit = d.sig > 0 && d.sig <= 64 ? UINT64_C(1) << (d.sig - 1) : 0;
		bool ignore = d.disp == ABI_DISPOSITION_IGNORE;
		l->ignored = ignore ? l->ignored | bit : l->ignored & ~bit;
		l->inherit.defaulted =
			ignore ? l->inherit.defaulted & ~bit : l->inherit.defaulted | bit;
	}
	return ABI_ERRNO_SUCCESS;
}

/* The lists are read already. NOTE: what a search does not find is NOEXEC, as in Wasmer. */
static wasix_errno
spawn(struct wasix_caller *c, struct launch *l, wasix_gptr ret_pid)
{
	uint32_t pid;

	if (!guest_in_bounds(c->memory, ret_pid, sizeof pid))
		return ABI_ERRNO_FAULT;
	wasix_errno e = launch_spawn(c, l, &pid);
	if (e == ABI_ERRNO_NOENT && l->directories && !strchr(l->name, '/'))
		e = ABI_ERRNO_NOEXEC;
	return e ? e : guest_write_u32(c, ret_pid, pid);
}

static wasix_errno
environment_or_own(struct wasix_caller *c, wasix_gptr given, struct launch *l)
{
	return given ? ABI_ERRNO_SUCCESS : list_copy_of(&caller_process(c)->env, &l->env);
}

/* What both forms have in common; name, arguments and environment are in l. */
static wasix_errno
spawn_by(struct wasix_caller *c, struct launch *l, wasix_gptr envs, wasix_gptr fd_ops,
	uint32_t fd_ops_len, wasix_gptr signal_actions, uint32_t signal_actions_len,
	uint32_t search_path, wasix_gptr path, uint32_t path_len, wasix_gptr ret_pid)
{
	GUEST_TRY(environment_or_own(c, envs, l));
	GUEST_TRY(launch_read_actions(c, fd_ops, fd_ops_len, l));
	GUEST_TRY(dispositions_read(c, signal_actions, signal_actions_len, l));
	GUEST_TRY(launch_read_directories(c, (search_path & 0xff) != 0, path, path_len, l));
	return spawn(c, l, ret_pid);
}

/* WASIX, proc_spawn2 */
wasix_errno
host_proc_spawn2(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, wasix_gptr args,
	uint32_t args_len, wasix_gptr envs, uint32_t envs_len, wasix_gptr fd_ops,
	uint32_t fd_ops_len, wasix_gptr signal_actions, uint32_t signal_actions_len,
	uint32_t search_path, wasix_gptr path, uint32_t path_len, wasix_gptr ret_pid)
{
	struct launch l = { 0 };

	wasix_errno e = launch_read_name(c, name, name_len, &l);
	if (!e)
		e = lines_read(c, args, args_len, &l.args);
	if (!e)
		e = lines_read(c, envs, envs_len, &l.env);
	if (!e)
		e = spawn_by(c, &l, envs, fd_ops, fd_ops_len, signal_actions, signal_actions_len,
			search_path, path, path_len, ret_pid);
	launch_delete(&l);
	return e;
}

/* WASIX, proc_spawn3 */
wasix_errno
host_proc_spawn3(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, wasix_gptr args,
	uint32_t args_len, wasix_gptr envs, uint32_t envs_len, wasix_gptr fd_ops,
	uint32_t fd_ops_len, wasix_gptr signal_actions, uint32_t signal_actions_len,
	uint32_t search_path, wasix_gptr path, uint32_t path_len, wasix_gptr ret_pid)
{
	size_t room = ARGUMENTS_BYTES_MAX;
	struct launch l = { 0 };

	wasix_errno e = launch_read_name(c, name, name_len, &l);
	if (!e)
		e = strings_read(c, args, args_len, &room, &l.args);
	if (!e)
		e = strings_read(c, envs, envs_len, &room, &l.env);
	if (!e)
		e = spawn_by(c, &l, envs, fd_ops, fd_ops_len, signal_actions, signal_actions_len,
			search_path, path, path_len, ret_pid);
	launch_delete(&l);
	return e;
}

/* --- WASIX, the old form --- */

enum { STDIO_COUNT = 3, ACTIONS_OF_OLD_FORM = 3 * STDIO_COUNT + 1 };

/* Ends of the pipes that a PIPED stream has; NONE where there is none. */
#define NONE UINT32_MAX

struct pipes {
	uint32_t parent[STDIO_COUNT], child[STDIO_COUNT];
};

static wasix_errno
pipe_make(struct wasix_process *p, int stream, struct pipes *pipes)
{
	int host[2];
	uint32_t fd[2];

	if (pipe2(host, O_CLOEXEC) < 0)
		return errno_to_wasi(errno);
	for (int i = 0; i < 2; i++) {
		struct file *f = file_new(host[i], ABI_FILETYPE_UNKNOWN, NULL, NULL, NULL);
		wasix_errno e = fd_add(p, f, RIGHTS_CHECKED, 0, 0, 0, &fd[i]);
		if (!e)
			continue;
		if (i == 0)
			close(host[1]);
		else
			(void)fd_remove(p, fd[0]);
		return e;
	}
	pipes->parent[stream] = fd[stream == 0 ? 1 : 0];
	pipes->child[stream] = fd[stream == 0 ? 0 : 1];
	return ABI_ERRNO_SUCCESS;
}

static void
add_action(struct launch *l, uint8_t cmd, uint32_t from, uint32_t fd)
{
	l->actions[l->action_count++].op =
		(struct abi_spawn_fd_op){ .cmd = cmd, .src_fd = from, .fd = fd };
}

static void
add_stream(struct launch *l, uint32_t mode, int stream, const struct pipes *pipes)
{
	if (mode == ABI_STDIO_MODE_PIPED) {
		add_action(l, ABI_SPAWN_FD_OP_NAME_DUP2, pipes->child[stream], (uint32_t)stream);
		add_action(l, ABI_SPAWN_FD_OP_NAME_CLOSE, 0, pipes->child[stream]);
		add_action(l, ABI_SPAWN_FD_OP_NAME_CLOSE, 0, pipes->parent[stream]);
	} else if (mode != ABI_STDIO_MODE_INHERIT) {
		add_action(l, ABI_SPAWN_FD_OP_NAME_CLOSE, 0, (uint32_t)stream);
	}
}

static wasix_errno
old_form_actions(struct wasix_caller *c, const uint32_t modes[STDIO_COUNT], wasix_gptr working_dir,
	uint32_t working_dir_len, struct launch *l, struct pipes *pipes)
{
	l->actions = calloc(ACTIONS_OF_OLD_FORM, sizeof *l->actions);
	if (!l->actions)
		return ABI_ERRNO_NOMEM;
	if (working_dir && working_dir_len) {
		char path[GUEST_PATH_MAX];
		GUEST_TRY(guest_path(c, working_dir, working_dir_len, path));
		l->actions[l->action_count].path = strdup(path);
		add_action(l, ABI_SPAWN_FD_OP_NAME_CHDIR, 0, 0);
		if (!l->actions[0].path)
			return ABI_ERRNO_NOMEM;
	}
	for (int i = 0; i < STDIO_COUNT; i++)
		if (modes[i] == ABI_STDIO_MODE_PIPED)
			GUEST_TRY(pipe_make(caller_process(c), i, pipes));
	for (int i = 0; i < STDIO_COUNT; i++)
		add_stream(l, modes[i], i, pipes);
	return ABI_ERRNO_SUCCESS;
}

static struct abi_option_fd
option_fd(uint32_t fd)
{
	struct abi_option_fd o = { .tag = fd == NONE ? ABI_OPTION_NONE : ABI_OPTION_SOME };

	o.u.some = fd;
	return o;
}

static void
pipes_close(struct wasix_process *p, const uint32_t ends[STDIO_COUNT])
{
	for (int i = 0; i < STDIO_COUNT; i++)
		if (ends[i] != NONE)
			(void)fd_remove(p, ends[i]);
}

/* WASIX, proc_spawn. Who asks for less than the parent's tree (chroot, preopen) gets NOTSUP, as in
 * Wasmer, rather than all of it. */
wasix_errno
host_proc_spawn(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, uint32_t chroot,
	wasix_gptr args, uint32_t args_len, wasix_gptr preopen, uint32_t preopen_len,
	uint32_t std_in, uint32_t std_out, uint32_t std_err, wasix_gptr working_dir,
	uint32_t working_dir_len, wasix_gptr ret_handles)
{
	const uint32_t modes[STDIO_COUNT] = { std_in & 0xff, std_out & 0xff, std_err & 0xff };
	struct wasix_process *p = caller_process(c);
	struct pipes pipes = { { NONE, NONE, NONE }, { NONE, NONE, NONE } };
	struct abi_process_handles handles = { 0 };
	struct launch l = { 0 };

	(void)preopen;
	if (chroot & 0xff || preopen_len)
		return ABI_ERRNO_NOTSUP;
	if (!guest_in_bounds(c->memory, ret_handles, sizeof handles))
		return ABI_ERRNO_FAULT;
	wasix_errno e = launch_read_name(c, name, name_len, &l);
	if (!e)
		e = lines_read(c, args, args_len, &l.args);
	if (!e)
		e = list_copy_of(&p->env, &l.env);
	if (!e)
		e = old_form_actions(c, modes, working_dir, working_dir_len, &l, &pipes);
	if (!e)
		e = launch_spawn(c, &l, &handles.pid);
	launch_delete(&l);
	pipes_close(p, pipes.child);
	if (e) {
		pipes_close(p, pipes.parent);
		return e;
	}
	handles.std_in = option_fd(pipes.parent[0]);
	handles.std_out = option_fd(pipes.parent[1]);
	handles.std_err = option_fd(pipes.parent[2]);
	return guest_write(c, ret_handles, &handles, sizeof handles);
}

/* --- extension --- */

static wasix_errno
spawn_read(struct wasix_caller *c, const int64_t *a, struct launch *l)
{
	size_t room = ARGUMENTS_BYTES_MAX;
	struct ext_spawn how;

	GUEST_TRY(guest_read(c, &how, (wasix_gptr)a[3], sizeof how));
	wasix_errno e = string_read(c, (wasix_gptr)a[0], GUEST_PATH_MAX, &l->name);
	if (e)
		return e == ABI_ERRNO_2BIG ? ABI_ERRNO_NAMETOOLONG : e;
	GUEST_TRY(strings_read(c, (wasix_gptr)a[1], UINT32_MAX, &room, &l->args));
	GUEST_TRY(strings_read(c, (wasix_gptr)a[2], UINT32_MAX, &room, &l->env));
	GUEST_TRY(launch_read_actions(c, how.actions, how.action_count, l));
	GUEST_TRY(inherit_read(c, (wasix_gptr)a[3], &l->inherit)); /* it comes first */
	l->has_inherit = true;
	l->flags = how.flags;
	l->group = how.group;
	return how.search ? string_read(c, how.search, ARGUMENTS_BYTES_MAX, &l->directories)
			  : ABI_ERRNO_SUCCESS;
}

/* posix_spawn(3): the child's number. */
int64_t
host_ext_spawn(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct launch l = { 0 };
	uint32_t pid;

	wasix_errno e = spawn_read(c, a, &l);
	if (!e)
		e = launch_spawn(c, &l, &pid);
	launch_delete(&l);
	return e ? -errno_to_linux(e) : pid;
}
