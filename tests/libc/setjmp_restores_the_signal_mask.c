// EXPECT: saved 0
// EXPECT: not saved 1
// EXPECT: from a handler 14
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

static sigjmp_buf env;

static void
handler(int signal)
{
	siglongjmp(env, signal);
}

static int
blocked(int signal)
{
	sigset_t now;
	sigprocmask(SIG_BLOCK, NULL, &now);
	return sigismember(&now, signal);
}

int
main(void)
{
	sigset_t usr1;
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	if (sigsetjmp(env, 1) == 0) {
		sigprocmask(SIG_BLOCK, &usr1, NULL);
		siglongjmp(env, 1);
	}
	printf("saved %d\n", blocked(SIGUSR1));
	if (sigsetjmp(env, 0) == 0) {
		sigprocmask(SIG_BLOCK, &usr1, NULL);
		siglongjmp(env, 1);
	}
	printf("not saved %d\n", blocked(SIGUSR1));
	signal(SIGALRM, handler);
	int r = sigsetjmp(env, 1);
	if (r == 0)
		raise(SIGALRM);
	printf("from a handler %d\n", r);
	return blocked(SIGALRM);
}
