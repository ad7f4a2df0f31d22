# A memory and a table share the bound; one line says that it was reached, however often.
. "$SOURCE/tests/expect.sh"

module '(module
  (memory (export "memory") 8)
  (table $t 0 externref)
  (func (export "_start")
    (if (i32.ne (memory.grow (i32.const 8)) (i32.const 8)) (then unreachable))
    (if (i32.ne (table.grow $t (ref.null extern) (i32.const 200000)) (i32.const -1)) (then unreachable))
    (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))
    (if (i32.ne (table.grow $t (ref.null extern) (i32.const 1000)) (i32.const 0)) (then unreachable))))'
status 0 "$WASIX" run --max-memory 1M m.wasm
one_line "--max-memory"
status 126 "$WASIX" run --max-memory 256K m.wasm
one_line "more than the limit of 262144"
