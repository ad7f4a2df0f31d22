;; RUN: --invoke=f
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
(module
  (memory 1)
  (func (export "f") (result i64)
    (i64.load offset=4294967295 (i32.const -1))))
