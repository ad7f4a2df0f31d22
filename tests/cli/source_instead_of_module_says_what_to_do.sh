. "$SOURCE/tests/expect.sh"

echo "int main(void) {}" >m.c
status 126 "$WASIX" run m.c
one_line "wasixcc"
echo "(module)" >m.wat
status 126 "$WASIX" run m.wat
one_line "wat2wasm"
status 126 "$WASIX" run "$WASIX"
one_line "native"
