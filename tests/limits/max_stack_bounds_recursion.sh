. "$SOURCE/tests/expect.sh"
sanitized && skip "a sanitizer has grown the stack before it is bounded"

module '(module
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 0))
      (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1))))))))'
status 0 "$WASIX" run --invoke deep m.wasm 50000
says 50000
status 0 "$WASIX" run --max-stack 256K --invoke deep m.wasm 100
status 134 "$WASIX" run --max-stack 256K --invoke deep m.wasm 50000
grep -q "call stack exhausted" err || fail "the trap is not named"
status 126 "$WASIX" run --max-stack 1G --invoke deep m.wasm 1
one_line "256K to 64M"
