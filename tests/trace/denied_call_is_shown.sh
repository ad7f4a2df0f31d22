# Calls that were refused, and calls that are not there yet, are shown as the others are.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasix_32v1" "sock_open" (func $open (param i32 i32 i32 i32) (result i32)))
  (import "wasix_32v1" "dl_invalid_handle" (func $invalid (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $open (i32.const 1) (i32.const 1) (i32.const 6) (i32.const 0)))
    (drop (call $invalid (i32.const 9)))))'
status 0 "$WASIX" run --trace m.wasm
grep -qF 'sock_open(af=INET4, ty=STREAM, proto=TCP, ret_fd=0x0) = 76 NOTCAPABLE' err || fail "the refusal is not shown"
grep -qF 'sock_open was refused: it needs net' err || fail "the flag is not named"
grep -qE 'dl_invalid_handle\(handle=9\) = [0-9]+ [A-Z]+$' err || fail "the other call is not shown"
