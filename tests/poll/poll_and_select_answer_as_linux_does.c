// Each kind of descriptor in each state: what poll tells, and select of it; the native run says
// what is right.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

static const short ALL =
	POLLIN | POLLOUT | POLLPRI | POLLRDNORM | POLLWRNORM | POLLRDBAND | POLLWRBAND | 0x2000;

static void
tell(const char *what, int fd)
{
	struct pollfd p[4] = { { .fd = fd, .events = ALL, .revents = 77 },
		{ .fd = fd, .events = POLLIN }, { .fd = -1, .events = ALL, .revents = 77 },
		{ .fd = fd, .events = 0 } };
	fd_set r, w, x;
	struct timeval now = { 0 };

	int n = poll(p, 4, 0);
	printf("%s: %d: %x %x %x %x\n", what, n, p[0].revents, p[1].revents, p[2].revents,
		p[3].revents);
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&x);
	FD_SET(fd, &r);
	FD_SET(fd, &w);
	FD_SET(fd, &x);
	n = select(fd + 1, &r, &w, &x, &now);
	printf("  select %d: %d %d %d\n", n, !!FD_ISSET(fd, &r), !!FD_ISSET(fd, &w),
		!!FD_ISSET(fd, &x));
}

static long
ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int
main(void)
{
	static char big[1 << 17];
	int p[2], q[2];
	signal(SIGPIPE, SIG_IGN);

	pipe(p);
	tell("empty pipe, read end", p[0]);
	tell("empty pipe, write end", p[1]);
	write(p[1], "x", 1);
	tell("one byte, read end", p[0]);
	fcntl(p[1], F_SETFL, O_NONBLOCK);
	while (write(p[1], big, sizeof big) > 0)
		;
	tell("full, write end", p[1]);
	close(p[1]);
	tell("full, no writer", p[0]);
	while (read(p[0], big, sizeof big) > 0)
		;
	tell("drained, no writer", p[0]);
	pipe(q);
	close(q[0]);
	tell("no reader", q[1]);

	int e = eventfd(0, EFD_NONBLOCK);
	tell("eventfd 0", e);
	eventfd_write(e, 0xfffffffffffffffe);
	tell("eventfd full", e);
	printf("overflow %d\n", eventfd_write(e, 1) < 0 ? errno : 0);
	uint64_t all_ones = UINT64_MAX;
	printf("all ones %d\n", write(e, &all_ones, 8) < 0 ? errno : 0);
	printf("short %d\n", read(e, big, 7) < 0 ? errno : 0);
	printf("%zd\n", read(e, big, 8));

	int f = open("f", O_CREAT | O_RDWR, 0600), d = open(".", O_RDONLY | O_DIRECTORY);
	tell("file", f);
	tell("directory", d);

	/* bad numbers */
	struct pollfd bad[3] = { { .fd = 60, .events = POLLIN }, { .fd = f, .events = POLLIN },
		{ .fd = -7 } };
	printf("bad: %d:", poll(bad, 3, -1));
	printf(" %x %x %x\n", bad[0].revents, bad[1].revents, bad[2].revents);
	fd_set r;
	FD_ZERO(&r);
	FD_SET(60, &r);
	printf("select of a closed one: %d", select(61, &r, NULL, NULL, NULL));
	printf(" %d, set kept %d\n", errno, !!FD_ISSET(60, &r));
	printf("negative count %d\n", select(-1, NULL, NULL, NULL, NULL) < 0 ? errno : 0);

	/* time */
	struct timespec wrong = { .tv_nsec = 1000000000 }, twenty = { .tv_nsec = 20000000 };
	printf("wrong time %d", ppoll(NULL, 0, &wrong, NULL) < 0 ? errno : 0);
	wrong = (struct timespec){ .tv_sec = -1 };
	printf(" %d", ppoll(NULL, 0, &wrong, NULL) < 0 ? errno : 0);
	printf(" %d\n", pselect(0, NULL, NULL, NULL, &wrong, NULL) < 0 ? errno : 0);
	long before = ms();
	struct pollfd idle = { .fd = eventfd(0, 0), .events = POLLIN };
	printf("%d", ppoll(&idle, 1, &twenty, NULL));
	printf(" %d", ms() - before >= 20 && ms() - before < 2000);
	before = ms();
	printf(" %d", poll(&idle, 1, 15));
	printf(" %d", ms() - before >= 15 && ms() - before < 2000);
	/* only an exceptional condition is asked for: a hang-up is none, and the time passes */
	before = ms();
	fd_set x;
	FD_ZERO(&x);
	FD_SET(p[0], &x);
	struct timeval t = { .tv_usec = 15000 };
	printf(" %d", select(p[0] + 1, NULL, NULL, &x, &t));
	printf(" %d %d\n", FD_ISSET(p[0], &x), ms() - before >= 15 && ms() - before < 2000);

	/* many, each twice */
	static struct pollfd many[300];
	for (int i = 0; i < 300; i++)
		many[i] = (struct pollfd){ .fd = i % 3 == 0   ? f
						 : i % 3 == 1 ? idle.fd
							      : -1,
			.events = POLLIN | POLLOUT };
	int n = poll(many, 300, -1), in = 0, out = 0;
	for (int i = 0; i < 300; i++) {
		in += !!(many[i].revents & POLLIN);
		out += !!(many[i].revents & POLLOUT);
	}
	printf("many %d %d %d\n", n, in, out);
}
