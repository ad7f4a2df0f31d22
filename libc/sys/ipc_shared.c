/* ipc_shared.c -- see ipc_shared.h. */
#include "ipc_shared.h"

#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "kstat.h"

long
__wasix_ipc_wait(volatile int *changes, int seen, const struct timespec *at)
{
	return -(long)__timedwait_cp(changes, seen, CLOCK_REALTIME, at, 0);
}

static long
size_of(long fd, int flags, size_t *size)
{
	struct kstat s;

	long r = __wasix_sys_fstat64(fd, (long)&s);
	if (r == 0 && flags & O_CREAT && s.st_size == 0)
		return __wasix_sys_ftruncate64(fd, (long)*size, 0);
	*size = (size_t)s.st_size;
	return r == 0 && s.st_size == 0 ? -EIO : r;
}

void *
__wasix_ipc_map(const char *path, int flags, mode_t mode, size_t *size)
{
	long fd = __wasix_sys_openat(
		AT_FDCWD, (long)path, flags | O_RDWR | O_NOFOLLOW | O_CLOEXEC, (long)mode);
	if (fd < 0)
		return (void *)fd;
	long r = size_of(fd, flags, size);
	if (r == 0)
		r = __wasix_sys_mmap2(0, (long)*size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	__wasix_sys_close(fd);
	return (void *)r;
}
