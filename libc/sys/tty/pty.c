/* pty.c -- pseudo terminals: the master side, and the name of the other. */
#include "cloexec.h"
#include "extension.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

USES_EXTENSION(posix_openpt);

int
posix_openpt(int flags)
{
	long fd = (long)EXTENSION(posix_openpt, flags);

	if (fd == -ENOSYS) {
		fd = open("/dev/ptmx", flags);
		if (fd < 0 && errno == ENOSPC)
			errno = EAGAIN;
		return (int)fd;
	}
	if (fd >= 0)
		cloexec_mark(fd, flags & O_CLOEXEC);
	return (int)__wasix_syscall_ret((unsigned long)(fd == -ENOSPC ? -EAGAIN : fd));
}

/* The other side belongs to who made the pair. */
int
grantpt(int fd)
{
	(void)fd;
	return 0;
}

int
unlockpt(int fd)
{
	int no = 0;
	return ioctl(fd, TIOCSPTLCK, &no);
}

int
__ptsname_r(int fd, char *name, size_t size)
{
	int number;
	long r = __wasix_sys_ioctl(fd, TIOCGPTN, (long)&number);

	if (r < 0)
		return (int)-r;
	int len = snprintf(name, name ? size : 0, "/dev/pts/%d", number);
	return len < 0 || (size_t)len >= size ? ERANGE : 0;
}

weak_alias(__ptsname_r, ptsname_r);
