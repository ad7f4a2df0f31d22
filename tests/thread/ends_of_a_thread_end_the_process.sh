# Whoever ends the process first, in whatever state the other threads are (computing, waiting in a host call or for a lock): the status and the message are of that end, and said once.
. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static void *computes(void *p) { for (volatile long i = 0;; i++); return p; }
static void *reads(void *p) { int fd[2]; pipe(fd); read(fd[0], fd, 1); puts("read came back"); return p; }
static void *sleeps(void *p) { sleep(100); puts("sleep came back"); return p; }
static void *locks(void *p) { pthread_mutex_lock(&held); puts("lock came back"); return p; }
static void *exits(void *p) { usleep(10000); exit(7); return p; }
static void *traps(void *p) { usleep(10000); __builtin_trap(); return p; }
static __attribute__((noinline)) int deeper(int n) { volatile int a[4]; a[n & 3] = n; return n ? deeper(n + 1) + a[(n + 1) & 3] : 0; }
static void *recurses(void *p) { usleep(10000); return (void *)(long)deeper(1); }
static void *loads(void *p) { usleep(10000); return *(void **)0xfffffff0; }
static void *(*const threads[])(void *) = { computes, reads, sleeps, locks, exits, traps, recurses, loads };
static const char *const names[] = { "computes", "reads", "sleeps", "locks", "exits", "traps", "recurses", "loads" };
static void *(*by_name(const char *name))(void *) {
	for (int i = 0; i < 8; i++) if (!strcmp(names[i], name)) return threads[i];
	return NULL;
}
int main(int argc, char **argv) {
	pthread_t t;
	pthread_mutex_lock(&held);
	for (int i = 0; i < 4; i++) if (pthread_create(&t, 0, threads[i], 0)) return 99;
	if (!strcmp(argv[1], "returns")) return 3;
	if (by_name(argv[1]) && pthread_create(&t, 0, by_name(argv[1]), 0)) return 99;
	if (by_name(argv[2])) by_name(argv[2])(0);
	if (!strcmp(argv[2], "joins")) pthread_join(t, 0);
	if (!strcmp(argv[2], "leaves")) pthread_exit(0);
	__builtin_trap();
}
C
"$WASIXCC" -O1 -w -pthread t.c -o t.wasm
ends() {
	wanted=$1 text=$2
	shift 2
	status "$wanted" timeout 20 "$WASIX" run --enable-threads t.wasm "$@"
	[ ! -s out ] || fail "$*: $(cat out)"
	[ -n "$text" ] || { [ ! -s err ] || fail "$*: $(cat err)"; return 0; }
	[ "$(grep -c 'trap, offset' err)" = 1 ] || fail "$*: one message is expected: $(cat err)"
	grep -q "$text" err || fail "$*: $(cat err)"
	grep -q '^  at 0x' err || fail "$*: no backtrace"
}
ends 3 '' returns -
ends 134 'unreachable' - traps
for first in computes reads sleeps locks joins leaves; do
	ends 7 '' exits $first
done
for first in computes locks; do
	ends 134 'unreachable' traps $first
done
ends 134 'call stack exhausted' recurses joins
status 134 timeout 20 "$WASIX" run --enable-threads --timeout 0.2 t.wasm - computes
one_line '--timeout'
ends 134 'out of bounds memory access' loads sleeps
