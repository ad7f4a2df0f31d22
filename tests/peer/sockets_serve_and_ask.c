// RUN: --net --enable-threads
// CFLAGS: -pthread
// EXPECT: accepted from 127.0.0.1 1
// EXPECT: echoed 100000 bytes, the same 1, then the end 0
// EXPECT: datagram 5 from the same port 1
// EXPECT: poll before 0, after 1 in 1
// EXPECT: localhost 127.0.0.1
/* A server and a client in one program, over loopback, on whatever host this runs. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int
bound(int type, struct sockaddr_in *a)
{
	socklen_t len = sizeof *a;
	int s = socket(AF_INET, type, 0);

	*a = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (s < 0 || bind(s, (struct sockaddr *)a, sizeof *a) != 0)
		perror("bind");
	getsockname(s, (struct sockaddr *)a, &len);
	return s;
}

static void *
echo(void *p)
{
	struct sockaddr_in from;
	socklen_t len = sizeof from;
	char buf[4096];
	ssize_t n;
	int c = accept(*(int *)p, (struct sockaddr *)&from, &len);

	printf("accepted from 127.0.0.1 %d\n", from.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
	while ((n = recv(c, buf, sizeof buf, 0)) > 0)
		for (ssize_t sent = 0; sent < n;)
			sent += send(c, buf + sent, (size_t)(n - sent), 0);
	close(c);
	return NULL;
}

static char out[100000], in[sizeof out];
static void *
give(void *p)
{
	for (size_t sent = 0; sent < sizeof out;) {
		ssize_t n = send(*(int *)p, out + sent, sizeof out - sent, 0);
		if (n <= 0)
			break;
		sent += (size_t)n;
	}
	shutdown(*(int *)p, SHUT_WR);
	return NULL;
}

static void
stream(void)
{
	struct sockaddr_in a;
	pthread_t server, giver;
	size_t got = 0;
	ssize_t n;
	int s = bound(SOCK_STREAM, &a), c = socket(AF_INET, SOCK_STREAM, 0);

	listen(s, 5);
	pthread_create(&server, NULL, echo, &s);
	if (connect(c, (struct sockaddr *)&a, sizeof a) != 0)
		perror("connect");
	for (size_t i = 0; i < sizeof out; i++)
		out[i] = (char)(i * 7 + i / 256);
	pthread_create(&giver, NULL, give, &c);
	while ((n = recv(c, in + got, sizeof in - got, 0)) > 0)
		got += (size_t)n;
	pthread_join(giver, NULL);
	pthread_join(server, NULL);
	printf("echoed %zu bytes, the same %d, then the end %zd\n", got, memcmp(in, out, sizeof in) == 0, n);
	close(c);
	close(s);
}

static void
datagrams(void)
{
	struct sockaddr_in a, b, from;
	socklen_t len = sizeof from;
	char buf[100];
	int one = bound(SOCK_DGRAM, &a), two = bound(SOCK_DGRAM, &b);

	sendto(one, "hello", 5, 0, (struct sockaddr *)&b, sizeof b);
	ssize_t n = recvfrom(two, buf, sizeof buf, 0, (struct sockaddr *)&from, &len);
	printf("datagram %zd from the same port %d\n", n, from.sin_port == a.sin_port);
	struct pollfd p = { .fd = one, .events = POLLIN };
	int before = poll(&p, 1, 20);
	sendto(two, "back", 4, 0, (struct sockaddr *)&a, sizeof a);
	int after = poll(&p, 1, 2000);
	printf("poll before %d, after %d in %d\n", before, after, p.revents == POLLIN);
	close(one);
	close(two);
}

int
main(void)
{
	struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM }, *found = NULL;

	stream();
	datagrams();
	int e = getaddrinfo("localhost", "80", &hints, &found);
	printf("localhost %s\n", e ? gai_strerror(e)
				   : inet_ntoa(((struct sockaddr_in *)found->ai_addr)->sin_addr));
}
