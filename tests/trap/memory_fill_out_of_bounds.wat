;; RUN: --invoke=f
;; EXPECT-ERR: out of bounds memory access
;; EXPECT-ERR: in filler (function 0)
;; EXIT: 134
(module
  (memory 1)
  (func $filler (export "f")
    (memory.fill (i32.const 65535) (i32.const 1) (i32.const 2))))
