// RUN: --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
/* Each thread has jumps of its own: deep, from handlers, across cancellation handlers, while others jump and fork. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static _Thread_local sigjmp_buf here;
static _Thread_local int handled;
static volatile int failed;
static __attribute__((noinline)) int deep(jmp_buf e, int n) { volatile char pad[64]; pad[0] = (char)n; if (n == 0) longjmp(e, 7); return deep(e, n - 1) + pad[0]; }
static void on(int s) { handled++; siglongjmp(here, s); }
static void *work(void *p)
{
	long id = (long)p;
	jmp_buf e;
	for (volatile int i = 0; i < 2000; i++) {
		volatile long kept = id * 1000 + i;
		int r = setjmp(e);
		if (r == 0) { kept++; deep(e, i % 50); }
		if (r != 7 || kept != id * 1000 + i + 1) failed = 1;
	}
	for (volatile int i = 0; i < 200; i++) {
		int r = sigsetjmp(here, 1);
		if (r == 0) { pthread_kill(pthread_self(), SIGUSR1); failed = 2; }
		if (r != SIGUSR1) failed = 3;
		sigset_t now; pthread_sigmask(SIG_BLOCK, 0, &now);
		if (sigismember(&now, SIGUSR1)) failed = 4;
	}
	if (handled != 200) failed = 5;
	for (volatile int i = 0; i < 5; i++) {
		volatile pid_t c = -1;
		int r = setjmp(e);
		if (r == 0) { c = fork(); longjmp(e, c ? 2 : 3); }
		if (r == 3) { jmp_buf f; int q = setjmp(f); if (!q) deep(f, 10); _exit(q == 7 ? 9 : 1); }
		int st; if (waitpid(c, &st, 0) != c || WEXITSTATUS(st) != 9) failed = 6;
	}
	return p;
}
static jmp_buf out;
static void cleanup(void *p) { ++*(int *)p; }
static void *cancelled(void *p) {
	pthread_cleanup_push(cleanup, p);
	jmp_buf e; 
	volatile int n = 0;
	if (setjmp(e) < 3) deep(e, 3);
	for (;;) pause();
	pthread_cleanup_pop(0);
	return 0;
}
int main(void)
{
	pthread_t t[4]; void *r; int cleaned = 0;
	struct sigaction a = { .sa_handler = on };
	sigaction(SIGUSR1, &a, 0);
	for (long i = 0; i < 4; i++) if (pthread_create(&t[i], 0, work, (void *)i)) return 2;
	for (int i = 0; i < 4; i++) pthread_join(t[i], &r);
	pthread_create(&t[0], 0, cancelled, &cleaned);
	usleep(20000);
	pthread_cancel(t[0]);
	pthread_join(t[0], &r);
	if (r != PTHREAD_CANCELED || cleaned != 1) failed = 7;
	if (failed) printf("failed %d\n", failed); else puts("ok");
}
