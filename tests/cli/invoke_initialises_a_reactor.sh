. "$SOURCE/tests/expect.sh"

cat >reactor.c <<'C'
static int base = 1;
__attribute__((constructor)) static void set(void) { base = 41; }
__attribute__((export_name("next"))) int next(int by) { return base + by; }
C
"$WASIXCC" -O1 -mexec-model=reactor reactor.c -o m.wasm
status 0 "$WASIX" run --invoke next m.wasm 1
says 42
status 0 "$WASIX" run --invoke next m.wasm 4294967295
says 40
status 126 "$WASIX" run --invoke next m.wasm 4294967296
one_line "4294967296"
status 126 "$WASIX" run --invoke last m.wasm
one_line "those that are: _initialize, next"
status 126 "$WASIX" run m.wasm
one_line "--invoke NAME calls one of: _initialize, next"
