// What sigaction's flags, masks, siginfo and waiting for signals mean, also over fork and exec.
// RUN: --dir=. --volume=../guest.wasm:/guest.wasm:ro
// EXPECT: info 10: signo 10 code 0 self 1, context 1
// EXPECT: queued 34+2: 7 value 1, 9 value 2, 7 value 3
// EXPECT: nodefer deepest 3, deferred deepest 1
// EXPECT: reset 0 1
// EXPECT: mask in handler: USR2 1, itself 1, after 0 0
// EXPECT: pending 1, after 0, ran 1
// EXPECT: sigsuspend Interrupted system call ran 1 mask 1
// EXPECT: sigwait 12, timed out Resource temporarily unavailable
// EXPECT: sigwaitinfo code 0 from child 1
// EXPECT: SIGCHLD code 1 status 3 pid 1, killed code 2 status 15
// EXPECT: child by 15, by 6, stopped 19, continued, by 9
// EXPECT: pipe Broken pipe ran 1, default by 13
// EXPECT: no zombie 1
// EXPECT: ignored over exec 1 handler 0 blocked 1 pending 1
// EXPECT: altstack 0 2
// EXPECT: once 5 and 10
// EXPECT: abort caught, by 6
// EXPECT: EINVAL 1 1 1 ESRCH 1
// EXPECT: left with the mask 1 0
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static volatile sig_atomic_t ran;
static siginfo_t last;
static volatile int depth, deepest;

static void
count(int signal)
{
	ran++;
}

static int has_context;

static void
note(int signal, siginfo_t *info, void *context)
{
	last = *info;
	has_context = context && !sigismember(&((ucontext_t *)context)->uc_sigmask, SIGUSR1);
	ran++;
}

static void
handle(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };
	sigaction(signal, &action, NULL);
	ran = 0;
}

static sigset_t
set_of(int a, int b)
{
	sigset_t s;
	sigemptyset(&s);
	sigaddset(&s, a);
	if (b)
		sigaddset(&s, b);
	return s;
}

static int
blocked(int signal)
{
	sigset_t now;
	sigprocmask(SIG_BLOCK, NULL, &now);
	return sigismember(&now, signal);
}

static int order[8], values[8], queued;

static void
note_queued(int signal, siginfo_t *info, void *context)
{
	order[queued] = signal - SIGRTMIN;
	values[queued++] = info->si_value.sival_int;
}

static void
queue(void)
{
	struct sigaction action = { .sa_sigaction = note_queued, .sa_flags = SA_SIGINFO };
	sigset_t s = set_of(SIGRTMIN + 7, SIGRTMIN + 9);

	action.sa_mask = s;
	sigaction(SIGRTMIN + 7, &action, NULL);
	sigaction(SIGRTMIN + 9, &action, NULL);
	sigprocmask(SIG_BLOCK, &s, NULL);
	sigqueue(getpid(), SIGRTMIN + 9, (union sigval){ 2 });
	sigqueue(getpid(), SIGRTMIN + 7, (union sigval){ 1 });
	sigqueue(getpid(), SIGRTMIN + 7, (union sigval){ 3 });
	sigprocmask(SIG_UNBLOCK, &s, NULL);
	/* the lower number first, each number in order: 7 1, 7 3, 9 2 */
	int good = queued == 3 && order[0] == 7 && values[0] == 1 && order[1] == 7 && values[1] == 3 && order[2] == 9;
	printf("queued 34+2: %s\n", good ? "7 value 1, 9 value 2, 7 value 3" : "wrong");
}

static void
nest(int signal)
{
	int d = ++depth;
	if (d > deepest)
		deepest = d;
	if (ran++ < 2)
		raise(signal);
	depth--;
}

static void
nesting(void)
{
	handle(SIGUSR1, nest, SA_NODEFER);
	raise(SIGUSR1);
	printf("nodefer deepest %d, ", deepest);
	deepest = 0;
	handle(SIGUSR1, nest, 0);
	raise(SIGUSR1);
	printf("deferred deepest %d\n", deepest);
	struct sigaction now;
	handle(SIGUSR1, count, SA_RESETHAND);
	sigaction(SIGUSR1, NULL, &now);
	int before = now.sa_handler == SIG_DFL;
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &now);
	printf("reset %d %d\n", before, now.sa_handler == SIG_DFL);
}

static int in_handler[2];

static void
look(int signal)
{
	in_handler[0] = blocked(SIGUSR2);
	in_handler[1] = blocked(SIGUSR1);
	ran++;
}

static void
masks(void)
{
	struct sigaction action = { .sa_handler = look, .sa_mask = set_of(SIGUSR2, 0) };
	sigset_t usr1 = set_of(SIGUSR1, 0), pending, none;

	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	printf("mask in handler: USR2 %d, itself %d, after %d %d\n", in_handler[0], in_handler[1], blocked(SIGUSR2),
		blocked(SIGUSR1));
	handle(SIGUSR1, count, 0);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	kill(getpid(), SIGUSR1);
	kill(getpid(), SIGUSR1);
	sigpending(&pending);
	printf("pending %d, ", sigismember(&pending, SIGUSR1));
	sigprocmask(SIG_UNBLOCK, &usr1, NULL);
	sigpending(&pending);
	printf("after %d, ran %d\n", sigismember(&pending, SIGUSR1), ran);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	raise(SIGUSR1);
	sigemptyset(&none);
	ran = 0;
	sigsuspend(&none);
	printf("sigsuspend %s ran %d mask %d\n", strerror(errno), ran, blocked(SIGUSR1));
	sigprocmask(SIG_UNBLOCK, &usr1, NULL);
}

static void
waiting(void)
{
	sigset_t usr2 = set_of(SIGUSR2, 0);
	struct timespec t = { 0, 20000000 };
	siginfo_t info;
	int signal;

	sigprocmask(SIG_BLOCK, &usr2, NULL);
	raise(SIGUSR2);
	sigwait(&usr2, &signal);
	int r = sigtimedwait(&usr2, NULL, &t);
	printf("sigwait %d, timed out %s\n", signal, r < 0 ? strerror(errno) : "no");
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		usleep(20000);
		kill(getppid(), SIGUSR2);
		_exit(0);
	}
	sigwaitinfo(&usr2, &info);
	printf("sigwaitinfo code %d from child %d\n", info.si_code, info.si_pid == pid);
	waitpid(pid, NULL, 0);
	sigprocmask(SIG_UNBLOCK, &usr2, NULL);
}

static pid_t
child_that(void (*does)(void))
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		does();
		_exit(3);
	}
	return pid;
}

static void nothing(void) {}
static void stay(void) { for (;;) pause(); }
static void compute(void) { for (volatile int i = 0;; i++); }
static void stop(void) { raise(SIGSTOP); compute(); }
static void
end_by_pipe(void)
{
	int p[2];
	pipe(p);
	close(p[0]);
	signal(SIGPIPE, SIG_DFL);
	write(p[1], "x", 1);
}

static int
status_of(pid_t pid, int signal)
{
	int status;
	if (signal)
		kill(pid, signal);
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

static void
children(void)
{
	struct sigaction action = { .sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_RESTART };
	int status, p[2];

	sigaction(SIGCHLD, &action, NULL);
	pid_t pid = child_that(nothing);
	while (waitpid(pid, &status, 0) < 0)
		;
	printf("SIGCHLD code %d status %d pid %d, ", last.si_code, last.si_status, last.si_pid == pid);
	pid = child_that(stay);
	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	printf("killed code %d status %d\n", last.si_code, last.si_status);
	signal(SIGCHLD, SIG_DFL);

	printf("child by %d, ", status_of(child_that(compute), SIGTERM));
	printf("by %d, ", status_of(child_that(abort), 0));
	pid = child_that(stop);
	waitpid(pid, &status, WUNTRACED);
	printf("stopped %d, ", WIFSTOPPED(status) ? WSTOPSIG(status) : -1);
	kill(pid, SIGCONT);
	waitpid(pid, &status, WCONTINUED);
	printf("%s, by %d\n", WIFCONTINUED(status) ? "continued" : "not", status_of(pid, SIGKILL));

	handle(SIGPIPE, count, 0);
	pipe(p);
	close(p[0]);
	long n = write(p[1], "x", 1);
	printf("pipe %s ran %d, default by %d\n", n < 0 ? strerror(errno) : "no", ran, status_of(child_that(end_by_pipe), 0));
	close(p[1]);
	signal(SIGCHLD, SIG_IGN);
	child_that(nothing);
	n = wait(NULL);
	printf("no zombie %d\n", n < 0 && errno == ECHILD);
	signal(SIGCHLD, SIG_DFL);
}

/* The same program as exec'd: what it finds. */
static int
second(void)
{
	struct sigaction hup, usr1;
	sigset_t pending;

	sigaction(SIGHUP, NULL, &hup);
	sigaction(SIGUSR1, NULL, &usr1);
	sigpending(&pending);
	printf("ignored over exec %d handler %d blocked %d pending %d\n", hup.sa_handler == SIG_IGN,
		usr1.sa_handler != SIG_DFL, blocked(SIGUSR2), sigismember(&pending, SIGUSR2));
	return 0;
}

static void
over_exec(char *self)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		sigset_t usr2 = set_of(SIGUSR2, 0);
		signal(SIGHUP, SIG_IGN);
		signal(SIGUSR1, count);
		sigprocmask(SIG_BLOCK, &usr2, NULL);
		raise(SIGUSR2);
		execl(self, self, "second", (char *)NULL);
		perror(self);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
}

static void
twice(int signal)
{
	ran += 5;
}

static jmp_buf env;

static void
leave(int signal)
{
	longjmp(env, 1);
}

static void
caught_abort(void)
{
	signal(SIGABRT, SIG_IGN);
	abort();
}

static int
is(int result, int error)
{
	return result < 0 && errno == error;
}

int
main(int argc, char **argv)
{
	struct sigaction action = { .sa_sigaction = note, .sa_flags = SA_SIGINFO };
	stack_t stack;

	if (argc > 1 && strcmp(argv[1], "second") == 0)
		return second();
	sigaction(SIGUSR1, &action, NULL);
	kill(getpid(), SIGUSR1);
	printf("info 10: signo %d code %d self %d, context %d\n", last.si_signo, last.si_code, last.si_pid == getpid(),
		has_context);
	queue();
	nesting();
	masks();
	waiting();
	children();
	over_exec(argv[0]);
	sigaltstack(NULL, &stack);
	printf("altstack %d %d\n", stack.ss_sp != NULL, stack.ss_flags);
	handle(SIGUSR1, twice, 0);
	raise(SIGUSR1);
	printf("once %d", ran);
	raise(SIGUSR1);
	printf(" and %d\n", ran);
	printf("abort caught, by %d\n", status_of(child_that(caught_abort), 0));
	printf("EINVAL %d %d %d ESRCH %d\n", is(kill(getpid(), 99), EINVAL), is(sigaction(SIGKILL, &action, NULL), EINVAL),
		is(raise(77), EINVAL), is(kill(12345678, 0), ESRCH));
	handle(SIGUSR2, leave, 0);
	if (setjmp(env) == 0)
		raise(SIGUSR2);
	printf("left with the mask %d %d\n", blocked(SIGUSR2), blocked(SIGUSR1));
}
