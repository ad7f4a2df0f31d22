;; RUN: --invoke=f
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
(module
  (memory 1)
  (func (export "f")
    (drop (f64.load (i32.const 100000)))))
