/* wall.c -- the second wall: a bug in generated code or in a handler is still inside.
 *
 * The first wall is the handlers themselves. The second knows nothing of the guest: Landlock bounds
 * files, seccomp bounds system calls. A capability opens its part of it only if it was granted and
 * the guest imports something that needs it; hello world is left with open descriptors and its own
 * memory.
 *
 * What it does not bound: attributes of files by name (stat, utimensat, chmod, chown: Landlock has
 * no right for them); reads and writes of descriptors that the runtime was started with.
 */
#include "wall.h"

#include "dylink.h"
#include "error.h"
#include "extension.h"
#include "module.h"
#include "net.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rows that need PROCESS are mostly about the guest itself; these make processes. */
static bool
starts_processes(const struct abi_row *row)
{
	static const char *const NAMES[] = { "proc_fork", "proc_spawn", "proc_exec" };

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		if (strncmp(row->name, NAMES[i], strlen(NAMES[i])) == 0)
			return true;
	return false;
}

static void
note_execve(void *env, const struct extension *extension)
{
	if (extension->number == EXTENSION_execveat || extension->number == EXTENSION_spawn)
		*(bool *)env = true;
}

bool
wasix_process_starts_programs(const wasix_process *p, const wasix_module *module)
{
	bool starts = false;

	for (uint32_t i = 0; i < module->import_count && !starts; i++) {
		const struct import *import = &module->imports[i];
		const struct abi_row *row = import->kind == WASIX_EXTERN_FUNC
						    ? abi_row_find(import->module, import->name)
						    : NULL;
		starts = row && row->needs == CAP_PROCESS && starts_processes(row);
	}
	extensions_of_module(module, note_execve, &starts);
	return starts && p->granted[CAP_PROCESS];
}

static bool
loads_libraries(const wasix_module *module)
{
	if (module->dylink && module->dylink->needed_count)
		return true;
	for (uint32_t i = 0; i < module->import_count; i++)
		if (strcmp(module->imports[i].name, "dlopen") == 0)
			return module->dylink;
	return false;
}

bool
wasix_process_loads_modules(const wasix_process *p, const wasix_module *module)
{
	return wasix_process_starts_programs(p, module) || loads_libraries(module);
}

static void
open_for(struct wall *wall, const struct wasix_process *p, const struct abi_row *row)
{
	if (row && row->status != STATUS_STUB && p->granted[row->needs])
		wall->open[row->needs] = true;
}

static void
note_lookups(void *env, const struct extension *extension)
{
	bool *names = env;

	*names = *names || extension->number == EXTENSION_dnsquery ||
		 extension->number == EXTENSION_lookup;
}

/* Name servers are read now, while the files can be reached. */
static void
net_prepare_for(wasix_process *p, const wasix_module *module)
{
	bool names = !module || wasix_process_starts_programs(p, module);

	for (uint32_t i = 0; module && i < module->import_count; i++)
		names = names || strcmp(module->imports[i].name, "resolve") == 0;
	if (module)
		extensions_of_module(module, note_lookups, &names);
	if (names)
		net_prepare_names(p);
}

/* The wall leaves sockets of netlink, by which interfaces and routes are listed: whoever has this
 * privilege could change them by it. */
static void
drop_network_admin(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	const uint32_t bit = UINT32_C(1) << CAP_NET_ADMIN;

	if (syscall(SYS_capget, &head, data) != 0 || !(data[0].permitted & bit))
		return;
	data[0].permitted &= ~bit;
	data[0].effective &= ~bit;
	data[0].inheritable &= ~bit;
	(void)syscall(SYS_capset, &head, data); /* giving up is always allowed */
}

struct wall_opening {
	struct wall *wall;
	const struct wasix_process *process;
};

static void
open_for_extension(void *env, const struct extension *extension)
{
	const struct wall_opening *o = env;
	if (o->process->granted[extension->needs])
		o->wall->open[extension->needs] = true;
}

static void
wall_plan(struct wall *wall, const struct wasix_process *p, const wasix_module *module)
{
	*wall = (struct wall){ 0 };
	wall->open[CAP_NONE] = true;
	wall->open[CAP_THREADS] = p->trace; /* one looks for calls that wait */
	for (size_t i = 0; !module && i < abi_row_count(); i++)
		open_for(wall, p, abi_row_at(i));
	for (uint32_t i = 0; module && i < module->import_count; i++) {
		const struct import *import = &module->imports[i];
		if (import->kind == WASIX_EXTERN_FUNC)
			open_for(wall, p, abi_row_find(import->module, import->name));
	}
	if (module)
		extensions_of_module(module, open_for_extension, &(struct wall_opening){ wall, p });
	if (wall->open[CAP_NET]) /* names of Unix sockets are files */
		wall->open[CAP_FS] = wall->open[CAP_FS] || p->granted[CAP_FS];
	wall->open[CAP_START] =
		module ? wasix_process_starts_programs(p, module) : p->granted[CAP_PROCESS];
	wall->open[CAP_DL] = wall->open[CAP_DL] || (module && loads_libraries(module));
	if (wall->open[CAP_START]) /* its children may need whatever was granted */
		for (size_t i = 0; i < CAP_COUNT; i++)
			wall->open[i] = wall->open[i] || p->granted[i];
}

wasix_result
wasix_process_confine(wasix_process *p, const wasix_module *module, wasix_error *err)
{
	wasix_error files_err = { 0 }, calls_err = { 0 };
	struct wall wall;

	error_clear(err);
	wall_plan(&wall, p, module);
	if (wall.open[CAP_NET]) {
		net_prepare_for(p, module);
		drop_network_admin();
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail(err, WASIX_UNSUPPORTED,
			"the kernel can neither bound files nor system calls: %s", strerror(errno));
	wasix_result files = wall_files(p, &wall, &files_err);
	if (files != WASIX_OK && files != WASIX_UNSUPPORTED)
		return fail(err, files, "%s", files_err.text);
	p->files_are_bounded = files == WASIX_OK;
	wasix_result calls = wall_calls(&wall, &calls_err);
	if (calls != WASIX_OK && calls != WASIX_UNSUPPORTED)
		return fail(err, calls, "%s", calls_err.text);
	if (files == WASIX_OK && calls == WASIX_OK)
		return WASIX_OK;
	return fail(err, WASIX_UNSUPPORTED, "%s%s%s", files_err.text,
		files_err.text[0] && calls_err.text[0] ? "; " : "", calls_err.text);
}
