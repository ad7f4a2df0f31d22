/* http.c -- a server that answers every request with hello: one thread, epoll, connections kept.
 *
 * http PORT serves on that port of loopback until its parent's end of standard input is closed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, REQUEST_MAX = 2048, CONNECTIONS_MAX = 4096 };

static const char ANSWER[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n"
			     "Server: hello\r\n\r\nhello\n";

/* What has come of a request, by descriptor. */
static struct {
	size_t len;
	char bytes[REQUEST_MAX];
} requests[CONNECTIONS_MAX];

static int
listen_at(const char *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((unsigned short)atoi(port)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 1024))
		exit(1);
	return fd;
}

static void
add(int set, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
}

static void
accept_all(int set, int listener)
{
	int on = 1;

	for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
		if (fd >= CONNECTIONS_MAX) {
			close(fd);
			continue;
		}
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		requests[fd].len = 0;
		add(set, fd);
	}
}

/* Answers each whole request. False at the connection's end. */
static int
serve(int fd)
{
	char *bytes = requests[fd].bytes;
	size_t len = requests[fd].len;
	ssize_t n = recv(fd, bytes + len, REQUEST_MAX - 1 - len, 0);

	if (n <= 0)
		return 0;
	len += (size_t)n;
	bytes[len] = 0;
	for (char *end; (end = strstr(bytes, "\r\n\r\n"));) {
		if (send(fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL) < 0)
			return 0;
		len -= (size_t)(end + 4 - bytes);
		memmove(bytes, end + 4, len + 1);
	}
	requests[fd].len = len;
	return len < REQUEST_MAX - 1;
}

int
main(int argc, char **argv)
{
	static struct epoll_event events[EVENTS];
	int set = epoll_create1(0), listener = listen_at(argc > 1 ? argv[1] : "0");

	add(set, listener);
	add(set, STDIN_FILENO);
	for (;;) {
		int n = epoll_wait(set, events, EVENTS, -1);
		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd;
			if (fd == STDIN_FILENO)
				return 0;
			if (fd == listener)
				accept_all(set, listener);
			else if (!serve(fd))
				close(fd);
		}
	}
}
