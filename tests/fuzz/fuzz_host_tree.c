/* fuzz_host_tree.c -- the guest's processes under the fuzzer, kept harmless (by the linker's
 * --wrap).
 *
 * fork is the host's, for a few processes of an input; each runs the rest of the input and ends. No
 * signal is sent or timer started, but a signal that was meant for a process of somebody else is a
 * finding. What would change the fuzzer itself (limits, priority, groups) only looks as if it did.
 */
#include "fuzz_host.h"

#include "fuzz_scratch.h"

#include <errno.h>
#include <net/if.h>
#include <sanitizer/common_interface_defs.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FORKS_MAX = 3, CHILD_SECONDS = 5, LOOK_AGAIN_US = 200 };

/* Shared by the processes of an input. */
static struct tree {
	atomic_uint begun, ended;
	_Atomic pid_t pids[FORKS_MAX + 1]; /* the first is the fuzzer */
} *tree;

static bool on, is_child;
static struct sigaction actions[NSIG];
static struct sigaction faults[NSIG]; /* the sanitizer's */
static sigset_t mask;

/* --- once --- */

static void
loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	require(fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0, "no loopback");
	close(fd);
}

bool
tree_isolate(void)
{
	const int spaces = CLONE_NEWNET | CLONE_NEWIPC;

	for (int n = 1; n < NSIG; n++)
		(void)sigaction(n, NULL, &faults[n]);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); /* orphans are waited for as well */
	tree = mmap(NULL, sizeof *tree, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	require(tree != MAP_FAILED, "no memory");
	if (unshare(spaces) != 0 && unshare(CLONE_NEWUSER | spaces) != 0)
		return false;
	loopback_up();
	return true;
}

/* --- an input --- */

void
tree_begin(void)
{
	atomic_store(&tree->begun, 0);
	atomic_store(&tree->ended, 0);
	memset(tree->pids, 0, sizeof tree->pids);
	atomic_store(&tree->pids[0], getpid());
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN); /* the fuzzer has put a handler of its own there */
	for (int n = 1; n < NSIG; n++)
		(void)sigaction(n, NULL, &actions[n]);
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	umask(022);
}

void
tree_watch(bool now)
{
	on = now;
}

bool
tree_is_child(void)
{
	return is_child;
}

/* Orphans come to us when their parent ends. The sanitizer has children of its own. */
static bool
is_there(pid_t pid)
{
	int status;

	if (!pid || waitpid(pid, &status, WNOHANG) <= 0)
		return pid && kill(pid, 0) == 0;
	if (status)
		fprintf(stderr, "fuzz: a child ended with %#x\n", (unsigned)status);
	return false;
}

void
tree_end(void)
{
	if (is_child) {
		atomic_fetch_add(&tree->ended, 1);
		_exit(0);
	}
	for (size_t i = 1; i <= FORKS_MAX; i++)
		while (is_there(atomic_load(&tree->pids[i])))
			usleep(LOOK_AGAIN_US);
	require(atomic_load(&tree->ended) == atomic_load(&tree->begun),
		"a child did not come to its end");
	for (int n = 1; n < NSIG; n++)
		(void)sigaction(n, &actions[n], NULL);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	fault_set_previous(SIGSEGV, &faults[SIGSEGV]);
	fault_set_previous(SIGBUS, &faults[SIGBUS]);
	fault_set_previous(SIGILL, &faults[SIGILL]);
}

/* --- what the host calls --- */

/* Each function below stands for the one without the prefix; the linker gives the real one. */
#define WRAP(result, name, ...)            \
	result __real_##name(__VA_ARGS__); \
	result __wrap_##name(__VA_ARGS__); \
	result __wrap_##name(__VA_ARGS__)

/* The fuzzer's own limit would show where the parent waits for it. */
static void
on_child_hangs(int signal_number)
{
	(void)signal_number;
	fprintf(stderr, "fuzz: a child hangs\n");
	__sanitizer_print_stack_trace();
	_exit(1);
}

WRAP(pid_t, fork, void)
{
	if (!on)
		return __real_fork();
	unsigned number = atomic_fetch_add(&tree->begun, 1) + 1;
	pid_t pid = number > FORKS_MAX ? -1 : __real_fork();
	if (pid < 0) {
		atomic_fetch_sub(&tree->begun, 1);
		errno = EAGAIN;
	} else if (pid == 0) {
		is_child = true;
		(void)signal(SIGALRM, on_child_hangs);
		alarm(CHILD_SECONDS);
	}
	if (pid >= 0)
		atomic_store(&tree->pids[number], pid ? pid : getpid());
	return pid;
}

static void
require_own(long pid)
{
	bool own = false;

	for (size_t i = 0; i <= FORKS_MAX; i++)
		own = own || (pid > 0 && atomic_load(&tree->pids[i]) == pid);
	require(own, "a signal to a process of somebody else");
}

WRAP(int, kill, pid_t pid, int sig)
{
	if (!on || sig == 0)
		return __real_kill(pid, sig);
	require_own(pid);
	return 0;
}

static void
require_own_pidfd(int fd)
{
	char name[64], line[128];
	long pid = 0;

	snprintf(name, sizeof name, "/proc/self/fdinfo/%d", fd);
	FILE *info = fopen(name, "re");
	while (info && fgets(line, sizeof line, info))
		(void)sscanf(line, "Pid: %ld", &pid);
	if (info)
		fclose(info);
	if (pid > 0) /* else it has ended */
		require_own(pid);
}

bool
tree_allows_call(long number, const long *a)
{
	switch (number) {
	case SYS_kill:
	case SYS_tgkill:
	case SYS_tkill:
	case SYS_rt_sigqueueinfo:
	case SYS_rt_tgsigqueueinfo:
		require_own(a[0]);
		return false;
	case SYS_pidfd_send_signal:
		require_own_pidfd((int)a[0]);
		return false;
	case SYS_timer_settime: /* its signal would come */
	case SYS_prlimit64:
	case SYS_sched_setaffinity:
		return false;
	case SYS_rt_sigaction: /* those that come by themselves: of broken pipes, and the fuzzer's
				  own */
		return a[0] != SIGPIPE && a[0] != SIGXFSZ && a[0] != SIGALRM && a[0] != SIGRTMAX;
	case SYS_exit_group:
		require(is_child, "the host ends the process");
		atomic_fetch_add(&tree->ended, 1);
		return true;
	default:
		return true;
	}
}

WRAP(int, setpgid, pid_t pid, pid_t group)
{
	return on ? 0 : __real_setpgid(pid, group);
}

WRAP(pid_t, setsid, void)
{
	return on ? getpid() : __real_setsid();
}

WRAP(int, setrlimit, __rlimit_resource_t resource, const struct rlimit *limit)
{
	return on ? 0 : __real_setrlimit(resource, limit);
}

WRAP(int, prlimit, pid_t pid, enum __rlimit_resource resource, const struct rlimit *new,
	struct rlimit *old)
{
	return __real_prlimit(pid, resource, on ? NULL : new, old);
}

WRAP(int, setitimer, __itimer_which_t which, const struct itimerval *new, struct itimerval *old)
{
	return on ? getitimer(which, old) : __real_setitimer(which, new, old);
}

WRAP(int, setpriority, __priority_which_t which, id_t who, int value)
{
	return on ? 0 : __real_setpriority(which, who, value);
}

WRAP(int, sched_setaffinity, pid_t pid, size_t size, const cpu_set_t *set)
{
	return on ? 0 : __real_sched_setaffinity(pid, size, set);
}
