// RUN: --dir=.
// EXPECT: ok
// EXPECT-ERR: extension.socket was refused: it needs net (sockets and name lookup); --net grants it
// NATIVE: no, there is no such grant
/* EACCES, as behind a firewall; pairs and inherited sockets are no network. */
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int failures;

#define REFUSED(call)                                                     \
	do {                                                              \
		errno = 0;                                                \
		long r_ = (long)(call);                                   \
		if (r_ != -1 || errno != EACCES) {                        \
			printf("%s = %ld, errno %d\n", #call, r_, errno); \
			failures++;                                       \
		}                                                         \
	} while (0)

/* A directory that comes over a socket has no place in the tree: nothing is reached through it. */
static void
pass_directory(int pair[2])
{
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { .head = { .cmsg_len = CMSG_LEN(sizeof(int)),
			      .cmsg_level = SOL_SOCKET,
			      .cmsg_type = SCM_RIGHTS } };
	char byte = 0;
	struct iovec v = { &byte, 1 };
	struct msghdr m = { .msg_iov = &v,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control };
	int fd = open(".", O_RDONLY | O_DIRECTORY);

	memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	if (sendmsg(pair[0], &m, 0) != 1 || recvmsg(pair[1], &m, 0) != 1) {
		puts("the directory does not arrive");
		failures++;
	}
	memcpy(&fd, CMSG_DATA(&control.head), sizeof fd);
	const int results[] = { openat(fd, ".", O_RDONLY),
		openat(fd, "new", O_CREAT | O_RDWR, 0666), mkdirat(fd, "new", 0777),
		unlinkat(fd, "new", 0), fchdir(fd), fchmod(fd, 0700), openat(fd, "..", O_RDONLY),
		renameat(fd, "a", fd, "b"), symlinkat("a", fd, "b") };
	for (size_t i = 0; i < sizeof results / sizeof *results; i++)
		if (results[i] >= 0) {
			printf("a received directory is used: %zu\n", i);
			failures++;
		}
}

int
main(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "sock" };
	struct addrinfo *found;
	struct ifaddrs *list;
	int pair[2], value = 1;
	char b;

	REFUSED(socket(AF_INET, SOCK_STREAM, 0));
	REFUSED(socket(AF_INET6, SOCK_DGRAM, 0));
	REFUSED(socket(AF_UNIX, SOCK_STREAM, 0));
	REFUSED(getifaddrs(&list));
	if (getaddrinfo("localhost", "80", NULL, &found) != EAI_SYSTEM || errno != EACCES) {
		printf("getaddrinfo: errno %d\n", errno);
		failures++;
	}
	if (getaddrinfo("127.0.0.1", "80", NULL, &found) != 0) {
		puts("a number needs nobody");
		failures++;
	}
	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	REFUSED(bind(pair[0], (struct sockaddr *)&un, sizeof un));
	REFUSED(connect(pair[0], (struct sockaddr *)&un, sizeof un));
	REFUSED(sendto(pair[0], "x", 1, 0, (struct sockaddr *)&un, sizeof un));
	struct iovec v = { "x", 1 };
	struct msghdr m = {
		.msg_name = &un, .msg_namelen = sizeof un, .msg_iov = &v, .msg_iovlen = 1
	};
	REFUSED(sendmsg(pair[0], &m, 0));
	REFUSED(setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &value, sizeof value));
	if (send(pair[0], "x", 1, 0) != 1 || recv(pair[1], &b, 1, 0) != 1) {
		puts("a pair carries nothing");
		failures++;
	}
	pass_directory(pair);
	puts(failures ? "failed" : "ok");
	return 0;
}
