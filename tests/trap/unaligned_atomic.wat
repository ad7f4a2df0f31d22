;; RUN: --invoke=f
;; EXPECT-ERR: unaligned atomic
;; EXIT: 134
(module
  (memory 1 1 shared)
  (func (export "f") (result i32)
    (i32.atomic.rmw.add (i32.const 2) (i32.const 1))))
