;; RUN: --invoke=f
;; EXPECT: 5
;; A memory that a module imports as env.memory is made just as it wants it, shared or not.
(module
  (import "env" "memory" (memory 2 5))
  (data (i32.const 131068) "\02\00\00\00")
  (func (export "f") (result i32)
    (if (i32.ne (memory.size) (i32.const 2)) (then unreachable))
    (if (i32.ne (memory.grow (i32.const 4)) (i32.const -1)) (then unreachable))
    (drop (memory.grow (i32.const 3)))
    (i32.store (i32.const 327676) (i32.const 3))
    (i32.add (i32.load (i32.const 327676)) (i32.load (i32.const 131068)))))
