# A signal handler runs inside proc_raise: its calls are shown after the unfinished one, which is shown again with its result.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasix_32v1" "callback_signal" (func $callback (param i32 i32)))
  (import "wasi_snapshot_preview1" "proc_raise" (func $raise (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "handler")
  (func (export "handler") (param i32) (drop (call $yield)))
  (func (export "_start")
    (call $callback (i32.const 0) (i32.const 7))
    (drop (call $raise (i32.const 10)))))'
status 0 "$WASIX" run --trace m.wasm
sed 's/^[0-9.]* 2 [a-z0-9_]*\.//' err >calls
cat >expected <<'END'
callback_signal(name="handler") = ?
proc_raise(sig=USR1) = ? (unfinished)
sched_yield() = 0
proc_raise(sig=USR1) = 0
END
cmp -s calls expected || fail "the calls are: $(cat calls)"
