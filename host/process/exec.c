/* exec.c -- proc_exec in its four forms, and execveat(2). */
#include "extension.h"
#include "guest.h"
#include "launch.h"

#include <fcntl.h>

/* --- what is inherited --- */

wasix_errno
inherit_read(struct wasix_caller *c, wasix_gptr ptr, struct ext_inherit *out)
{
	uint8_t *map;

	GUEST_TRY(guest_read(c, out, ptr, sizeof *out));
	return guest_span(c, out->close_bits, out->close_bytes, &map);
}

wasix_errno
inherit_apply(struct wasix_caller *c, const struct ext_inherit *inherit)
{
	struct wasix_process *p = caller_process(c);
	struct fd_table *t = &p->fds;
	uint8_t *map;

	GUEST_TRY(guest_span(c, inherit->close_bits, inherit->close_bytes, &map));
	pthread_mutex_lock(&t->lock);
	for (uint32_t fd = 0; fd < t->count && fd / 8 < inherit->close_bytes; fd++)
		t->entries[fd].flags = map[fd / 8] >> (fd % 8) & 1 ? ABI_FDFLAGSEXT_CLOEXEC : 0;
	pthread_mutex_unlock(&t->lock);
	return ABI_ERRNO_SUCCESS;
}

/* --- WASIX --- */

/* Arguments or environment: lines, or an array of count addresses. */
struct given {
	wasix_gptr ptr;
	uint32_t len;
	bool is_array;
};

static wasix_errno
given_read(struct wasix_caller *c, struct given g, size_t *room, struct string_list *out)
{
	return g.is_array ? strings_read(c, g.ptr, g.len, room, out)
			  : lines_read(c, g.ptr, g.len, out);
}

static wasix_errno
read_all(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, struct given args,
	struct given env, struct launch *l)
{
	size_t room = ARGUMENTS_BYTES_MAX;

	GUEST_TRY(launch_read_name(c, name, name_len, l));
	GUEST_TRY(given_read(c, args, &room, &l->args));
	return env.ptr ? given_read(c, env, &room, &l->env)
		       : list_copy_of(&caller_process(c)->env, &l->env);
}

static wasix_errno
exec(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, struct given args,
	struct given env, bool search, wasix_gptr path, uint32_t path_len)
{
	struct launch l = { 0 };

	wasix_errno e = read_all(c, name, name_len, args, env, &l);
	if (!e)
		e = launch_read_directories(c, search, path, path_len, &l);
	if (!e)
		e = launch_exec(c, &l);
	launch_delete(&l);
	return e;
}

/* WASIX, proc_exec: ends the process on failure, with the errno as its status */
void
host_proc_exec(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, wasix_gptr args,
	uint32_t args_len)
{
	host_proc_exec2(c, name, name_len, args, args_len, 0, 0);
}

/* WASIX, proc_exec2: likewise */
void
host_proc_exec2(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, wasix_gptr args,
	uint32_t args_len, wasix_gptr envs, uint32_t envs_len)
{
	wasix_errno e = exec(c, name, name_len, (struct given){ args, args_len, false },
		(struct given){ envs, envs_len, false }, false, 0, 0);
	if (e)
		caller_exit(c, (int)(e & 0xff));
}

/* WASIX, proc_exec3 */
wasix_errno
host_proc_exec3(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, wasix_gptr args,
	uint32_t args_len, wasix_gptr envs, uint32_t envs_len, uint32_t search_path,
	wasix_gptr path, uint32_t path_len)
{
	return exec(c, name, name_len, (struct given){ args, args_len, false },
		(struct given){ envs, envs_len, false }, (search_path & 0xff) != 0, path, path_len);
}

/* WASIX, proc_exec4 */
wasix_errno
host_proc_exec4(struct wasix_caller *c, wasix_gptr name, uint32_t name_len, wasix_gptr args,
	uint32_t args_len, wasix_gptr envs, uint32_t envs_len, uint32_t search_path,
	wasix_gptr path, uint32_t path_len)
{
	return exec(c, name, name_len, (struct given){ args, args_len, true },
		(struct given){ envs, envs_len, true }, (search_path & 0xff) != 0, path, path_len);
}

/* --- extension --- */

/* The descriptor that names are relative to, or that is the program. */
static wasix_errno
take_directory(struct wasix_caller *c, int32_t dir, int flags, struct launch *l)
{
	struct fd_ref f;

	if (flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
		return ABI_ERRNO_INVAL;
	if (dir == AT_FDCWD || *l->name == '/')
		return ABI_ERRNO_SUCCESS;
	GUEST_TRY(fd_get(c, (uint32_t)dir, 0, &f));
	l->dir = f.file; /* with the reference */
	l->is_dir = !*l->name && flags & AT_EMPTY_PATH;
	if (!l->is_dir && f.file->type != ABI_FILETYPE_DIRECTORY)
		return *l->name ? ABI_ERRNO_NOTDIR : ABI_ERRNO_NOENT;
	return ABI_ERRNO_SUCCESS;
}

static wasix_errno
execveat_read(struct wasix_caller *c, const int64_t *a, struct launch *l)
{
	size_t room = ARGUMENTS_BYTES_MAX;

	wasix_errno e = string_read(c, (wasix_gptr)a[1], GUEST_PATH_MAX, &l->name);
	if (e)
		return e == ABI_ERRNO_2BIG ? ABI_ERRNO_NAMETOOLONG : e;
	GUEST_TRY(strings_read(c, (wasix_gptr)a[2], UINT32_MAX, &room, &l->args));
	GUEST_TRY(strings_read(c, (wasix_gptr)a[3], UINT32_MAX, &room, &l->env));
	if (l->args.count == 0 && !list_add(&l->args, ""))
		return ABI_ERRNO_NOMEM;
	GUEST_TRY(inherit_read(c, (wasix_gptr)a[5], &l->inherit));
	l->has_inherit = true;
	return take_directory(c, (int32_t)a[0], (int)a[4], l);
}

/* execveat(2). The environment is the guest's own to give. */
int64_t
host_ext_execveat(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct launch l = { 0 };

	wasix_errno e = execveat_read(c, a, &l);
	if (!e)
		e = launch_exec(c, &l);
	launch_delete(&l);
	return -errno_to_linux(e);
}
