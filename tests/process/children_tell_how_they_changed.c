/* What a parent is told of children that stop, go on and end, and what it asked not to be told; groups; programs that are
 * found by another PATH; exits that run other handlers. */
// RUN: --dir=. --volume=../guest.wasm:/bin/self:ro
// EXPECT: stopped CLD_STOPPED 19, again 19, continued, killed 15
// EXPECT: SIGCHLD of a stop 1, without 0
// EXPECT: nobody waits: ECHILD yes, second way yes
// EXPECT: killpg: 2 ended by 15
// EXPECT: wait3 3, usage yes
// EXPECT: no such policy for a child: EPERM or none
// EXPECT: quick: at_quick_exit ran, status 5
// EXPECT: not to be found: ENOENT
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static volatile sig_atomic_t told;

static void
on_child(int signal)
{
	(void)signal;
	told++;
}

static pid_t
sleeper(int group)
{
	pid_t child = fork();
	if (child == 0) {
		for (;;)
			pause();
	}
	if (group)
		setpgid(child, group < 0 ? child : group);
	return child;
}

static void
stops_and_goes_on(void)
{
	pid_t child = sleeper(0);
	siginfo_t info, again;
	int status;

	kill(child, SIGSTOP);
	waitid(P_PID, (id_t)child, &info, WSTOPPED | WNOWAIT);
	waitid(P_PID, (id_t)child, &again, WSTOPPED);
	printf("stopped %s %d, again %d,", info.si_code == CLD_STOPPED ? "CLD_STOPPED" : "?", info.si_status, again.si_status);
	kill(child, SIGCONT);
	waitpid(child, &status, WCONTINUED);
	printf(" %s,", WIFCONTINUED(status) ? "continued" : "?");
	kill(child, SIGTERM);
	waitpid(child, &status, 0);
	printf(" killed %d\n", WTERMSIG(status));
}

static int
signals_of_a_stop(int flags)
{
	struct sigaction action = { .sa_handler = on_child, .sa_flags = flags };
	siginfo_t info;

	pid_t child = sleeper(0);
	sigaction(SIGCHLD, &action, NULL);
	told = 0;
	kill(child, SIGSTOP);
	while (waitid(P_PID, (id_t)child, &info, WSTOPPED) < 0)
		;
	int seen = told;
	signal(SIGCHLD, SIG_DFL);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return seen;
}

/* Each ends and is gone, without a zombie; wait blocks until all are. */
static int
nobody_waits(int flags, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigaction(SIGCHLD, &action, NULL);
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(i);
	int e;
	while ((e = wait(NULL)) >= 0 || errno == EINTR)
		;
	int gone = errno == ECHILD;
	signal(SIGCHLD, SIG_DFL);
	return gone;
}

static void
groups(void)
{
	pid_t first = sleeper(-1), second = sleeper(first);
	int a, b;

	killpg(first, SIGTERM);
	waitpid(-first, &a, 0);
	waitpid(-first, &b, 0);
	(void)second;
	printf("killpg: %d ended by %d\n", WIFSIGNALED(a) + WIFSIGNALED(b), WTERMSIG(a));
}

static void
usage(void)
{
	struct rusage used = { 0 };
	int status;

	if (fork() == 0) {
		for (volatile int i = 0; i < 20000000; i++)
			;
		_exit(3);
	}
	wait3(&status, 0, &used);
	long us = used.ru_utime.tv_sec * 1000000L + used.ru_utime.tv_usec + used.ru_stime.tv_sec * 1000000L + used.ru_stime.tv_usec;
	printf("wait3 %d, usage %s\n", WEXITSTATUS(status), us > 0 ? "yes" : "none");
}

/* Real-time policies are for the privileged, wherever this runs. */
static void
policy(char *self)
{
	struct sched_param p = { .sched_priority = 1 };
	char *argv[] = { self, "quick", NULL };
	posix_spawnattr_t a;
	pid_t child;

	posix_spawnattr_init(&a);
	posix_spawnattr_setflags(&a, POSIX_SPAWN_SETSCHEDULER);
	posix_spawnattr_setschedpolicy(&a, SCHED_FIFO);
	posix_spawnattr_setschedparam(&a, &p);
	int e = posix_spawn(&child, self, NULL, &a, argv, environ);
	if (!e)
		waitpid(child, NULL, 0);
	printf("no such policy for a child: %s\n", !e || e == EPERM ? "EPERM or none" : strerror(e));
}

static void
never(void)
{
	puts("atexit ran");
}

static void
says(void)
{
	printf("at_quick_exit ran");
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	int status;

	if (argc > 1)
		return 0;
	stops_and_goes_on();
	int with = signals_of_a_stop(0);
	printf("SIGCHLD of a stop %d, without %d\n", with, signals_of_a_stop(SA_NOCLDSTOP));
	int first = nobody_waits(SA_NOCLDWAIT, on_child);
	printf("nobody waits: ECHILD %s, second way %s\n", first ? "yes" : "no", nobody_waits(0, SIG_IGN) ? "yes" : "no");
	groups();
	usage();
	policy(access("/bin/self", X_OK) == 0 ? "/bin/self" : argv[0]);
	printf("quick: ");
	fflush(stdout);
	if (fork() == 0) {
		atexit(never);
		at_quick_exit(says);
		quick_exit(5);
	}
	wait(&status);
	printf(", status %d\n", WEXITSTATUS(status));
	char *empty[] = { NULL };
	execvpe("no-such-program", (char *[]){ "x", NULL }, empty);
	printf("not to be found: %s\n", errno == ENOENT ? "ENOENT" : strerror(errno));
}
