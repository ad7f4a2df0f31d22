/* launch.c -- starting a program. In a child: the host's fork, then in the child what an exec does;
 * the parent goes on when the child says that the program is there, or why it is not. */
#include "launch.h"
#include "signals.h"

#include "guest.h"
#include "process_table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_NOT_STARTED = 127, ACTIONS_MAX = 65536 };

/* --- what is given --- */

void
launch_delete(struct launch *l)
{
	free(l->name);
	free(l->directories);
	file_put(l->dir);
	list_delete(&l->args);
	list_delete(&l->env);
	for (size_t i = 0; i < l->action_count; i++)
		free(l->actions[i].path);
	free(l->actions);
	*l = (struct launch){ 0 };
}

static wasix_errno
text_read(struct wasix_caller *c, wasix_gptr ptr, uint32_t len, char **out)
{
	uint8_t *at;

	if (len >= ARGUMENTS_BYTES_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	GUEST_TRY(guest_span(c, ptr, len, &at));
	*out = strndup((const char *)at, len);
	if (!*out)
		return ABI_ERRNO_NOMEM;
	return strlen(*out) == len ? ABI_ERRNO_SUCCESS : ABI_ERRNO_INVAL; /* a NUL inside */
}

wasix_errno
launch_read_name(struct wasix_caller *c, wasix_gptr name, uint32_t len, struct launch *l)
{
	return len >= GUEST_PATH_MAX ? ABI_ERRNO_NAMETOOLONG : text_read(c, name, len, &l->name);
}

wasix_errno
launch_read_directories(
	struct wasix_caller *c, bool search, wasix_gptr path, uint32_t len, struct launch *l)
{
	static const char USUAL[] = "/usr/local/bin:/bin:/usr/bin";

	if (!search)
		return ABI_ERRNO_SUCCESS;
	if (path)
		return text_read(c, path, len, &l->directories);
	l->directories = strdup(USUAL);
	return l->directories ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

wasix_errno
launch_read_actions(struct wasix_caller *c, wasix_gptr ops, uint32_t count, struct launch *l)
{
	if (!ops || !count)
		return ABI_ERRNO_SUCCESS;
	if (count > ACTIONS_MAX || !guest_in_bounds(c->memory, ops, count * sizeof(l->actions->op)))
		return ABI_ERRNO_FAULT;
	l->actions = calloc(count, sizeof *l->actions);
	if (!l->actions)
		return ABI_ERRNO_NOMEM;
	for (uint32_t i = 0; i < count; i++) {
		struct launch_action *a = &l->actions[l->action_count++];
		GUEST_TRY(guest_read(c, &a->op, ops + i * (uint32_t)sizeof a->op, sizeof a->op));
		if (a->op.cmd == ABI_SPAWN_FD_OP_NAME_OPEN ||
			a->op.cmd == ABI_SPAWN_FD_OP_NAME_CHDIR)
			GUEST_TRY(text_read(c, a->op.path, a->op.path_len, &a->path));
	}
	return ABI_ERRNO_SUCCESS;
}

/* --- the child's file actions --- */

static wasix_errno
change_to_descriptor(struct wasix_caller *c, uint32_t fd)
{
	struct fd_ref f;

	GUEST_TRY(fd_get(c, fd, 0, &f));
	wasix_errno e =
		f.file->guest ? process_chdir(caller_process(c), f.file->guest) : ABI_ERRNO_NOTDIR;
	fd_put(&f);
	return e;
}

static wasix_errno
duplicate(struct wasix_process *p, uint32_t from, uint32_t to)
{
	GUEST_TRY(fd_replace(p, from, to, false));
	p->fds.entries[to].flags = 0;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
action_do(struct wasix_caller *c, const struct launch_action *a, bool has_mode)
{
	struct wasix_process *p = caller_process(c);

	switch (a->op.cmd) {
	case ABI_SPAWN_FD_OP_NAME_CLOSE: /* POSIX: one that is not open is no error */
		(void)fd_remove(p, a->op.fd);
		return ABI_ERRNO_SUCCESS;
	case ABI_SPAWN_FD_OP_NAME_DUP2:
		return duplicate(p, a->op.src_fd, a->op.fd);
	case ABI_SPAWN_FD_OP_NAME_OPEN:
		return path_open_spawned(p, a->path, &a->op, has_mode);
	case ABI_SPAWN_FD_OP_NAME_CHDIR:
		return process_chdir(p, a->path);
	case ABI_SPAWN_FD_OP_NAME_FCHDIR:
		return change_to_descriptor(c, a->op.fd);
	default:
		return ABI_ERRNO_INVAL;
	}
}

static wasix_errno
become_leader(struct wasix_process *p, const struct launch *l)
{
	int32_t result = 0;

	if (l->flags & EXT_SPAWN_SETSID)
		result = process_set_session(p);
	if (result >= 0 && l->flags & EXT_SPAWN_SETPGROUP)
		result = process_set_group(p, 0, (uint32_t)l->group);
	return result < 0 ? errno_to_wasi(-result) : ABI_ERRNO_SUCCESS;
}

static wasix_errno
child_prepare(struct wasix_caller *c, const struct launch *l)
{
	struct wasix_process *p = caller_process(c);

	GUEST_TRY(become_leader(p, l));
	if (l->has_inherit)
		GUEST_TRY(inherit_apply(c, &l->inherit));
	signals_of_child(l->ignored, l->inherit.defaulted);
	if (l->flags & EXT_SPAWN_SETSIGMASK)
		signal_mask_change(SIG_SETMASK, l->inherit.blocked);
	for (size_t i = 0; i < l->action_count; i++)
		GUEST_TRY(action_do(c, &l->actions[i], l->has_inherit)); /* our libc's has one */
	return ABI_ERRNO_SUCCESS;
}

/* --- starting --- */

static wasix_errno
load(struct wasix_caller *c, struct launch *l, struct opened_module *program)
{
	struct program_name name = {
		.name = l->name, .dir = l->dir, .is_dir = l->is_dir, .directories = l->directories
	};

	if (l->args.count == 0 && !list_add(&l->args, l->name))
		return ABI_ERRNO_NOMEM;
	return program_load(c, &name, &l->args, program);
}

/* Nothing may be held when the program is entered. */
[[noreturn]] static void
enter(struct wasix_caller *c, struct launch *l, struct opened_module *program)
{
	struct string_list args = l->args, env = l->env;

	l->args = l->env = (struct string_list){ 0 };
	launch_delete(l);
	program_enter(c, program, &args, &env);
}

/* Tells the parent, which waits for it. */
[[noreturn]] static void
child_run(struct wasix_caller *c, struct launch *l, int report)
{
	struct opened_module program;

	uint32_t answer = child_prepare(c, l);
	if (!answer)
		answer = load(c, l, &program);
	(void)RETRY(write(report, &answer, sizeof answer));
	close(report);
	if (!answer)
		enter(c, l, &program);
	launch_delete(l);
	caller_exit(c, EXIT_NOT_STARTED);
}

/* What the child says; nothing if it was ended before, which is no failure to start it. */
static wasix_errno
child_answer(struct wasix_process *p, int report, uint32_t child)
{
	uint32_t answer = 0;
	siginfo_t info;

	if (RETRY(read(report, &answer, sizeof answer)) != sizeof answer || !answer)
		return ABI_ERRNO_SUCCESS;
	pid_t host = process_host_of(p, child);
	/* as long as it is there its place is taken */
	if (host <= 0 || RETRY(waitid(P_PID, (id_t)host, &info, WEXITED)) == 0 || errno == ECHILD)
		process_slot_give_back(p, child);
	return answer;
}

wasix_errno
launch_spawn(struct wasix_caller *c, struct launch *l, uint32_t *pid)
{
	struct wasix_process *p = caller_process(c);
	int report[2];

	if (pipe2(report, O_CLOEXEC) < 0)
		return errno_to_wasi(errno);
	wasix_errno e = process_fork(p, false, pid);
	if (!e && *pid == 0) {
		close(report[0]);
		child_run(c, l, report[1]);
	}
	close(report[1]);
	if (!e)
		e = child_answer(p, report[0], *pid);
	close(report[0]);
	return e;
}

/* While proc_fork_env lasts the program becomes the child that was promised. */
static wasix_errno
exec_as_child(struct wasix_caller *c, struct launch *l)
{
	struct wasix_process *p = caller_process(c);
	struct opened_module program;
	bool in_child;

	GUEST_TRY(load(c, l, &program));
	wasix_errno e = vfork_begin_child(p, &in_child);
	if (!e && in_child)
		enter(c, l, &program);
	module_close(&program);
	if (!e)
		vfork_end(p);
	return e;
}

wasix_errno
launch_exec(struct wasix_caller *c, struct launch *l)
{
	struct opened_module program;

	if (caller_process(c)->vfork)
		return exec_as_child(c, l);
	GUEST_TRY(load(c, l, &program));
	wasix_errno e = l->has_inherit ? inherit_apply(c, &l->inherit) : ABI_ERRNO_SUCCESS;
	if (!e)
		enter(c, l, &program);
	module_close(&program);
	return e;
}
