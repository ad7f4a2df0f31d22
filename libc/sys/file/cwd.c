/* cwd.c -- the working directory.
 *
 * The path is kept here. It starts as what the host says, asked when a relative path is first
 * used: a process inherits its directory, and no import of preview 1 can tell it. For hosts that
 * have preview 1 only, `wasix cc --preview1` links a version that starts at "/".
 */
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static char cwd[PATH_MAX];

const char *
__wasix_cwd(void)
{
	if (!*cwd) {
		if (__wasix_host_getcwd(cwd, sizeof cwd) < 0 || *cwd != '/')
			strcpy(cwd, "/");
		__wasix_normalise(cwd);
	}
	return cwd;
}

void
__wasix_cwd_set(const char *path)
{
	strcpy(cwd, path);
}

long
__wasix_sys_getcwd(long buf, long size)
{
	const char *path = __wasix_cwd();
	size_t len = strlen(path) + 1;
	if (len > (size_t)size)
		return -ERANGE;
	memcpy((char *)buf, path, len);
	return (long)len;
}
