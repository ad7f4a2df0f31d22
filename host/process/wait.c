/* wait.c -- waiting for children: the host's wait, with the tree's numbers. */
#include "block.h"
#include "extension.h"
#include "guest.h"
#include "process_table.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Options of Linux, which has the same numbers here and in the guest. */
enum { WAIT_OPTIONS = WNOHANG | WUNTRACED | WCONTINUED | WEXITED | WNOWAIT };

/* What the host's waitid is told for the guest's number; group 0 is the caller's own. false: nobody
 * of the tree. */
static bool
whom(struct wasix_process *p, idtype_t type, uint32_t number, id_t *id)
{
	*id = 0;
	if (type == P_ALL)
		return true;
	if (type == P_PGID && number == 0)
		number = (uint32_t)process_group(p, 0);
	*id = (id_t)(type == P_PID ? process_host_of(p, number) : process_group_to_host(p, number));
	return *id > 0;
}

/* The same of a pid as waitpid has it. */
static bool
whom_of_pid(struct wasix_process *p, int32_t pid, idtype_t *type, id_t *id)
{
	*type = pid == -1 ? P_ALL : pid > 0 ? P_PID : P_PGID;
	return whom(p, *type, pid > 0 ? (uint32_t)pid : -(uint32_t)pid, id);
}

/* Waits without taking the status away, so that the number stays the child's until its slot is
 * free. */
static int
wait_peek(struct wasix_caller *c, idtype_t type, id_t id, int options, siginfo_t *info,
	struct rusage *usage)
{
	info->si_pid = 0;
	return (int)block_syscall(c, RESTARTS, SYS_waitid, (long)type, (long)id, (long)info,
		options | WNOWAIT, (long)usage, 0);
}

static bool
is_end(const siginfo_t *info)
{
	return info->si_code == CLD_EXITED || info->si_code == CLD_KILLED ||
	       info->si_code == CLD_DUMPED;
}

/* Takes the status; *pid is the guest's number, 0 for a process that is none of its (and is gone
 * now). */
static void
wait_take(struct wasix_process *p, siginfo_t *info, int options, uint32_t *pid)
{
	siginfo_t again;

	*pid = process_of_host(p, info->si_pid);
	if (*pid && is_end(info) && !(options & WNOWAIT))
		process_slot_give_back(p, *pid);
	if (!(options & WNOWAIT))
		(void)waitid(P_PID, (id_t)info->si_pid, &again, options | WNOHANG);
}

/* 0 with *pid 0: nothing yet (WNOHANG). Else -errno. */
static int
wait_child(struct wasix_caller *c, idtype_t type, id_t id, int options, siginfo_t *info,
	uint32_t *pid, struct rusage *usage)
{
	*pid = 0;
	do {
		int e = wait_peek(c, type, id, options, info, usage);
		if (e || info->si_pid == 0)
			return e;
		wait_take(caller_process(c), info, options, pid);
	} while (!*pid);
	return 0;
}

/* The word of waitpid. */
static int
status_word(const siginfo_t *info)
{
	switch (info->si_code) {
	case CLD_EXITED:
		return (info->si_status & 0xff) << 8;
	case CLD_STOPPED:
	case CLD_TRAPPED:
		return (info->si_status & 0xff) << 8 | 0x7f;
	case CLD_CONTINUED:
		return 0xffff;
	default:
		return info->si_status & 0x7f;
	}
}

/* --- usage --- */

/* struct rusage as the guest's kernel would give it: two times, then fourteen counts. */
struct guest_rusage {
	int32_t user_s, user_us, system_s, system_us;
	int32_t counts[14];
};

static wasix_errno
usage_write(struct wasix_caller *c, wasix_gptr ptr, const struct rusage *u)
{
	struct guest_rusage out = { (int32_t)u->ru_utime.tv_sec, (int32_t)u->ru_utime.tv_usec,
		(int32_t)u->ru_stime.tv_sec, (int32_t)u->ru_stime.tv_usec,
		{ (int32_t)u->ru_maxrss, (int32_t)u->ru_ixrss, (int32_t)u->ru_idrss,
			(int32_t)u->ru_isrss, (int32_t)u->ru_minflt, (int32_t)u->ru_majflt,
			(int32_t)u->ru_nswap, (int32_t)u->ru_inblock, (int32_t)u->ru_oublock,
			(int32_t)u->ru_msgsnd, (int32_t)u->ru_msgrcv, (int32_t)u->ru_nsignals,
			(int32_t)u->ru_nvcsw, (int32_t)u->ru_nivcsw } };

	return ptr ? guest_write(c, ptr, &out, sizeof out) : ABI_ERRNO_SUCCESS;
}

/* --- extensions --- */

/* wait4(2): status in the upper half, pid in the lower; the usage goes to memory. */
int64_t
host_ext_wait4(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct wasix_process *p = caller_process(c);
	int options = (int)a[1];
	struct rusage usage;
	siginfo_t info;
	idtype_t type;
	uint32_t pid;
	id_t id;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED))
		return -EINVAL;
	if (!whom_of_pid(p, (int32_t)a[0], &type, &id))
		return -ECHILD;
	int e = wait_child(c, type, id, options | WEXITED, &info, &pid, &usage);
	if (e || !pid)
		return e;
	if (usage_write(c, (wasix_gptr)a[2], &usage))
		return -EFAULT;
	return (int64_t)status_word(&info) << 32 | pid;
}

/* siginfo_t of the guest's libc. */
struct guest_siginfo {
	int32_t signo, error, code;
	int32_t pid;
	uint32_t uid;
	int32_t status;
	uint8_t rest[104];
};
static_assert(sizeof(struct guest_siginfo) == 128, "siginfo_t");

/* waitid(2) */
int64_t
host_ext_waitid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct wasix_process *p = caller_process(c);
	struct guest_siginfo out = { 0 };
	int options = (int)a[3];
	struct rusage usage;
	siginfo_t info;
	uint32_t pid;
	id_t id;

	if (options & ~WAIT_OPTIONS || !(options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;
	if (a[0] != P_ALL && a[0] != P_PID && a[0] != P_PGID)
		return -EINVAL;
	if (a[0] != P_ALL && (a[1] < (a[0] == P_PID) || a[1] > INT32_MAX))
		return -EINVAL;
	if (!whom(p, (idtype_t)a[0], (uint32_t)a[1], &id))
		return -ECHILD;
	int e = wait_child(c, (idtype_t)a[0], id, options, &info, &pid, &usage);
	if (e)
		return e;
	if (pid && usage_write(c, (wasix_gptr)a[4], &usage))
		return -EFAULT;
	if (pid) {
		out.signo = SIGCHLD;
		out.code = info.si_code;
		out.pid = (int32_t)pid;
		out.status = info.si_status;
	}
	return a[2] && guest_write(c, (wasix_gptr)a[2], &out, sizeof out) ? -EFAULT : 0;
}

/* --- WASIX --- */

static struct abi_join_status
join_status(const siginfo_t *info)
{
	struct abi_join_status s = { 0 };

	if (info->si_code == CLD_EXITED) {
		s.tag = ABI_JOIN_STATUS_TYPE_EXIT_NORMAL;
		s.u.exit_normal = (abi_errno)info->si_status;
	} else if (is_end(info)) {
		s.tag = ABI_JOIN_STATUS_TYPE_EXIT_SIGNAL;
		s.u.exit_signal.signal = (abi_signal)info->si_status;
	} else {
		s.tag = ABI_JOIN_STATUS_TYPE_STOPPED;
		s.u.stopped = (abi_signal)info->si_status;
	}
	return s;
}

/* WASIX, proc_join: nothing finished, and asked not to wait: success, NOTHING and pid 0 */
wasix_errno
host_proc_join(struct wasix_caller *c, wasix_gptr pid, uint32_t flags, wasix_gptr ret_status)
{
	struct wasix_process *p = caller_process(c);
	struct abi_join_status status = { .tag = ABI_JOIN_STATUS_TYPE_NOTHING };
	struct abi_option_pid of;
	siginfo_t info;
	idtype_t type;
	uint32_t found;
	id_t id;

	if (!guest_in_bounds(c->memory, ret_status, sizeof status))
		return ABI_ERRNO_FAULT;
	GUEST_TRY(guest_read(c, &of, pid, sizeof of));
	int options = WEXITED | (flags & ABI_JOIN_FLAGS_NON_BLOCKING ? WNOHANG : 0) |
		      (flags & ABI_JOIN_FLAGS_WAKE_STOPPED ? WUNTRACED : 0);
	int e = -ECHILD;
	if (whom_of_pid(p, of.tag == ABI_OPTION_SOME ? (int32_t)of.u.some : -1, &type, &id))
		e = wait_child(c, type, id, options, &info, &found, NULL);
	if (e == 0 && found)
		status = join_status(&info);
	of = (struct abi_option_pid){ .tag = e ? ABI_OPTION_NONE : ABI_OPTION_SOME };
	of.u.some = e ? 0 : found;
	GUEST_TRY(guest_write(c, pid, &of, sizeof of));
	GUEST_TRY(guest_write(c, ret_status, &status, sizeof status));
	return e ? errno_to_wasi(-e) : ABI_ERRNO_SUCCESS;
}
