// RUN: --net
/* 2000 connections one after the other, half of them ended by a reset: no descriptor is left, the
 * server still serves. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int
main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	struct linger reset = { 1, 0 };
	int l = socket(AF_INET, SOCK_STREAM, 0), before = dup(0), done = 0;
	char b[64];

	alarm(60);
	close(before);
	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 16);
	getsockname(l, (struct sockaddr *)&a, &n);
	for (int i = 0; i < 2000; i++) {
		int s = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(s, (struct sockaddr *)&a, sizeof a) < 0) {
			printf("%d: %d\n", i, errno);
			return 1;
		}
		int c = accept(l, NULL, NULL);
		setsockopt(i % 2 ? s : c, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
		done += send(s, "question", 8, 0) == 8 && recv(c, b, sizeof b, 0) == 8 &&
			send(c, "answer", 6, 0) == 6 && recv(s, b, sizeof b, 0) == 6;
		close(i % 2 ? s : c);
		close(i % 2 ? c : s);
	}
	int after = dup(0);
	printf("%d done, %d left\n", done, after - before);
	return 0;
}
