# What a guest names or writes cannot reach the terminal as control sequences.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\1b]0;title\07\n\22\5c\c3\9f\c2\9b\7f")
  (func (export "_start")
    (drop (call $unlink (i32.const 3) (i32.const 0) (i32.const 18)))))'
status 0 "$WASIX" run --trace m.wasm
grep -qF 'path="\x1b]0;title\x07\n\"\\\xc3\x9f\xc2\x9b\x7f"' err || fail "the path is not escaped"
[ -z "$(LC_ALL=C tr -d ' -~\n' <err)" ] || fail "a byte is not printable ASCII"
