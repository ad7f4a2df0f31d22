/* ext_system.c -- extensions about the process as the system sees it: who it runs as, what it used,
 * what it may use.
 */
#include "extension.h"
#include "guest.h"

#include <errno.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <unistd.h>

/* --- who --- */

int64_t
host_ext_getids(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	/* nothing here changes them, so the saved ones are the effective ones */
	const uint32_t ids[] = { getuid(), geteuid(), geteuid(), getgid(), getegid(), getegid() };
	return extension_result(guest_write(c, (wasix_gptr)a[0], ids, sizeof ids));
}

int64_t
host_ext_getgroups(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	enum { GROUPS_MAX = 1024 };
	gid_t groups[GROUPS_MAX];
	int count = getgroups(GROUPS_MAX, groups);

	if (count < 0)
		return -errno;
	if (a[0] == 0)
		return count;
	if (a[0] < count)
		return -EINVAL;
	wasix_errno e = guest_write(c, (wasix_gptr)a[1], groups, (size_t)count * sizeof *groups);
	return e ? extension_result(e) : count;
}

/* --- use --- */

/* The kernel's struct rusage of 32-bit machines. */
struct guest_rusage {
	int32_t user_s, user_us, system_s, system_us;
	int32_t rest[14]; /* ru_maxrss to ru_nivcsw */
};
_Static_assert(sizeof(struct guest_rusage) == 72, "struct rusage");

int64_t
host_ext_getrusage(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct rusage r;

	if (getrusage((__rusage_who_t)a[0], &r) < 0)
		return -errno;
	if (a[0] == RUSAGE_CHILDREN) {
		const struct rusage *ours = &caller_process(c)->compiling;
		timersub(&r.ru_utime, &ours->ru_utime, &r.ru_utime);
		timersub(&r.ru_stime, &ours->ru_stime, &r.ru_stime);
	}
	const long rest[] = { r.ru_maxrss, r.ru_ixrss, r.ru_idrss, r.ru_isrss, r.ru_minflt,
		r.ru_majflt, r.ru_nswap, r.ru_inblock, r.ru_oublock, r.ru_msgsnd, r.ru_msgrcv,
		r.ru_nsignals, r.ru_nvcsw, r.ru_nivcsw };
	struct guest_rusage out = { (int32_t)r.ru_utime.tv_sec, (int32_t)r.ru_utime.tv_usec,
		(int32_t)r.ru_stime.tv_sec, (int32_t)r.ru_stime.tv_usec, { 0 } };
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		out.rest[i] = rest[i] > INT32_MAX ? INT32_MAX : (int32_t)rest[i];
	return extension_result(guest_write(c, (wasix_gptr)a[1], &out, sizeof out));
}

/* Memory and processes of the machine are no business of the guest's. */
int64_t
host_ext_sysinfo(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct sysinfo s;
	uint32_t loads[3];

	if (sysinfo(&s) < 0)
		return -errno;
	for (int i = 0; i < 3; i++)
		loads[i] = (uint32_t)s.loads[i];
	return extension_result(guest_write(c, (wasix_gptr)a[0], loads, sizeof loads));
}

/* --- scheduling --- */

int64_t
host_ext_getpriority(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)c;
	(void)a;
	errno = 0;
	int nice_value = getpriority(PRIO_PROCESS, 0);
	return errno ? -errno : 20 - nice_value;
}

int64_t
host_ext_setpriority(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)c;
	return setpriority(PRIO_PROCESS, 0, (int)a[0]) < 0 ? -errno : 0;
}

/* Whether a set of as many bytes, in words of the guest, has room for all of them. */
static bool
has_room(const cpu_set_t *set, int64_t bytes)
{
	enum { WORD = 4 };

	if (bytes <= 0 || bytes % WORD)
		return false;
	for (int cpu = CPU_SETSIZE - 1; cpu >= bytes * 8; cpu--)
		if (CPU_ISSET(cpu, set))
			return false;
	return true;
}

/* As the kernel: the bytes that it has processors for, whatever more there is room for. */
int64_t
host_ext_sched_getaffinity(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) < 0)
		return -errno;
	if (!has_room(&set, a[0]))
		return -EINVAL;
	size_t size = (uint64_t)a[0] < sizeof set ? (size_t)a[0] : sizeof set;
	wasix_errno e = guest_write(c, (wasix_gptr)a[1], &set, size);
	return e ? extension_result(e) : (int64_t)size;
}

int64_t
host_ext_sched_setaffinity(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	cpu_set_t set = { 0 };
	size_t size = (uint64_t)a[0] < sizeof set ? (size_t)a[0] : sizeof set;

	if (guest_read(c, &set, (wasix_gptr)a[1], size))
		return -EFAULT;
	return sched_setaffinity(0, sizeof set, &set) < 0 ? -errno : 0;
}

int64_t
host_ext_sched_rr_get_interval(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct timespec t;

	if (sched_rr_get_interval(0, &t) < 0)
		return -errno;
	const int64_t out[2] = { t.tv_sec, t.tv_nsec };
	return extension_result(guest_write(c, (wasix_gptr)a[0], out, sizeof out));
}

int64_t
host_ext_getcpu(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	unsigned processor, node;

	(void)c;
	(void)a;
	if (getcpu(&processor, &node) < 0)
		return -errno;
	return (int64_t)((uint64_t)node << 32 | processor);
}

/* --- limits --- */

struct guest_rlimit {
	uint64_t limit[2]; /* soft, hard */
};

/* Where the kernel's limit says nothing of the guest, libc answers. An image of the runtime's
 * memory in a directory that was not granted is nothing that a guest may ask for. */
static bool
is_kernels(int64_t resource)
{
	switch (resource) {
	case RLIMIT_CPU:
	case RLIMIT_FSIZE:
	case RLIMIT_NPROC:
	case RLIMIT_LOCKS:
	case RLIMIT_SIGPENDING:
	case RLIMIT_NICE:
	case RLIMIT_RTPRIO:
		return true;
	default:
		return false;
	}
}

static int64_t
limit_kernel(int resource, const struct guest_rlimit *want, struct guest_rlimit *was)
{
	struct rlimit old;

	if (getrlimit((__rlimit_resource_t)resource, &old) < 0)
		return -errno;
	*was = (struct guest_rlimit){ { old.rlim_cur, old.rlim_max } };
	if (!want)
		return 0;
	struct rlimit new = { want->limit[0], want->limit[1] };
	return setrlimit((__rlimit_resource_t)resource, &new) < 0 ? -errno : 0;
}

/* Each descriptor is one of the host's. */
static void
raise_host(uint64_t wanted)
{
	struct rlimit host;

	if (getrlimit(RLIMIT_NOFILE, &host) < 0 || host.rlim_cur >= wanted)
		return;
	host.rlim_cur = wanted < host.rlim_max ? wanted : host.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &host);
}

int64_t
host_ext_prlimit(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	wasix_gptr new = (wasix_gptr)a[1], old = (wasix_gptr)a[2];
	struct guest_rlimit want, was;

	if (a[0] != RLIMIT_NOFILE && !is_kernels(a[0]))
		return -ENOSYS;
	if (new && guest_read(c, &want, new, sizeof want))
		return -EFAULT;
	if (old && !guest_in_bounds(c->memory, old, sizeof was))
		return -EFAULT;
	int64_t result = a[0] == RLIMIT_NOFILE ? fd_table_limit(caller_process(c),
							 new ? want.limit : NULL, was.limit)
					       : limit_kernel((int)a[0], new ? &want : NULL, &was);
	if (!result && new && a[0] == RLIMIT_NOFILE)
		raise_host(want.limit[0]);
	if (result || !old)
		return result;
	return extension_result(guest_write(c, old, &was, sizeof was));
}
