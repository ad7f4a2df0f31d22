;; A module may call only the extensions that its section wasix.extensions lists.
;; EXIT: 58
(module
  (import "wasix_32v1" "call_dynamic" (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (call $exit (call $call (i32.const 0xffff0050) (i32.const 0) (i32.const 8) (i32.const 16) (i32.const 8) (i32.const 1)))))
