# 10,000 threads, one after the other, joined or detached, and 500 at a time: the host has as many mappings, descriptors and threads afterwards as before, and hardly more memory.
. "$SOURCE/tests/expect.sh"
cat >t.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static void *ends(void *p) { free(malloc(100)); return p; }
static void *waits(void *p) { pthread_barrier_wait(p); return p; }
static void joined(int n) {
	pthread_t t;
	void *r;
	for (long i = 0; i < n; i++) {
		if (pthread_create(&t, 0, ends, (void *)i)) { printf("create %ld\n", i); exit(1); }
		if (pthread_join(t, &r) || r != (void *)i) { printf("join %ld\n", i); exit(1); }
	}
}
static void detached(int n) {
	pthread_attr_t a;
	pthread_t t;
	pthread_attr_init(&a);
	pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
	for (int i = 0; i < n; i++) {
		int e;
		while ((e = pthread_create(&t, &a, ends, 0))) usleep(1000);
	}
}
static void together(int n) {
	static pthread_t t[1000];
	pthread_barrier_t b;
	pthread_barrier_init(&b, 0, n + 1);
	for (int i = 0; i < n; i++) if (pthread_create(&t[i], 0, waits, &b)) { printf("create %d of %d\n", i, n); exit(1); }
	pthread_barrier_wait(&b);
	for (int i = 0; i < n; i++) pthread_join(t[i], 0);
}
static void say(const char *what) { usleep(400000); printf("%s\n", what); fflush(stdout); getchar(); }
int main(void) {
	joined(200); detached(2000); together(500); together(500);
	say("before");
	joined(8000); detached(1000); together(500);
	say("after");
}
C
"$WASIXCC" -O1 -pthread t.c -o t.wasm
"$WASIX" compile t.wasm
mkfifo in
"$WASIX" run --enable-threads --timeout 100 t.wasm <in >out 2>err &
pid=$!
exec 9>in
# count FILE: what the host's process has, once the guest has said so
count() {
	for _ in $(seq 600); do
		grep -q "$1" out && break
		sleep 0.1
	done
	grep -q "$1" out || fail "not $1"
	{
		ls "/proc/$pid/task" | wc -l
		ls "/proc/$pid/fd" | wc -l
		awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"
		wc -l <"/proc/$pid/maps"
	} >"$1.counts"
	echo >&9
}
count before
count after
exec 9>&-
wait
paste before.counts after.counts >counts
sanitized && exit 0
awk 'NR == 1 && $2 > 1 { print "threads: " $2; bad = 1 }
	NR == 2 && $2 != $1 { print "descriptors: " $1 " to " $2; bad = 1 }
	NR == 3 && $2 > $1 + 6000 { print "KiB: " $1 " to " $2; bad = 1 }
	NR == 4 && $2 > $1 + 20 { print "mappings: " $1 " to " $2; bad = 1 }
	END { exit bad }' counts >grown || fail "$(cat grown)"
