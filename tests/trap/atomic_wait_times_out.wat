;; 0 woken, 1 another value, 2 time is over: 1 * 10 + 2
;; RUN: --invoke=f
;; EXPECT: 12
(module
  (memory 1 1 shared)
  (func (export "f") (result i32)
    (i32.add
      (i32.mul (i32.const 10)
        (memory.atomic.wait64 (i32.const 8) (i64.const 1) (i64.const -1)))
      (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const 1000)))))
