/* test_host_posix.c -- the same random calls on the guest's tree and on a directory that a child
 * process has as its root: each answer must be equal.
 *
 * Paths are made of few names, "." and "..", extra slashes, and of links that lead anywhere, so
 * that most calls meet what others made. Skipped where a process may not change its root.
 */
#include "host_fixture.h"

#include <sched.h>
#include <sys/wait.h>

enum { CALLS = 100000, PATH_SIZE = 64, ROOT = 3 };

enum operation {
	OPEN_READ,
	OPEN_CREATE,
	OPEN_EXCLUSIVE,
	OPEN_DIRECTORY,
	OPEN_NO_LINK,
	OPEN_TRUNCATE,
	STAT,
	LSTAT,
	MKDIR,
	RMDIR,
	UNLINK,
	READLINK,
	SYMLINK,
	RENAME,
	LINK,
	SET_TIMES,
	OPERATIONS
};

static const char *const OPERATION_NAMES[] = { "open", "create", "create exclusively",
	"open a directory", "open without links", "truncate", "stat", "lstat", "mkdir", "rmdir",
	"unlink", "readlink", "symlink", "rename", "link", "set times" };

struct call {
	enum operation operation;
	char a[PATH_SIZE];
	char b[PATH_SIZE];
};

static uint32_t
next_random(uint64_t *state, uint32_t below)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % below;
}

static void
make_path(uint64_t *state, char *out)
{
	static const char *const NAMES[] = { "a", "b", "c", "a", "b", "d", ".", "..", "", "l" };
	if (next_random(state, 3) == 0)
		*out++ = '/';
	for (uint32_t n = 1 + next_random(state, 4); n; n--) {
		out = stpcpy(out, NAMES[next_random(state, 10)]);
		if (n > 1 || next_random(state, 5) == 0)
			*out++ = '/';
	}
	*out = 0;
}

static struct call *
make_calls(uint64_t seed)
{
	struct call *calls = calloc(CALLS, sizeof *calls);
	assert_non_null(calls);
	for (int i = 0; i < CALLS; i++) {
		calls[i].operation = next_random(&seed, OPERATIONS);
		make_path(&seed, calls[i].a);
		make_path(&seed, calls[i].b);
	}
	return calls;
}

static int
open_and_close(const char *path, int flags)
{
	int fd = open(path, flags, 0666);
	if (fd >= 0)
		close(fd);
	return fd;
}

static int
call_native(const struct call *c)
{
	char text[PATH_SIZE];
	struct stat s;
	struct timespec times[2] = { { 1, 0 }, { 2, 0 } };

	switch (c->operation) {
	case OPEN_READ:
		return open_and_close(c->a, O_RDONLY);
	case OPEN_CREATE:
		return open_and_close(c->a, O_RDWR | O_CREAT);
	case OPEN_EXCLUSIVE:
		return open_and_close(c->a, O_RDWR | O_CREAT | O_EXCL);
	case OPEN_DIRECTORY:
		return open_and_close(c->a, O_RDONLY | O_DIRECTORY);
	case OPEN_NO_LINK:
		return open_and_close(c->a, O_RDONLY | O_NOFOLLOW);
	case OPEN_TRUNCATE:
		return open_and_close(c->a, O_RDWR | O_TRUNC);
	case STAT:
		return stat(c->a, &s);
	case LSTAT:
		return lstat(c->a, &s);
	case MKDIR:
		return mkdir(c->a, 0777);
	case RMDIR:
		return rmdir(c->a);
	case UNLINK:
		return unlink(c->a);
	case READLINK:
		return (int)readlink(c->a, text, sizeof text);
	case SYMLINK:
		return symlink(c->b, c->a);
	case RENAME:
		return rename(c->a, c->b);
	case LINK:
		return link(c->a, c->b);
	default:
		return utimensat(AT_FDCWD, c->a, times, 0);
	}
}

static wasix_errno
open_guest(const char *path, uint32_t oflags, bool writes, uint32_t lookup)
{
	abi_rights rights = writes ? RIGHTS_CHECKED : ABI_RIGHTS_FD_READ;
	wasix_errno e = open_flags(ROOT, path, oflags, rights, lookup);
	if (!e)
		(void)host_fd_close(C, out_u32());
	return e;
}

static wasix_errno
call_guest(const struct call *c)
{
	uint32_t a = path_at(AT_PATH, c->a), b = path_at(AT_PATH2, c->b);
	struct abi_filestat s;

	switch (c->operation) {
	case OPEN_READ:
		return open_guest(c->a, 0, false, FOLLOW_LINKS);
	case OPEN_CREATE:
		return open_guest(c->a, ABI_OFLAGS_CREAT, true, FOLLOW_LINKS);
	case OPEN_EXCLUSIVE:
		return open_guest(c->a, ABI_OFLAGS_CREAT | ABI_OFLAGS_EXCL, true, FOLLOW_LINKS);
	case OPEN_DIRECTORY:
		return open_guest(c->a, ABI_OFLAGS_DIRECTORY, false, FOLLOW_LINKS);
	case OPEN_NO_LINK:
		return open_guest(c->a, 0, false, 0);
	case OPEN_TRUNCATE:
		return open_guest(c->a, ABI_OFLAGS_TRUNC, true, FOLLOW_LINKS);
	case STAT:
		return stat_path(ROOT, c->a, FOLLOW_LINKS, &s);
	case LSTAT:
		return stat_path(ROOT, c->a, 0, &s);
	case MKDIR:
		return host_path_create_directory(C, ROOT, AT_PATH, a);
	case RMDIR:
		return host_path_remove_directory(C, ROOT, AT_PATH, a);
	case UNLINK:
		return host_path_unlink_file(C, ROOT, AT_PATH, a);
	case READLINK:
		return host_path_readlink(C, ROOT, AT_PATH, a, AT_BUF, PATH_SIZE, AT_OUT);
	case SYMLINK:
		return host_path_symlink(C, AT_PATH2, b, ROOT, AT_PATH, a);
	case RENAME:
		return host_path_rename(C, ROOT, AT_PATH, a, ROOT, AT_PATH2, b);
	case LINK:
		return host_path_link(C, ROOT, 0, AT_PATH, a, ROOT, AT_PATH2, b);
	default:
		return host_path_filestat_set_times(C, ROOT, FOLLOW_LINKS, AT_PATH, a, 1, 2,
			ABI_FSTFLAGS_ATIM | ABI_FSTFLAGS_MTIM);
	}
}

/* In a child: all calls below a root of its own; answers go through the pipe. */
static void
run_native(const struct call *calls, const char *root, int out)
{
	uint8_t *answers = malloc(CALLS);
	if (geteuid() != 0 && unshare(CLONE_NEWUSER) < 0)
		_exit(1);
	if (!answers || chroot(root) < 0 || chdir("/") < 0)
		_exit(1);
	for (int i = 0; i < CALLS; i++)
		answers[i] = (uint8_t)errno_of(call_native(&calls[i]));
	for (ssize_t done = 0; done < CALLS;) {
		ssize_t n = write(out, answers + done, (size_t)(CALLS - done));
		if (n < 0)
			_exit(1);
		done += n;
	}
	_exit(0);
}

static void
compare(uint64_t seed)
{
	struct call *calls = make_calls(seed);
	uint8_t *answers = malloc(CALLS);
	size_t successes = 0;
	int out[2];

	host_directory("native");
	mount_at("in", "/", false);
	start();
	assert_int_equal(pipe(out), 0);
	pid_t child = fork();
	if (child == 0)
		run_native(calls, host_path("native"), out[1]);
	close(out[1]);
	ssize_t got = 0;
	for (ssize_t n = 1; n > 0; got += n > 0 ? n : 0)
		n = read(out[0], answers + got, (size_t)(CALLS - got));
	close(out[0]);
	waitpid(child, NULL, 0);
	if (got != CALLS) {
		print_message("skipped: this process may not have a root of its own\n");
		free(calls);
		free(answers);
		skip();
	}
	for (int i = 0; i < CALLS; i++) {
		wasix_errno e = call_guest(&calls[i]);
		if (e != answers[i])
			fail_msg("call %d, %s '%s' '%s': the host says %d, the guest gets %u", i,
				OPERATION_NAMES[calls[i].operation], calls[i].a, calls[i].b,
				answers[i], e);
		successes += e == ABI_ERRNO_SUCCESS;
	}
	assert_true(successes > CALLS / 10);
	free(calls);
	free(answers);
}

static void
answers_are_the_hosts(void **state)
{
	(void)state;
	compare(1);
}

static void
answers_without_openat2_are_the_hosts(void **state)
{
	(void)state;
	F.process->no_openat2 = true;
	compare(2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		host_test(answers_are_the_hosts),
		host_test(answers_without_openat2_are_the_hosts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
