;; RUN: --invoke=f
;; ARGS: 0xfffffff0 0
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
;; A code generator may be tempted to load where the value is used, on the path that is not taken.
(module
  (memory 1)
  (func (export "f") (param i32 i32) (result i32) (local i32)
    (local.set 2 (i32.load (local.get 0)))
    (if (result i32) (local.get 1)
      (then (local.get 2))
      (else (i32.const 7)))))
