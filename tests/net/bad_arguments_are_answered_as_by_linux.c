// RUN: --net
/* Addresses, lengths and descriptors that are wrong, in every place. */
#include "say.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define BAD ((void *)-4096)

int
main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_storage any = { 0 };
	struct sockaddr *p = (struct sockaddr *)&a;
	socklen_t n = sizeof a;
	char buf[64] = "";
	int value = 1, fds[2];
	int u = socket(AF_INET, SOCK_DGRAM, 0), t = socket(AF_INET, SOCK_STREAM, 0);

	alarm(30);
	pipe(fds);
	SAY(socket(AF_INET, 77, 0));
	SAY(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
	SAY(socket(4321, SOCK_STREAM, 0));
	/* descriptors */
	SAY(bind(-1, p, sizeof a));
	SAY(bind(999, p, sizeof a));
	SAY(bind(fds[0], p, sizeof a));
	SAY(connect(999, p, sizeof a));
	SAY(connect(fds[0], p, sizeof a));
	SAY(listen(999, 1));
	SAY(listen(fds[0], 1));
	SAY(listen(u, 1));
	SAY(accept(999, NULL, NULL));
	SAY(accept(fds[0], NULL, NULL));
	SAY(accept(t, NULL, NULL));
	SAY(accept(u, NULL, NULL));
	SAY(accept4(t, NULL, NULL, 4));
	SAY(getsockname(fds[0], (struct sockaddr *)&any, &n));
	SAY(getpeername(999, (struct sockaddr *)&any, &n));
	SAY(send(fds[1], "x", 1, 0));
	SAY(recv(fds[0], buf, 1, 0));
	SAY(send(999, "x", 1, MSG_NOSIGNAL));
	SAY(shutdown(fds[0], SHUT_WR));
	SAY(shutdown(t, 3));
	SAY(shutdown(t, -1));
	SAY(shutdown(t, SHUT_WR));
	/* lengths of addresses */
	SAY(bind(u, p, 0));
	SAY(bind(u, p, 2));
	SAY(bind(u, p, 15));
	SAY(bind(u, p, (socklen_t)-1));
	SAY(bind(u, p, 129));
	SAY(connect(t, p, 15));
	SAY(connect(t, p, 0));
	SAY(sendto(u, "x", 1, 0, p, 15));
	SAY(sendto(u, "x", 1, 0, p, (socklen_t)-5));
	SAY(bind(u, p, sizeof a));
	SAY(bind(u, p, sizeof a));
	n = 1;
	SAY(getsockname(u, (struct sockaddr *)&any, &n));
	SAY(n);
	n = (socklen_t)-1;
	SAY(getsockname(u, (struct sockaddr *)&any, &n));
	/* families */
	any.ss_family = AF_INET6;
	SAY(bind(t, (struct sockaddr *)&any, sizeof(struct sockaddr_in6)));
	SAY(connect(t, (struct sockaddr *)&any, sizeof(struct sockaddr_in6)));
	a.sin_addr.s_addr = inet_addr("192.0.2.1");
	SAY(bind(t, p, sizeof a));
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	/* pointers */
	SAY(bind(t, BAD, sizeof a));
	SAY(connect(t, BAD, sizeof a));
	SAY(getsockname(u, BAD, &n));
	n = sizeof a;
	SAY(getsockname(u, BAD, &n));
	SAY(getsockname(u, p, BAD));
	SAY(getsockname(u, p, &n));
	SAY(sendto(u, BAD, 5, 0, p, sizeof a));
	SAY(sendto(u, "x", 1, 0, BAD, sizeof a));
	SAY(sendto(u, "hello", 5, 0, p, sizeof a));
	SAY(recv(u, BAD, 5, MSG_PEEK));
	SAY(recvfrom(u, buf, 5, 0, p, BAD));
	SAY(setsockopt(t, SOL_SOCKET, SO_REUSEADDR, BAD, 4));
	SAY(setsockopt(t, SOL_SOCKET, SO_REUSEADDR, &value, 3));
	SAY(setsockopt(t, SOL_SOCKET, SO_REUSEADDR, &value, (socklen_t)-1));
	SAY(setsockopt(t, SOL_SOCKET, 4242, &value, 4));
	SAY(setsockopt(t, 4242, 1, &value, 4));
	SAY(getsockopt(t, SOL_SOCKET, 4242, &value, &n));
	SAY(getsockopt(t, SOL_SOCKET, SO_TYPE, BAD, &n));
	SAY(getsockopt(t, SOL_SOCKET, SO_TYPE, &value, BAD));
	n = (socklen_t)-1;
	SAY(getsockopt(t, SOL_SOCKET, SO_TYPE, &value, &n));
	n = 1;
	SAY(getsockopt(t, SOL_SOCKET, SO_TYPE, &value, &n));
	SAY(n);
	SAY(getsockopt(999, SOL_SOCKET, SO_TYPE, &value, &n));
	SAY(getsockopt(fds[0], SOL_SOCKET, SO_TYPE, &value, &n));
	/* messages; connected, since Linux asks for a destination before it looks at control data */
	SAY(connect(u, p, sizeof a));
	struct iovec v = { buf, 5 }, bad = { BAD, 5 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };
	SAY(sendmsg(u, BAD, 0));
	m.msg_iov = BAD;
	SAY(sendmsg(u, &m, 0));
	m.msg_iov = &bad;
	SAY(sendmsg(u, &m, 0));
	m.msg_iovlen = 2000;
	SAY(sendmsg(u, &m, 0));
	m = (struct msghdr){ .msg_name = BAD, .msg_namelen = 16, .msg_iov = &v, .msg_iovlen = 1 };
	SAY(sendmsg(u, &m, 0));
	m = (struct msghdr){
		.msg_iov = &v, .msg_iovlen = 1, .msg_control = buf, .msg_controllen = 64
	};
	memset(buf, 0xff, sizeof buf);
	SAY(sendmsg(u, &m, 0));
	m.msg_control = BAD;
	SAY(sendmsg(u, &m, 0));
	SAY(sendmmsg(u, BAD, 1, 0));
	SAY(sendmmsg(u, BAD, 0, 0));
	SAY(recvmmsg(u, BAD, 1, MSG_DONTWAIT, NULL));
	SAY(sendfile(t, 999, NULL, 5));
	SAY(sendfile(999, 0, NULL, 5));
	SAY(sendfile(t, fds[0], BAD, 5));
	return 0;
}
