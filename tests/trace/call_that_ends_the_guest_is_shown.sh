# proc_exit and a signal that ends the guest have no result: "?".
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const 7))))'
status 7 "$WASIX" run --trace m.wasm
one_line 'proc_exit(code=7) = ?'
module '(module
  (import "wasi_snapshot_preview1" "proc_raise" (func $raise (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (drop (call $yield)) (drop (call $raise (i32.const 15)))))'
status 143 "$WASIX" run --trace m.wasm
grep -qF 'sched_yield() = 0' err || fail "sched_yield is not shown"
grep -qF 'proc_raise(sig=TERM) = ?' err || fail "proc_raise is not shown"
