;; RUN: --invoke=f
;; ARGS: 2147483648
;; EXPECT-ERR: integer overflow
;; EXIT: 134
(module
  (func (export "f") (param f64) (result i32)
    (i32.trunc_f64_s (local.get 0))))
