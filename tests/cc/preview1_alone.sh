# With --preview1 a program that opens files runs on hosts without WASIX.
. "$SOURCE/tests/expect.sh"
cat >f.c <<'C'
#include <stdio.h>
int main(void) { FILE *f = fopen("note", "w"); fputs("kept\n", f); fclose(f); puts("done"); }
C
"$WASIXCC" --preview1 f.c -o f.wasm
"$WASIX" inspect --json f.wasm >out
! grep -q wasix_32v1 out || fail "WASIX is imported"
status 0 "$WASIX" run --dir=. f.wasm
says done
[ "$(cat note)" = kept ] || fail "the file"
