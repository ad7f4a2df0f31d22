/* program.c -- exec in place: the new module is loaded, compiled and seen to link while the old one
 * still runs, so that a failure is an errno; then the old one's calls are unwound to the run loop,
 * which runs the new one in the same host process. Nothing of the file system is needed, so it
 * works behind the second wall.
 */
#include "program.h"

#include "extension.h"
#include "module.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	MODULE_MAX = 1 << 30,
	INTERPRETERS_MAX = 4, /* as Linux: scripts whose interpreter is a script */
	LINE_MAX_BYTES = 256, /* of "#!", likewise */
};

void
program_delete(struct program *program)
{
	wasix_module_delete(program->module);
	free(program->bytes);
	*program = (struct program){ 0 };
}

/* --- reading --- */

struct contents {
	uint8_t *bytes;
	size_t len;
};

static wasix_errno
read_all(int host, size_t size, struct contents *out)
{
	*out = (struct contents){ .bytes = malloc(size + 1) };
	if (!out->bytes)
		return ABI_ERRNO_NOMEM;
	while (out->len < size) {
		ssize_t n = pread(host, out->bytes + out->len, size - out->len, (off_t)out->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		out->len += (size_t)n;
	}
	out->bytes[out->len] = 0;
	return ABI_ERRNO_SUCCESS;
}

/* POSIX, exec: EACCES for what is no regular file or has no execute bit. */
static wasix_errno
file_read(struct wasix_process *p, const char *path, struct contents *out)
{
	struct file *file;
	struct stat s;

	GUEST_TRY(path_open_file(p, path, &file));
	wasix_errno e = ABI_ERRNO_ACCES;
	if (file->host >= 0 && fstat(file->host, &s) == 0 && S_ISREG(s.st_mode) &&
		s.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH))
		e = s.st_size > MODULE_MAX ? ABI_ERRNO_NOEXEC
					   : read_all(file->host, (size_t)s.st_size, out);
	file_put(file);
	return e;
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
script_read(struct contents *script, const char *path, struct string_list *args,
	char next[GUEST_PATH_MAX])
{
	char *line = (char *)script->bytes + 2;

	if (script->len > LINE_MAX_BYTES)
		script->bytes[LINE_MAX_BYTES] = 0;
	line[strcspn(line, "\n")] = 0;
	line += strspn(line, " \t");
	char *argument = line + strcspn(line, " \t");
	if (*argument)
		*argument++ = 0;
	argument += strspn(argument, " \t");
	size_t len = strlen(argument);
	while (len > 0 && strchr(" \t\r", argument[len - 1]))
		argument[--len] = 0;
	if (!*line)
		return ABI_ERRNO_NOEXEC;
	strcpy(next, line); /* LINE_MAX_BYTES at most */
	return args_of_script(args, line, argument, path) ? ABI_ERRNO_SUCCESS : ABI_ERRNO_NOMEM;
}

/* --- modules --- */

/* Whether it will link: functions of ours with the right type, and a memory. */
static bool
imports_are_there(const wasix_module *module)
{
	for (uint32_t i = 0; i < module->import_count; i++) {
		wasix_import_info info;
		wasix_module_import_get(module, i, &info);
		if (info.kind == WASIX_EXTERN_FUNC ? !info.known || !info.type_agrees
						   : info.kind != WASIX_EXTERN_MEMORY)
			return false;
	}
	return true;
}

static wasix_errno
module_make(struct wasix_caller *c, struct contents *file, struct program *out)
{
	wasix_module *module;
	wasix_module_info info;

	if (wasix_module_new(c->instance->module->engine, file->bytes, file->len, &module, NULL) !=
		WASIX_OK)
		return ABI_ERRNO_NOEXEC;
	wasix_module_info_get(module, &info);
	if (!info.is_command || !imports_are_there(module) ||
		wasix_module_compile(module, NULL) != WASIX_OK) {
		wasix_module_delete(module);
		return ABI_ERRNO_NOEXEC;
	}
	*out = (struct program){ file->bytes, module };
	file->bytes = NULL;
	return ABI_ERRNO_SUCCESS;
}

wasix_errno
program_load(
	struct wasix_caller *c, const char *path, struct string_list *args, struct program *out)
{
	char name[GUEST_PATH_MAX];

	if (strlen(path) >= sizeof name)
		return ABI_ERRNO_NAMETOOLONG;
	strcpy(name, path);
	for (unsigned depth = 0; depth <= INTERPRETERS_MAX; depth++) {
		struct contents file;
		char next[GUEST_PATH_MAX];
		GUEST_TRY(file_read(caller_process(c), name, &file));
		bool script = file.len > 2 && memcmp(file.bytes, "#!", 2) == 0;
		wasix_errno e =
			script ? script_read(&file, name, args, next) : module_make(c, &file, out);
		free(file.bytes);
		if (e || !script)
			return e;
		strcpy(name, next);
	}
	return ABI_ERRNO_LOOP;
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
program_enter(struct wasix_caller *c, struct program *program, struct string_list *args,
	struct string_list *env)
{
	struct wasix_process *p = caller_process(c);

	close_on_exec(p);
	list_delete(&p->args);
	list_delete(&p->env);
	p->args = *args;
	p->env = *env;
	p->next = *program;
	p->signal_handler[0] = 0;
	p->wasix = false;
	atomic_store(&p->extensions.module, NULL);
	caller_exit(c, 0);
}

wasix_module *
wasix_process_next_module(wasix_process *p)
{
	if (!p->next.module)
		return NULL;
	program_delete(&p->program);
	p->program = p->next;
	p->next = (struct program){ 0 };
	return p->program.module;
}
