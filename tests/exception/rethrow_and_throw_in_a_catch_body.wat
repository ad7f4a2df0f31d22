;; Exceptions thrown on, others thrown and caught inside of a catch body, a hundred thousand times: sums and memory stay right.
;; EXIT: 80
(module
 (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
 (memory (export "memory") 1)
 (tag $e (param i32)) (tag $f (param i64))
 (func $thrower (param i32) (if (i32.and (local.get 0) (i32.const 1)) (then (throw $e (local.get 0))) (else (throw $f (i64.const 5)))))
 (func $cleanup (param i32)
   (try (do (call $thrower (local.get 0))) (catch_all (rethrow 0))))
 (func $inner (param i32) (result i32)
   (try (result i32)
     (do (call $cleanup (local.get 0)) (i32.const 0))
     (catch $e
       (try (do (call $thrower (i32.const 2))) (catch $f (drop)))   ;; another inside the catch body
       (if (i32.eq (i32.const 3) (i32.and (local.get 0) (i32.const 3))) (then (rethrow 1))))
   ))
 (func $outer (param i32) (result i32)
   (try (result i32) (do (call $inner (local.get 0)))
     (catch $e (i32.const 100) (i32.add))
     (catch_all (i32.const 7))))
 (func (export "_start") (local $i i32) (local $sum i32)
   (loop $l
     (local.set $sum (i32.add (local.get $sum) (call $outer (local.get $i))))
     (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100000))))
   (call $exit (i32.and (local.get $sum) (i32.const 127)))))
