// RUN: --net --dir=.
/* A program that uses no file but by the names of its sockets: the wall leaves it those. Whatever
 * prints may ask for more, so the exit status is the first step that failed. */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int
main(void)
{
	struct sockaddr_un a = { AF_UNIX, "sock" }, b = { AF_UNIX, "other" }, from;
	socklen_t n = sizeof from;
	char byte;
	int s = socket(AF_UNIX, SOCK_DGRAM, 0), t = socket(AF_UNIX, SOCK_DGRAM, 0);

	if (bind(s, (struct sockaddr *)&a, sizeof a) || bind(t, (struct sockaddr *)&b, sizeof b))
		return 1;
	if (sendto(t, "x", 1, 0, (struct sockaddr *)&a, sizeof a) != 1)
		return 2;
	if (recvfrom(s, &byte, 1, 0, (struct sockaddr *)&from, &n) != 1)
		return 3;
	if (strcmp(from.sun_path, "other") != 0)
		return 4;
	if (connect(s, (struct sockaddr *)&from, n) || send(s, "y", 1, 0) != 1)
		return 5;
	return 0;
}
