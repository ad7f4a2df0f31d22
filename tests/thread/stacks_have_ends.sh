# A thread that runs off a stack ends the process in a trap when it does it: off the host's, whatever its size (--max-stack), and off its own in linear memory, into the pages below it, also by a fill; the same in a process that a thread forked. A host call that writes there fails, or goes on; and what was a guard is memory again afterwards.
. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
static int depth;
__attribute__((noinline)) static int deeper(int n) { depth = n; return n < 0 ? 0 : deeper(n + 1) * 3 + 1; }
static void *recurses(void *p) { return (void *)(long)deeper(0); }
__attribute__((noinline)) static void fill(volatile char *p, int n) { for (int i = n - 1; i >= 0; i--) p[i] = 1; }
__attribute__((noinline)) static void *overflows(void *p) { volatile char big[70000]; fill(big, sizeof big); for (;;) sleep(1); return (void *)(long)big[5]; }
__attribute__((noinline)) static void set(char *p, int n) { memset(p, n & 1, n); }
__attribute__((noinline)) static void *sets(void *p) { char big[70000]; set(big, sizeof big); while (big[(long)p] != 77) sleep(1); return (void *)(long)big[5]; }
static void *fits(void *p) { volatile char big[30000]; fill(big, sizeof big); return (void *)(long)big[5]; }
static void *forks(void *p)
{
	int status;
	pid_t child = fork();
	if (child == 0)
		overflows(p);
	waitpid(child, &status, 0);
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
/* The kernel and the runtime write into the guard of this very thread. */
static void *calls(void *p)
{
	pthread_attr_t a;
	void *low;
	size_t size, guard;
	int fd[2];
	pthread_getattr_np(pthread_self(), &a);
	pthread_attr_getstack(&a, &low, &size);
	pthread_attr_getguardsize(&a, &guard);
	pipe(fd);
	write(fd[1], "x", 1);
	int e = read(fd[0], (char *)low - 4000, 1) < 0 ? errno : 0;
	int s = sigpending((sigset_t *)((char *)low - 2048));
	printf("guard %zu, read %d, sigpending %d\n", guard, e, s);
	return NULL;
}
/* What was a stack is used by somebody else. */
static void *comes(void *p) { return p; }
static void again(pthread_attr_t *a)
{
	pthread_t t;
	for (int i = 0; i < 300; i++) {
		pthread_create(&t, a, comes, 0);
		pthread_join(t, 0);
		char *p = malloc(150000 + i * 100);
		memset(p, 1, 150000 + i * 100);
		if (i % 3)
			free(p);
	}
}
int main(int argc, char **argv)
{
	static const struct { const char *name; void *(*f)(void *); } all[] = { { "recurses", recurses }, { "overflows", overflows }, { "sets", sets }, { "fits", fits }, { "forks", forks }, { "calls", calls } };
	pthread_attr_t a;
	pthread_t t;
	pthread_attr_init(&a);
	pthread_attr_setstacksize(&a, 65536);
	for (int i = 0; i < 6; i++)
		if (!strcmp(argv[1], all[i].name))
			pthread_create(&t, &a, all[i].f, 0);
	pthread_join(t, 0);
	again(&a);
	puts("joined");
}
C
"$WASIXCC" -O1 -w -fno-optimize-sibling-calls -pthread t.c -o t.wasm
for flags in "" --max-stack=256K --max-stack=40M; do
	status 134 timeout 20 "$WASIX" run --enable-threads $flags t.wasm recurses
	grep -q 'call stack exhausted' err || fail "$flags: $(cat err)"
	[ ! -s out ] || fail "$flags: $(cat out)"
done
for how in fits calls; do
	status 0 timeout 20 "$WASIX" run --enable-threads t.wasm $how
	says joined
done
says "guard 8192, read 14, sigpending 0"
for how in overflows forks; do
	status 134 timeout 20 "$WASIX" run --enable-threads t.wasm $how
	grep -q 'call stack exhausted' err || fail "$how: $(cat err)"
	grep -q 'in fill' err || fail "$how: $(cat err)"
done
sanitized || {
	status 134 timeout 20 "$WASIX" run --enable-threads t.wasm sets
	grep -q 'call stack exhausted' err || fail "$(cat err)"
	grep -q 'in sets\|in set ' err || fail "$(cat err)"
}
