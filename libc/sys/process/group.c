/* group.c -- process groups and sessions. Hosts that have none: each process leads its own. */
#include "extension.h"
#include "lowered.h"

#include <errno.h>

USES_EXTENSION(getpgid);
USES_EXTENSION(setpgid);
USES_EXTENSION(getsid);
USES_EXTENSION(setsid);

static long
itself(long long result, long pid)
{
	if (result != -ENOSYS)
		return (long)result;
	return pid ? pid : __wasix_sys_getpid();
}

long
__wasix_sys_getpgid(long pid)
{
	return itself(EXTENSION(getpgid, pid), pid);
}

long
__wasix_sys_getsid(long pid)
{
	return itself(EXTENSION(getsid, pid), pid);
}

long
__wasix_sys_setpgid(long pid, long group)
{
	return (long)EXTENSION(setpgid, pid, group);
}

long
__wasix_sys_setsid(void)
{
	return (long)EXTENSION(setsid, 0);
}
