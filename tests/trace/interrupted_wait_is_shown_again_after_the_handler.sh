# A signal ends a wait of the host; the handler runs, and the import is called again, as system calls are restarted.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasix_32v1" "callback_signal" (func $callback (param i32 i32)))
  (import "wasix_32v1" "proc_raise_interval" (func $alarm (param i32 i64 i32) (result i32)))
  (import "wasix_32v1" "thread_sleep" (func $sleep (param i64) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "handler")
  (func (export "handler") (param i32) (drop (call $yield)))
  (func (export "_start")
    (call $callback (i32.const 0) (i32.const 7))
    (drop (call $alarm (i32.const 10) (i64.const 50000000) (i32.const 0)))
    (drop (call $sleep (i64.const 200000000)))))'
status 0 "$WASIX" run --trace m.wasm
sed 's/^[0-9.]* 2 [a-z0-9_]*\.//' err >calls
cat >expected <<'END'
callback_signal(name="handler") = ?
proc_raise_interval(sig=USR1, interval=50000000ns, repeat=false) = 0
thread_sleep(duration=200000000ns) = 27 INTR
sched_yield() = 0
thread_sleep(duration=200000000ns) = 0
END
cmp -s calls expected || fail "the calls are: $(cat calls)"
