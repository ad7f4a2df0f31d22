/* talk.h -- a server that sends back what it gets, and its client.
 *
 *   talk serve KIND   listens, writes the port to the file "port" (or makes the socket "sock"),
 * serves one client talk ask KIND     sends 1 MiB and compares what comes back talk free         a
 * port that nobody has
 *
 * KIND: tcp, tcp6, unix, udp, or a number: TCP at that port.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { TOTAL = 1 << 20, PIECE = 1000 };

static union {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
} address;
static socklen_t len;
static unsigned char sent[TOTAL], got[TOTAL];

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static int
prepare(const char *kind, int port)
{
	int type = strcmp(kind, "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM;

	if (strcmp(kind, "unix") == 0) {
		address.un.sun_family = AF_UNIX;
		strcpy(address.un.sun_path, "sock");
		len = sizeof address.un;
	} else if (strcmp(kind, "tcp6") == 0) {
		address.in6.sin6_family = AF_INET6;
		address.in6.sin6_addr = (struct in6_addr)IN6ADDR_LOOPBACK_INIT;
		address.in6.sin6_port = htons((unsigned short)port);
		len = sizeof address.in6;
	} else {
		address.in.sin_family = AF_INET;
		address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.in.sin_port = htons((unsigned short)port);
		len = sizeof address.in;
	}
	int fd = socket(address.any.sa_family, type, 0);
	if (fd < 0)
		die("socket");
	return fd;
}

static void
tell_port(int fd)
{
	if (getsockname(fd, &address.any, &len) < 0)
		die("getsockname");
	FILE *f = fopen("port.new", "w");
	fprintf(f, "%d\n", address.any.sa_family == AF_UNIX ? 1 : ntohs(address.in.sin_port));
	fclose(f);
	rename("port.new", "port");
}

static int
serve(const char *kind)
{
	int fd = prepare(kind, atoi(kind)), udp = strcmp(kind, "udp") == 0;
	static char buf[65536];
	ssize_t n;

	if (bind(fd, &address.any, len) < 0)
		die("bind");
	if (!udp && listen(fd, 1) < 0)
		die("listen");
	tell_port(fd);
	if (udp) {
		do {
			socklen_t l = sizeof address;
			n = recvfrom(fd, buf, sizeof buf, 0, &address.any, &l);
			if (n >= 0 && sendto(fd, buf, (size_t)n, 0, &address.any, l) != n)
				die("sendto");
		} while (n > 0);
		return n != 0;
	}
	int c = accept(fd, NULL, NULL);
	if (c < 0)
		die("accept");
	while ((n = read(c, buf, sizeof buf)) > 0)
		for (ssize_t m, done = 0; done < n; done += m)
			if ((m = write(c, buf + done, (size_t)(n - done))) < 0)
				die("write");
	return n != 0;
}

static void
ask_udp(int fd)
{
	for (size_t at = 0; at < TOTAL; at += PIECE) {
		size_t piece = TOTAL - at < PIECE ? TOTAL - at : PIECE;
		if (send(fd, sent + at, piece, 0) != (ssize_t)piece)
			die("send");
		if (recv(fd, got + at, piece, 0) != (ssize_t)piece)
			die("recv");
	}
	send(fd, "", 0, 0);
}

/* Both directions at once: neither side may wait for the other. */
static void
ask_stream(int fd)
{
	size_t out = 0, in = 0;

	while (in < TOTAL) {
		struct pollfd p = { .fd = fd, .events = POLLIN | (out < TOTAL ? POLLOUT : 0) };
		if (poll(&p, 1, 10000) <= 0)
			die("poll");
		if (p.revents & POLLOUT) {
			ssize_t n = send(fd, sent + out, TOTAL - out, MSG_DONTWAIT | MSG_NOSIGNAL);
			if (n < 0 && errno != EAGAIN)
				die("send");
			out += n > 0 ? (size_t)n : 0;
		}
		if (p.revents & (POLLIN | POLLHUP)) {
			ssize_t n = recv(fd, got + in, TOTAL - in, 0);
			if (n <= 0)
				die("recv");
			in += (size_t)n;
		}
	}
	shutdown(fd, SHUT_WR);
}

static int
ask(const char *kind)
{
	int port = 0;
	FILE *f = fopen("port", "r");

	if (!f || fscanf(f, "%d", &port) != 1)
		die("port");
	int fd = prepare(kind, port);
	if (connect(fd, &address.any, len) < 0)
		die("connect");
	for (size_t i = 0; i < TOTAL; i++)
		sent[i] = (unsigned char)(i * 2654435761u >> 13);
	if (strcmp(kind, "udp") == 0)
		ask_udp(fd);
	else
		ask_stream(fd);
	printf("%d bytes, %s\n", TOTAL, memcmp(sent, got, TOTAL) ? "others" : "the same");
	return 0;
}

int
main(int argc, char **argv)
{
	alarm(30);
	if (strcmp(argv[1], "free") == 0) {
		int fd = prepare("tcp", 0);
		bind(fd, &address.any, len);
		getsockname(fd, &address.any, &len);
		printf("%d\n", ntohs(address.in.sin_port));
		return 0;
	}
	return strcmp(argv[1], "serve") == 0 ? serve(argv[2]) : ask(argv[2]);
}
