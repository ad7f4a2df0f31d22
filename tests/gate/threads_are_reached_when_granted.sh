# With --enable-threads no spawn is refused: a module that exports no start function of threads is told so (NOTCAPABLE as well, but without a report), others get a thread of the kernel.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch threads --enable-threads -- THREADS
all_answered DONE 76
! grep 'was refused' err || fail "a refusal is reported in spite of --enable-threads"

cat >thread.c <<'C'
#include <pthread.h>
#include <stdio.h>
static void *run(void *p) { puts("in a thread"); return p; }
int main(void) { pthread_t t; return pthread_create(&t, 0, run, 0) || pthread_join(t, 0); }
C
"$WASIXCC" -pthread thread.c -o g.wasm
"$WASIX" compile g.wasm
watch none -- none
[ "$ended" != 0 ] || fail "a thread was made without --enable-threads"
kernel_did_not_see none '(clone|clone3|fork|vfork)\('
watch one --enable-threads -- none
[ "$ended" = 0 ] || fail "exit status $ended"
grep -q 'in a thread' out || fail "the thread did not run"
grep -qE '(clone|clone3)\(' one.calls || fail "the kernel saw no thread"
