;; EXPECT: 0
;; EXIT: 134
;; EXPECT-ERR: unaligned atomic
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\20\00\00\00\02\00\00\00")
  (data (i32.const 32) "0\n")
  (func (export "_start")
    ;; "0" plus what a notify of nobody returns
    (i32.store8 (i32.const 32) (i32.add (i32.const 48) (memory.atomic.notify (i32.const 4) (i32.const 0))))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8)))
    (drop (memory.atomic.notify (i32.const 6) (i32.const 0)))))
