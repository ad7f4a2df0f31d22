. "$SOURCE/tests/expect.sh"

printf "int main(void) { return 42; }\n" >m.c
"$WASIXCC" m.c -o m.wasm
status 42 "$WASIX" run m.wasm
[ ! -s err ] || fail "nothing is expected on standard error"
