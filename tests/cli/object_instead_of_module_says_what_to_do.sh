. "$SOURCE/tests/expect.sh"

echo 'int main(void) { return 0; }' >m.c
"$WASIXCC" -c m.c -o m.o
status 126 "$WASIX" run m.o
one_line "link it first: wasixcc"
