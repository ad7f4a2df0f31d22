# wasix abi and inspect --why name the import that was probably meant; of an extension, the one that all go through.
. "$SOURCE/tests/expect.sh"

printf '#include <unistd.h>\nint main(void) { return write(1, "x", 1) != 1; }\n' >x.c
"$WASIXCC" -O1 x.c -o x.wasm
! "$WASIX" abi fd_wrte 2>err || fail "abi accepts fd_wrte"
grep -q "no import is called 'fd_wrte'; fd_write was meant?" err || fail "abi suggests nothing"
! "$WASIX" abi nothing_like_it 2>err || fail "abi accepts anything"
grep -q "wasix abi lists all" err || fail "abi does not say where all are"
! "$WASIX" inspect --why fd_wirte x.wasm 2>err || fail "inspect accepts fd_wirte"
grep -q "no function called 'fd_wirte' is imported; fd_write was meant?" err || fail "inspect suggests nothing"

printf '#include <unistd.h>\nint main(void) { return chown("x", 1, 1) + 1; }\n' >y.c
"$WASIXCC" -O1 y.c -o y.wasm
extension=$("$WASIX" inspect y.wasm | sed -n '/^extensions/{n;s/^ *\([a-z_0-9]*\).*/\1/p;q}')
[ -n "$extension" ] || fail "y.wasm lists no extension"
! "$WASIX" inspect --why "$extension" y.wasm 2>err || fail "inspect explains an extension"
grep -q "'$extension' is an extension; .*--why call_dynamic" err || fail "inspect does not say where extensions are called"
