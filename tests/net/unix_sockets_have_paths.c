// RUN: --net --dir=.
/* Unix sockets: streams, datagrams and packets by path, relative and absolute names, what the
 * kernel would say of odd ones. */
#include "say.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static socklen_t
named(struct sockaddr_un *a, const char *path)
{
	memset(a, 0, sizeof *a);
	a->sun_family = AF_UNIX;
	strcpy(a->sun_path, path);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1);
}

static void
show_name(const char *what, struct sockaddr_un *a, socklen_t n)
{
	printf("%s: %d %d '%.*s'\n", what, a->sun_family, (int)n, n > 2 ? (int)n - 2 : 0,
		a->sun_path);
}

static void
stream(const char *path)
{
	struct sockaddr_un a, b;
	socklen_t len = named(&a, path), n = sizeof b;
	struct stat s;
	char buf[10];
	int status, l = socket(AF_UNIX, SOCK_STREAM, 0);

	SAY(bind(l, (struct sockaddr *)&a, len));
	SAY(listen(l, 3));
	SAY(stat(path, &s));
	getsockname(l, (struct sockaddr *)&b, &n);
	show_name("listener", &b, n);
	fflush(stdout);
	if (fork() == 0) {
		int c = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(c, (struct sockaddr *)&a, len))
			_exit(1);
		_exit(write(c, "hello", 5) != 5);
	}
	n = sizeof b;
	int c = accept(l, (struct sockaddr *)&b, &n);
	show_name("client", &b, n);
	n = sizeof b;
	getsockname(c, (struct sockaddr *)&b, &n);
	show_name("connection", &b, n);
	SAY(recv(c, buf, 5, MSG_WAITALL));
	SAY(read(c, buf, 5));
	wait(&status);
	printf("child %d\n", status);
	int other = socket(AF_UNIX, SOCK_STREAM, 0);
	SAY(bind(other, (struct sockaddr *)&a, len));
	SAY(connect(other, (struct sockaddr *)&a, len));
	n = sizeof b;
	SAY(getpeername(other, (struct sockaddr *)&b, &n));
	show_name("peer", &b, n);
	close(other);
	close(l);
	other = socket(AF_UNIX, SOCK_STREAM, 0);
	SAY(connect(other, (struct sockaddr *)&a, len));
	SAY(unlink(path));
	SAY(connect(other, (struct sockaddr *)&a, len));
	close(other);
	close(c);
}

static void
datagrams(void)
{
	struct sockaddr_un a, b;
	socklen_t la = named(&a, "one"), lb = named(&b, "two");
	char buf[10];
	int one = socket(AF_UNIX, SOCK_DGRAM, 0), two = socket(AF_UNIX, SOCK_DGRAM, 0);

	SAY(bind(one, (struct sockaddr *)&a, la));
	SAY(bind(two, (struct sockaddr *)&b, lb));
	SAY(sendto(one, "abc", 3, 0, (struct sockaddr *)&b, lb));
	SAY(recv(two, buf, 2, MSG_TRUNC));
	SAY(connect(two, (struct sockaddr *)&a, la));
	SAY(send(two, "back", 4, 0));
	SAY(recv(one, buf, 10, 0));
	SAY(shutdown(two, SHUT_WR));
	SAY(send(two, "back", 4, 0));
	close(one), close(two);
	unlink("one"), unlink("two");
}

static void
packets(void)
{
	struct sockaddr_un a;
	socklen_t len = named(&a, "dir/packets");
	char buf[10];
	int type;
	socklen_t n = sizeof type;
	int l = socket(AF_UNIX, SOCK_SEQPACKET, 0), c = socket(AF_UNIX, SOCK_SEQPACKET, 0);

	SAY(bind(l, (struct sockaddr *)&a, len));
	mkdir("dir", 0777);
	SAY(bind(l, (struct sockaddr *)&a, len));
	SAY(listen(l, 1));
	SAY(connect(c, (struct sockaddr *)&a, len));
	int d = accept(l, NULL, NULL);
	SAY(send(c, "abc", 3, 0));
	SAY(send(c, "de", 2, 0));
	SAY(recv(d, buf, 10, 0));
	SAY(recv(d, buf, 10, 0));
	SAY(getsockopt(d, SOL_SOCKET, SO_TYPE, &type, &n));
	SAY(type);
	/* by a link, which is followed on the way to a socket but not to a new one */
	symlink("dir/packets", "link");
	int e = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	named(&a, "link");
	SAY(bind(e, (struct sockaddr *)&a, sizeof a));
	SAY(connect(e, (struct sockaddr *)&a, sizeof a));
	close(l), close(c), close(d), close(e);
	unlink("dir/packets"), unlink("link"), rmdir("dir");
}

static void
odd_names(void)
{
	struct sockaddr_un a;
	int s = socket(AF_UNIX, SOCK_STREAM, 0), t = socket(AF_UNIX, SOCK_STREAM, 0);
	socklen_t n = sizeof a;

	close(open("file", O_CREAT | O_WRONLY, 0666));
	named(&a, "file");
	SAY(connect(s, (struct sockaddr *)&a, sizeof a));
	SAY(bind(s, (struct sockaddr *)&a, sizeof a));
	named(&a, ".");
	SAY(connect(s, (struct sockaddr *)&a, sizeof a));
	SAY(bind(s, (struct sockaddr *)&a, sizeof a));
	named(&a, "file/x");
	SAY(bind(s, (struct sockaddr *)&a, sizeof a));
	SAY(connect(s, (struct sockaddr *)&a, 2));
	SAY(connect(s, (struct sockaddr *)&a, sizeof a + 1));
	SAY(bind(s, (struct sockaddr *)&a, 1));
	/* no name to begin with, then one that the kernel makes up in the abstract space */
	SAY(getsockname(s, (struct sockaddr *)&a, &n));
	SAY(n);
	a.sun_family = AF_UNIX;
	SAY(bind(s, (struct sockaddr *)&a, 2));
	n = sizeof a;
	SAY(getsockname(s, (struct sockaddr *)&a, &n));
	printf("%d %d\n", (int)n, a.sun_path[0]);
	SAY(listen(s, 1));
	SAY(connect(t, (struct sockaddr *)&a, n));
	close(s), close(t);
	unlink("file");
}

int
main(void)
{
	char cwd[1000], path[1100];

	alarm(30);
	stream("sock");
	datagrams();
	packets();
	odd_names();
	return 0;
}
