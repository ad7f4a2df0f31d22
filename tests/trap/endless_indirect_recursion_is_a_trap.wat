;; RUN: --invoke=f
;; EXPECT-ERR: call stack exhausted
;; EXIT: 134
(module
  (table funcref (elem $f))
  (func $f (export "f")
    (call_indirect (i32.const 0))))
