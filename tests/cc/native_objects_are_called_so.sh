. "$SOURCE/tests/expect.sh"

echo 'int main(void) { return 0; }' >native.c
"$NATIVE_CC" -c native.c
status 1 "$WASIXCC" native.o -o m.wasm
grep -q 'native.o is a native object; compile its source with wasixcc' err || fail "no reason"
status 1 "$WASIXCC" native.c /bin/ls -o m.wasm
grep -q '/bin/ls is a native program or library' err || fail "no reason"
