/* old_kernels_cost_one_line.c -- wasix run under a filter that plays a kernel without Landlock,
 * then without seccomp too: the guest runs, and one line says what is missing; none says it with
 * --no-second-wall. */
#include "wall.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* (module (func (export "_start"))) */
static const unsigned char MODULE[] = { 0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1,
	0, 7, 10, 1, 6, '_', 's', 't', 'a', 'r', 't', 0, 0, 10, 4, 1, 2, 0, 0x0b };

/* One call answers ENOSYS from now on. */
static void
lack(long number)
{
	struct sock_filter code[] = {
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr) },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (unsigned)number },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
	};
	struct sock_fprog filter = { sizeof code / sizeof *code, code };
	DEMAND(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	DEMAND(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
}

/* Runs the module; gives its standard error. */
static void
run(const char *path, bool no_seccomp, const char *flag, char *said, size_t size)
{
	int pipes[2], status;
	DEMAND(pipe(pipes) == 0);
	pid_t child = fork();
	DEMAND(child >= 0);
	if (child == 0) {
		dup2(pipes[1], 2);
		lack(SYS_landlock_create_ruleset);
		if (no_seccomp)
			lack(SYS_seccomp);
		execl(getenv("WASIX"), "wasix", "run", flag, path, (char *)NULL);
		_exit(99);
	}
	close(pipes[1]);
	FILE *f = fdopen(pipes[0], "r");
	DEMAND(f);
	said[fread(said, 1, size - 1, f)] = 0;
	fclose(f);
	DEMAND(waitpid(child, &status, 0) == child);
	DEMAND(WIFEXITED(status));
	if (WEXITSTATUS(status) != 0)
		printf("FAILED: exit status %d: %s", WEXITSTATUS(status), said);
	DEMAND(WEXITSTATUS(status) == 0);
}

static size_t
lines(const char *text)
{
	size_t count = 0;
	for (; *text; text++)
		count += *text == '\n';
	return count;
}

int
main(void)
{
	char path[] = "/tmp/wasix-wall-XXXXXX", said[1024];
	int fd = mkstemp(path);

	DEMAND(fd >= 0 && write(fd, MODULE, sizeof MODULE) == sizeof MODULE && close(fd) == 0);
	DEMAND(getenv("WASIX"));
	run(path, false, "--no-second-wall", said, sizeof said);
	DEMAND(lines(said) == 0);
	run(path, false, "--env=A=1", said, sizeof said);
	DEMAND(lines(said) == 1 && strstr(said, "Landlock") && !strstr(said, "seccomp"));
	run(path, true, "--env=A=1", said, sizeof said);
	DEMAND(lines(said) == 1 && strstr(said, "Landlock"));
	unlink(path);
	return 0;
}
