# What failed is shown with the errno's number and name; what would have been written, as an address.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_tell" (func $tell (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "thread-spawn" (func $spawn (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $close (i32.const 77)))
    (drop (call $tell (i32.const 77) (i32.const 0x20)))
    (drop (call $spawn (i32.const 64)))))'
status 0 "$WASIX" run --trace m.wasm
grep -qF 'fd_close(fd=77) = 8 BADF' err || fail "BADF is not named"
grep -qF 'fd_tell(fd=77, offset=0x20) = 8 BADF' err || fail "the address is not shown"
grep -qF 'thread-spawn(start={stack=0, tls_base=0, start_funct=0, ' err || fail "the layout is not shown"
grep -qF ' = -76 NOTCAPABLE' err || fail "a thread id or minus an errno: the errno is not named"
