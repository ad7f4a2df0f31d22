;; EXPECT: ok
;; Where the table is as long as it will ever be, the answer is ENOTSUP.
;; EXIT: 0
(module
  (import "wasix_32v1" "closure_allocate" (func $allocate (param i32) (result i32)))
  (import "wasix_32v1" "closure_prepare" (func $prepare (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasix_32v1" "closure_free" (func $free (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 4 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 32768))
  (elem (i32.const 1) $backing)
  (data (i32.const 16) "\20\00\00\00\03\00\00\00")
  (data (i32.const 32) "ok\n")
  (func $is (param i32 i32) (if (i32.ne (local.get 0) (local.get 1)) (then unreachable)))
  (func $backing (param i32 i32 i32))
  (func (export "_start")
    (i32.store (i32.const 100) (i32.const 7))
    (call $is (call $allocate (i32.const 100)) (i32.const 58))
    (call $is (i32.load (i32.const 100)) (i32.const 7))
    (call $is (call $prepare (i32.const 1) (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 58))
    (call $is (call $free (i32.const 2)) (i32.const 0))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 128)))))
