. "$SOURCE/tests/expect.sh"

# The row says (i32, i32, i32, i32) -> i32.
module "(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32 i64) (result i32))) (func (export \"_start\")))"
status 126 "$WASIX" run m.wasm
one_line "fd_write"
grep -qF "(i32, i32, i32, i32) -> i32" err || fail "the offered type is not named"
