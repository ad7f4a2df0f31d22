// RUN: --net --dir=.
/* SCM_RIGHTS where it is odd: no number left, looked at before it is taken, several at once,
 * sockets of every state, messages that nobody took, in circles; credentials of who wrote. What is
 * not taken is closed, which the other end of a pipe sees. */
#include "say.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int pair[2];
static char text[16];
static _Alignas(struct cmsghdr) char control[512];

static struct msghdr
message(size_t room)
{
	static struct iovec v;

	v = (struct iovec){ text, sizeof text };
	return (struct msghdr){
		.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = room
	};
}

static size_t
add(size_t at, const int *fds, size_t count)
{
	struct cmsghdr *c = (struct cmsghdr *)(control + at);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(c), fds, count * sizeof(int));
	return at + CMSG_SPACE(count * sizeof(int));
}

static ssize_t
give(int to, const int *fds, size_t count)
{
	memset(control, 0, sizeof control);
	struct msghdr m = message(add(0, fds, count));
	m.msg_iov->iov_len = 3;
	return sendmsg(to, &m, 0);
}

/* The descriptors of one message; says its flags. */
static int
take(int from, int *fds, int flags)
{
	struct msghdr m = message(sizeof control);
	int got = 0;

	ssize_t n = recvmsg(from, &m, flags);
	printf("%zd bytes, flags %x:", n, n < 0 ? errno : m.msg_flags & ~MSG_CMSG_CLOEXEC);
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); n >= 0 && c; c = CMSG_NXTHDR(&m, c)) {
		size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		printf(" type %d of %zu", c->cmsg_type, count);
		if (c->cmsg_type != SCM_RIGHTS)
			continue;
		memcpy(fds + got, CMSG_DATA(c), count * sizeof(int));
		got += (int)count;
	}
	puts("");
	return got;
}

/* Whether anybody still has the writing end of the pipe. */
static const char *
state(int reader)
{
	struct pollfd p = { .fd = reader, .events = POLLIN };

	return poll(&p, 1, 0) == 1 && p.revents & POLLHUP ? "closed" : "open";
}

static int
sent_end(int count)
{
	int p[2], fds[8];

	if (pipe(p))
		perror("pipe");
	for (int i = 0; i < count; i++)
		fds[i] = p[1];
	give(pair[0], fds, (size_t)count);
	close(p[1]);
	return p[0];
}

static void
no_number_left(void)
{
	struct rlimit was, few;
	int fds[8], got;
	int reader = sent_end(3), next = dup(0);

	close(next);
	getrlimit(RLIMIT_NOFILE, &was);
	few = was;
	few.rlim_cur = (rlim_t)next + 2;
	setrlimit(RLIMIT_NOFILE, &few);
	got = take(pair[1], fds, 0);
	setrlimit(RLIMIT_NOFILE, &was);
	printf("%d of 3, the rest is %s", got, state(reader));
	for (int i = 0; i < got; i++)
		close(fds[i]);
	printf(", then %s\n", state(reader));
	close(reader);
}

static void
not_taken(void)
{
	int fds[8], reader = sent_end(1);

	/* read as bytes alone */
	SAY(read(pair[1], text, sizeof text));
	puts(state(reader));
	close(reader);
	/* looked at twice, then taken: each time a number of its own */
	reader = sent_end(1);
	for (int i = 0; i < 3; i++)
		take(pair[1], fds + i, i < 2 ? MSG_PEEK : 0);
	printf("%d %d\n", fds[0] != fds[1] && fds[1] != fds[2], fcntl(fds[0], F_GETFD));
	for (int i = 0; i < 3; i++) {
		printf("%s ", state(reader));
		close(fds[i]);
	}
	puts(state(reader));
	close(reader);
	/* still on its way when both ends go */
	reader = sent_end(2);
	close(pair[0]);
	printf("%s ", state(reader));
	close(pair[1]);
	puts(state(reader));
	close(reader);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	/* a socket that carries itself */
	reader = sent_end(1);
	give(pair[0], pair, 2);
	close(pair[0]), close(pair[1]);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair); /* may sweep up */
	for (int i = 0; i < 100 && strcmp(state(reader), "closed") != 0; i++) {
		int other[2];
		socketpair(AF_UNIX, SOCK_STREAM, 0, other);
		close(other[0]), close(other[1]);
		usleep(1000);
	}
	puts(state(reader));
	close(reader);
}

static void
several(void)
{
	int fds[8], p[2], q[2];

	pipe(p), pipe(q);
	memset(control, 0, sizeof control);
	size_t at = add(0, p, 2);
	struct msghdr m = message(add(at, q, 2));
	SAY(sendmsg(pair[0], &m, 0));
	printf("%d came\n", take(pair[1], fds, MSG_CMSG_CLOEXEC));
	SAY(write(fds[3], "q", 1));
	SAY(read(q[0], text, 1));
	SAY(fcntl(fds[1], F_GETFD));
	for (int i = 0; i < 4; i++)
		close(fds[i]);
	/* bytes of two messages are not put together where descriptors came with them */
	give(pair[0], p, 1);
	give(pair[0], q, 1);
	write(pair[0], "more", 4);
	for (int i = 0; i < 3; i++)
		for (int got = take(pair[1], fds, 0); got; got--)
			close(fds[got - 1]);
	/* none at all, and more than there may be */
	SAY(give(pair[0], fds, 0));
	SAY(read(pair[1], text, sizeof text));
	m = message(CMSG_LEN(2));
	((struct cmsghdr *)control)->cmsg_len = 3;
	SAY(sendmsg(pair[0], &m, 0));
	close(p[0]), close(p[1]), close(q[0]), close(q[1]);
}

/* A child gets a listener, a connection and a set of readiness, and works with them. */
static void
sockets(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int status, fds[3], caller = socket(AF_INET, SOCK_STREAM, 0);

	if (fork() == 0) {
		/* it works beside the parent: what it says would come at any time */
		dup2(open("/dev/null", O_WRONLY), 1);
		int got[3], ok = take(pair[1], got, 0) == 3;
		struct epoll_event e;
		ok = ok && epoll_wait(got[2], &e, 1, 5000) == 1 && e.data.u32 == 77;
		int c = accept(got[0], NULL, NULL);
		ok = ok && c >= 0 && write(c, "served", 6) == 6 && write(got[1], "!", 1) == 1;
		_exit(!ok);
	}
	fds[0] = socket(AF_INET, SOCK_STREAM, 0);
	bind(fds[0], (struct sockaddr *)&a, sizeof a);
	listen(fds[0], 3);
	getsockname(fds[0], (struct sockaddr *)&a, &n);
	int udp = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr = a.sin_addr };
	bind(udp, (struct sockaddr *)&to, sizeof to);
	n = sizeof to;
	getsockname(udp, (struct sockaddr *)&to, &n);
	fds[1] = socket(AF_INET, SOCK_DGRAM, 0);
	connect(fds[1], (struct sockaddr *)&to, sizeof to);
	fds[2] = epoll_create1(0);
	struct epoll_event e = { .events = EPOLLIN, .data.u32 = 77 };
	epoll_ctl(fds[2], EPOLL_CTL_ADD, fds[0], &e);
	give(pair[0], fds, 3);
	close(fds[1]);
	SAY(connect(caller, (struct sockaddr *)&a, sizeof a));
	SAY(recv(caller, text, 6, MSG_WAITALL));
	SAY(recv(udp, text, 1, 0));
	wait(&status);
	printf("child %d\n", status);
	close(fds[0]), close(fds[2]), close(udp), close(caller);
}

static void
credentials(void)
{
	int on = 1, status;
	struct msghdr m = message(sizeof control);

	setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		_exit(write(pair[0], "me", 2) != 2);
	SAY(recvmsg(pair[1], &m, 0));
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	struct ucred who = { 0 };
	if (c && c->cmsg_type == SCM_CREDENTIALS)
		memcpy(&who, CMSG_DATA(c), sizeof who);
	printf("the child's %d %d %d\n", who.pid == child, who.uid == getuid(),
		who.gid == getgid());
	wait(&status);
}

int
main(void)
{
	alarm(30);
	setvbuf(stdout, NULL, _IOLBF, 0);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	int before = dup(0);
	close(before);
	no_number_left();
	not_taken();
	several();
	sockets();
	credentials();
	int after = dup(0);
	printf("left open: %d\n", after - before);
	return 0;
}
