;; memory.grow and memory.fill at the end of the stack: what they lock is given back, the trap is the guest's.
;; RUN: --invoke=f
;; EXPECT-ERR: call stack exhausted
;; EXIT: 134
(module
  (memory 1)
  (func $f (export "f") (result i32)
    (memory.fill (i32.const 0) (i32.const 1) (i32.const 16))
    (i32.add (memory.grow (i32.const 0)) (call $f))))
