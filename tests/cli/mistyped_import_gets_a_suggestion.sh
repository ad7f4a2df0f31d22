# wasix abi and inspect --why name the import that was probably meant.
. "$SOURCE/tests/expect.sh"

printf '#include <unistd.h>\nint main(void) { return write(1, "x", 1) != 1; }\n' >x.c
"$WASIXCC" -O1 x.c -o x.wasm
! "$WASIX" abi fd_wrte 2>err || fail "abi accepts fd_wrte"
grep -q "no import is called 'fd_wrte'; fd_write was meant?" err || fail "abi suggests nothing"
! "$WASIX" abi nothing_like_it 2>err || fail "abi accepts anything"
grep -q "wasix abi lists all" err || fail "abi does not say where all are"
! "$WASIX" inspect --why fd_wirte x.wasm 2>err || fail "inspect accepts fd_wirte"
grep -q "no function called 'fd_wirte' is imported; fd_write was meant?" err || fail "inspect suggests nothing"
