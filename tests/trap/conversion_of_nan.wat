;; RUN: --invoke=f
;; ARGS: nan
;; EXPECT-ERR: invalid conversion to integer
;; EXIT: 134
(module
  (func (export "f") (param f64) (result i32)
    (i32.trunc_f64_s (local.get 0))))
