;; RUN: --invoke=f
;; EXPECT-ERR: call stack exhausted
;; EXPECT-ERR: in f (function 0)
;; EXIT: 134
(module
  (func $f (export "f") (result i32)
    (i32.add (call $f) (i32.const 1))))
