// RUN: --net
/* Where the urgent byte is; what waits to be read; how a half-closed connection is told; options
 * that nobody knows. */
#include "say.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void
pair_of(int pair[2])
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0);

	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 1);
	getsockname(l, (struct sockaddr *)&a, &len);
	pair[0] = socket(AF_INET, SOCK_STREAM, 0);
	connect(pair[0], (struct sockaddr *)&a, sizeof a);
	pair[1] = accept(l, NULL, NULL);
	close(l);
}

static void
urgent(int pair[2])
{
	struct pollfd p = { pair[1], POLLPRI, 0 };
	char b[16];
	int n = -1;

	send(pair[0], "abc", 3, 0);
	SAY(send(pair[0], "!", 1, MSG_OOB));
	send(pair[0], "de", 2, 0);
	SAY(poll(&p, 1, 5000));
	SAY(p.revents);
	SAY(sockatmark(pair[1]));
	SAY(recv(pair[1], b, sizeof b, 0)); /* stops at the mark */
	SAY(sockatmark(pair[1]));
	SAY(recv(pair[1], b, 1, MSG_OOB));
	SAY(b[0]);
	SAY(recv(pair[1], b, 1, MSG_OOB));
	p.events = POLLIN;
	SAY(poll(&p, 1, 5000));
	SAY(recv(pair[1], b, sizeof b, MSG_DONTWAIT));
	SAY(sockatmark(pair[1]));
	send(pair[0], "12345", 5, 0);
	SAY(poll(&p, 1, 5000));
	SAY(ioctl(pair[1], FIONREAD, &n));
	SAY(n);
	SAY(sockatmark(STDOUT_FILENO));
}

int
main(void)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof info;
	int pair[2], value = 1, bad;

	pair_of(pair);
	urgent(pair);
	SAY(getsockopt(pair[0], IPPROTO_TCP, TCP_INFO, &info, &len));
	SAY(info.tcpi_state);
	shutdown(pair[1], SHUT_WR);
	struct pollfd p = { pair[0], POLLRDHUP, 0 };
	SAY(poll(&p, 1, 5000));
	len = sizeof info;
	SAY(getsockopt(pair[0], IPPROTO_TCP, TCP_INFO, &info, &len));
	SAY(info.tcpi_state);
	SAY(setsockopt(pair[0], IPPROTO_TCP, 9999, &value, sizeof value));
	SAY(setsockopt(pair[0], 9999, 1, &value, sizeof value));
	len = sizeof value;
	SAY(getsockopt(pair[0], SOL_SOCKET, 9999, &value, &len));
	struct hostent *h = gethostbyname("localhost");
	SAY(h && h->h_addrtype == AF_INET && h->h_length == 4 &&
		!strcmp(inet_ntoa(*(struct in_addr *)h->h_addr_list[0]), "127.0.0.1"));
	return 0;
}
