// RUN: --net=ipv4:allow=127.0.0.1:7001/in,dns:allow=localhost:9 --map-port=7801:7001 --volume=..:/g
// EXPECT: first: 0 7001 13 13 13 13 111
// EXPECT: forked: 0 7001 13 13 13 13 111
// EXPECT: spawned: 0 7001 13 13 13 13 111
// EXPECT: replaced: 0 7001 13 13 13 13 111
// EXPECT-ERR: was refused: no rule of --net allows it
// NATIVE: no, there are no rules
/* What the command line allowed, and no more, in a child that is forked, in one that is started and
 * in the program that replaces this one; a mapped port is mapped in all of them. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in
address(const char *text, int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };

	inet_pton(AF_INET, text, &a.sin_addr);
	return a;
}

static int
bound(const char *text, int port, int *shown)
{
	struct sockaddr_in a = address(text, port);
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int e = bind(fd, (struct sockaddr *)&a, sizeof a) ? errno : 0;

	getsockname(fd, (struct sockaddr *)&a, &n);
	if (shown)
		*shown = ntohs(a.sin_port);
	close(fd);
	return e;
}

static int
connected(const char *text, int port)
{
	struct sockaddr_in a = address(text, port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int e = connect(fd, (struct sockaddr *)&a, sizeof a) ? errno : 0;

	close(fd);
	return e;
}

static int
sent(const char *text, int port)
{
	struct sockaddr_in a = address(text, port);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int e = sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a) < 0 ? errno : 0;

	close(fd);
	return e;
}

static void
look(const char *who)
{
	int port = 0, mapped = bound("127.0.0.1", 7001, &port);

	printf("%s: %d %d %d %d %d %d %d\n", who, mapped, port, bound("127.0.0.1", 6999, NULL),
		bound("127.0.0.2", 7002, NULL), connected("127.0.0.1", 7003),
		sent("127.0.0.1", 7004), connected("127.0.0.1", 9));
	fflush(stdout);
}

int
main(int argc, char **argv, char **environ)
{
	char *arguments[] = { "/g/guest.wasm", argc > 1 ? argv[1] : "spawned", NULL };
	pid_t child;

	alarm(30);
	if (argc > 1) {
		look(argv[1]);
		return 0;
	}
	look("first");
	if (fork() == 0) {
		look("forked");
		_exit(0);
	}
	wait(NULL);
	if (posix_spawn(&child, "/g/guest.wasm", NULL, NULL, arguments, environ))
		perror("spawn");
	wait(NULL);
	arguments[1] = "replaced";
	execv("/g/guest.wasm", arguments);
	perror("execv");
	return 1;
}
