/* fuzz_host_time.c -- system calls that wait, made short for the fuzzer (by the linker's --wrap).
 *
 * Time is the host's plus what was slept, so code that waits for a deadline sees it come.
 * Descriptors are read and written without blocking. A stop signal would stop the fuzzer: it is
 * swallowed.
 */
#include "fuzz_host.h"

#include "block.h"
#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { NS = 1000000000 };

static bool on;
static uint64_t slept_ns;

void
waiting_is_short(bool now)
{
	on = now;
}

void
waiting_begins(void)
{
	slept_ns = 0;
}

/* Each function below stands for the one without the prefix; the linker gives the real one. */
#define WRAP(result, name, ...)            \
	result __real_##name(__VA_ARGS__); \
	result __wrap_##name(__VA_ARGS__); \
	result __wrap_##name(__VA_ARGS__)

WRAP(int, clock_gettime, clockid_t clock, struct timespec *out)
{
	int result = __real_clock_gettime(clock, out);
	if (on && result == 0) {
		uint64_t ns = (uint64_t)out->tv_nsec + slept_ns % NS;
		out->tv_sec += (time_t)(slept_ns / NS + ns / NS);
		out->tv_nsec = (long)(ns % NS);
	}
	return result;
}

/* The clock goes there at once; the far future is as good as half of it. */
static void
sleep_for(uint64_t ns)
{
	slept_ns = ns > UINT64_MAX / 4 - slept_ns ? UINT64_MAX / 4 : slept_ns + ns;
}

WRAP(int, clock_nanosleep, clockid_t clock, int flags, const struct timespec *until,
	struct timespec *left)
{
	struct timespec now = { 0 };
	(void)left;
	if (until->tv_sec < 0 || until->tv_nsec < 0 || until->tv_nsec >= NS)
		return EINVAL;
	if (flags & TIMER_ABSTIME)
		__wrap_clock_gettime(clock, &now);
	if (until->tv_sec > now.tv_sec)
		sleep_for((uint64_t)(until->tv_sec - now.tv_sec) * NS);
	return 0;
}

/* Waiting for ever ends with an error, as no signal would come. */
WRAP(int, ppoll, struct pollfd *fds, nfds_t count, const struct timespec *timeout,
	const sigset_t *mask)
{
	static const struct timespec NOW = { 0 };
	int n = __real_ppoll(fds, count, on ? &NOW : timeout, mask);

	if (!on || n != 0)
		return n;
	if (!timeout) {
		errno = EDEADLK;
		return -1;
	}
	sleep_for((uint64_t)timeout->tv_sec * NS + (uint64_t)timeout->tv_nsec);
	return 0;
}

/* Calls that may wait are made by number. */
WRAP(long, block_syscall, struct wasix_caller *c, enum restart restart, long number, long a0,
	long a1, long a2, long a3, long a4, long a5)
{
	if (!on)
		return __real_block_syscall(c, restart, number, a0, a1, a2, a3, a4, a5);
	if (number == SYS_ppoll) {
		long n = __wrap_ppoll(
			(struct pollfd *)a0, (nfds_t)a1, (const struct timespec *)a2, NULL);
		return n < 0 ? -errno : n;
	}
	if (number == SYS_epoll_pwait || number == SYS_epoll_pwait2)
		return epoll_wait((int)a0, (struct epoll_event *)a1, (int)a2, 0);
	return __real_block_syscall(c, restart, number, a0, a1, a2, a3, a4, a5);
}

WRAP(enum wait_result, memory_wait32, struct wasix_memory *memory, uint64_t address,
	uint32_t expected, int64_t timeout_ns, const _Atomic uint32_t *attention)
{
	bool was = on;
	on = false; /* it waits on the host's clock */
	enum wait_result result = __real_memory_wait32(memory, address, expected,
		was && (timeout_ns < 0 || timeout_ns > 1000) ? 1000 : timeout_ns, attention);
	on = was;
	return result;
}

WRAP(int, raise, int sig)
{
	return on ? 0 : __real_raise(sig);
}

/* The flags as they were, or -1: nothing was changed. */
static int
unblock(int fd)
{
	int flags = on ? fcntl(fd, F_GETFL) : -1;
	if (flags < 0 || flags & O_NONBLOCK)
		return -1;
	(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	return flags;
}

static ssize_t
block_again(int fd, int flags, ssize_t result)
{
	int kept = errno;
	if (flags >= 0)
		(void)fcntl(fd, F_SETFL, flags);
	errno = kept;
	return result;
}

WRAP(ssize_t, read, int fd, void *to, size_t len)
{
	int flags = unblock(fd);
	return block_again(fd, flags, __real_read(fd, to, len));
}

WRAP(ssize_t, write, int fd, const void *from, size_t len)
{
	int flags = unblock(fd);
	return block_again(fd, flags, __real_write(fd, from, len));
}

WRAP(ssize_t, readv, int fd, const struct iovec *iov, int count)
{
	int flags = unblock(fd);
	return block_again(fd, flags, __real_readv(fd, iov, count));
}

WRAP(ssize_t, writev, int fd, const struct iovec *iov, int count)
{
	int flags = unblock(fd);
	return block_again(fd, flags, __real_writev(fd, iov, count));
}

WRAP(ssize_t, recvmsg, int fd, struct msghdr *message, int flags)
{
	return __real_recvmsg(fd, message, flags | MSG_DONTWAIT);
}

WRAP(ssize_t, sendmsg, int fd, const struct msghdr *message, int flags)
{
	return __real_sendmsg(fd, message, flags | MSG_DONTWAIT);
}
