// EXPECT: ok
// NATIVE: no, raw imports
/* a set of WASIX whose kernel's half somebody else changed: another way in, and a child that shares it */
#include "raw_extension.h"

#include <sys/wait.h>
#include <unistd.h>

LISTS(epoll_ctl);

enum { IN = 1, ADD = 1, MANY = 40 };

struct linux_event {
	uint32_t events, pad;
	uint64_t data;
};

static abi_fd set, ends[2];
static struct abi_epoll_event events[64];

static void
add(abi_fd fd)
{
	struct abi_epoll_event e = { .events = ABI_EPOLL_TYPE_EPOLLIN,
		.data = { .fd = fd, .data2 = 1234 } };
	OK(wasix_epoll_ctl(set, ABI_EPOLL_CTL_ADD, fd, &e));
}

int
main(void)
{
	static const uint64_t DATA[] = { 1, 16, 1ull << 31, 1ull << 40, UINT64_MAX };
	abi_usize n = 77;
	abi_fd more;

	OK(wasix_epoll_create(&set));
	OK(wasix_fd_pipe(&ends[0], &ends[1]));
	TRUE(write((int)ends[1], "x", 1) == 1);
	for (size_t i = 0; i < sizeof DATA / sizeof *DATA; i++) {
		struct linux_event e = { IN, 0, DATA[i] };
		OK(wasix_fd_dup(ends[0], &more));
		TRUE(RAW(epoll_ctl, set, ADD, more, (uintptr_t)&e) <= 0);
	}
	OK(wasix_epoll_wait(set, events, 64, 0, &n));
	TRUE(n == 0);

	pid_t child = fork();
	if (child == 0) { /* its table grows, ours does not */
		for (int i = 0; i < MANY; i++) {
			OK(wasix_fd_dup(ends[0], &more));
			add(more);
		}
		_exit(failures != 0);
	}
	int status = -1;
	TRUE(waitpid(child, &status, 0) == child && status == 0);
	OK(wasix_epoll_wait(set, events, 64, 0, &n));
	TRUE(n == 0);

	add(ends[0]);
	OK(wasix_epoll_wait(set, events, 64, 0, &n));
	TRUE(n == 1 && events[0].data.fd == ends[0] && events[0].data.data2 == 1234);
	return done();
}
