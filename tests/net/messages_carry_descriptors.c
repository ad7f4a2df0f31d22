// RUN: --dir=.
/* SCM_RIGHTS and SCM_CREDENTIALS between processes, over a pair that needs no grant. */
#include "say.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static ssize_t
give(int to, const int *fds, size_t count, int type)
{
	char control[CMSG_SPACE(300 * sizeof(int))] = { 0 };
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = type;
	c->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(c), fds, count * sizeof(int));
	return sendmsg(to, &m, 0);
}

/* How many came. */
static int
take(int from, int *fds, size_t room, int flags)
{
	char control[CMSG_SPACE(300 * sizeof(int))], byte;
	struct iovec v = { &byte, 1 };
	struct msghdr m = { .msg_iov = &v,
		.msg_iovlen = 1,
		.msg_control = room ? control : NULL,
		.msg_controllen = room ? CMSG_LEN(room * sizeof(int)) : 0 };
	int got = 0;

	SAY(recvmsg(from, &m, flags));
	printf("flags %d, control %d\n", m.msg_flags & ~MSG_CMSG_CLOEXEC, m.msg_controllen > 0);
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
			got = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
			memcpy(fds, CMSG_DATA(c), (size_t)got * sizeof(int));
		}
	return got;
}

static void
between_processes(void)
{
	int pair[2], file, status, fds[3];
	char buf[10] = "";

	SAY(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
	printf("%d\n", fcntl(pair[0], F_GETFD));
	fflush(stdout);
	if (fork() == 0) {
		int pipe_[2];
		int f = open("shared", O_CREAT | O_RDWR | O_TRUNC, 0666);
		pipe(pipe_);
		write(f, "contents", 8);
		lseek(f, 3, SEEK_SET);
		write(pipe_[1], "piped", 5);
		int send_[3] = { f, pipe_[0], 1 };
		_exit(give(pair[1], send_, 3, SCM_RIGHTS) != 1);
	}
	printf("%d came\n", take(pair[0], fds, 3, MSG_CMSG_CLOEXEC));
	wait(&status);
	printf("child %d\n", status);
	SAY(fcntl(fds[0], F_GETFD));
	SAY(read(fds[0], buf, 3)); /* the position came along */
	printf("%.3s\n", buf);
	SAY(read(fds[1], buf, 5));
	printf("%.5s\n", buf);
	SAY(write(fds[2], "through it\n", 11));
	SAY(fcntl(fds[0], F_GETFL) & O_ACCMODE);
	close(fds[0]), close(fds[1]), close(fds[2]);
	unlink("shared");
	close(pair[0]), close(pair[1]);
}

static void
room(void)
{
	int pair[2], fds[300], many[253], bad[2] = { 0, 999 };

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	for (int i = 0; i < 253; i++)
		many[i] = 0;
	/* less room than descriptors, and none */
	give(pair[1], many, 3, SCM_RIGHTS);
	printf("%d came\n", take(pair[0], fds, 2, 0));
	close(fds[0]), close(fds[1]);
	give(pair[1], many, 3, SCM_RIGHTS);
	printf("%d came\n", take(pair[0], fds, 0, 0));
	SAY(give(pair[1], many, 253, SCM_RIGHTS));
	int got = take(pair[0], fds, 253, 0);
	printf("%d came\n", got);
	for (int i = 0; i < got; i++)
		close(fds[i]);
	SAY(give(pair[1], bad, 2, SCM_RIGHTS));
	SAY(give(pair[1], bad, 1, 77));
	/* nothing is left open */
	int next = dup(0);
	printf("next %d\n", next - pair[1]);
	close(next);
	close(pair[0]), close(pair[1]);
}

static void
peers(void)
{
	int pair[2];
	struct ucred who;
	socklen_t len = sizeof who;

	socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
	SAY(getsockopt(pair[0], SOL_SOCKET, SO_PEERCRED, &who, &len));
	printf("%d %d %d\n", who.pid == getpid(), who.uid == getuid(), who.gid == getgid());
	who.pid = getpid();
	int words[3];
	memcpy(words, &who, sizeof words);
	SAY(give(pair[0], words, 3, SCM_CREDENTIALS));
	close(pair[0]), close(pair[1]);
}

static void
kinds(void)
{
	int pair[2];

	SAY(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair));
	char b;
	SAY(read(pair[0], &b, 1));
	SAY(write(pair[1], "", 0));
	SAY(read(pair[0], &b, 1));
	close(pair[0]), close(pair[1]);
	SAY(socketpair(AF_INET, SOCK_STREAM, 0, pair));
	SAY(socketpair(AF_UNIX, SOCK_STREAM, 99, pair));
	SAY(socketpair(AF_UNIX, 99, 0, pair));
	SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)-4096));
}

int
main(void)
{
	alarm(30);
	setvbuf(stdout, NULL, _IOLBF, 0);
	between_processes();
	room();
	peers();
	kinds();
	return 0;
}
