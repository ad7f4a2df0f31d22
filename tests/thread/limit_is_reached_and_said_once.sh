# --enable-threads=MAX: pthread_create answers EAGAIN beyond it, one line says so; a thread that was joined does not count. Without the flag: EAGAIN, and the line names the flag.
. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
static sem_t go;
static void *waits(void *p) { sem_wait(&go); return p; }
static void *ends(void *p) { return p; }
int main(void) {
	pthread_t t[8];
	int made = 0, error = 0;
	sem_init(&go, 0, 0);
	while (made < 8 && !(error = pthread_create(&t[made], 0, waits, 0))) made++;
	printf("%d %s\n", made, error == EAGAIN ? "EAGAIN" : strerror(error));
	for (int i = 0; i < made; i++) sem_post(&go);
	for (int i = 0; i < made; i++) pthread_join(t[i], 0);
	for (int i = 0; made && i < 500; i++) {
		if (pthread_create(&t[0], 0, ends, 0)) { printf("after %d\n", i); return 1; }
		pthread_join(t[0], 0);
	}
}
C
"$WASIXCC" -pthread t.c -o t.wasm
status 0 "$WASIX" run --enable-threads=3 t.wasm
[ "$(cat out)" = "3 EAGAIN" ] || fail "$(cat out)"
[ "$(grep -c 'enable-threads=MAX' err)" = 1 ] || fail "$(cat err)"
status 0 "$WASIX" run --enable-threads=1 t.wasm
[ "$(cat out)" = "1 EAGAIN" ] || fail "$(cat out)"
status 0 "$WASIX" run t.wasm
[ "$(cat out)" = "0 EAGAIN" ] || fail "$(cat out)"
[ "$(grep -c 'needs threads (threads); --enable-threads grants it' err)" = 1 ] || fail "$(cat err)"
status 126 "$WASIX" run --enable-threads=none t.wasm
"$WASIXCC" t.c -o t.wasm
status 0 "$WASIX" run --enable-threads t.wasm
[ "$(cat out)" = "0 EAGAIN" ] || fail "linked without -pthread: $(cat out)"
[ "$(grep -c 'compile and link it with -pthread' err)" = 1 ] || fail "linked without -pthread: $(cat err)"
