/* ext_process.c -- extensions about processes: exec, kill, groups and sessions. */
#include "extension.h"
#include "guest.h"
#include "process_table.h"
#include "program.h"

#include <errno.h>
#include <stdlib.h>

enum { ARGUMENTS_BYTES_MAX = 2 << 20 }; /* as Linux with its usual stack; then E2BIG */

/* Linux's errno of one of ours. */
static int64_t
minus(wasix_errno e)
{
	return -errno_to_linux(e);
}

/* A string that ends with NUL, of at most max bytes with it. */
static int
string_read(struct wasix_caller *c, wasix_gptr ptr, size_t max, char **out)
{
	uint64_t size = c->memory ? atomic_load(&c->memory->bytes) : 0;
	uint8_t *at;

	if (ptr >= size || guest_span(c, ptr, size - ptr, &at))
		return -EFAULT;
	size_t room = size - ptr < max ? (size_t)(size - ptr) : max;
	*out = strndup((const char *)at, room);
	if (!*out)
		return -ENOMEM;
	if (strlen(*out) < room)
		return 0;
	free(*out);
	return room == max ? -E2BIG : -EFAULT;
}

/* An array of addresses that ends with 0; each string is counted against *room. */
static int
strings_read(struct wasix_caller *c, wasix_gptr array, size_t *room, struct string_list *out)
{
	wasix_gptr ptr;

	for (; array; array += (uint32_t)sizeof ptr) {
		char *text;
		if (guest_read(c, &ptr, array, sizeof ptr))
			return -EFAULT;
		if (!ptr)
			return 0;
		int e = string_read(c, ptr, *room, &text);
		if (e)
			return e;
		bool ok = list_add(out, text);
		*room -= strlen(text) + 1;
		free(text);
		if (!ok)
			return -ENOMEM;
	}
	return 0;
}

/* Marks descriptors; bit n of the map is descriptor n. */
static int
mark_close_on_exec(struct wasix_caller *c, wasix_gptr bits, uint32_t bytes)
{
	struct fd_table *t = &caller_process(c)->fds;
	uint8_t *map;

	if (guest_span(c, bits, bytes, &map))
		return -EFAULT;
	pthread_mutex_lock(&t->lock);
	for (uint32_t fd = 0; fd < t->count && fd / 8 < bytes; fd++)
		t->entries[fd].flags = map[fd / 8] >> (fd % 8) & 1 ? ABI_FDFLAGSEXT_CLOEXEC : 0;
	pthread_mutex_unlock(&t->lock);
	return 0;
}

static int64_t
execute(struct wasix_caller *c, const char *path, const int64_t *a, struct string_list *args,
	struct string_list *env)
{
	size_t room = ARGUMENTS_BYTES_MAX;
	struct program program;

	int e = strings_read(c, (wasix_gptr)a[1], &room, args);
	if (!e)
		e = strings_read(c, (wasix_gptr)a[2], &room, env);
	if (e)
		return e;
	if (!*path)
		return -ENOENT;
	if (args->count == 0 && !list_add(args, ""))
		return -ENOMEM;
	wasix_errno loaded = program_load(c, path, args, &program);
	if (loaded)
		return minus(loaded);
	e = mark_close_on_exec(c, (wasix_gptr)a[3], (uint32_t)a[4]);
	if (e) {
		program_delete(&program);
		return e;
	}
	program_enter(c, &program, args, env);
}

/* execve(2). The environment is the guest's own to give; only the array has to end. */
int64_t
host_ext_execve(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct string_list args = { 0 }, env = { 0 };
	char path[GUEST_PATH_MAX];
	char *text;

	int e = string_read(c, (wasix_gptr)a[0], GUEST_PATH_MAX, &text);
	if (e)
		return e == -E2BIG ? -ENAMETOOLONG : e;
	strcpy(path, text); /* nothing may be held when the program is entered */
	free(text);
	int64_t result = execute(c, path, a, &args, &env);
	list_delete(&args);
	list_delete(&env);
	return result;
}

/* kill(2) */
int64_t
host_ext_kill(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_signal(caller_process(c), (int32_t)a[0], (int)a[1]);
}

/* getpgid(2) */
int64_t
host_ext_getpgid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_group(caller_process(c), (uint32_t)a[0]);
}

/* setpgid(2) */
int64_t
host_ext_setpgid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_set_group(caller_process(c), (uint32_t)a[0], (uint32_t)a[1]);
}

/* getsid(2) */
int64_t
host_ext_getsid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_session(caller_process(c), (uint32_t)a[0]);
}

/* setsid(2) */
int64_t
host_ext_setsid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)a;
	int32_t session = process_set_session(caller_process(c));
	if (session > 0)
		tty_control(caller_process(c), NULL);
	return session;
}
