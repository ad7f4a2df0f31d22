/* stream.c -- 2 GiB over a TCP connection of loopback, 64 KiB at a time, from a child process. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 65536, PIECES = 32768 };

static char buf[PIECE];

int
main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int l = socket(AF_INET, SOCK_STREAM, 0);
	long long got = 0;

	bind(l, (struct sockaddr *)&a, sizeof a);
	listen(l, 1);
	getsockname(l, (struct sockaddr *)&a, &n);
	if (fork() == 0) {
		int s = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(s, (struct sockaddr *)&a, sizeof a))
			_exit(1);
		for (int i = 0; i < PIECES; i++)
			for (ssize_t done = 0, k; done < PIECE; done += k)
				if ((k = send(s, buf, (size_t)(PIECE - done), 0)) <= 0)
					_exit(1);
		_exit(0);
	}
	int c = accept(l, NULL, NULL);
	for (ssize_t k; (k = recv(c, buf, PIECE, 0)) > 0;)
		got += k;
	return got != (long long)PIECE * PIECES;
}
