// EXPECT: ok
// NATIVE: no, raw imports
/* between the members of what the host writes there is nothing of its stack, which a long path has filled */
#include "raw.h"

#include <unistd.h>

static char noise[4000];
static unsigned char out[512];
static abi_usize n;

/* After the call, so many bytes from `at` are zeros in what was written. */
static void
blank(const char *what, size_t at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (out[at + i]) {
			printf("%s: byte %zu is %02x\n", what, at + i, out[at + i]);
			failures++;
			return;
		}
}

#define AFTER_NOISE(call)                                                                           \
	do {                                                                                        \
		abi_fd none;                                                                        \
		memset(out, 0xee, sizeof out);                                                      \
		(void)preview1_path_open(ROOT, 0, noise, sizeof noise, 0, ALL, ALL, 0, &none);      \
		(void)preview1_path_rename(ROOT, noise, sizeof noise, ROOT, noise, sizeof noise); \
		OK(call);                                                                           \
	} while (0)

static void
poll_one(struct abi_subscription s)
{
	AFTER_NOISE(preview1_poll_oneoff(&s, out, 1, &n));
	TRUE(n == 1);
	blank("event", offsetof(struct abi_event, type) + 1, 5);
	blank("event", sizeof(struct abi_event) - 6, 6);
}

static void
list(abi_fd dir)
{
	const size_t end = offsetof(struct abi_dirent, d_type) + 1;

	AFTER_NOISE(preview1_fd_readdir(dir, out, sizeof out, 0, &n));
	blank("dirent", end, sizeof(struct abi_dirent) - end);
}

int
main(void)
{
	abi_fd dir, set, ends[2];

	memset(noise, 0xa5, sizeof noise);
	for (size_t i = 100; i < sizeof noise; i += 100)
		noise[i] = '/';
	OK(open_at(ROOT, ".", ABI_OFLAGS_DIRECTORY, ALL, &dir));
	OK(wasix_fd_pipe(&ends[0], &ends[1]));
	TRUE(write((int)ends[1], "x", 1) == 1);

	AFTER_NOISE(preview1_fd_fdstat_get(dir, out));
	blank("fdstat", 1, 1);
	blank("fdstat", 4, 4);
	AFTER_NOISE(preview1_fd_filestat_get(dir, out));
	blank("filestat", 17, 7);
	AFTER_NOISE(preview1_path_filestat_get(ROOT, 0, STRING("."), out));
	blank("filestat", 17, 7);
	AFTER_NOISE(unstable_as_unstable_fd_filestat_get(dir, out));
	blank("filestat_snapshot0", 17, 3);
	AFTER_NOISE(preview1_fd_prestat_get(ROOT, out));
	blank("prestat", 1, 3);
	list(dir);
	list(ROOT);

	struct abi_subscription s = { .u = { .tag = ABI_EVENTTYPE_CLOCK } };
	s.u.u.clock.id = ABI_CLOCKID_MONOTONIC;
	poll_one(s);
	s.u.tag = ABI_EVENTTYPE_FD_READ;
	s.u.u.fd_read.file_descriptor = ends[0];
	poll_one(s);
	s.u.u.fd_read.file_descriptor = 77;
	poll_one(s);

	struct abi_epoll_event e = { .events = ABI_EPOLL_TYPE_EPOLLIN, .data = { .fd = ends[0] } };
	OK(wasix_epoll_create(&set));
	OK(wasix_epoll_ctl(set, ABI_EPOLL_CTL_ADD, ends[0], &e));
	AFTER_NOISE(wasix_epoll_wait(set, out, 1, 0, &n));
	TRUE(n == 1);
	blank("epoll_event", 4, 4);

	abi_pid pid;
	struct abi_option_pid of = { 0 };
	OK(wasix_proc_fork(1, &pid));
	if (pid == 0)
		_exit(3);
	AFTER_NOISE(wasix_proc_join(&of, 0, out));
	blank("join_status", 1, 1);
	TRUE(out[2] == 3 && of.tag == ABI_OPTION_SOME && of.u.some == pid);
	memcpy(out, &of, sizeof of);
	blank("option_pid", 1, 3);
	return done();
}
