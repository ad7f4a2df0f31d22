;; 100,000 calls of a small function fit: a main thread has 16 MiB where the host allows it.
;; RUN: --invoke=f
;; ARGS: 100000
;; EXPECT: 100000
(module
  (func $f (export "f") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 0))
      (else (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1))))))))
