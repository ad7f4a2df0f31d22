/* send.c -- one byte over a pair of sockets and back, 500000 times: send and recv. */
#include <sys/socket.h>

int
main(void)
{
	int fds[2];
	char b = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		return 1;
	for (int i = 0; i < 500000; i++)
		if (send(fds[0], &b, 1, MSG_NOSIGNAL) != 1 || recv(fds[1], &b, 1, 0) != 1)
			return 1;
	return 0;
}
