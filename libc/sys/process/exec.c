/* exec.c -- another program in place of this one. */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "inherit.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

USES_EXTENSION(execveat);

/* Hosts that have no more than the ABI learn of the marks one by one. */
static void
mark_at_host(void)
{
	for (long fd = 0; fd < CLOEXEC_FDS; fd++)
		if (cloexec_marked(fd))
			__import_wasix_fd_fdflags_set((abi_fd)fd, ABI_FDFLAGSEXT_CLOEXEC);
}

static long
exec_by_lines(const char *path, char *const *argv, char *const *envp)
{
	char *args = __wasix_join_lines(argv), *env = __wasix_join_lines(envp);
	char absolute[2 * PATH_MAX];
	long result = *path ? __wasix_absolute(path, absolute) : -ENOENT;

	if (!args || !env)
		result = -ENOMEM;
	if (result >= 0) {
		mark_at_host();
		result = __wasix_result(__import_wasix_proc_exec3(absolute, (abi_usize)result, args,
			strlen(args), env, strlen(env), 0, NULL, 0));
	}
	free(args);
	free(env);
	return result;
}

long
__wasix_sys_execveat(long dir, long path, long argv, long envp, long flags)
{
	struct ext_inherit inherit;

	__wasix_inherit(&inherit);
	long result = (long)EXTENSION(execveat, dir, path, argv, envp, flags, (long)&inherit);
	if (result != -ENOSYS || dir != AT_FDCWD)
		return result;
	return exec_by_lines((const char *)path, (char *const *)argv, (char *const *)envp);
}

long
__wasix_sys_execve(long path, long argv, long envp)
{
	return __wasix_sys_execveat(AT_FDCWD, path, argv, envp, 0);
}
