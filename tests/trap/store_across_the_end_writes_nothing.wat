;; RUN: --invoke=f
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
(module
  (memory 1)
  (func (export "f")
    (i64.store (i32.const 65532) (i64.const -1))))
