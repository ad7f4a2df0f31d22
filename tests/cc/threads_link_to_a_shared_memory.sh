. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#include <pthread.h>
#include <stdio.h>
static void *run(void *p) { return p; }
int main(void) { pthread_t t; pthread_create(&t, 0, run, 0); pthread_join(t, 0); puts("joined"); }
C
"$WASIXCC" -pthread t.c -o t.wasm
command -v wasm-objdump >/dev/null || skip "wasm-objdump (Debian's wabt) is not installed"
wasm-objdump -x t.wasm >out
grep -q 'memory\[0\].*shared <- env.memory' out || fail "memory"
grep -q 'wasi_thread_start' out || fail "no wasi_thread_start"
grep -q '__wasm_init_tls' out || fail "no __wasm_init_tls"
