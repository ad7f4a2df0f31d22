/* what_is_outside_is_refused.c -- calls that an intruder would make, and what the kernel answers.
 */
#include "wall.h"

#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

static int
open_name(const char *directory, const char *name, int flags)
{
	char path[120];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	return open(path, flags | O_CLOEXEC, 0600);
}

static int
read_password_file(const struct ground *g)
{
	(void)g;
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static int
list_root(const struct ground *g)
{
	(void)g;
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int
reopen_own_memory(const struct ground *g)
{
	(void)g;
	return open("/proc/self/mem", O_RDWR | O_CLOEXEC);
}

static int
make_file_outside(const struct ground *g)
{
	(void)g;
	return open("/tmp/wasix-wall-outside", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static int
leave_by_dots(const struct ground *g)
{
	return open_name(g->writable, "../../etc/passwd", O_RDONLY);
}

static int
write_to_read_only_mount(const struct ground *g)
{
	return open_name(g->read_only, "f", O_WRONLY);
}

static int
truncate_in_read_only_mount(const struct ground *g)
{
	return open_name(g->read_only, "f", O_RDONLY | O_TRUNC);
}

static int
make_in_read_only_mount(const struct ground *g)
{
	return open_name(g->read_only, "new", O_WRONLY | O_CREAT);
}

static int
remove_in_read_only_mount(const struct ground *g)
{
	int dir = open_name(g->read_only, ".", O_RDONLY | O_DIRECTORY);
	return dir < 0 ? 0 : unlinkat(dir, "f", 0);
}

static int
open_socket(const struct ground *g)
{
	(void)g;
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int
map_executable(const struct ground *g)
{
	(void)g;
	void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? -1 : 0;
}

static int
make_executable(const struct ground *g)
{
	(void)g;
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? 0 : mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static int
start_child(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static int
start_child_elsewhere(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, 0, 0, 0, 0);
}

static int
change_directory(const struct ground *g)
{
	(void)g;
	return chdir("/");
}

static int
change_mode(const struct ground *g)
{
	int fd = open_name(g->writable, "f", O_RDONLY);
	return fd < 0 ? 0 : fchmod(fd, 04755);
}

static int
type_on_the_terminal(const struct ground *g)
{
	(void)g;
	return ioctl(0, TIOCSTI, "x");
}

static int
signal_the_parent(const struct ground *g)
{
	(void)g;
	return kill(getppid(), 0);
}

static int
signal_the_group(const struct ground *g)
{
	(void)g;
	return kill(0, SIGWINCH);
}

static int
limit_the_parent(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_prlimit64, getppid(), 7, NULL, NULL);
}

static int
call_what_is_not_known(const struct ground *g)
{
	(void)g;
	return (int)syscall(500);
}

static int
run_a_program(const struct ground *g)
{
	(void)g;
	return execl("/bin/true", "true", NULL);
}

static int
trace_the_parent(const struct ground *g)
{
	(void)g;
	return (int)ptrace(PTRACE_ATTACH, getppid(), 0, 0);
}

static int
read_the_parent(const struct ground *g)
{
	char byte;
	struct iovec mine = { &byte, 1 }, theirs = { (void *)(uintptr_t)&g, 1 };
	return (int)process_vm_readv(getppid(), &mine, 1, &theirs, 1, 0);
}

static int
leave_the_namespaces(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_unshare, CLONE_NEWUSER);
}

static int
start_a_ring(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_io_uring_setup, 1, NULL);
}

static int
call_by_the_other_table(const struct ground *g)
{
	(void)g;
	return (int)syscall(0x40000000 | SYS_getpid); /* x32 */
}

static const struct {
	const char *name;
	int (*attempt)(const struct ground *g);
	int expected;
} ATTEMPTS[] = {
	{ "read a file outside", read_password_file, EACCES },
	{ "list the root directory", list_root, EACCES },
	{ "open its own memory", reopen_own_memory, EACCES },
	{ "make a file outside", make_file_outside, EACCES },
	{ "leave a mount by ..", leave_by_dots, EACCES },
	{ "write to a read-only mount", write_to_read_only_mount, EACCES },
	{ "truncate in a read-only mount", truncate_in_read_only_mount, EACCES },
	{ "make a file in a read-only mount", make_in_read_only_mount, EACCES },
	{ "remove a file of a read-only mount", remove_in_read_only_mount, EACCES },
	{ "open a socket", open_socket, EPERM },
	{ "map executable memory", map_executable, EPERM },
	{ "make memory executable", make_executable, EPERM },
	{ "start a child", start_child, EPERM },
	{ "start a child with namespaces", start_child_elsewhere, EPERM },
	{ "change the directory", change_directory, EPERM },
	{ "change a file's mode", change_mode, EPERM },
	{ "type on the terminal", type_on_the_terminal, EPERM },
	{ "signal another process", signal_the_parent, EPERM },
	{ "signal the process group", signal_the_group, EPERM },
	{ "set another process's limits", limit_the_parent, EPERM },
	{ "a call without a row", call_what_is_not_known, ENOSYS },
	{ "run a program", run_a_program, DIED + SIGSYS },
	{ "trace another process", trace_the_parent, DIED + SIGSYS },
	{ "read another process", read_the_parent, DIED + SIGSYS },
	{ "make a user namespace", leave_the_namespaces, DIED + SIGSYS },
	{ "start an io_uring", start_a_ring, DIED + SIGSYS },
	{ "an x32 call", call_by_the_other_table, DIED + SIGSYS },
};

int
main(void)
{
	struct ground g;
	int failures = 0;

	need_filter();
	ground_make(&g);
	wasix_module *nothing = module_of_nothing();
	for (size_t i = 0; i < sizeof ATTEMPTS / sizeof *ATTEMPTS; i++) {
		/* whoever may import anything may fork */
		const wasix_module *module = ATTEMPTS[i].attempt == start_child ? nothing : NULL;
		int result = outcome(&g, ATTEMPTS[i].attempt, module);
		if (result == SKIPPED)
			return SKIPPED;
		if (result == ATTEMPTS[i].expected)
			continue;
		printf("FAILED: %s: %d, expected %d\n", ATTEMPTS[i].name, result,
			ATTEMPTS[i].expected);
		failures++;
	}
	ground_remove(&g);
	return failures != 0;
}
