/* syscall_arch.h -- musl's system calls become direct calls of our lowerings.
 *
 * The number is a constant wherever musl makes a call, so the switch folds to one call, and
 * a lowering that nothing calls is not linked. Its rows are sys/lowered.def.
 */
#define __SYSCALL_LL_E(x) (long)(x), (long)((unsigned long long)(x) >> 32)
#define __SYSCALL_LL_O(x) __SYSCALL_LL_E(x)

#define __wasix_inline static inline __attribute__((always_inline, unused))

#include "lowered.h"

/* Requests that musl makes of itself with a constant need less than the full call does. */
__wasix_inline long
__wasix_fcntl(long fd, long command, long argument)
{
	if (__builtin_constant_p(command)) {
		switch (command) {
		case 1: return __wasix_get_cloexec(fd);           /* F_GETFD */
		case 2: return __wasix_set_cloexec(fd, argument); /* F_SETFD, of a descriptor just made */
		case 3: return __wasix_get_status(fd);            /* F_GETFL */
		case 4: return __wasix_set_status(fd, argument);  /* F_SETFL */
		}
	}
	return __wasix_sys_fcntl64(fd, command, argument);
}

__wasix_inline long
__wasix_ioctl(long fd, long request, long argument)
{
	if (__builtin_constant_p(request) && request == 0x5413) /* TIOCGWINSZ asks: a terminal? */
		return __wasix_is_terminal(fd);
	return __wasix_sys_ioctl(fd, request, argument);
}

/* 0666 is stdio's mode, O_PATH (010000000) needs another way. */
__wasix_inline long
__wasix_openat(long fd, long path, long flags, long mode)
{
	if (__builtin_constant_p(mode) && (mode == 0 || mode == 0666) && !(__builtin_constant_p(flags) && flags & 010000000))
		return __wasix_open_plain(fd, path, flags);
	return __wasix_sys_openat(fd, path, flags, mode);
}

__wasix_inline long
__wasix_dispatch(long n, long a, long b, long c, long d, long e, long f)
{
	switch (n) {
	case __NR_fcntl64: return __wasix_fcntl(a, b, c);
	case __NR_ioctl: return __wasix_ioctl(a, b, c);
	case __NR_openat: return __wasix_openat(a, b, c, d);
#define LOWER0(name) case __NR_##name: return __wasix_sys_##name();
#define LOWER1(name) case __NR_##name: return __wasix_sys_##name(a);
#define LOWER2(name) case __NR_##name: return __wasix_sys_##name(a, b);
#define LOWER3(name) case __NR_##name: return __wasix_sys_##name(a, b, c);
#define LOWER4(name) case __NR_##name: return __wasix_sys_##name(a, b, c, d);
#define LOWER5(name) case __NR_##name: return __wasix_sys_##name(a, b, c, d, e);
#define LOWER6(name) case __NR_##name: return __wasix_sys_##name(a, b, c, d, e, f);
#define LOWER_EXIT(name) case __NR_##name: __wasix_sys_##name(a);
#define LOWER_OWN(count, name)
#include "lowered.def"
	default: return -38; /* ENOSYS */
	}
}

__wasix_inline long __syscall0(long n) { return __wasix_dispatch(n, 0, 0, 0, 0, 0, 0); }
__wasix_inline long __syscall1(long n, long a) { return __wasix_dispatch(n, a, 0, 0, 0, 0, 0); }
__wasix_inline long __syscall2(long n, long a, long b) { return __wasix_dispatch(n, a, b, 0, 0, 0, 0); }
__wasix_inline long __syscall3(long n, long a, long b, long c) { return __wasix_dispatch(n, a, b, c, 0, 0, 0); }
__wasix_inline long __syscall4(long n, long a, long b, long c, long d) { return __wasix_dispatch(n, a, b, c, d, 0, 0); }
__wasix_inline long __syscall5(long n, long a, long b, long c, long d, long e) { return __wasix_dispatch(n, a, b, c, d, e, 0); }
__wasix_inline long __syscall6(long n, long a, long b, long c, long d, long e, long f) { return __wasix_dispatch(n, a, b, c, d, e, f); }

/* musl declares these two later as external functions; the linkage stays internal (C11, 6.2.2), so
 * nothing is called where nothing failed, and the number stays a constant. musl's own
 * __syscall_ret has another name (musl.cmake). */
#ifndef __syscall_ret
__wasix_inline long
__syscall_ret(unsigned long r)
{
	return r > -4096UL ? __wasix_syscall_ret(r) : (long)r;
}
#endif

/* A cancellation point: one test, where nobody is there to cancel. */
__wasix_inline long
__syscall_cp(long n, long a, long b, long c, long d, long e, long f)
{
	return __wasix_cancellation_point(n != __NR_close,
		n == __NR_futex_time64 ? __wasix_futex_cp(a, b, c, d, e, f)
				       : __wasix_dispatch(n, a, b, c, d, e, f));
}
