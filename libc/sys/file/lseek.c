/* lseek.c -- the position that stdio asks for: what the ABI's import can do. */
#include <features.h>
#include <unistd.h>

#include "lowered.h"

hidden off_t __lseek(int, off_t, int);

off_t
__lseek(int fd, off_t offset, int whence)
{
	off_t result;
	long r = __wasix_sys__llseek(fd, (long)(offset >> 32), (long)offset, (long)&result, whence);
	return __wasix_syscall_ret((unsigned long)r) ? -1 : result;
}
