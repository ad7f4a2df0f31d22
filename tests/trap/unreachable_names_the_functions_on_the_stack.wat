;; RUN: --invoke=outer
;; EXPECT-ERR: unreachable
;; EXPECT-ERR: in inner (function 0)
;; EXPECT-ERR: in outer (function 1)
;; EXIT: 134
(module
  (func $inner
    unreachable)
  (func $outer (export "outer")
    (call $inner)))
