/* who_starts_nothing_stays_alone.c -- a guest that sends signals and asks about groups, but neither
 * forks nor execs, has no way to other processes or to new code.
 */
#include "wall.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* It imports call_dynamic and lists extensions of PROCESS. */
static wasix_module *
module_of_signals(void)
{
	static const char BYTES[] = "\0asm\1\0\0\0"
				    "\1\13\1\x60\6\x7f\x7f\x7f\x7f\x7f\x7f\1\x7f"
				    "\2\33\1\12wasix_32v1\14call_dynamic\0\0"
				    "\0\45\20wasix.extensionskill\0setpgid\0getsid\0";
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_module *module;
	wasix_error err = { 0 };

	DEMAND(engine);
	wasix_result result =
		wasix_module_new(engine, (const uint8_t *)BYTES, sizeof BYTES - 1, &module, &err);
	if (result != WASIX_OK)
		puts(err.text);
	DEMAND(result == WASIX_OK);
	return module;
}

static int
fork_by_clone(const struct ground *g)
{
	(void)g;
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (child == 0)
		_exit(0);
	return (int)child;
}

static int
make_a_thread(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND, 0, 0, 0, 0);
}

static int
map_code_of_a_file(const struct ground *g)
{
	char path[80];
	snprintf(path, sizeof path, "%s/f", g->writable);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	return code == MAP_FAILED ? -1 : 0;
}

static int
make_a_memory_file(const struct ground *g)
{
	(void)g;
	return (int)syscall(SYS_memfd_create, "x", 0);
}

static int
signal_the_parent(const struct ground *g)
{
	(void)g;
	return kill(getppid(), 0);
}

static int
run_a_program(const struct ground *g)
{
	(void)g;
	return execl("/bin/true", "true", NULL);
}

static int
signal_itself(const struct ground *g)
{
	(void)g;
	return kill(getpid(), SIGCHLD);
}

static int
lead_a_group(const struct ground *g)
{
	(void)g;
	return setpgid(0, 0);
}

static int
wait_for_nobody(const struct ground *g)
{
	(void)g;
	return waitpid(-1, NULL, WNOHANG);
}

static const struct {
	const char *name;
	int (*attempt)(const struct ground *g);
	int expected;
} ATTEMPTS[] = {
	{ "fork", fork_by_clone, EPERM },
	{ "make a thread", make_a_thread, EPERM },
	{ "map a file's code", map_code_of_a_file, EPERM },
	{ "make a memory file", make_a_memory_file, ENOSYS },
	{ "signal another process", signal_the_parent, EPERM },
	{ "run a program", run_a_program, DIED + SIGSYS },
	{ "signal itself", signal_itself, 0 },
	{ "lead a group", lead_a_group, 0 },
	{ "wait for nobody", wait_for_nobody, ECHILD },
};

int
main(void)
{
	struct ground g;
	int failures = 0;

	need_filter();
	ground_make(&g);
	wasix_module *module = module_of_signals();
	for (size_t i = 0; i < sizeof ATTEMPTS / sizeof *ATTEMPTS; i++) {
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
