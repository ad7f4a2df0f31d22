;; Names of the name section that mean something to LLVM, the linker or the C library are only names here.
;; EXIT: 42
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $llvm.memcpy.p0.p0.i64 (result i32) (i32.const 10))
  (func $memset (result i32) (i32.const 11))
  (func $x@@V1 (result i32) (i32.const 12))
  (func $wasix_code (result i32) (i32.const 5))
  (func $.L0 (result i32) (i32.const 4))
  (func (export "_start")
    (call $exit (i32.add (call $llvm.memcpy.p0.p0.i64) (i32.add (call $memset)
      (i32.add (call $x@@V1) (i32.add (call $wasix_code) (call $.L0))))))))
