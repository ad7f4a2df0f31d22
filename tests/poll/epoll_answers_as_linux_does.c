// Level, edge, once, exclusive; errors; duplicates, closing and numbers that are used again; sets
// within sets.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int set;

static int
add(int op, int fd, uint32_t events, uint64_t data)
{
	struct epoll_event e = { .events = events, .data.u64 = data };
	return epoll_ctl(set, op, fd, &e) < 0 ? errno : 0;
}

static void
told(const char *what)
{
	struct epoll_event e[8];
	int n = epoll_wait(set, e, 8, 0);
	printf("%s:", what);
	if (n < 0)
		printf(" errno %d", errno);
	for (int i = 0; i < n; i++)
		printf(" %x/%llx", e[i].events, (unsigned long long)e[i].data.u64);
	printf("\n");
}

int
main(void)
{
	struct epoll_event e;
	char buf[8];
	int p[2], q[2];

	setvbuf(stdout, NULL, _IOLBF, 0);
	set = epoll_create1(EPOLL_CLOEXEC);
	pipe(p);
	pipe(q);
	int f = open("f", O_CREAT | O_RDWR, 0600);

	printf("create %d\n", epoll_create1(12345) < 0 ? errno : 0);
	printf("cloexec %d\n", fcntl(set, F_GETFD));
	printf("file %d\n", add(EPOLL_CTL_ADD, f, EPOLLIN, 0));
	printf("directory %d\n", add(EPOLL_CTL_ADD, open(".", O_RDONLY), EPOLLIN, 0));
	printf("itself %d\n", add(EPOLL_CTL_ADD, set, EPOLLIN, 0));
	printf("closed %d\n", add(EPOLL_CTL_ADD, 900, EPOLLIN, 0));
	printf("no set %d\n", epoll_ctl(p[0], EPOLL_CTL_ADD, p[1], &e) < 0 ? errno : 0);
	printf("bad set %d\n", epoll_ctl(900, EPOLL_CTL_ADD, p[1], &e) < 0 ? errno : 0);
	printf("not there %d %d\n", add(EPOLL_CTL_MOD, p[0], EPOLLIN, 0),
		add(EPOLL_CTL_DEL, p[0], 0, 0));
	printf("no such op %d\n", add(17, p[0], EPOLLIN, 0));
	printf("wait %d %d %d\n", epoll_wait(set, &e, 0, 0) < 0 ? errno : 0,
		epoll_wait(p[0], &e, 1, 0) < 0 ? errno : 0,
		epoll_wait(set, &e, -1, 0) < 0 ? errno : 0);

	/* level */
	printf("add %d, again %d\n", add(EPOLL_CTL_ADD, p[0], EPOLLIN, 0x1122334455667788),
		add(EPOLL_CTL_ADD, p[0], EPOLLIN, 2));
	told("idle");
	write(p[1], "ab", 2);
	told("level");
	told("level");
	printf("modify %d\n", add(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLET, 3));
	told("edge");
	told("edge");
	write(p[1], "c", 1);
	told("edge");
	add(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT, 4);
	told("once");
	write(p[1], "d", 1);
	told("once");
	add(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT, 5);
	told("armed anew");
	add(EPOLL_CTL_MOD, p[0], EPOLLIN, 6);

	/* a number closed, and used again, while the file stays open as another */
	int copy = dup(p[0]);
	close(p[0]);
	told("first number closed");
	printf("by that number %d, by the copy's %d\n", add(EPOLL_CTL_DEL, p[0], 0, 0),
		add(EPOLL_CTL_DEL, copy, 0, 0));
	dup2(q[0], p[0]);
	printf("number used again %d\n", add(EPOLL_CTL_ADD, p[0], EPOLLIN, 7));
	write(q[1], "x", 1);
	told("both"); /* the order is the kernel's: the pipe first, which was ready before */
	printf("the copy as well %d\n", add(EPOLL_CTL_ADD, copy, EPOLLIN, 8));
	printf("and again %d\n", add(EPOLL_CTL_ADD, copy, EPOLLIN, 8));
	printf("copy's number removed %d %d\n", add(EPOLL_CTL_DEL, copy, 0, 0),
		add(EPOLL_CTL_DEL, copy, 0, 0));
	close(copy);
	told("last number closed");
	close(p[0]);
	told("q under its other number");
	printf("%d\n", add(EPOLL_CTL_ADD, q[0], EPOLLIN, 9));
	close(q[0]);
	told("all closed");

	/* hang-ups */
	pipe(p);
	add(EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLRDHUP, 10);
	close(p[1]);
	told("hang-up");
	close(p[0]);
	pipe(p);
	add(EPOLL_CTL_ADD, p[1], EPOLLOUT, 11);
	close(p[0]);
	told("no reader");
	close(p[1]);

	/* sets within sets */
	int inner = epoll_create1(0), outer = set, ev = eventfd(0, EFD_NONBLOCK);
	set = inner;
	add(EPOLL_CTL_ADD, ev, EPOLLIN | EPOLLEXCLUSIVE, 12);
	printf("exclusive cannot be changed %d\n", add(EPOLL_CTL_MOD, ev, EPOLLIN, 0));
	set = outer;
	printf("nested %d\n", add(EPOLL_CTL_ADD, inner, EPOLLIN, 13));
	set = inner;
	printf("in a circle %d\n", add(EPOLL_CTL_ADD, outer, EPOLLIN, 0));
	set = outer;
	told("nested, idle");
	eventfd_write(ev, 1);
	told("nested");
	set = inner;
	told("inner");
	/* few at a time: each gets its turn */
	int more[3];
	for (int i = 0; i < 3; i++) {
		more[i] = eventfd(1, 0);
		add(EPOLL_CTL_ADD, more[i], EPOLLIN, 20 + i);
	}
	unsigned seen = 0;
	for (int i = 0; i < 8; i++) {
		epoll_wait(set, &e, 1, 0);
		seen |= 1u << (e.data.u32 - 12);
	}
	printf("turns %x\n", seen);

	/* the child shares the set: what it removes is gone here */
	if (fork() == 0) {
		add(EPOLL_CTL_DEL, more[0], 0, 0);
		add(EPOLL_CTL_DEL, more[1], 0, 0);
		add(EPOLL_CTL_DEL, ev, 0, 0);
		_exit(0);
	}
	wait(NULL);
	told("after the child");
	/* what the child holds open stays registered when we close it */
	int hold[2];
	pipe(hold);
	if (fork() == 0) {
		close(hold[1]);
		read(hold[0], buf, 1);
		_exit(0);
	}
	close(hold[0]);
	close(more[2]);
	told("closed here, open in the child");
	close(hold[1]);
	wait(NULL);
	told("gone with the child");
}
