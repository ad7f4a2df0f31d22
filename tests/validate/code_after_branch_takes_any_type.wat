;; RUN: --invoke=f
;; EXPECT: 7
(module (func (export "f") (result i32)
  (block (result i32)
    i32.const 7
    br 0
    i64.add
    drop
    i32.add)))
