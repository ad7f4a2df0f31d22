# A call that waits is shown before it is over, so that a guest that hangs can be explained; then again with its result.
. "$SOURCE/tests/expect.sh"
module '(module
  (import "wasix_32v1" "thread_sleep" (func $sleep (param i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $sleep (i64.const 800000000)))
    (drop (call $sleep (i64.const 5000000000)))))'
status 134 "$WASIX" run --timeout 2 --trace m.wasm
sed 's/^[0-9.]* 2 wasix_32v1\.//' err | head -n 3 >calls
cat >expected <<'END'
thread_sleep(duration=800000000ns) = ? (unfinished)
thread_sleep(duration=800000000ns) = 0
thread_sleep(duration=5000000000ns) = ? (unfinished)
END
cmp -s calls expected || fail "the calls are: $(cat calls)"
