;; RUN: --invoke=f
;; EXPECT-ERR: out of bounds table access
;; EXIT: 134
(module
  (table 1 funcref)
  (func (export "f")
    (drop (table.get 0 (i32.const 1)))))
