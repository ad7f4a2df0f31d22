/* user.c -- one user and one group, neither root. */
#include "identity.h"
#include "lowered.h"

#include <errno.h>
#include <sys/types.h>

long
__wasix_sys_getuid(void)
{
	return WASIX_UID;
}

long
__wasix_sys_geteuid(void)
{
	return WASIX_UID;
}

long
__wasix_sys_getgid(void)
{
	return WASIX_GID;
}

long
__wasix_sys_getegid(void)
{
	return WASIX_GID;
}

long
__wasix_sys_getgroups(long size, long list)
{
	if (size < 0)
		return -EINVAL;
	if (size > 0)
		*(gid_t *)list = WASIX_GID;
	return 1;
}

static long
three(long a, long b, long c, unsigned id)
{
	*(unsigned *)a = *(unsigned *)b = *(unsigned *)c = id;
	return 0;
}

long
__wasix_sys_getresuid(long real, long effective, long saved)
{
	return three(real, effective, saved, WASIX_UID);
}

long
__wasix_sys_getresgid(long real, long effective, long saved)
{
	return three(real, effective, saved, WASIX_GID);
}

/* Setting an id to what it is succeeds, -1 leaves it alone; anything else needs a privilege. */
static long
keep(long id, long own)
{
	return id == own || id == -1 ? 0 : -EPERM;
}

long
__wasix_sys_setuid(long id)
{
	return id == -1 ? -EINVAL : keep(id, WASIX_UID);
}

long
__wasix_sys_setgid(long id)
{
	return id == -1 ? -EINVAL : keep(id, WASIX_GID);
}

long
__wasix_sys_setreuid(long real, long effective)
{
	return keep(real, WASIX_UID) | keep(effective, WASIX_UID);
}

long
__wasix_sys_setregid(long real, long effective)
{
	return keep(real, WASIX_GID) | keep(effective, WASIX_GID);
}

long
__wasix_sys_setresuid(long real, long effective, long saved)
{
	return keep(real, WASIX_UID) | keep(effective, WASIX_UID) | keep(saved, WASIX_UID);
}

long
__wasix_sys_setresgid(long real, long effective, long saved)
{
	return keep(real, WASIX_GID) | keep(effective, WASIX_GID) | keep(saved, WASIX_GID);
}
