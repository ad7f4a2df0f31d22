/* answers.h -- datagrams of Unix sockets, answered by the name that came with them.
 *
 *   answers serve KIND NAME          binds NAME, makes the file NAME.ready; answers one message
 *   answers ask KIND NAME SERVER     binds NAME, or not if it is "-"; asks, says who answered
 *   answers accept NAME              takes one connection, says whose it is
 *   answers race ELSEWHERE           binds in a directory that changes places with a link
 *   answers call NAME SERVER         binds NAME, connects, says to whom
 *
 * KIND: "once" sendto and recvfrom, "message" recvmsg, "late" (a while after it came), "connected"
 * (who answers connects first), "silent" (who asks does not wait)
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_un a;
static socklen_t len;
static char text[200];

static socklen_t
named(const char *path)
{
	memset(&a, 0, sizeof a);
	a.sun_family = AF_UNIX;
	strncpy(a.sun_path, path, sizeof a.sun_path);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
			   strnlen(a.sun_path, sizeof a.sun_path));
}

static void
say(const char *what)
{
	int n = len > 2 ? (int)strnlen(a.sun_path, len - 2) : 0;
	printf("%s '%.*s'\n", what, n, a.sun_path);
}

static int
made(int type, const char *name)
{
	int fd = socket(AF_UNIX, type, 0);

	if (strcmp(name, "-") != 0 && bind(fd, (struct sockaddr *)&a, named(name))) {
		perror("bind");
		exit(1);
	}
	return fd;
}

static void
ready(const char *name)
{
	char file[300];

	snprintf(file, sizeof file, "%s.ready", name);
	close(open(file, O_CREAT | O_WRONLY, 0666));
}

static int
receive(int fd, const char *kind)
{
	struct iovec v = { text, sizeof text };
	struct msghdr m = {
		.msg_name = &a, .msg_namelen = sizeof a, .msg_iov = &v, .msg_iovlen = 1
	};
	ssize_t n;

	memset(&a, 0, sizeof a);
	len = sizeof a;
	if (strcmp(kind, "message") == 0) {
		n = recvmsg(fd, &m, 0);
		len = m.msg_namelen;
	} else {
		n = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&a, &len);
	}
	return (int)n;
}

static int
serve(const char *kind, const char *name)
{
	int fd = made(SOCK_DGRAM, name);

	ready(name);
	if (strcmp(kind, "late") == 0)
		usleep(300000);
	int n = receive(fd, kind);
	say("asked by");
	if (strcmp(kind, "connected") == 0 && connect(fd, (struct sockaddr *)&a, len) == 0)
		len = 0;
	if (sendto(fd, "yes", 3, 0, len ? (struct sockaddr *)&a : NULL, len) != 3) {
		printf("cannot answer: errno %d\n", errno);
		return n < 0;
	}
	return n < 0;
}

static int
ask(const char *kind, const char *name, const char *server)
{
	int fd = made(SOCK_DGRAM, name);
	struct timeval t = { 5, 0 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	if (sendto(fd, "well?", 5, 0, (struct sockaddr *)&a, named(server)) != 5) {
		perror("sendto");
		return 1;
	}
	if (strcmp(kind, "silent") == 0)
		return 0;
	if (receive(fd, kind) != 3) {
		perror("no answer");
		return 1;
	}
	say("answered by");
	return 0;
}

static int
take(const char *name)
{
	int listener = made(SOCK_STREAM, name);

	listen(listener, 1);
	ready(name);
	len = sizeof a;
	int fd = accept(listener, (struct sockaddr *)&a, &len);
	say("accepted");
	len = sizeof a;
	getpeername(fd, (struct sockaddr *)&a, &len);
	say("peer");
	return 0;
}

/* Binds in "moved" while that is a directory at one time and a link to elsewhere at another. */
static int
race(const char *elsewhere)
{
	mkdir("moved", 0777);
	pid_t mover = fork();
	while (mover == 0) {
		rename("moved", "away");
		symlink(elsewhere, "moved");
		unlink("moved");
		rename("away", "moved");
	}
	int made = 0;
	for (int i = 0; i < 3000; i++) {
		int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
		made += bind(fd, (struct sockaddr *)&a, named("moved/x")) == 0;
		unlink("moved/x"), unlink("away/x");
		close(fd);
	}
	kill(mover, SIGKILL);
	wait(NULL);
	return made == 0;
}

int
main(int argc, char **argv)
{
	alarm(20);
	if (argc == 3 && strcmp(argv[1], "accept") == 0)
		return take(argv[2]);
	if (argc == 3 && strcmp(argv[1], "race") == 0)
		return race(argv[2]);
	if (argc == 4 && strcmp(argv[1], "serve") == 0)
		return serve(argv[2], argv[3]);
	if (argc == 4 && strcmp(argv[1], "call") == 0) {
		int fd = made(SOCK_STREAM, argv[2]);
		int e = connect(fd, (struct sockaddr *)&a, named(argv[3]));
		len = sizeof a;
		getpeername(fd, (struct sockaddr *)&a, &len);
		say("called");
		return e != 0;
	}
	if (argc == 5)
		return ask(argv[2], argv[3], argv[4]);
	return 2;
}
