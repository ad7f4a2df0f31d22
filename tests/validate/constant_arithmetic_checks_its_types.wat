;; EXPECT-ERROR: type mismatch: constant arithmetic on i32 takes i32 and i64
;; EXIT: 126
(module
  (global i32 (i32.const 1) (i64.const 2) (i32.add))
  (func (export "_start")))
