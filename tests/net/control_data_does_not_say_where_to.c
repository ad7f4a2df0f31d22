// RUN: --net=ipv4:allow=127.0.0.1
// EXPECT: ok
// NATIVE: no, natively a route may be given
/* a datagram's way of travelling may be chosen, its route may not */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int
send_with(int fd, int level, int type, const void *data, size_t len)
{
	_Alignas(struct cmsghdr) char control[128] = { 0 };
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9999) };
	struct iovec iov = { "x", 1 };
	struct msghdr m = { .msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control };
	struct cmsghdr *c = (struct cmsghdr *)control;

	inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
	*c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(len), .cmsg_level = level, .cmsg_type = type };
	memcpy(CMSG_DATA(c), data, len);
	m.msg_controllen = CMSG_SPACE(len);
	return sendmsg(fd, &m, 0) < 0 ? errno : 0;
}

int
main(void)
{
	/* loose source route by way of 192.0.2.1, and a routing header of IPv6 */
	static const unsigned char ROUTE[] = { 131, 7, 4, 192, 0, 2, 1, 0 }, HEADER[24] = { 0, 2, 2, 1 };
	enum { RETOPTS = 7, RTHDR = 57, MARK = 36 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), ttl = 3, failures = 0;

	failures += send_with(fd, IPPROTO_IP, IP_TTL, &ttl, sizeof ttl) != 0;
	failures += send_with(fd, IPPROTO_IP, RETOPTS, ROUTE, sizeof ROUTE) != EINVAL;
	failures += send_with(fd, IPPROTO_IPV6, RTHDR, HEADER, sizeof HEADER) != EINVAL;
	failures += send_with(fd, SOL_SOCKET, MARK, &ttl, sizeof ttl) != EINVAL;
	puts(failures ? "failed" : "ok");
}
