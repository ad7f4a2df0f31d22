/* syscall.c -- the function syscall().
 *
 * Its number is known at run time only, so every row here is linked into a program that
 * calls it: those that programs and Rust's standard library make this way, and no more.
 */
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>

#include "lowered.h"

#undef syscall

static long
dispatch(long n, const long a[6])
{
	switch (n) {
	case SYS_futex:
		return __wasix_futex_cp(a[0], a[1], a[2], a[3], a[4], a[5]);
	case SYS_gettid:
		return __wasix_sys_gettid();
	case SYS_getrandom:
		return __wasix_sys_getrandom(a[0], a[1], a[2]);
	case SYS_clock_gettime:
		return __wasix_sys_clock_gettime64(a[0], a[1]);
	case SYS_sched_yield:
		return __wasix_sys_sched_yield();
	case SYS_read:
		return __wasix_sys_read(a[0], a[1], a[2]);
	case SYS_write:
		return __wasix_sys_write(a[0], a[1], a[2]);
	case SYS_pidfd_open:
		return __wasix_sys_pidfd_open(a[0], a[1]);
	case SYS_close:
		return __wasix_sys_close(a[0]);
	default:
		return -ENOSYS;
	}
}

long
syscall(long n, ...)
{
	long a[6];
	va_list list;

	va_start(list, n);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	return __wasix_syscall_ret((unsigned long)dispatch(n, a));
}
