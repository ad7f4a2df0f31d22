;; RUN: --invoke=f
;; ARGS: 0xfffffff0 5
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
;; The product is 0 whatever the load gives, but the load traps.
(module
  (memory 1)
  (func (export "f") (param i32 i32) (result i32)
    (i32.mul
      (i32.load (local.get 0))
      (i32.sub (local.get 1) (local.get 1)))))
