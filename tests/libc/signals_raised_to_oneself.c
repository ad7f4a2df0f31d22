// EXPECT: 10 first
// EXPECT: blocked 0 pending 1
// EXPECT: unblocked 1
// EXPECT: ignored
// EXPECT: info 12 1
// EXPECT: nested 2
// EXPECT: reset 1
// EXPECT: old 1
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile int last, count, code_ok, nested;

static void
handler(int signal)
{
	last = signal;
	count++;
}

static void
with_info(int signal, siginfo_t *info, void *context)
{
	last = info->si_signo;
	code_ok = context != NULL;
}

static void
raises(int signal)
{
	if (++nested < 2)
		raise(signal);
}

int
main(void)
{
	struct sigaction sa = { .sa_handler = handler }, old;
	sigset_t set, pending;
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	printf("%d first\n", last);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	count = 0;
	raise(SIGUSR1);
	raise(SIGUSR1);
	sigpending(&pending);
	printf("blocked %d pending %d\n", count, sigismember(&pending, SIGUSR1));
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	printf("unblocked %d\n", count);
	signal(SIGTERM, SIG_IGN);
	raise(SIGTERM);
	puts("ignored");
	sa = (struct sigaction){ .sa_sigaction = with_info, .sa_flags = SA_SIGINFO };
	sigaction(SIGUSR2, &sa, NULL);
	raise(SIGUSR2);
	printf("info %d %d\n", last, code_ok);
	signal(SIGHUP, raises);
	raise(SIGHUP);
	printf("nested %d\n", nested);
	sa = (struct sigaction){ .sa_handler = handler, .sa_flags = (int)SA_RESETHAND };
	sigaction(SIGHUP, &sa, NULL);
	raise(SIGHUP);
	sigaction(SIGHUP, NULL, &old);
	printf("reset %d\n", old.sa_handler == SIG_DFL);
	printf("old %d\n", signal(SIGTERM, SIG_DFL) == SIG_IGN);
}
