. "$SOURCE/tests/expect.sh"

echo 'int main(void) { return 0; }' >m.c
"$WASIXCC" -c m.c -o m.o
status 126 "$WASIX" run m.o
one_line "link it first: wasixcc"
status 0 "$WASIX" inspect m.o
grep -q '^m.o: object' out || fail "inspect does not say what it is"
grep -q 'wasixcc m.o -o MODULE' out || fail "inspect does not say what to do"
