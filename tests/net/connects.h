/* connects.h -- many connections, one after the other.
 *
 *   connects serve         prints its port, answers each connection's question, until one says "end"
 *   connects call PORT N   N of them, half ended by a reset of this side, half by one of the other;
 *                          prints how many went well
 *   connects end PORT
 *
 * Resets leave no port behind, and the calls go out to several addresses of loopback.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct linger RESET = { 1, 0 };

static struct sockaddr_in
address(int port, int host)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(host ? INADDR_LOOPBACK + (unsigned)host % 8 : INADDR_ANY),
		.sin_port = htons((unsigned short)port) };
}

/* Nonzero: the end was asked for. */
static int
answer(int set, int fd)
{
	char b[16] = "";
	ssize_t n = recv(fd, b, sizeof b, 0);

	if (n == 4 && memcmp(b, "hold", 4) == 0 && send(fd, "ok", 2, MSG_NOSIGNAL) == 2)
		return 0; /* the other side ends it */
	if (n == 4)
		(void)send(fd, "ok", 2, MSG_NOSIGNAL);
	if (n == 4 && memcmp(b, "drop", 4) == 0) { /* once the answer is taken */
		(void)recv(fd, b, 1, 0);
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &RESET, sizeof RESET);
	}
	close(fd);
	return n == 3;
}

static int
serve(void)
{
	struct sockaddr_in a = address(0, 0);
	socklen_t len = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0), set = epoll_create1(0);
	struct epoll_event e = { .events = EPOLLIN, .data.fd = l }, got[16];

	bind(l, (struct sockaddr *)&a, len);
	listen(l, 128);
	getsockname(l, (struct sockaddr *)&a, &len);
	printf("%d\n", ntohs(a.sin_port));
	fflush(stdout);
	epoll_ctl(set, EPOLL_CTL_ADD, l, &e);
	for (;;) {
		int n = epoll_wait(set, got, 16, -1);
		for (int i = 0; i < n; i++) {
			int fd = got[i].data.fd;
			if (fd == l) {
				e.data.fd = accept(l, NULL, NULL);
				epoll_ctl(set, EPOLL_CTL_ADD, e.data.fd, &e);
			} else if (answer(set, fd)) {
				return 0;
			}
		}
	}
}

static int
call(int port, int i)
{
	struct sockaddr_in a = address(port, 1 + i % 7);
	const char *what = i % 2 ? "hold" : "drop";
	char b[4];

	int s = socket(AF_INET, SOCK_STREAM, 0);
	int well = s >= 0 && connect(s, (struct sockaddr *)&a, sizeof a) == 0 &&
		   send(s, what, 4, MSG_NOSIGNAL) == 4 && recv(s, b, 2, MSG_WAITALL) == 2;
	if (well && i % 2 == 0) {
		send(s, "x", 1, MSG_NOSIGNAL);
		well = recv(s, b, 1, 0) <= 0; /* an end or a reset */
	}
	if (!well)
		printf("%d: errno %d\n", i, errno);
	setsockopt(s, SOL_SOCKET, SO_LINGER, &RESET, sizeof RESET);
	close(s);
	return well;
}

int
main(int argc, char **argv)
{
	int port = argc > 2 ? atoi(argv[2]) : 0, well = 0;

	if (strcmp(argv[1], "serve") == 0)
		return serve();
	if (strcmp(argv[1], "end") == 0) {
		struct sockaddr_in a = address(port, 1);
		int s = socket(AF_INET, SOCK_STREAM, 0);
		connect(s, (struct sockaddr *)&a, sizeof a);
		return send(s, "end", 3, 0) != 3;
	}
	int free_before = dup(0);
	close(free_before);
	for (int i = 0; i < atoi(argv[3]) && well == i; i++)
		well += call(port, i);
	printf("%d well, %d left\n", well, dup(0) - free_before);
	return 0;
}
