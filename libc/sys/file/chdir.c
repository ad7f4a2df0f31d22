/* chdir.c -- changing the working directory, ours and the host's. */
#include "imports.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* The host resolves symbolic links; its answer is the name that getcwd must give. */
static long
change(char *absolute)
{
	uint32_t e = __import_wasix_chdir(absolute, (abi_usize)strlen(absolute));
	if (e & 0xffff)
		return __wasix_result(e);
	char physical[PATH_MAX];
	if (__wasix_host_getcwd(physical, sizeof physical) == 0 && *physical == '/')
		__wasix_cwd_set(physical);
	else if (__wasix_normalise(absolute) < PATH_MAX)
		__wasix_cwd_set(absolute);
	return 0;
}

long
__wasix_sys_chdir(long path)
{
	char absolute[2 * PATH_MAX];
	const char *p = (const char *)path;

	if (!p)
		return -EFAULT;
	if (!*p)
		return -ENOENT;
	long len = __wasix_absolute(p, absolute);
	if (len < 0)
		return len;
	return len >= PATH_MAX ? -ENAMETOOLONG : change(absolute);
}
