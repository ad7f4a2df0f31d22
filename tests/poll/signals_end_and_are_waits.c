// Handlers end waits; a mask for the time of the wait lets a signal in and no earlier; signals are
// read from a descriptor.
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t handled;

static void
on_signal(int s)
{
	handled += s == SIGUSR1 || s == SIGALRM ? 1 : 100;
}

/* In 20 ms, and then again and again: a wait that began late ends, too. */
static void
alarm_soon(int on)
{
	struct itimerval t = { { 0, on * 20000 }, { 0, on * 20000 } };
	setitimer(ITIMER_REAL, &t, NULL);
}

static void
ended(const char *what, long result)
{
	int e = errno;
	alarm_soon(0);
	printf("%s: %ld %d handled %d\n", what, result, result < 0 ? e : 0, handled > 0);
	handled = 0;
}

static void
waits(void)
{
	int fd = eventfd(0, 0), set = epoll_create1(0);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct epoll_event e = { .events = EPOLLIN };
	struct sigaction a = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	fd_set r;

	sigaction(SIGALRM, &a, NULL);
	epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
	FD_ZERO(&r);
	FD_SET(fd, &r);
	alarm_soon(1);
	ended("poll", poll(&p, 1, -1));
	alarm_soon(1);
	ended("poll with a limit", poll(&p, 1, 20000));
	alarm_soon(1);
	ended("select", select(fd + 1, &r, NULL, NULL, NULL));
	printf("set kept %d\n", !!FD_ISSET(fd, &r));
	alarm_soon(1);
	ended("epoll", epoll_wait(set, &e, 1, -1));
	alarm_soon(1);
	ended("epoll with a limit", epoll_wait(set, &e, 1, 20000));
}

static void
masks(void)
{
	sigset_t block, none, before;
	struct pollfd p = { .fd = eventfd(0, 0), .events = POLLIN };
	int set = epoll_create1(0);
	struct epoll_event e;
	struct timespec now = { 0 };

	signal(SIGUSR1, on_signal);
	sigemptyset(&none);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &before);
	raise(SIGUSR1);
	printf("blocked %d %d\n", poll(&p, 1, 1), handled);
	ended("ppoll", ppoll(&p, 1, NULL, &none));
	raise(SIGUSR1);
	ended("pselect", pselect(0, NULL, NULL, NULL, NULL, &none));
	raise(SIGUSR1);
	ended("epoll_pwait", epoll_pwait(set, &e, 1, -1, &none));
	sigset_t after;
	sigprocmask(SIG_SETMASK, NULL, &after);
	printf("blocked again %d\n", sigismember(&after, SIGUSR1));
	/* a full mask for a while, and nothing is lost */
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &before, NULL);
	kill(getpid(), SIGUSR1);
	printf("at once %d\n", handled);
	handled = 0;
	printf("all blocked %d", ppoll(&p, 1, &now, &all));
	printf(" %d\n", handled);
}

static void
descriptors(void)
{
	struct signalfd_siginfo s[3];
	sigset_t mask;
	int status;

	memset(s, 0, sizeof s);
	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	sigaddset(&mask, SIGUSR2);
	sigaddset(&mask, SIGRTMIN + 3);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	int fd = signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);
	printf("idle %d, short %d\n", read(fd, s, sizeof s) < 0 ? errno : 0,
		read(fd, s, 127) < 0 ? errno : 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	printf("poll %d", poll(&p, 1, 0));
	raise(SIGUSR2);
	printf(" %d\n", poll(&p, 1, 0));
	union sigval v = { .sival_int = 4711 };
	sigqueue(getpid(), SIGRTMIN + 3, v);
	/* in pieces, which is nobody's way but allowed */
	struct iovec pieces[2] = { { s, 100 }, { (char *)s + 100, sizeof s - 100 } };
	printf("read %zd:", readv(fd, pieces, 2));
	printf(" %d %d %d,", s[0].ssi_signo, s[0].ssi_code == SI_TKILL,
		s[0].ssi_pid == (unsigned)getpid());
	printf(" %d %d %d\n", s[1].ssi_signo == (unsigned)SIGRTMIN + 3, s[1].ssi_code == SI_QUEUE,
		s[1].ssi_int);
	pid_t child = fork();
	if (child == 0)
		_exit(7);
	printf("child %d", poll(&p, 1, 10000));
	read(fd, s, sizeof *s);
	printf(" %d %d %d %d\n", s->ssi_signo == SIGCHLD, s->ssi_pid == (unsigned)child,
		s->ssi_status, s->ssi_code == CLD_EXITED);
	waitpid(child, &status, 0);
	/* another mask for the same descriptor */
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	printf("changed %d", signalfd(fd, &mask, 0) == fd);
	sigqueue(getpid(), SIGRTMIN + 3, v);
	printf(" %d\n", poll(&p, 1, 0));
	close(fd);
}

int
main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	waits();
	masks();
	descriptors();
}
