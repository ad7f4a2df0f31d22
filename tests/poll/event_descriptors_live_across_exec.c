// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
/* Counters, timers, signals, changes, processes and sets by their numbers: in the program that
 * replaces this one, in a child that is forked and in one that is started; close-on-exec closes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COUNTER, TIMER, SIGNALS, CHANGES, CHILD, SET, CLOSED, COUNT };

static const char *program;

/* Which are ready, by the set; what they hold. */
static void
look(const int *fd, const char *who)
{
	struct epoll_event e[8];
	struct signalfd_siginfo info;
	char changes[512];
	uint64_t value = 0;
	int ready = 0, waited = 0;

	for (int i = 0; i < 300 && waited < 5; i++) {
		waited = epoll_wait(fd[SET], e, 8, 10);
		for (int k = 0; k < waited; k++)
			ready |= 1 << e[k].data.u32;
		if (waited < 5)
			usleep(10000);
	}
	printf("%s: ready %x", who, ready);
	printf(" counter %d %d", (int)read(fd[COUNTER], &value, 8), (int)value);
	printf(" timer %d", (int)read(fd[TIMER], &value, 8));
	printf(" signal %d %d", (int)read(fd[SIGNALS], &info, sizeof info), (int)info.ssi_signo);
	ssize_t n = read(fd[CHANGES], changes, sizeof changes);
	printf(" change %s", n > 0 ? ((struct inotify_event *)changes)->name : "none");
	printf(" closed %d\n", fcntl(fd[CLOSED], F_GETFD));
	fflush(stdout);
}

static void
arm(const int *fd)
{
	struct itimerspec t = { .it_value.tv_nsec = 1000000 };

	unlink("new");
	close(open("new", O_CREAT | O_WRONLY, 0600));
	eventfd_write(fd[COUNTER], 7);
	timerfd_settime(fd[TIMER], 0, &t, NULL);
	kill(getpid(), SIGUSR1);
}

static char **
arguments(const int *fd, const char *who, char texts[COUNT][12], char *out[COUNT + 3])
{
	out[0] = (char *)program;
	out[1] = (char *)who;
	for (int i = 0; i < COUNT; i++) {
		sprintf(texts[i], "%d", fd[i]);
		out[2 + i] = texts[i];
	}
	out[2 + COUNT] = NULL;
	return out;
}

static int
ends(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && status == 0;
}

int
main(int argc, char **argv, char **environ)
{
	int fd[COUNT], pipe_[2];
	char texts[COUNT][12], *args[COUNT + 3];
	pid_t child;
	sigset_t set;

	program = access("/guest.wasm", F_OK) == 0 ? "/guest.wasm" : "/proc/self/exe";
	for (int i = 0; i < COUNT && argc > 2; i++)
		fd[i] = atoi(argv[2 + i]);
	if (argc > 2) {
		if (strcmp(argv[1], "spawned") == 0)
			kill(getpid(), SIGUSR1); /* what is pending is not inherited */
		look(fd, argv[1]);
		return 0;
	}
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pipe(pipe_);
	if ((child = fork()) == 0) {
		char b;
		close(pipe_[1]);
		_exit((int)read(pipe_[0], &b, 1)); /* until the end of the first program */
	}
	fd[COUNTER] = eventfd(0, EFD_NONBLOCK);
	fd[TIMER] = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	fd[SIGNALS] = signalfd(-1, &set, SFD_NONBLOCK);
	fd[CHANGES] = inotify_init1(IN_NONBLOCK);
	fd[CHILD] = (int)syscall(SYS_pidfd_open, child, 0);
	fcntl(fd[CHILD], F_SETFD, 0);
	fd[SET] = epoll_create1(0);
	fd[CLOSED] = eventfd(0, EFD_CLOEXEC);
	inotify_add_watch(fd[CHANGES], ".", IN_CREATE);
	for (int i = 0; i < SET; i++) {
		struct epoll_event e = { .events = EPOLLIN, .data.u32 = (uint32_t)i };
		if (epoll_ctl(fd[SET], EPOLL_CTL_ADD, fd[i], &e))
			printf("add %d: errno %d\n", i, errno);
	}
	close(pipe_[1]);
	arm(fd);
	if ((child = fork()) == 0) {
		kill(getpid(), SIGUSR1);
		look(fd, "forked");
		_exit(0);
	}
	printf("forked %d\n", ends(child));
	fflush(stdout);
	arm(fd);
	posix_spawn(&child, program, NULL, NULL, arguments(fd, "spawned", texts, args), environ);
	printf("spawned %d\n", ends(child));
	fflush(stdout);
	arm(fd);
	execv(program, arguments(fd, "replaced", texts, args));
	perror("execv");
	return 1;
}
