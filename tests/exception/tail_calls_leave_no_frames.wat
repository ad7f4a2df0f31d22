;; EXPECT: ok
;; A million calls in the end of functions, of one type and of several, direct and through a table, need no stack; what the callee
;; throws passes by the handlers of who called it in the end. It traps where a value got lost.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1000) "ok\n")
  (tag $thrown (param i64))
  (type $wide (func (param f64 i32 v128 i64 f32) (result i64)))
  (type $narrow (func (param i32 i64) (result i64)))
  (table funcref (elem $wide $narrow))

  ;; two types in turn: n calls, each adds 1 to what the vector and the long carry
  (func $narrow (type $narrow)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $wide (f64.convert_i64_s (local.get 1)) (i32.sub (local.get 0) (i32.const 1))
      (i64x2.splat (i64.add (local.get 1) (i64.const 1))) (i64.const -1) (f32.const 0.5)))
  (func $wide (type $wide)
    (if (f32.ne (local.get 4) (f32.const 0.5)) (then unreachable))
    (if (f64.ne (f64.convert_i64_s (i64x2.extract_lane 1 (local.get 2))) (f64.add (local.get 0) (f64.const 1))) (then unreachable))
    (return_call_indirect (type $narrow) (local.get 1) (i64x2.extract_lane 0 (local.get 2)) (i32.const 1)))

  ;; one type with more parameters than registers; they move round
  (func $round (param i32 i32 i32 i32 i32 i32 i32 i32 i32 f64 i64) (result i64)
    (if (i32.eqz (local.get 0))
      (then (return (i64.add (local.get 10) (i64.extend_i32_u (i32.add (i32.mul (local.get 1) (i32.const 10)) (local.get 8)))))))
    (return_call $round (i32.sub (local.get 0) (i32.const 1)) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6)
      (local.get 7) (local.get 8) (local.get 1) (local.get 9) (i64.add (local.get 10) (i64.const 100))))

  ;; from few parameters to many, and back: these are called and return
  (func $few (param i64) (result i64)
    (return_call $round (i32.const 8) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7)
      (i32.const 8) (f64.const 0) (local.get 0)))

  (func $throws (param i64) (result i64) (throw $thrown (local.get 0)))
  (func $passes (param i64) (result i64)
    try (result i64)
      (return_call $throws (local.get 0))
    catch $thrown
      drop
      (i64.const 1)
    end)
  (func $catches (param i64) (result i64)
    try (result i64)
      (call $passes (local.get 0))
    catch $thrown
      (i64.const 2)
      i64.mul
    end)
  (func $writes (param i32) (result i32)
    (return_call $fd_write (local.get 0) (i32.const 64) (i32.const 1) (i32.const 16)))

  (func (export "_start")
    (if (i64.ne (call $narrow (i32.const 1000000) (i64.const 5)) (i64.const 1000005)) (then unreachable))
    (if (i64.ne (call $round (i32.const 1000001) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6)
      (i32.const 7) (i32.const 8) (f64.const 1) (i64.const 0)) (i64.const 100000121)) (then unreachable))
    (if (i64.ne (call $few (i64.const 1000)) (i64.const 1818)) (then unreachable))
    (if (i64.ne (call $catches (i64.const 21)) (i64.const 42)) (then unreachable))
    (i32.store (i32.const 64) (i32.const 1000))
    (i32.store (i32.const 68) (i32.const 3))
    (drop (call $writes (i32.const 1)))))
