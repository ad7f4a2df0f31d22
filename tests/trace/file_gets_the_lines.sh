# --trace=GROUPS:FILE writes to a file; stderr stays the guest's. What cannot be written is complained of.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (drop (call $close (i32.const 77))) (drop (call $yield))))'
status 0 "$WASIX" run --trace=fd:trace.txt m.wasm
[ ! -s err ] || fail "standard error is not empty"
[ "$(wc -l <trace.txt)" = 1 ] || fail "the file has $(wc -l <trace.txt) lines, expected 1"
status 0 "$WASIX" run --trace=:trace.txt m.wasm
[ "$(wc -l <trace.txt)" = 2 ] || fail "the file has $(wc -l <trace.txt) lines, expected 2"
status 126 "$WASIX" run --trace=:missing/trace.txt m.wasm
one_line "--trace: cannot write 'missing/trace.txt': No such file or directory"
status 0 "$WASIX" run --trace=:/dev/full m.wasm
one_line "the trace is incomplete"
