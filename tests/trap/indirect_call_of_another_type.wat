;; RUN: --invoke=f
;; EXPECT-ERR: indirect call type mismatch
;; EXIT: 134
(module
  (table funcref (elem $takes))
  (func $takes (param i32))
  (func (export "f")
    (call_indirect (i32.const 0))))
