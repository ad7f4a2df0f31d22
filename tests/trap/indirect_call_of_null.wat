;; RUN: --invoke=f
;; EXPECT-ERR: uninitialized element
;; EXIT: 134
(module
  (table 1 funcref)
  (func (export "f")
    (call_indirect (i32.const 0))))
