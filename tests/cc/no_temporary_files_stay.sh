. "$SOURCE/tests/expect.sh"
mkdir temporary
TMPDIR=$(pwd)/temporary
export TMPDIR
hello
echo 'int other;' >other.c
echo 'not C' >bad.c
"$WASIXCC" hello.c other.c -o two.wasm
status 1 "$WASIXCC" hello.c bad.c -o bad.wasm
status 1 "$WASIXCC" other.c -o no_main.wasm
status 1 "$WASIXCC" -flto hello.c -lno_such_library -o x.wasm
[ -z "$(ls temporary)" ] || fail "left: $(ls temporary)"
[ ! -e bad.wasm ] && [ ! -e no_main.wasm ] && [ ! -e x.wasm ] || fail "output of a failed run"
