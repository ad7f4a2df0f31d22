;; EXPECT: ok
;; EXPECT-ERR: out of bounds memory access
;; EXIT: 134
;; Handlers work on the memory that is exported by WASI's name, here the second. Each has a size, an end and data of its own.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory $first 1 2)
  (memory $second 1 3)
  (export "memory" (memory $second))
  (data $first (memory $first) (i32.const 1000) "no\n")
  (data (memory $second) (i32.const 1000) "ok\n")
  (table 2 funcref)
  (func (export "_start")
    (i32.store $second (i32.const 64) (i32.const 1000))
    (i32.store $second (i32.const 68) (i32.const 3))
    (drop (call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 16)))
    (if (i32.ne (memory.grow $second (i32.const 2)) (i32.const 1)) (then unreachable))
    (if (i32.ne (memory.size $first) (i32.const 1)) (then unreachable))
    (memory.copy $second $first (i32.const 150000) (i32.const 1000) (i32.const 3))
    (if (i32.ne (i32.load16_u $second (i32.const 150000)) (i32.const 0x6f6e)) (then unreachable))
    (if (i32.ne (i32.load16_u $second (i32.const 1000)) (i32.const 0x6b6f)) (then unreachable))
    (v128.store $first (i32.const 65520) (v128.load $second (i32.const 1000)))
    (drop (i32.load8_u $first (i32.const 65536)))))
