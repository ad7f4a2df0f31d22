# A call with the wrong signature would trap; configure's tests make such calls on purpose.
. "$SOURCE/tests/expect.sh"
echo 'double f(int a, int b) { return a + b; }' >f.c
echo 'int f(int); int main(void) { return f(1); }' >main.c
"$WASIXCC" -c f.c main.c
status 1 "$WASIXCC" f.o main.o -o x.wasm
grep -q 'signature mismatch' err || fail "no reason"
[ ! -e x.wasm ] || fail "output is left"
status 0 "$WASIXCC" f.o main.o -o x.wasm -Wl,--no-fatal-warnings
printf 'char getpid(); int main(void) { return getpid(); }' >conftest.c
status 0 "$WASIXCC" -fno-builtin conftest.c -o conftest
