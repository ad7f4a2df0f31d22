// timerfd, inotify: read, polled, duplicated, inherited; errors.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
timers(void)
{
	struct itimerspec t = { .it_value.tv_nsec = 5000000, .it_interval.tv_nsec = 5000000 }, old,
			  now;
	uint64_t ticks = 0, sum = 0;

	printf("clock %d, flags %d\n", timerfd_create(77, 0) < 0 ? errno : 0,
		timerfd_create(CLOCK_REALTIME, 1) < 0 ? errno : 0);
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	printf("cloexec %d, nonblock %d\n", fcntl(fd, F_GETFD),
		(fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
	printf("idle %d\n", read(fd, &ticks, 8) < 0 ? errno : 0);
	printf("start %d\n", timerfd_settime(fd, 0, &t, &old));
	printf("old %lld %ld\n", (long long)old.it_value.tv_sec, (long)old.it_value.tv_nsec);
	timerfd_gettime(fd, &now);
	printf("interval %ld, left %d\n", (long)now.it_interval.tv_nsec,
		now.it_value.tv_nsec > 0 && now.it_value.tv_nsec <= 5000000);
	while (sum < 5) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, 5000) != 1 || read(fd, &ticks, 8) != 8)
			break;
		sum += ticks;
	}
	printf("ticks %d\n", sum >= 5 && sum < 1000);
	t = (struct itimerspec){ 0 };
	timerfd_settime(fd, 0, &t, &old);
	printf("stopped %ld %d\n", (long)old.it_interval.tv_nsec,
		read(fd, &ticks, 8) < 0 ? errno : 0);
	clock_gettime(CLOCK_MONOTONIC, &t.it_value);
	t.it_value.tv_nsec -= t.it_value.tv_nsec > 0;
	timerfd_settime(fd, TFD_TIMER_ABSTIME, &t, NULL);
	printf("past %zd %d\n", read(fd, &ticks, 8), (int)ticks);
	t.it_value.tv_nsec = 1000000000;
	printf("wrong %d\n", timerfd_settime(fd, 0, &t, NULL) < 0 ? errno : 0);
	t.it_value = (struct timespec){ .tv_nsec = 1000000 };
	printf("no timer %d, closed %d\n", timerfd_settime(0, 0, &t, NULL) < 0 ? errno : 0,
		timerfd_settime(900, 0, &t, NULL) < 0 ? errno : 0);
	/* a child waits for what we started, on a duplicate */
	int copy = dup(fd);
	fcntl(copy, F_SETFL, 0);
	timerfd_settime(fd, 0, &t, NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(read(copy, &ticks, 8) == 8 ? (int)ticks : 99);
	int status;
	waitpid(child, &status, 0);
	printf("child %d\n", WEXITSTATUS(status));
	close(fd);
	close(copy);
}

static void
changes(int fd)
{
	static char buf[4096] __attribute__((aligned(8)));
	ssize_t n = read(fd, buf, sizeof buf);

	if (n < 0)
		printf("errno %d\n", errno);
	for (ssize_t at = 0; at < n;) {
		struct inotify_event *e = (struct inotify_event *)(buf + at);
		printf("  %d %x %s %s\n", e->wd, e->mask, e->cookie ? "cookie" : "-",
			e->len ? e->name : "");
		at += (ssize_t)sizeof *e + e->len;
	}
}

static void
files(void)
{
	int fd = inotify_init1(IN_NONBLOCK);
	struct pollfd p = { .fd = fd, .events = POLLIN };

	mkdir("d", 0700);
	printf("flags %d\n", inotify_init1(1) < 0 ? errno : 0);
	int w = inotify_add_watch(
		fd, "d", IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE);
	printf("watch %d, missing %d, empty %d, closed %d, no queue %d\n", w,
		inotify_add_watch(fd, "nothing", IN_CREATE) < 0 ? errno : 0,
		inotify_add_watch(fd, "d", 0) < 0 ? errno : 0,
		inotify_add_watch(900, "d", IN_CREATE) < 0 ? errno : 0,
		inotify_add_watch(0, "d", IN_CREATE) < 0 ? errno : 0);
	printf("idle %d\n", poll(&p, 1, 0));
	close(open("d/a", O_CREAT | O_WRONLY, 0600));
	rename("d/a", "d/b");
	printf("ready %d\n", poll(&p, 1, 1000));
	changes(fd);
	int own = inotify_add_watch(fd, "d/b", IN_MODIFY | IN_DELETE_SELF);
	int f = open("d/b", O_WRONLY);
	write(f, "x", 1);
	close(f);
	changes(fd);
	unlink("d/b");
	changes(fd);
	printf("remove %d %d\n", inotify_rm_watch(fd, w),
		inotify_rm_watch(fd, own) < 0 ? errno : 0);
	changes(fd);
	symlink("d", "link");
	w = inotify_add_watch(fd, "link", IN_CREATE);
	mkdir("d/e", 0700);
	changes(fd);
	printf("through a link %d\n", w > 0);
	printf("not through it %d\n",
		inotify_add_watch(fd, "link", IN_CREATE | IN_DONT_FOLLOW | IN_ONLYDIR) < 0 ? errno
											   : 0);
	close(fd);
}

int
main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	timers();
	files();
}
