// RUN: --net --dir=.
/* Names of the other side: of datagrams and connections from another process, which are answered by
 * them; and names as long as the structure takes. */
#include "say.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_un a, b;
static socklen_t n;

static socklen_t
named(struct sockaddr_un *to, const char *path)
{
	memset(to, 0, sizeof *to);
	to->sun_family = AF_UNIX;
	strncpy(to->sun_path, path, sizeof to->sun_path);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
			   strnlen(to->sun_path, sizeof to->sun_path));
}

static int
bound(int type, const char *path)
{
	int fd = socket(AF_UNIX, type, 0);
	socklen_t len = named(&a, path);

	if (bind(fd, (struct sockaddr *)&a, len))
		printf("bind %s: errno %d\n", path, errno);
	return fd;
}

static void
show(const char *what)
{
	printf("%s: %d bytes '%.*s'\n", what, (int)n, n > 2 ? (int)n - 2 : 0, b.sun_path);
}

/* The client's names are the same in two directories, so the kernel's could be, too. */
static void
datagrams(void)
{
	char buf[100];
	int status, server = bound(SOCK_DGRAM, "server");

	mkdir("one", 0777), mkdir("two", 0777);
	fflush(stdout);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			int c = bound(SOCK_DGRAM, i ? "two/client" : "./one/client");
			socklen_t len = named(&a, "server");
			sendto(c, i ? "B" : "A", 1, 0, (struct sockaddr *)&a, len);
			n = sizeof b;
			ssize_t k = recvfrom(c, buf, sizeof buf, 0, (struct sockaddr *)&b, &n);
			_exit(k != 2 || buf[0] != (i ? 'B' : 'A') ||
				strcmp(b.sun_path, "server") != 0);
		}
	char names[2][108] = { "" };
	for (int i = 0; i < 2; i++) {
		struct iovec v = { buf, 1 };
		struct msghdr m = {
			.msg_name = &b, .msg_namelen = sizeof b, .msg_iov = &v, .msg_iovlen = 1
		};
		n = sizeof b;
		if (i)
			recvmsg(server, &m, 0), n = m.msg_namelen;
		else
			recvfrom(server, buf, 1, 0, (struct sockaddr *)&b, &n);
		strcpy(names[buf[0] - 'A'], b.sun_path);
		buf[1] = '!';
		if (sendto(server, buf, 2, 0, (struct sockaddr *)&b, n) != 2)
			printf("no answer: %d\n", errno);
	}
	printf("%s %s\n", names[0], names[1]);
	for (int i = 0; i < 2; i++) {
		wait(&status);
		printf("child %d\n", status);
	}
	close(server);
}

static void
connections(void)
{
	int status, l = bound(SOCK_STREAM, "listener");

	listen(l, 3);
	fflush(stdout);
	if (fork() == 0) {
		int c = bound(SOCK_STREAM, "caller");
		socklen_t len = named(&a, "listener");
		_exit(connect(c, (struct sockaddr *)&a, len) || read(c, &status, 1) != 0);
	}
	n = sizeof b;
	int c = accept(l, (struct sockaddr *)&b, &n);
	show("accept");
	n = sizeof b;
	SAY(getpeername(c, (struct sockaddr *)&b, &n));
	show("getpeername");
	n = sizeof b;
	SAY(getsockname(c, (struct sockaddr *)&b, &n));
	show("getsockname");
	close(c);
	wait(&status);
	printf("child %d\n", status);
	close(l);
}

static void
long_name(const char *path)
{
	struct stat s;
	int status, l = bound(SOCK_STREAM, path), other = socket(AF_UNIX, SOCK_STREAM, 0);
	socklen_t len = named(&a, path);

	printf("%zu bytes\n", strlen(path));
	SAY(listen(l, 3));
	n = sizeof b;
	SAY(getsockname(l, (struct sockaddr *)&b, &n));
	show("name");
	SAY(bind(other, (struct sockaddr *)&a, len));
	SAY(connect(other, (struct sockaddr *)&a, len));
	n = sizeof b;
	SAY(getpeername(other, (struct sockaddr *)&b, &n));
	show("peer");
	close(l), close(other);
	if (strlen(path) < 108) {
		SAY(stat(path, &s));
		SAY(S_ISSOCK(s.st_mode));
		SAY(unlink(path));
	}
}

int
main(void)
{
	char path[120] = "";

	alarm(30);
	datagrams();
	connections();
	memset(path, 'x', 107);
	long_name(path);
	path[100] = 0;
	long_name(path);
	memset(path, 'y', 108);
	memcpy(path, "one/", 4);
	long_name(path);
	memcpy(path, "one/./two/", 10);
	path[80] = 0;
	SAY(bound(SOCK_STREAM, path) > 0);
	return 0;
}
