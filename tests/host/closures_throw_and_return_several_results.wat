;; EXPECT: ok
;; A closure of several results is called by call_indirect, its function's exception reaches the handler around the call, and the stack pointer is put back. Types that no function of the module has are no obstacle.
;; EXIT: 0
(module
  (import "wasix_32v1" "closure_allocate" (func $allocate (param i32) (result i32)))
  (import "wasix_32v1" "closure_prepare" (func $prepare (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 100 funcref)
  (global $sp (export "__stack_pointer") (mut i32) (i32.const 32768))
  (type $several (func (param f32 i64) (result i64 f32 i32 f64)))
  (type $none (func (param f64 f64)))
  (tag $thrown (param i32))
  (elem (i32.const 1) $swap $throws)
  (data (i32.const 16) "\20\00\00\00\03\00\00\00")
  (data (i32.const 32) "ok\n")
  (data (i32.const 64) "\02\01")            ;; f32 i64
  (data (i32.const 68) "\01\02\00\03")      ;; i64 f32 i32 f64
  (data (i32.const 72) "\03\03")
  (func $is (param i32 i32) (if (i32.ne (local.get 0) (local.get 1)) (then unreachable)))
  (func $swap (param $values i32) (param $results i32) (param $data i32)
    ;; the places that the contract names
    (call $is (local.get $values) (i32.const 32720))
    (call $is (local.get $results) (i32.const 32736))
    (call $is (global.get $sp) (i32.const 32720))
    (i64.store (local.get $results) (i64.load (i32.add (local.get $values) (i32.const 4))))
    (f32.store offset=8 (local.get $results) (f32.load (local.get $values)))
    (i32.store offset=12 (local.get $results) (local.get $data))
    (f64.store offset=16 (local.get $results) (f64.const 0.125)))
  (func $throws (param $values i32) (param $results i32) (param $data i32)
    (throw $thrown (local.get $data)))
  (func (export "_start") (local i64 f32 i32 f64)
    (call $is (call $allocate (i32.const 100)) (i32.const 0))
    (call $is (call $prepare (i32.const 1) (i32.load (i32.const 100)) (i32.const 64) (i32.const 2) (i32.const 68) (i32.const 4) (i32.const -5)) (i32.const 0))
    (call_indirect (type $several) (f32.const 1.5) (i64.const -9) (i32.load (i32.const 100)))
    (local.set 3) (local.set 2) (local.set 1) (local.set 0)
    (call $is (i64.ne (local.get 0) (i64.const -9)) (i32.const 0))
    (call $is (f32.ne (local.get 1) (f32.const 1.5)) (i32.const 0))
    (call $is (local.get 2) (i32.const -5))
    (call $is (f64.ne (local.get 3) (f64.const 0.125)) (i32.const 0))
    ;; another type in the same place, and another function
    (call $is (call $prepare (i32.const 2) (i32.load (i32.const 100)) (i32.const 72) (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 77)) (i32.const 0))
    (try
      (do
        (call_indirect (type $none) (f64.const 1) (f64.const 2) (i32.load (i32.const 100)))
        unreachable)
      (catch $thrown (call $is (i32.const 77))))
    (call $is (global.get $sp) (i32.const 32768))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 128)))))
