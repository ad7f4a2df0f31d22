# A module without main: _initialize runs the constructors, the exports are for the embedder.
. "$SOURCE/tests/expect.sh"
cat >r.c <<'C'
#include <stdlib.h>
static int ready;
__attribute__((constructor)) static void prepare(void) { ready = getenv("HOME") ? 2 : 1; }
__attribute__((export_name("answer"))) int answer(void) { return ready; }
C
"$WASIXCC" -mexec-model=reactor r.c -o r.wasm
"$WASIX" inspect --json r.wasm >out
for name in _initialize answer memory; do
	grep -q "\"$name\"" out || fail "no export $name"
done
! grep -q '"_start"' out || fail "_start is exported"
