/* pingpong.c -- 64 bytes to a child process and back over TCP of loopback, 50000 times. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUNDS = 50000, SIZE = 64 };

int
main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	char buf[SIZE] = { 0 };

	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 1);
	getsockname(l, (struct sockaddr *)&a, &n);
	if (fork() == 0) {
		int s = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(s, (struct sockaddr *)&a, sizeof a))
			_exit(1);
		setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		for (ssize_t k; (k = recv(s, buf, SIZE, 0)) > 0;)
			if (send(s, buf, (size_t)k, 0) != k)
				_exit(1);
		_exit(0);
	}
	int c = accept(l, NULL, NULL);
	setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	for (int i = 0; i < ROUNDS; i++)
		if (send(c, buf, SIZE, 0) != SIZE || recv(c, buf, SIZE, MSG_WAITALL) != SIZE)
			return 1;
	return 0;
}
