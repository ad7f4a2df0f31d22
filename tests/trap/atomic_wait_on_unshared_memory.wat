;; RUN: --invoke=f
;; EXPECT-ERR: expected shared memory
;; EXIT: 134
(module
  (memory 1)
  (func (export "f") (result i32)
    (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 0))))
