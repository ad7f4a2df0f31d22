;; RUN: --invoke=f
;; ARGS: 0xfffffff0 0
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
;; Both trap; the load comes first.
(module
  (memory 1)
  (func (export "f") (param i32 i32) (result i32)
    (i32.div_u
      (i32.load (local.get 0))
      (local.get 1))))
