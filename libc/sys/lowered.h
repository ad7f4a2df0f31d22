/* lowered.h -- prototypes of the lowerings: results are as a kernel gives them, -errno on failure.
 *
 * Included by musl through syscall_arch.h, and by each lowering.
 */
#ifndef SYS_LOWERED_H
#define SYS_LOWERED_H

#include <features.h>

#define LOWER0(name)     hidden long __wasix_sys_##name(void);
#define LOWER1(name)     hidden long __wasix_sys_##name(long);
#define LOWER2(name)     hidden long __wasix_sys_##name(long, long);
#define LOWER3(name)     hidden long __wasix_sys_##name(long, long, long);
#define LOWER4(name)     hidden long __wasix_sys_##name(long, long, long, long);
#define LOWER5(name)     hidden long __wasix_sys_##name(long, long, long, long, long);
#define LOWER6(name)     hidden long __wasix_sys_##name(long, long, long, long, long, long);
#define LOWER_EXIT(name) hidden _Noreturn void __wasix_sys_##name(long);
#include "lowered.def"

/* Close-on-exec is kept here and told to the host when a program starts (sys/file/cloexec.c). */
hidden long __wasix_set_cloexec(long fd, long flags);
hidden long __wasix_get_cloexec(long fd);

/* open without a mode, or with that of stdio: what the ABI's import can do. */
hidden long __wasix_open_plain(long dirfd, long path, long flags);

/* F_GETFL and F_SETFL. */
hidden long __wasix_get_status(long fd);
hidden long __wasix_set_status(long fd, long flags);

/* 0 if fd is a terminal, else -ENOTTY or -EBADF. */
hidden long __wasix_is_terminal(long fd);

/* -1 with errno set, for what is one of the kernel's errors. */
hidden long __wasix_syscall_ret(unsigned long result);

/* Set as soon as something may be cancelled: there is a second thread, or pthread_cancel was
 * called. While it is not, a cancellation point is a plain call (sys/thread/cancel_point.c). */
extern hidden int __wasix_cancel_watched;
/* In front of a cancellation point: 0, 1 within another one (a handler interrupted it), or
 * -ECANCELED when the call must not be made. */
hidden long __wasix_cancel_begin(void);
/* Behind it, with what begin gave and the call's result; that of the point. */
hidden long __wasix_cancel_end(long begun, long result, int may_be_cancelled);

/* A call that is a cancellation point; a condition of 0 is for what must not be undone when it was
 * interrupted (close). */
#define __wasix_cancellation_point(may_be_cancelled, call)                         \
	({                                                                         \
		long begun_ = __wasix_cancel_watched ? __wasix_cancel_begin() : 0; \
		long r_ = begun_;                                                  \
		if (begun_ >= 0)                                                   \
			r_ = (call);                                               \
		if (__wasix_cancel_watched)                                        \
			r_ = __wasix_cancel_end(begun_, r_, may_be_cancelled);     \
		r_;                                                                \
	})

/* Set by the first pthread_cancel: gives -ECANCELED when this call must not go on (or ends the
 * thread). NULL as long as nobody cancels. */
extern hidden long (*__wasix_cancel_point)(void);
/* Where the thread is: 0 in no cancellation point, 1 in one, 2 in one that was told to end. */
extern hidden _Thread_local int __wasix_cancel_place;
/* Called behind one that was told to. */
extern hidden void (*__wasix_cancel_over)(void);

/* What a process does before it ends by itself; NULL: nothing. */
extern hidden void (*__wasix_exit_hook)(void);

/* The futex call of a wait that may be cancelled and may have a time limit: the one form that can
 * block in a process without threads. */
hidden long __wasix_futex_cp(long addr, long op, long value, long timeout, long addr2, long value3);

#endif
