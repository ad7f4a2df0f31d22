// Addresses outside of memory, counts that lie, descriptors of the wrong kind: errors as natively,
// and nothing is left behind. RUN: --dir=. --max-fds=200
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <termios.h>
#include <unistd.h>

#define SAY(call) printf(#call ": %d\n", (call) < 0 ? errno : 0)
#define NOWHERE   ((void *)-16)

static int
many(int (*make)(void), const char *name)
{
	static int fds[300];
	int n = 0, first = 0;

	for (int round = 0; round < 3; round++) {
		for (n = 0; n < 300 && (fds[n] = make()) >= 0; n++)
			;
		if (round == 0)
			first = n;
		printf("%s: round %d as the first %d, then %d\n", name, round,
			n == first && n < 200, n < 300 ? errno : 0);
		while (n > 0)
			close(fds[--n]);
	}
	return 0;
}

static int set, event;

static int
make_epoll(void)
{
	return epoll_create1(0);
}

static int
make_event(void)
{
	return eventfd(0, 0);
}

static int
make_timer(void)
{
	return timerfd_create(CLOCK_MONOTONIC, 0);
}

static int
make_queue(void)
{
	return inotify_init1(0);
}

/* Each copy is registered: each takes a number of the host's more. */
static int
make_copy(void)
{
	int fd = dup(event);
	struct epoll_event e = { .events = EPOLLIN };
	if (fd >= 0 && epoll_ctl(set, EPOLL_CTL_ADD, fd, &e) < 0)
		return -1;
	return fd;
}

int
main(void)
{
	struct epoll_event e = { .events = EPOLLIN };
	struct itimerspec t;
	int p[2], n, f = open("f", O_CREAT | O_RDWR, 0600);

	setvbuf(stdout, NULL, _IOLBF, 0);
	set = epoll_create1(0);
	event = eventfd(1, 0);
	epoll_ctl(set, EPOLL_CTL_ADD, event, &e);
	int timer = timerfd_create(CLOCK_MONOTONIC, 0), queue = inotify_init1(IN_NONBLOCK);
	pipe(p);
	SAY(poll(NOWHERE, 3, 0));
	SAY(epoll_ctl(set, EPOLL_CTL_MOD, event, NOWHERE));
	SAY(epoll_ctl(set, EPOLL_CTL_DEL, p[0], NOWHERE));
	SAY(epoll_wait(set, NOWHERE, 1, 0));
	SAY(epoll_wait(set, &e, 0x7fffffff, 0));
	SAY(epoll_wait(set, &e, -5, 0));
	SAY(epoll_wait(event, &e, 1, 0));
	SAY(epoll_wait(77, &e, 1, 0));
	SAY(timerfd_gettime(timer, NOWHERE));
	SAY(timerfd_gettime(event, &t));
	SAY(timerfd_gettime(77, &t));
	SAY(inotify_rm_watch(queue, 12));
	SAY(inotify_rm_watch(event, 1));
	SAY(inotify_rm_watch(77, 1));
	SAY(signalfd(event, &(sigset_t){ 0 }, 0));
	SAY(signalfd(77, &(sigset_t){ 0 }, 0));
	SAY(signalfd(-1, &(sigset_t){ 0 }, 12345));
	SAY(ioctl(p[0], FIONREAD, NOWHERE));
	SAY(ioctl(p[0], TCGETS, &t));
	SAY(ioctl(f, TIOCGWINSZ, &t));
	SAY(ioctl(77, TIOCGWINSZ, &t));
	SAY(ioctl(p[0], 0x12345, &t));
	SAY(ioctl(p[0], TIOCSTI, "x"));
	SAY(tcgetpgrp(f));
	SAY(tcsetpgrp(p[0], 1));
	SAY(tcflush(f, TCIFLUSH));
	n = 1;
	SAY(ioctl(p[0], FIONBIO, &n));
	printf("%d\n", (fcntl(p[0], F_GETFL) & O_NONBLOCK) != 0);
	SAY(ioctl(p[0], FIOCLEX));
	printf("%d\n", fcntl(p[0], F_GETFD));
	SAY(ioctl(p[0], FIONCLEX));
	printf("%d\n", fcntl(p[0], F_GETFD));
	write(p[1], "abc", 3);
	SAY(ioctl(p[0], FIONREAD, &n));
	printf("%d\n", n);
	write(f, "abcdef", 6);
	lseek(f, 2, SEEK_SET);
	SAY(ioctl(f, FIONREAD, &n));
	printf("%d\n", n);

	setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 200, 200 });
	many(make_epoll, "epoll");
	many(make_event, "eventfd");
	many(make_timer, "timerfd");
	many(make_queue, "inotify");
	many(make_copy, "copy");
	printf("%d\n", epoll_wait(set, &e, 1, 0));
}
