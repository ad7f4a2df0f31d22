# Recursion in a thread: the host's stack ends in a trap, whatever its size (--max-stack); the guest's own stack, if a thread runs over it into its guard, in a trap at the thread's end.
. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int depth;
__attribute__((noinline)) static int deeper(int n) { depth = n; return n < 0 ? 0 : deeper(n + 1) * 3 + 1; }
static void *recurses(void *p) { return (void *)(long)deeper(0); }
__attribute__((noinline)) static void fill(volatile char *p, int n) { for (int i = n - 1; i >= 0; i--) p[i] = 1; }
static void *overflows(void *p) { volatile char big[70000]; fill(big, sizeof big); return (void *)(long)big[5]; }
static void *fits(void *p) { volatile char big[30000]; fill(big, sizeof big); return (void *)(long)big[5]; }
int main(int argc, char **argv) {
	pthread_attr_t a;
	pthread_t t;
	pthread_attr_init(&a);
	pthread_attr_setstacksize(&a, 65536);
	pthread_create(&t, &a, argv[1][0] == 'r' ? recurses : argv[1][0] == 'o' ? overflows : fits, 0);
	pthread_join(t, 0);
	puts("joined");
}
C
"$WASIXCC" -O1 -w -fno-optimize-sibling-calls -pthread t.c -o t.wasm
for flags in "" --max-stack=256K --max-stack=40M; do
	status 134 timeout 20 "$WASIX" run --enable-threads $flags t.wasm recurses
	grep -q 'call stack exhausted' err || fail "$flags: $(cat err)"
	[ ! -s out ] || fail "$flags: $(cat out)"
done
status 0 "$WASIX" run --enable-threads t.wasm fits
status 134 "$WASIX" run --enable-threads t.wasm overflows
grep -q 'stack_of_thread_overflowed' err || fail "$(cat err)"
