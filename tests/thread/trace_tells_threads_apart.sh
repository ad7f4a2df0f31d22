# Each line of the trace has the number of the thread that calls, and lines of different threads are whole.
. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#include <pthread.h>
#include <unistd.h>
static void *writes(void *p) { for (int i = 0; i < 200; i++) write(1, p, 3); return p; }
int main(void) {
	pthread_t t[3];
	for (int i = 0; i < 3; i++) pthread_create(&t[i], 0, writes, "abc");
	writes("def");
	for (int i = 0; i < 3; i++) pthread_join(t[i], 0);
}
C
"$WASIXCC" -O1 -pthread t.c -o t.wasm
status 0 "$WASIX" run --enable-threads --trace=fd_write:lines t.wasm
awk '!/^[0-9.]+ [0-9]+ wasi_snapshot_preview1\.fd_write\(fd=1, iovs=\["(abc|def)"; 3 bytes in 1\], nwritten=3\) = 0$/ { print; bad = 1 } { n[$2]++ }
	END { for (t in n) { if (n[t] != 200) bad = 1; threads++ } exit bad || threads != 4 }' lines >wrong || fail "$(head -5 wrong)"
