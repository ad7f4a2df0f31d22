/* spawn.c -- posix_spawn. NOTE: not there yet: ENOSYS. */
#include <errno.h>
#include <features.h>
#include <spawn.h>

int
posix_spawn(pid_t *restrict pid, const char *restrict path,
	const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *restrict attributes,
	char *const argv[restrict], char *const envp[restrict])
{
	(void)pid, (void)path, (void)actions, (void)attributes, (void)argv, (void)envp;
	return ENOSYS;
}
