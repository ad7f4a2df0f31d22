/* winsize.c -- tcgetwinsize, in place of musl's: there the request is a constant, which this libc
 * takes for the question whether there is a terminal at all. */
#include "lowered.h"

#include <sys/ioctl.h>
#include <termios.h>

int
tcgetwinsize(int fd, struct winsize *size)
{
	return (int)__wasix_syscall_ret(
		(unsigned long)__wasix_sys_ioctl(fd, TIOCGWINSZ, (long)size));
}
