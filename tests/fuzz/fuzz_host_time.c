/* fuzz_host_time.c -- system calls that wait, made short for the fuzzer (by the linker's --wrap).
 *
 * Time is the host's plus what was slept, so code that waits for a deadline sees it come.
 * Descriptors are read and written without blocking. Whatever else may wait is interrupted after
 * some milliseconds and answers EDEADLK, which nobody tries again. A stop signal would stop the
 * fuzzer: it is swallowed.
 */
#include "fuzz_host.h"

#include "block.h"
#include "fuzz_scratch.h"
#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NS = 1000000000, PATIENCE_NS = 3000000 };

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
#define WRAP_PARAMETERS(result, name, parameters) \
	result __real_##name parameters;          \
	result __wrap_##name parameters;          \
	result __wrap_##name parameters
#define WRAP(result, name, ...) WRAP_PARAMETERS(result, name, (__VA_ARGS__))

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

/* --- what is interrupted --- */

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

static volatile sig_atomic_t is_late;

static void
on_late(int signal_number)
{
	(void)signal_number;
	is_late = 1;
}

/* The timer of this process: fork does not copy it. */
static timer_t
patience(void)
{
	static timer_t timer;
	static pid_t owner;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMAX };

	if (owner != getpid()) {
		require(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0, "no timer");
		owner = getpid();
	}
	return timer;
}

/* It comes again and again, since the first signal may be there before the call is. */
static void
patience_begin(void)
{
	const struct itimerspec when = { { 0, PATIENCE_NS }, { 0, PATIENCE_NS } };
	struct sigaction action = { .sa_handler = on_late };
	sigset_t set;

	if (!on)
		return;
	is_late = 0;
	sigaction(SIGRTMAX, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGRTMAX);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	timer_settime(patience(), 0, &when, NULL);
}

static long
patience_end(long result)
{
	static const struct itimerspec NEVER = { 0 };
	int kept = errno;

	if (!on)
		return result;
	timer_settime(patience(), 0, &NEVER, NULL);
	errno = result < 0 && kept == EINTR && is_late ? EDEADLK : kept;
	return result;
}

/* A call that may wait. */
#define WRAP_LATE(result, name, parameters, arguments)                      \
	WRAP_PARAMETERS(result, name, parameters)                           \
	{                                                                   \
		patience_begin();                                           \
		return (result)patience_end((long)__real_##name arguments); \
	}

WRAP_LATE(pid_t, wait4, (pid_t pid, int *status, int options, struct rusage *usage),
	(pid, status, options, usage))
WRAP_LATE(int, waitid, (idtype_t type, id_t id, siginfo_t *info, int options),
	(type, id, info, options))
WRAP_LATE(pid_t, waitpid, (pid_t pid, int *status, int options), (pid, status, options))
WRAP_LATE(
	int, openat, (int dir, const char *path, int flags, mode_t mode), (dir, path, flags, mode))
WRAP_LATE(int, fcntl, (int fd, int command, long argument), (fd, command, argument))
WRAP_LATE(int, flock, (int fd, int operation), (fd, operation))
WRAP_LATE(int, connect, (int fd, const struct sockaddr *to, socklen_t len), (fd, to, len))
WRAP_LATE(int, accept4, (int fd, struct sockaddr *from, socklen_t *len, int flags),
	(fd, from, len, flags))
WRAP_LATE(ssize_t, recvfrom,
	(int fd, void *to, size_t len, int flags, struct sockaddr *from, socklen_t *from_len),
	(fd, to, len, flags, from, from_len))
WRAP_LATE(ssize_t, sendto,
	(int fd, const void *from, size_t len, int flags, const struct sockaddr *to,
		socklen_t to_len),
	(fd, from, len, flags, to, to_len))
WRAP_LATE(ssize_t, sendfile, (int out, int in, off_t *at, size_t len), (out, in, at, len))
WRAP_LATE(int, sigsuspend, (const sigset_t *set), (set))
WRAP_LATE(int, sigtimedwait, (const sigset_t *set, siginfo_t *info, const struct timespec *timeout),
	(set, info, timeout))
WRAP_LATE(int, epoll_pwait,
	(int fd, struct epoll_event *events, int count, int timeout, const sigset_t *mask),
	(fd, events, count, timeout, mask))

static long
call_by_number(long number, const long a[static 6])
{
	if (!on)
		return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (!tree_allows_call(number, a))
		return 0;
	if (number == SYS_ppoll)
		return __wrap_ppoll(
			(struct pollfd *)a[0], (nfds_t)a[1], (const struct timespec *)a[2], NULL);
	if (number == SYS_poll) {
		const struct timespec left = { a[2] / 1000, a[2] % 1000 * 1000000 };
		return __wrap_ppoll(
			(struct pollfd *)a[0], (nfds_t)a[1], a[2] < 0 ? NULL : &left, NULL);
	}
	if (number == SYS_epoll_pwait || number == SYS_epoll_pwait2)
		return epoll_wait((int)a[0], (struct epoll_event *)a[1], (int)a[2], 0);
	patience_begin();
	return patience_end(__real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

/* What was not given is read as well, and is not the sanitizer's business. */
[[gnu::no_sanitize_address]] long
__wrap_syscall(long number, ...)
{
	long a[6];
	va_list list;

	va_start(list, number);
	for (size_t i = 0; i < sizeof a / sizeof *a; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	return call_by_number(number, a);
}

/* A signal of the guest does not come. */
WRAP(long, block_syscall, struct wasix_caller *c, enum restart restart, long number, long a0,
	long a1, long a2, long a3, long a4, long a5)
{
	const long a[6] = { a0, a1, a2, a3, a4, a5 };

	if (!on)
		return __real_block_syscall(c, restart, number, a0, a1, a2, a3, a4, a5);
	long result = call_by_number(number, a);
	return result < 0 ? -errno : result;
}
