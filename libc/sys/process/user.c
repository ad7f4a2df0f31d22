/* user.c -- who the program runs as: whom the host runs it as. Nothing changes that. */
#include "extension.h"
#include "identity.h"
#include "lowered.h"

#include <errno.h>
#include <limits.h>
#include <sys/types.h>

USES_EXTENSION(getids);
USES_EXTENSION(getgroups);

/* As the host writes them: real, effective, saved. */
struct ids {
	unsigned user[3];
	unsigned group[3];
};

static struct ids
ids(void)
{
	struct ids i;

	if (EXTENSION(getids, (long)&i) == 0)
		return i;
	return (struct ids){ { WASIX_UID, WASIX_UID, WASIX_UID },
		{ WASIX_GID, WASIX_GID, WASIX_GID } };
}

long
__wasix_sys_getuid(void)
{
	return (long)ids().user[0];
}

long
__wasix_sys_geteuid(void)
{
	return (long)ids().user[1];
}

long
__wasix_sys_getgid(void)
{
	return (long)ids().group[0];
}

long
__wasix_sys_getegid(void)
{
	return (long)ids().group[1];
}

long
__wasix_sys_getgroups(long size, long list)
{
	if (size < 0)
		return -EINVAL;
	long r = (long)EXTENSION(getgroups, size, list);
	if (r != -ENOSYS)
		return r;
	if (size > 0)
		*(gid_t *)list = WASIX_GID;
	return 1;
}

static long
three(const unsigned id[3], long real, long effective, long saved)
{
	*(unsigned *)real = id[0];
	*(unsigned *)effective = id[1];
	*(unsigned *)saved = id[2];
	return 0;
}

long
__wasix_sys_getresuid(long real, long effective, long saved)
{
	return three(ids().user, real, effective, saved);
}

long
__wasix_sys_getresgid(long real, long effective, long saved)
{
	return three(ids().group, real, effective, saved);
}

/* Setting an id to what it is succeeds, -1 leaves it alone; anything else needs a privilege, which
 * not even root has here. */
static long
keep(const unsigned own[3], const long *want, int count)
{
	for (int i = 0; i < count; i++)
		if (want[i] != -1 && (unsigned)want[i] != own[i])
			return -EPERM;
	return 0;
}

long
__wasix_sys_setuid(long id)
{
	return id == -1 ? -EINVAL : keep(ids().user, &id, 1);
}

long
__wasix_sys_setgid(long id)
{
	return id == -1 ? -EINVAL : keep(ids().group, &id, 1);
}

long
__wasix_sys_setreuid(long real, long effective)
{
	return keep(ids().user, (const long[]){ real, effective }, 2);
}

long
__wasix_sys_setregid(long real, long effective)
{
	return keep(ids().group, (const long[]){ real, effective }, 2);
}

long
__wasix_sys_setresuid(long real, long effective, long saved)
{
	return keep(ids().user, (const long[]){ real, effective, saved }, 3);
}

long
__wasix_sys_setresgid(long real, long effective, long saved)
{
	return keep(ids().group, (const long[]){ real, effective, saved }, 3);
}

/* Whether each of a is among b; to belong to one's own group changes nothing. */
static int
groups_are_among(const gid_t *a, long a_count, const gid_t *b, long b_count, gid_t own)
{
	for (long i = 0; i < a_count; i++) {
		long k = 0;
		while (k < b_count && a[i] != b[k])
			k++;
		if (k == b_count && a[i] != own)
			return 0;
	}
	return 1;
}

/* As with the ids: root may ask for what is so. */
long
__wasix_sys_setgroups(long count, long list)
{
	gid_t had[NGROUPS_MAX], own = (gid_t)ids().group[1];
	const gid_t *want = (const gid_t *)list;

	if (ids().user[1] != 0)
		return -EPERM;
	if (count < 0 || count > NGROUPS_MAX)
		return -EINVAL;
	long had_count = __wasix_sys_getgroups(NGROUPS_MAX, (long)had);
	if (had_count < 0)
		return had_count;
	int same = groups_are_among(want, count, had, had_count, own) &&
		   groups_are_among(had, had_count, want, count, own);
	return same ? 0 : -EPERM;
}
