;; RUN: --invoke=f
;; ARGS: -9223372036854775808 -1
;; EXPECT-ERR: integer overflow
;; EXIT: 134
(module
  (func (export "f") (param i64 i64) (result i64)
    (i64.div_s (local.get 0) (local.get 1))))
