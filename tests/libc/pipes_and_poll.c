// EXPECT: empty 0
// EXPECT: ready 1 in 1
// EXPECT: read hello
// EXPECT: again 11
// EXPECT: end 0 hup 1
// EXPECT: epipe 32
// EXPECT: select 1 1 0
// EXPECT: file 1
// EXPECT: timeout 0
// EXPECT: invalid 1
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/select.h>
#include <unistd.h>

int
main(void)
{
	int p[2];
	char buf[16] = "";
	pipe(p);
	struct pollfd in = { .fd = p[0], .events = POLLIN };
	printf("empty %d\n", poll(&in, 1, 0));
	write(p[1], "hello", 5);
	int n = poll(&in, 1, 1000);
	printf("ready %d in %d\n", n, (in.revents & POLLIN) != 0);
	read(p[0], buf, sizeof buf);
	printf("read %s\n", buf);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	printf("again %d\n", read(p[0], buf, 1) < 0 ? errno : 0);
	close(p[1]);
	long got = read(p[0], buf, 1);
	poll(&in, 1, 0);
	printf("end %ld hup %d\n", got, (in.revents & POLLHUP) != 0);
	close(p[0]);

	pipe2(p, O_CLOEXEC);
	signal(SIGPIPE, SIG_IGN);
	close(p[0]);
	printf("epipe %d\n", write(p[1], "x", 1) < 0 ? errno : 0);
	close(p[1]);

	pipe(p);
	write(p[1], "x", 1);
	fd_set r, w;
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_SET(p[0], &r);
	n = select(p[0] + 1, &r, &w, NULL, NULL);
	printf("select %d %d %d\n", n, FD_ISSET(p[0], &r) != 0, FD_ISSET(p[1], &w) != 0);
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	struct pollfd file = { .fd = fd, .events = POLLIN | POLLOUT };
	printf("file %d\n", poll(&file, 1, 0));
	printf("timeout %d\n", poll(NULL, 0, 10));
	struct pollfd bad = { .fd = 77, .events = POLLIN };
	n = poll(&bad, 1, 0);
	printf("invalid %d\n", n == 1 && bad.revents == POLLNVAL);
}
