// RUN: --dir=. --net
// Counters, timers and sets reach another process by a socket, and a child's end is an event.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int
pass(int socket, int *fds, int count, int send)
{
	char byte = 'x', control[CMSG_SPACE(4 * sizeof(int))] = "";
	struct iovec iov = { &byte, 1 };
	struct msghdr m = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	if (send) {
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(c), fds, count * sizeof(int));
		return (int)sendmsg(socket, &m, 0);
	}
	int n = (int)recvmsg(socket, &m, 0);
	memcpy(fds, CMSG_DATA(c), count * sizeof(int));
	return n;
}

int
main(void)
{
	int pair[2], fds[3], status;
	uint64_t value = 0;
	struct epoll_event e = { .events = EPOLLIN, .data.u64 = 0xfedcba9876543210 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	pid_t child = fork();
	if (child == 0) {
		struct itimerspec t = { .it_value.tv_nsec = 1000000 };
		int set = epoll_create1(0), counter = eventfd(0, 0),
		    timer = timerfd_create(CLOCK_MONOTONIC, 0);
		int out[3] = { set, counter, timer };
		epoll_ctl(set, EPOLL_CTL_ADD, counter, &e);
		timerfd_settime(timer, 0, &t, NULL);
		pass(pair[1], out, 3, 1);
		pass(pair[1], out, 0, 0); /* until the other has them */
		eventfd_write(counter, 5);
		_exit(3);
	}
	printf("received %d\n", pass(pair[0], fds, 3, 0));
	printf("timer %zd", read(fds[2], &value, 8));
	printf(" %d\n", (int)value);
	e.data.u64 = 0;
	printf("idle %d\n", epoll_wait(fds[0], &e, 1, 0));
	write(pair[0], "y", 1);
	printf("set %d", epoll_wait(fds[0], &e, 1, -1));
	printf(" %llx\n", (unsigned long long)e.data.u64);
	read(fds[1], &value, 8);
	printf("counter %d\n", (int)value);
	int pidfd = (int)syscall(SYS_pidfd_open, child, 0);
	struct pollfd p = { .fd = pidfd, .events = POLLIN };
	printf("child %d\n", poll(&p, 1, -1) == 1 && p.revents == POLLIN);
	waitpid(child, &status, 0);
	printf("ended %d\n", WEXITSTATUS(status));
	printf("nobody %d, none %d, wrong %d\n", syscall(SYS_pidfd_open, 32000, 0) < 0 ? errno : 0,
		syscall(SYS_pidfd_open, -1, 0) < 0 ? errno : 0,
		syscall(SYS_pidfd_open, getpid(), 12345) < 0 ? errno : 0);
}
