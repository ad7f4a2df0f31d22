;; Each level calls the host, which needs more of the stack than the guest: the end is met in the host, which must not be left half way.
;; EXPECT-ERR: call stack exhausted
;; EXPECT-ERR: in deep (function 2)
;; EXIT: 134
(module
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "no/such/file")
  (func $deep
    (drop (call $sizes (i32.const 0) (i32.const 8)))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 12) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 8)))
    (call $deep)
    (drop (call $sizes (i32.const 0) (i32.const 8))))
  (func (export "_start")
    (call $deep)))
