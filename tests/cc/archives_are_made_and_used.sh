. "$SOURCE/tests/expect.sh"
bin=$(dirname "$WASIXCC")
echo 'int twice(int x) { return 2 * x; }' >twice.c
printf '#include <stdio.h>\nint twice(int);\nint main(void) { printf("%%d\\n", twice(21)); }\n' >main.c
"$WASIXCC" -c twice.c
"$bin/wasixar" rc libtwice.a twice.o
"$bin/wasixranlib" libtwice.a
"$bin/wasixnm" libtwice.a | grep -q 'T twice' || fail "nm"
"$WASIXCC" main.c -L. -ltwice -o a.wasm
"$bin/wasixstrip" a.wasm
status 0 "$WASIX" run a.wasm
says 42
"$WASIXCC" -r twice.o -o partial.o && "$bin/wasixnm" partial.o | grep -q 'T twice' || fail "-r"
"$bin/wasixld" -nostdlib -r twice.o -o bare.o && "$bin/wasixnm" bare.o | grep -q 'T twice' || fail "GNU ld's -nostdlib"
"$bin/wasixld" --version | grep -q LLD || fail "ld"
