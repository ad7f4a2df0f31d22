# As rustc links: the C library is named, and nothing is to be added.
. "$SOURCE/tests/expect.sh"

cat >t.c <<'C'
#include <pthread.h>
#include <stdio.h>
static void *run(void *p) { puts(p); return NULL; }
int main(void)
{
	pthread_t t;
	int e = pthread_create(&t, NULL, run, "in a thread");
	return e ? e : pthread_join(t, NULL);
}
C
status 0 "$WASIXCC" -pthread t.c -nodefaultlibs -lc -o t.wasm
status 0 "$WASIX" run --enable-threads t.wasm
says 'in a thread'
