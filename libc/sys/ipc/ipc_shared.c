/* ipc_shared.c -- see ipc_shared.h. */
#include "ipc_shared.h"

#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "kstat.h"

/* --- the lock: 0, or the process that holds it, and whether somebody waits --- */

enum { WAITED_FOR = 1 << 30, LOOK_AFTER_NS = 100000000 };

int
__wasix_ipc_is_gone(int pid)
{
	siginfo_t info = { 0 };

	if (__wasix_sys_kill(pid, 0) == -ESRCH)
		return 1;
	return __wasix_sys_waitid(P_PID, pid, (long)&info, WEXITED | WNOHANG | WNOWAIT, 0) == 0 &&
	       info.si_pid == pid;
}

/* Until the word changes, for a while at most. false: it did not. */
static bool
wait_a_while(volatile int *lock, int seen)
{
	struct timespec at;
	int state;

	__wasix_sys_clock_gettime64(CLOCK_REALTIME, (long)&at);
	at.tv_nsec += LOOK_AFTER_NS;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	__pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	int e = __timedwait_cp(lock, seen, CLOCK_REALTIME, &at, 0);
	__pthread_setcancelstate(state, NULL);
	return e != ETIMEDOUT;
}

void
ipc_lock(volatile int *lock)
{
	int self = (int)__wasix_sys_getpid();
	int was = a_cas(lock, 0, self);

	while (was) {
		int waited = was | WAITED_FOR;
		if (was == waited || a_cas(lock, was, waited) == was) {
			bool changed = wait_a_while(lock, waited);
			if (!changed && __wasix_ipc_is_gone(waited & ~WAITED_FOR) &&
				a_cas(lock, waited, self | WAITED_FOR) == waited)
				return;
		}
		/* others may wait too: who takes it has to wake them */
		was = a_cas(lock, 0, self | WAITED_FOR);
	}
}

void
ipc_unlock(volatile int *lock)
{
	if (a_swap(lock, 0) & WAITED_FOR)
		__wake(lock, 1, 0);
}

/* --- waiting, files --- */

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
