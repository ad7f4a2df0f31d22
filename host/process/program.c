/* program.c -- exec in place: the new module is loaded, compiled and seen to link while the old one
 * still runs, so that a failure is an errno; then the old one's calls are unwound to the run loop,
 * which runs the new one in the same host process. Nothing of the file system is needed, so it
 * works behind the second wall.
 */
#include "program.h"

#include "closure.h"
#include "dl.h"
#include "extension.h"
#include "module.h"
#include "process_table.h"
#include "signals.h"
#include "stack.h"
#include "thread.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	INTERPRETERS_MAX = 4, /* as Linux: scripts whose interpreter is a script */
	LINE_MAX_BYTES = 256, /* of "#!", likewise */
};

/* --- files --- */

struct candidate {
	struct file *file;
	size_t size;
	char start[LINE_MAX_BYTES + 1]; /* of its contents */
};

/* POSIX, exec: EACCES for what is no regular file or has no execute bit. Takes over the file. */
static wasix_errno
candidate_look(struct file *file, struct candidate *out)
{
	struct stat s;

	*out = (struct candidate){ .file = file };
	bool command = file->mount && file->mount->is_command;
	if (file->host < 0 || fstat(file->host, &s) != 0 || !S_ISREG(s.st_mode) ||
		!(command || s.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH))) {
		file_put(file);
		return ABI_ERRNO_ACCES;
	}
	out->size = (size_t)s.st_size;
	ssize_t n = RETRY(pread(file->host, out->start, LINE_MAX_BYTES, 0));
	if (n >= 0)
		return ABI_ERRNO_SUCCESS;
	wasix_errno e = errno_to_wasi(errno);
	file_put(file);
	return e;
}

static wasix_errno
candidate_open(struct wasix_process *p, const struct program_name *name, const char *path,
	struct candidate *out)
{
	struct file *file = name->dir;

	if (name->is_dir)
		file_hold(file);
	else
		GUEST_TRY(path_open_file(p, name->dir, path, &file));
	return candidate_look(file, out);
}

/* --- scripts --- */

/* args becomes {interpreter, its argument if there is one, path, args from 1 on}. */
static bool
args_of_script(
	struct string_list *args, const char *interpreter, const char *argument, const char *path)
{
	struct string_list new = { 0 };
	bool ok = list_add(&new, interpreter) && (!*argument || list_add(&new, argument)) &&
		  list_add(&new, path);

	for (size_t i = 1; i < args->count && ok; i++)
		ok = list_add(&new, args->items[i]);
	list_delete(ok ? args : &new);
	if (ok)
		*args = new;
	return ok;
}

/* "#! interpreter argument": the words are cut out in place, and the interpreter's name goes to
 * next. */
static wasix_errno
script_read(char *line, const char *path, struct string_list *args, char next[GUEST_PATH_MAX])
{
	line[strcspn(line, "\n")] = 0;
	line += strspn(line, " \t");
	char *argument = line + strcspn(line, " \t");
	if (*argument)
		*argument++ = 0;
	argument += strspn(argument, " \t");
	size_t len = strlen(argument);
	while (len > 0 && strchr(" \t", argument[len - 1]))
		argument[--len] = 0;
	if (!*line)
		return ABI_ERRNO_NOEXEC;
	strcpy(next, line); /* LINE_MAX_BYTES at most */
	return args_of_script(args, line, argument, path) ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

/* --- modules --- */

static bool
exports_start(const struct wasix_module *m)
{
	for (uint32_t i = 0; i < m->export_count; i++)
		if (m->exports[i].kind == WASIX_EXTERN_FUNC &&
			strcmp(m->exports[i].name, "_start") == 0)
			return true;
	return false;
}

/* Whether it will link: functions of ours with the right type, a memory, and what the dynamic
 * linker has. */
static bool
imports_are_there(const struct wasix_module *m)
{
	for (uint32_t i = 0; i < m->import_count; i++) {
		const struct import *import = &m->imports[i];
		if (import->kind == WASIX_EXTERN_MEMORY &&
			process_has_memory(NULL, import->module, import->name))
			continue;
		if (dynamic_links(m, import))
			continue;
		const struct abi_row *row = import->kind == WASIX_EXTERN_FUNC
						    ? abi_row_find(import->module, import->name)
						    : NULL;
		if (!row || !functype_equal(module_functype(m, import->index), &row->type))
			return false;
	}
	return true;
}

static uint64_t
memory_needed(const struct wasix_module *m)
{
	uint64_t pages = 0;

	for (uint32_t i = 0; i < m->memory_count; i++)
		pages += m->memories[i].min;
	return pages * 65536;
}

/* Why there is no module. What its bytes are not to blame for is said as well, since the errno
 * alone would send people looking for a fault in the file. */
static wasix_errno
open_failed(struct wasix_process *p, const char *name, wasix_result result, const wasix_error *err)
{
	char text[sizeof err->text + 160];

	if (result != WASIX_LIMIT && result != WASIX_COMPILE && result != WASIX_IO)
		return ABI_ERRNO_NOEXEC;
	if (p->notice) {
		snprintf(text, sizeof text, "%.120s could not be compiled: %s", name, err->text);
		p->notice(p->notice_env, text);
	}
	return result == WASIX_LIMIT ? ABI_ERRNO_NOMEM
	       : result == WASIX_IO  ? ABI_ERRNO_IO
				     : ABI_ERRNO_AGAIN;
}

static wasix_errno
module_make(struct wasix_caller *c, const struct candidate *file, const char *name,
	struct opened_module *out)
{
	static const char MAGIC[] = { 0, 'a', 's', 'm' };
	wasix_error err = { 0 };

	if (memcmp(file->start, MAGIC, sizeof MAGIC) != 0) /* nobody need read it all */
		return ABI_ERRNO_NOEXEC;
	wasix_result result =
		module_open(c->instance->module->engine, file->file->host, file->size, out, &err);
	if (result != WASIX_OK)
		return open_failed(caller_process(c), name, result, &err);
	wasix_errno e = exports_start(out->module) && imports_are_there(out->module)
				? ABI_ERRNO_SUCCESS
				: ABI_ERRNO_NOEXEC;
	if (!e && !process_memory_fits(caller_process(c), memory_needed(out->module)))
		e = ABI_ERRNO_NOMEM;
	if (e)
		module_close(out);
	return e;
}

/* --- finding --- */

/* The file behind a name, links followed, as /proc/self/exe tells it. NULL: it has no name, or
 * there is no memory for it. */
static char *
name_of_program(struct wasix_process *p, const struct program_name *how, const char *name)
{
	char path[GUEST_PATH_MAX], out[GUEST_PATH_MAX];
	struct place at;

	pthread_mutex_lock(&p->cwd_lock);
	bool relative = *name != '/' && !how->dir;
	int len = snprintf(
		path, sizeof path, "%s%s%s", relative ? p->cwd : "", relative ? "/" : "", name);
	pthread_mutex_unlock(&p->cwd_lock);
	if (how->is_dir || len < 0 || (size_t)len >= sizeof path ||
		place_find(p, how->dir ? how->dir : p->root_file, path, FOLLOW, &at))
		return NULL;
	const struct mount *m = at.node ? at.node->mount : NULL;
	bool fits = place_name(&at, out);
	place_put(&at);
	return m ? strdup(m->guest) : fits ? strdup(out) : NULL;
}

static wasix_errno
load_path(struct wasix_caller *c, const struct program_name *how, const char *path,
	struct string_list *args, struct opened_module *out)
{
	struct program_name at = *how;
	char name[GUEST_PATH_MAX];

	if (strlen(path) >= sizeof name)
		return ABI_ERRNO_NAMETOOLONG;
	strcpy(name, path);
	for (unsigned depth = 0; depth <= INTERPRETERS_MAX; depth++) {
		struct candidate file;
		char next[GUEST_PATH_MAX];
		GUEST_TRY(candidate_open(caller_process(c), &at, name, &file));
		bool script = strncmp(file.start, "#!", 2) == 0;
		wasix_errno e = script ? script_read(file.start + 2, name, args, next)
				       : module_make(c, &file, name, out);
		file_put(file.file);
		if (!e && !script)
			out->name = name_of_program(caller_process(c), &at, name);
		if (e || !script)
			return e;
		strcpy(name, next);
		at = (struct program_name){ .name = name };
	}
	return ABI_ERRNO_LOOP;
}

/* directory/name; an empty directory is the working directory. */
static bool
path_in(const char *directory, size_t len, const char *name, char out[GUEST_PATH_MAX])
{
	int n = snprintf(
		out, GUEST_PATH_MAX, "%.*s%s%s", (int)len, directory, len ? "/" : "./", name);
	return n > 0 && n < GUEST_PATH_MAX;
}

/* As execvp: what is missing is passed over, what may not be executed is remembered. */
static wasix_errno
search(struct wasix_caller *c, const struct program_name *how, struct string_list *args,
	struct opened_module *out)
{
	wasix_errno answer = ABI_ERRNO_NOENT;
	char path[GUEST_PATH_MAX];

	for (const char *at = how->directories; at;) {
		const char *end = strchrnul(at, ':');
		wasix_errno e = path_in(at, (size_t)(end - at), how->name, path)
					? load_path(c, how, path, args, out)
					: ABI_ERRNO_NAMETOOLONG;
		if (e == ABI_ERRNO_ACCES)
			answer = e;
		else if (e != ABI_ERRNO_NOENT && e != ABI_ERRNO_NOTDIR)
			return e;
		at = *end ? end + 1 : NULL;
	}
	return answer;
}

wasix_errno
program_load(struct wasix_caller *c, const struct program_name *name, struct string_list *args,
	struct opened_module *out)
{
	if (!*name->name && !name->is_dir)
		return ABI_ERRNO_NOENT;
	if (name->directories && !strchr(name->name, '/'))
		return search(c, name, args, out);
	return load_path(c, name, name->name, args, out);
}

/* --- the change --- */

static void
close_on_exec(struct wasix_process *p)
{
	for (uint32_t fd = 0; fd < p->fds.count; fd++)
		if (p->fds.entries[fd].file && p->fds.entries[fd].flags & ABI_FDFLAGSEXT_CLOEXEC)
			(void)fd_remove(p, fd);
}

void
program_enter(struct wasix_caller *c, struct opened_module *program, struct string_list *args,
	struct string_list *env)
{
	struct wasix_process *p = caller_process(c);

	if (!threads_end_others(p)) {
		module_close(program);
		list_delete(args);
		list_delete(env);
		caller_exit(c, 0);
	}
	close_on_exec(p);
	list_delete(&p->args);
	list_delete(&p->env);
	p->args = *args;
	p->env = *env;
	p->next = *program;
	signals_exec(p);
	p->wasix = false;
	stack_delete(p);
	closures_delete(p);
	atomic_store(&p->extensions.module, NULL);
	caller_exit(c, 0);
}

wasix_module *
wasix_process_next_module(wasix_process *p)
{
	if (!p->next.module)
		return NULL;
	dynamic_delete(p);
	module_close(&p->program);
	p->program = p->next;
	p->next = (struct opened_module){ 0 };
	return p->program.module;
}
